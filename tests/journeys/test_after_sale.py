"""After the order: expiry, late money, cancelling, parcels, returns. Stock, payment, ledger, timeline and mails move together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.books import audited, balances, check_versions, payment_of, pieces, query, slots
from tests.support.shop import OpenShop, bearer, fresh_key, open_shop

from niaga.app import make_shop
from niaga.cli.doctor import doctor_report
from niaga.foundation.clock import FixedClock, to_microseconds
from niaga.payments.public import purge_slots
from niaga.platform.audit import seal_entries
from niaga.platform.database import Database

KOPI = "KOPI-250"
DAY = timedelta(days=1)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with five packs of coffee; whatever happens in it, the doctor finds it healthy at the end."""
    async with open_shop(database, tmp_path, stock={KOPI: 5}) as opened:
        yield opened
        await opened.shop.relay.drain()
        await database.write(lambda tx: seal_entries(tx, "test"))
        await check_versions(opened)
        report = await doctor_report(database)
        assert report.healthy, report.text()


async def later(shop: OpenShop, clock: FixedClock, by: timedelta) -> None:
    """Time passes and what is due happens."""
    clock.advance(by)
    await shop.shop.relay.drain()


async def cancel(shop: OpenShop, order: dict[str, Any]) -> httpx.Response:
    """Sari changes her mind."""
    path = f"/store/v1/orders/{order['id']}/cancel"
    return await shop.client.post(path, headers={**bearer(order), **fresh_key()})


async def act(shop: OpenShop, order: dict[str, Any], what: str, **body: Any) -> httpx.Response:
    """Staff cancels, completes or takes back."""
    return await shop.client.post(f"/admin/v1/orders/{order['id']}/{what}", json=body, headers=shop.staff)


def conflict(answer: httpx.Response, code: str) -> None:
    """It was refused, for that."""
    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text


async def told(shop: OpenShop, order: dict[str, Any]) -> list[str]:
    """What the timeline says."""
    return [entry["kind"].removeprefix("order.") for entry in (await shop.read(order))["timeline"]]


async def mails(shop: OpenShop, to: str = "sari@example.com") -> list[str]:
    """The kinds of mails somebody got, by the alphabet: those that are due together are sent side by side."""
    await shop.shop.relay.drain()
    return sorted(message.kind.removeprefix("order.") for message in shop.mail.messages if message.to == to)


def moment(text: str) -> int:
    """Microseconds of a time on the wire."""
    return to_microseconds(datetime.fromisoformat(text))


async def test_an_order_that_nobody_pays_expires_and_frees_its_stock(shop: OpenShop, clock: FixedClock) -> None:
    order = await shop.placed_order((KOPI, 2))
    assert await mails(shop) == ["placed"]
    assert await pieces(shop, KOPI) == (5, 2)
    assert await balances(shop) == {"receivable": 181_000, "orders_clearing": -181_000}
    await later(shop, clock, DAY - timedelta(seconds=1))
    assert (await shop.read(order))["status"] == "awaiting_payment"
    await later(shop, clock, timedelta(seconds=1))
    seen = await shop.read(order)
    assert (seen["status"], seen["cancel_reason"], seen["payment"]["status"]) == ("cancelled", "expired", "expired")
    assert await pieces(shop, KOPI) == (5, 0)
    assert await balances(shop) == {}
    assert await told(shop, order) == ["placed", "cancelled"]
    assert await mails(shop) == ["cancelled", "placed"]


async def test_an_expired_amount_stays_taken_for_three_days(shop: OpenShop, clock: FixedClock) -> None:
    order = await shop.placed_order((KOPI, 1))
    await later(shop, clock, DAY)
    (slot,) = await slots(shop)
    assert (slot.account, slot.amount_due) == ("bca", order["payment"]["amount"])
    assert slot.kept_until_at == moment(order["expires_at"]) + to_microseconds(
        datetime.fromisoformat("1970-01-04T00:00:00Z")
    )
    clock.advance(3 * DAY)
    assert await shop.database.write(purge_slots) == 0
    clock.advance(timedelta(seconds=1))
    assert await shop.database.write(purge_slots) == 1
    assert await slots(shop) == []


async def test_an_order_that_is_paid_does_not_expire(shop: OpenShop, clock: FixedClock) -> None:
    order = await shop.placed_order((KOPI, 1))
    assert (await shop.pay(order)).status_code == 200
    await later(shop, clock, 10 * DAY)
    assert (await shop.read(order))["status"] == "processing"
    assert await pieces(shop, KOPI) == (5, 1)
    assert await slots(shop) == []


async def test_late_money_brings_the_order_back_while_there_is_stock(shop: OpenShop, clock: FixedClock) -> None:
    order = await shop.placed_order((KOPI, 5))
    assert await mails(shop) == ["placed"]
    await later(shop, clock, DAY)
    code = order["payment"]["unique_code"]
    paid = await shop.pay(order)
    assert (paid.status_code, paid.json()["status"], paid.json()["cancel_reason"]) == (200, "processing", None)
    assert paid.json()["payment"]["status"] == "paid"
    assert await pieces(shop, KOPI) == (5, 5)
    total = order["totals"]["total"]
    assert await balances(shop) == {"bank:bca": total + code, "orders_clearing": -total, "transfer_codes": -code}
    assert await told(shop, order) == ["placed", "cancelled", "reinstated"]
    assert await slots(shop) == []
    assert await mails(shop) == ["cancelled", "placed", "reinstated"]
    assert (await shop.ship(order)).status_code == 201
    assert await pieces(shop, KOPI) == (0, 0)


async def test_late_money_without_stock_is_owed_back(shop: OpenShop, clock: FixedClock) -> None:
    order = await shop.placed_order((KOPI, 3))
    await later(shop, clock, DAY)
    other = await shop.placed_order((KOPI, 3))
    paid = await shop.pay(order)
    assert (paid.status_code, paid.json()["status"], paid.json()["payment"]["status"]) == (200, "cancelled", "paid")
    assert await pieces(shop, KOPI) == (5, 3)
    due, total = order["payment"]["amount"], other["totals"]["total"]
    expected = {"bank:bca": due, "refunds_payable": -due, "receivable": total, "orders_clearing": -total}
    assert await balances(shop) == expected
    assert await told(shop, order) == ["placed", "cancelled", "paid_too_late"]
    assert "paid_too_late" in await mails(shop)
    assert "paid_too_late" in await mails(shop, "wati@example.com")
    conflict(await shop.pay(order), "request.illegal_move")


async def test_money_for_an_order_that_its_buyer_cancelled_is_owed_back(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    assert (await cancel(shop, order)).status_code == 200
    paid = await shop.pay(order)
    assert (paid.status_code, paid.json()["status"], paid.json()["cancel_reason"]) == (200, "cancelled", "buyer")
    due = order["payment"]["amount"]
    assert await balances(shop) == {"bank:bca": due, "refunds_payable": -due}
    assert await pieces(shop, KOPI) == (5, 0)


async def test_a_buyer_cancels_until_she_has_paid(shop: OpenShop) -> None:
    first, second = await shop.placed_order((KOPI, 1)), await shop.placed_order((KOPI, 2))
    assert await mails(shop) == ["placed", "placed"]
    cancelled = await cancel(shop, first)
    assert (cancelled.json()["status"], cancelled.json()["cancel_reason"]) == ("cancelled", "buyer")
    assert (await shop.read(first))["payment"]["status"] == "cancelled"
    assert await pieces(shop, KOPI) == (5, 2)
    conflict(await cancel(shop, first), "request.illegal_move")
    assert (await mails(shop))[0] == "cancelled"
    await shop.pay(second)
    conflict(await cancel(shop, second), "request.illegal_move")
    assert "paid" in await mails(shop)
    assert await audited(shop) == ["payment.confirmed"]


async def test_staff_cancel_a_paid_order_and_owe_its_money(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 2))
    await shop.pay(order)
    cancelled = await act(shop, order, "cancel", note="Out of reach")
    assert (cancelled.status_code, cancelled.json()["cancel_reason"]) == (200, "staff")
    assert cancelled.json()["payment"]["status"] == "paid"
    assert await pieces(shop, KOPI) == (5, 0)
    due = order["payment"]["amount"]
    assert await balances(shop) == {"bank:bca": due, "refunds_payable": -due}
    conflict(await act(shop, order, "cancel"), "request.illegal_move")
    assert await audited(shop) == ["payment.confirmed", "order.cancelled"]
    assert await told(shop, order) == ["placed", "paid", "cancelled"]


async def test_staff_cancel_an_unpaid_order_and_owe_nothing(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 2))
    assert (await act(shop, order, "cancel")).status_code == 200
    assert await balances(shop) == {}
    assert await pieces(shop, KOPI) == (5, 0)


async def test_an_order_leaves_in_parts(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 5))
    await shop.pay(order)
    first = await shop.ship(order, lines=[{"sku": KOPI, "quantity": 2}])
    assert (first.status_code, first.json()["order_status"]) == (201, "processing")
    assert await pieces(shop, KOPI) == (3, 3)
    books = await balances(shop)
    assert (books["revenue:goods"], books["orders_clearing"]) == (-170_000, -255_000)
    too_many = await shop.ship(order, lines=[{"line_no": 1, "quantity": 4}])
    conflict(too_many, "fulfilment.too_many")
    conflict(
        await shop.ship(order, tracking_number=first.json()["tracking_number"]), "fulfilment.tracking_number_taken"
    )
    conflict(await act(shop, order, "cancel"), "checkout.not_cancellable")
    conflict(await act(shop, order, "complete"), "request.illegal_move")
    assert (await shop.ship(order)).json()["order_status"] == "shipped"
    conflict(await shop.ship(order), "request.illegal_move")
    assert await pieces(shop, KOPI) == (0, 0)
    assert "orders_clearing" not in await balances(shop)
    assert await told(shop, order) == ["placed", "paid", "shipped", "shipped"]
    assert (await mails(shop))[-2:] == ["shipped", "shipped"]
    assert (await act(shop, order, "complete")).json()["status"] == "completed"
    conflict(await act(shop, order, "returns", reason="refused"), "request.illegal_move")


async def test_what_comes_back_is_restocked_once(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 3))
    await shop.pay(order)
    await shop.ship(order)
    back = await act(shop, order, "returns", reason="failed")
    assert (back.status_code, back.json()["order_status"], back.json()["restocked"]) == (201, "returned", True)
    assert await pieces(shop, KOPI) == (5, 0)
    conflict(await act(shop, order, "returns", reason="failed"), "request.illegal_move")
    assert await pieces(shop, KOPI) == (5, 0)
    due = order["payment"]["amount"]
    assert await balances(shop) == {"bank:bca": due, "refunds_payable": -due}
    moved = await query(shop, "SELECT reason, SUM(delta) AS pieces FROM stock_movement GROUP BY reason ORDER BY reason")
    assert [(row.reason, int(row.pieces)) for row in moved] == [("received", 5), ("returned", 3), ("shipped", -3)]


async def test_what_is_lost_does_not_go_back_on_the_shelf(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 3))
    await shop.pay(order)
    await shop.ship(order)
    lost = await act(shop, order, "returns", reason="lost")
    assert (lost.status_code, lost.json()["restocked"], lost.json()["lines"]) == (201, False, [])
    assert await pieces(shop, KOPI) == (2, 0)


async def test_a_refused_parcel_keeps_its_freight(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 2))
    await shop.pay(order)
    await shop.ship(order)
    back = await act(shop, order, "returns", reason="refused", restock=False)
    assert back.json()["refund_amount"] == order["payment"]["amount"] - order["totals"]["shipping"]
    assert await pieces(shop, KOPI) == (3, 0)
    assert (await balances(shop))["revenue:shipping"] == -order["totals"]["shipping"]


async def test_less_than_the_total_settles_nothing(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    before = await balances(shop)
    for amount in (0, 1, order["totals"]["total"] - 1):
        conflict(await shop.pay(order, amount=amount), "payments.underpaid")
    assert await balances(shop) == before
    assert (await payment_of(shop, order)).status == "pending"
    exact = await shop.pay(order, amount=order["totals"]["total"])
    assert (exact.status_code, exact.json()["status"]) == (200, "processing")
    assert await balances(shop) == {"bank:bca": 96_000, "orders_clearing": -96_000}


async def test_more_than_the_amount_waits_for_a_decision(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    paid = await shop.pay(order, amount=100_000_000, account="mandiri")
    assert (paid.status_code, paid.json()["payment"]["received_amount"]) == (200, 100_000_000)
    expected = {"bank:mandiri": 100_000_000, "orders_clearing": -96_000, "suspense": -99_904_000}
    assert await balances(shop) == expected


async def test_two_admins_confirm_one_transfer_once(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    assert (await shop.pay(order)).status_code == 200
    books = await balances(shop)
    conflict(await shop.pay(order), "request.illegal_move")
    assert await balances(shop) == books
    assert await audited(shop) == ["payment.confirmed"]


async def test_a_buyer_says_that_she_has_it(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    path = f"/store/v1/orders/{order['id']}/received"
    conflict(await shop.client.post(path, headers={**bearer(order), **fresh_key()}), "request.illegal_move")
    await shop.pay(order)
    await shop.ship(order)
    assert await mails(shop) == ["paid", "placed", "shipped"]
    answer = await shop.client.post(path, headers={**bearer(order), **fresh_key()})
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
    assert await told(shop, order) == ["placed", "paid", "shipped", "completed"]
    assert await audited(shop) == ["payment.confirmed", "order.shipped"]
    assert await mails(shop, "wati@example.com") == ["placed"]


async def test_two_relays_expire_an_order_once(shop: OpenShop, clock: FixedClock) -> None:
    await shop.placed_order((KOPI, 2))
    await shop.shop.relay.drain()
    clock.advance(DAY)
    other = make_shop(shop.shop.settings, shop.database, shop.mail)  # type: ignore[arg-type]
    await asyncio.gather(shop.shop.relay.drain(), other.relay.drain())
    assert await pieces(shop, KOPI) == (5, 0)
    assert await balances(shop) == {}
    await other.checkout.close()


@pytest.mark.parametrize("moves", ["pay-cancel", "ship-first", "return-first", "complete-first"])
async def test_no_step_may_be_skipped(shop: OpenShop, moves: str) -> None:
    order = await shop.placed_order((KOPI, 1))
    before = await balances(shop)
    if moves == "ship-first":
        conflict(await shop.ship(order), "request.illegal_move")
    elif moves == "return-first":
        conflict(await act(shop, order, "returns", reason="failed"), "request.illegal_move")
    elif moves == "complete-first":
        conflict(await act(shop, order, "complete"), "request.illegal_move")
    else:
        await act(shop, order, "cancel")
        before = await balances(shop)
        conflict(await shop.ship(order), "request.illegal_move")
    assert await balances(shop) == before
