"""Orders that staff take for a buyer: channels and their numbers, agreed figures, pay links, and what is written down of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.books import audited, balances, query
from tests.support.hostile import census
from tests.support.shop import OpenShop, an_order, fresh_key, open_shop

from niaga.cli.doctor import doctor_report
from niaga.foundation.clock import FixedClock
from niaga.platform.audit import seal_entries
from niaga.platform.database import Database

KOPI, TEH = "KOPI-250", "TEH-100"


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop whose staff answer WhatsApp; the doctor finds it healthy at the end."""
    async with open_shop(database, tmp_path) as opened:
        yield opened
        await opened.shop.relay.drain()
        await database.write(lambda tx: seal_entries(tx, "test"))
        report = await doctor_report(database)
        assert report.healthy, report.text()


async def take(
    shop: OpenShop, *, by: dict[str, str] | None = None, key: str | None = None, **changes: Any
) -> httpx.Response:
    """Agus (or whoever) takes an order for Sari."""
    headers = {**(by or shop.staff), **({"Idempotency-Key": key} if key else fresh_key())}
    return await shop.client.post("/admin/v1/orders", json=an_order((KOPI, 2), **changes), headers=headers)


async def test_an_order_from_whatsapp_has_a_link_that_opens_it(shop: OpenShop) -> None:
    taken = await take(shop)
    assert (taken.status_code, taken.json()["channel"], taken.json()["status"]) == (201, "whatsapp", "awaiting_payment")
    followed = await shop.client.get(taken.json()["pay_url"])
    assert followed.status_code == 303
    assert "token" not in followed.headers["Location"]
    cookie = followed.headers["Set-Cookie"].split(";")[0]
    shop.client.cookies.clear()
    seen = await shop.client.get(followed.headers["Location"], headers={"Cookie": cookie})
    assert seen.status_code == 200
    assert taken.json()["number"] in seen.text
    read = await shop.client.get(f"/store/v1/orders/{taken.json()['id']}", headers={"Cookie": cookie})
    assert (read.status_code, read.json()["id"]) == (200, taken.json()["id"])
    assert await audited(shop) == ["order.placed"]


async def test_a_buyers_own_order_has_no_link_and_no_audit_row(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    assert (order["pay_url"], order["channel"]) == (None, "web")
    assert await audited(shop) == []


async def test_a_channels_number_is_taken_once(shop: OpenShop) -> None:
    first = await take(shop, channel="shopee", external_number="250101ABC")
    assert first.status_code == 201
    before = await shop.database.run_sync(census)
    again = await take(shop, channel="shopee", external_number="250101ABC")
    assert (again.status_code, again.json()["code"]) == (409, "orders.external_number_taken")
    assert again.json()["number"] == first.json()["number"]
    assert await shop.database.run_sync(census) == before
    assert (await take(shop, channel="tiktok_tokopedia", external_number="250101ABC")).status_code == 201
    assert (await take(shop, channel="shopee", external_number="250101abc")).status_code == 201
    found = await shop.client.get("/admin/v1/orders", params={"search": "250101ABC"}, headers=shop.staff)
    assert len(found.json()["items"]) == 2


async def test_one_channels_number_at_once_makes_one_order(shop: OpenShop) -> None:
    answers = await asyncio.gather(*(take(shop, channel="shopee", external_number="X-1") for _ in range(8)))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 7
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"orders.external_number_taken"}
    rows = await query(shop, "SELECT COUNT(*) AS n FROM customer_order")
    assert rows[0].n == 1


async def test_agreed_figures_need_a_reason_and_are_kept_with_it(shop: OpenShop) -> None:
    agreed = {"reason": "Regular customer", "shipping_price": 0, "unit_prices": {KOPI: 80_000}}
    taken = await take(shop, by=shop.owner, override=agreed)
    totals = taken.json()["totals"]
    assert (totals["subtotal"], totals["shipping"], totals["total"]) == (160_000, 0, 160_000)
    assert taken.json()["payment"]["amount"] == 160_000 + taken.json()["payment"]["unique_code"]
    assert await balances(shop) == {"receivable": 160_000, "orders_clearing": -160_000}
    (row,) = (
        await query(shop, "SELECT override FROM customer_order")
        if shop.database.engine != "mariadb"
        else await query(shop, "SELECT `override` FROM customer_order")
    )
    assert "Regular customer" in row.override
    free = {"reason": "A gift", "shipping_price": 0, "unit_prices": {KOPI: 0}}
    gift = await take(shop, by=shop.owner, override=free)
    assert (gift.status_code, gift.json()["totals"]["total"]) == (201, 0)


async def test_agreed_prices_name_lines_of_the_order(shop: OpenShop) -> None:
    before = await shop.database.run_sync(census)
    agreed = {"reason": "A friend", "unit_prices": {TEH: 1}}
    refused = await take(shop, by=shop.owner, override=agreed)
    assert refused.status_code == 422
    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [
        (f"override.unit_prices.{TEH}", "checkout.not_ordered")
    ]
    assert await shop.database.run_sync(census) == before


async def test_an_agreed_total_is_compared_with_what_was_expected(shop: OpenShop) -> None:
    agreed = {"reason": "A friend", "shipping_price": 5_000}
    refused = await take(shop, by=shop.owner, override=agreed, expected_total=181_000)
    assert (refused.status_code, refused.json()["total"]) == (409, 175_000)
    assert (await take(shop, by=shop.owner, override=agreed, expected_total=175_000)).status_code == 201


async def test_the_same_request_of_staff_is_one_order(shop: OpenShop) -> None:
    first, again = await take(shop, key="k" * 16), await take(shop, key="k" * 16)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await audited(shop) == ["order.placed"]


async def test_an_order_of_staff_expires_like_any_other(shop: OpenShop, clock: FixedClock) -> None:
    taken = (await take(shop, channel="pos")).json()
    await shop.shop.relay.drain()
    clock.advance(timedelta(days=1))
    await shop.shop.relay.drain()
    seen = (await shop.client.get(f"/admin/v1/orders/{taken['id']}", headers=shop.staff)).json()
    assert (seen["status"], seen["cancel_reason"]) == ("cancelled", "expired")
    assert await balances(shop) == {}


async def test_staff_find_orders_by_status_and_page_through_them(shop: OpenShop) -> None:
    for _ in range(5):
        await take(shop)
    paid = (await take(shop)).json()
    assert (await shop.pay(paid)).status_code == 200
    found: list[str] = []
    cursor = None
    while True:
        params = {"limit": 2, "status": "awaiting_payment", **({"cursor": cursor} if cursor else {})}
        page = (await shop.client.get("/admin/v1/orders", params=params, headers=shop.staff)).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 5
    assert found == sorted(found, reverse=True)
    by_number = await shop.client.get("/admin/v1/orders", params={"search": paid["number"].lower()}, headers=shop.staff)
    assert [one["id"] for one in by_number.json()["items"]] == [paid["id"]]
