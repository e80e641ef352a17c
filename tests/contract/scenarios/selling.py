"""Orders, payments, ledger, checkout, fulfilment: what moves goods and money together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import msgspec
import sqlalchemy.exc
from tests.contract.scenarios.stage import refuses, rows, shows
from tests.support.healthy import GUEST, KOPI, TEH, WATI, ZONE, Line, Shop

from niaga.checkout.public import Placed, Receipt, Refused, expire_orders, place_orders, placed_answer, settle_payment
from niaga.checkout.public import cancel_order as cancel
from niaga.foundation.errors import IllegalMove, NotFound
from niaga.foundation.identity import new_id
from niaga.fulfilment.errors import TooMany, TrackingNumberTaken
from niaga.fulfilment.public import ReturnDraft, ReturnReason, ShipmentDraft, WantedLine
from niaga.fulfilment.public import complete_order as complete
from niaga.fulfilment.public import receive_order as receive
from niaga.fulfilment.public import return_order as take_back
from niaga.fulfilment.public import ship_order as ship
from niaga.ledger.public import Account, Posting, post_writes
from niaga.notifications.public import order_link
from niaga.orders.errors import LookupThrottled
from niaga.orders.events import OrderCompleted, OrderPlaced
from niaga.orders.public import (
    CancelReason,
    OrderStatus,
    access_token,
    change_writes,
    index_orders,
    look_up_order,
    moved_line_writes,
    next_version,
    place_writes,
    purge_guesses,
)
from niaga.orders.rules import MOST_PER_NUMBER, Lookup
from niaga.payments.errors import Underpaid
from niaga.payments.public import (
    PaymentStatus,
    close_writes,
    find_payment,
    insert_writes,
    purge_slots,
    settle_writes,
    taken_amounts,
    taken_range,
)
from niaga.platform.database import Database, GuardRefused, write_all
from niaga.platform.outbox import RecordedEvent
from niaga.platform.search import Findable, forget_tokens, write_tokens

# A fused statement may meet the unique key of the timeline before the version is counted.
STALE = (GuardRefused, sqlalchemy.exc.DBAPIError)
STATES = "SELECT o.status, p.status, s.on_hand, s.reserved FROM customer_order o JOIN payment p ON p.order_id = o.id, stock s"


async def selling(database: Database, pieces: int = 5) -> Shop:
    """A shop with so many packs of coffee."""
    shop = Shop(database)
    await shop.stock(KOPI, pieces)
    return shop


def expiry(order_id: str, database: Database) -> RecordedEvent:
    """The event whose timer has run out."""
    return RecordedEvent(
        id=new_id(),
        aggregate="order",
        aggregate_id=order_id,
        version=1,
        kind="order.placed",
        data={},
        at=database.clock.now(),
    )


@shows("checkout.place_orders", "checkout.placed_answer")
async def drafts_are_placed_or_refused_each_by_itself(database: Database) -> None:
    shop = await selling(database, 5)
    await shop.numbers.refill(database.clock.now(), ZONE)
    drafts = [shop._draft((Line(KOPI, pieces),), GUEST, 0, 0) for pieces in (3, 3, 2)]
    render = partial(placed_answer, link=partial(order_link, "https://toko.example"))
    outcomes = await database.write(lambda tx: place_orders(tx, drafts, numbers=shop.numbers, render=render))
    assert [type(one) for one in outcomes] == [Placed, Refused, Placed]
    assert b'"awaiting_payment"' in outcomes[0].answer.body
    assert await rows(database, "SELECT on_hand, reserved FROM stock") == [(5, 5)]
    assert await rows(database, "SELECT COUNT(*), COUNT(DISTINCT amount_due) FROM payment_slot") == [(2, 2)]
    assert await rows(database, "SELECT COUNT(*) FROM ledger_transfer") == [(2,)]


@shows("checkout.settle_payment")
async def money_moves_the_order_on_once(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 2))
    payment = await shop.payment_id(order)
    short = Receipt(amount=order.totals.total - 1)
    await refuses(database, lambda tx: settle_payment(tx, WATI, payment, short), Underpaid)
    await database.write(lambda tx: settle_payment(tx, WATI, payment, Receipt()))
    assert await rows(database, STATES) == [("processing", "paid", 5, 2)]
    await refuses(database, lambda tx: settle_payment(tx, WATI, payment, Receipt()), IllegalMove)
    await refuses(database, lambda tx: settle_payment(tx, WATI, new_id(), Receipt()), NotFound)


@shows("checkout.cancel_order")
async def a_cancelled_order_frees_its_stock_once(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 2))
    await database.write(lambda tx: cancel(tx, GUEST, order.id, CancelReason.BUYER))
    assert await rows(database, STATES) == [("cancelled", "cancelled", 5, 0)]
    await refuses(database, lambda tx: cancel(tx, WATI, order.id, CancelReason.STAFF), IllegalMove)
    paid = await shop.paid(Line(KOPI, 1))
    await refuses(database, lambda tx: cancel(tx, GUEST, paid.id, CancelReason.BUYER), IllegalMove)


@shows("checkout.expire_orders")
async def an_unpaid_order_expires_when_its_time_is_over(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 2))
    event = expiry(order.id, database)
    await database.write(lambda tx: expire_orders(tx, [event]))
    assert await rows(database, STATES) == [("awaiting_payment", "pending", 5, 2)]
    database.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    for _ in range(2):
        await database.write(lambda tx: expire_orders(tx, [event]))
        assert await rows(database, STATES) == [("cancelled", "expired", 5, 0)]
    await refuses(database, lambda tx: expire_orders(tx, [expiry(new_id(), database)]), NotFound)


@shows("fulfilment.ship_order")
async def parcels_leave_until_nothing_is_left(database: Database) -> None:
    shop = await selling(database)
    order = await shop.paid(Line(KOPI, 3))
    draft = ShipmentDraft(courier="jne", service="REG", tracking_number="JNE-1")
    two = replace_lines(draft, 2)
    await refuses(database, lambda tx: ship(tx, WATI, order.id, replace_lines(draft, 4)), TooMany)
    await database.write(lambda tx: ship(tx, WATI, order.id, two))
    assert await rows(database, STATES) == [("processing", "paid", 3, 1)]
    await refuses(database, lambda tx: ship(tx, WATI, order.id, draft), TrackingNumberTaken)
    await shop.ship(order, "JNE-2")
    assert await rows(database, STATES) == [("shipped", "paid", 2, 0)]
    await refuses(database, lambda tx: ship(tx, WATI, order.id, draft), IllegalMove)


def replace_lines(draft: ShipmentDraft, pieces: int) -> ShipmentDraft:
    """The draft with so many pieces of the first line."""
    return msgspec.structs.replace(draft, lines=(WantedLine(path="lines[0]", line_no=1, quantity=pieces),))


@shows("fulfilment.complete_order", "fulfilment.receive_order")
async def what_was_shipped_is_completed_once(database: Database) -> None:
    shop = await selling(database)
    first, second = await shop.paid(Line(KOPI, 1)), await shop.paid(Line(KOPI, 1))
    await refuses(database, lambda tx: complete(tx, WATI, first.id), IllegalMove)
    for order in (first, second):
        await shop.ship(order)
    await database.write(lambda tx: complete(tx, WATI, first.id))
    token = access_token(database.vault, second.id, 1)
    other = access_token(database.vault, first.id, 1)
    await refuses(database, lambda tx: receive(tx, GUEST, second.id, other), NotFound)
    await database.write(lambda tx: receive(tx, GUEST, second.id, token))
    assert await rows(database, "SELECT DISTINCT status FROM customer_order") == [("completed",)]
    await refuses(database, lambda tx: receive(tx, GUEST, second.id, token), IllegalMove)


@shows("fulfilment.return_order")
async def what_comes_back_is_restocked_once_and_owed(database: Database) -> None:
    shop = await selling(database)
    order = await shop.paid(Line(KOPI, 2))
    draft = ReturnDraft(reason=ReturnReason.FAILED)
    await refuses(database, lambda tx: take_back(tx, WATI, order.id, draft), IllegalMove)
    await shop.ship(order)
    done = await database.write(lambda tx: take_back(tx, WATI, order.id, draft))
    assert await rows(database, STATES) == [("returned", "paid", 5, 0)]
    owed = await rows(database, "SELECT SUM(amount) FROM ledger_transfer WHERE credit_account = 'refunds_payable'")
    assert owed == [(done.refund_amount,)]
    await refuses(database, lambda tx: take_back(tx, WATI, order.id, draft), IllegalMove)


@shows("ledger.post_writes")
async def nothing_posts_twice_nor_from_an_account_to_itself(database: Database) -> None:
    posting = Posting("order", "o-1", "placed:1", Account.RECEIVABLE, Account.ORDERS_CLEARING, 96_000)
    now = database.clock.now()
    await database.write(lambda tx: write_all(tx, post_writes([posting, replace(posting, kind="none", amount=0)], now)))
    assert await rows(database, "SELECT kind, amount FROM ledger_transfer") == [("placed:1", 96_000)]
    for bad in (posting, replace(posting, kind="b", amount=-1), replace(posting, kind="c", credit=Account.RECEIVABLE)):
        await refuses(database, lambda tx, bad=bad: write_all(tx, post_writes([bad], now)), sqlalchemy.exc.DBAPIError)


@shows("orders.place_writes", "orders.change_writes", "orders.moved_line_writes")
async def an_order_changes_at_the_version_that_was_seen(database: Database) -> None:
    shop = await selling(database)
    order = msgspec.structs.replace(shop._order((Line(KOPI, 2),), 0, 0), number="NG-2026-000001")
    placed = OrderPlaced(
        aggregate_id=order.id,
        version=1,
        number=order.number,
        status="processing",
        total=1,
        currency="IDR",
        channel="web",
        expires_at=None,
    )
    await database.write(lambda tx: write_all(tx, place_writes(tx, [(order, placed, GUEST)])))
    await refuses(
        database, lambda tx: write_all(tx, place_writes(tx, [(order, placed, GUEST)])), sqlalchemy.exc.DBAPIError
    )
    seen = msgspec.structs.replace(order, status=OrderStatus.SHIPPED)
    done = next_version(seen, OrderStatus.COMPLETED)
    event = OrderCompleted(aggregate_id=order.id, version=2, number=order.number, status="completed")
    await database.write(lambda tx: write_all(tx, change_writes(tx, seen, done, event, WATI)))
    assert await rows(database, "SELECT status, version FROM customer_order") == [("completed", 2)]
    assert await rows(database, "SELECT version, kind FROM order_timeline ORDER BY version") == [
        (1, "order.placed"),
        (2, "order.completed"),
    ]
    await refuses(database, lambda tx: write_all(tx, change_writes(tx, seen, done, event, WATI)), STALE)
    await refuses(
        database, lambda tx: change_writes(tx, done, next_version(done, OrderStatus.SHIPPED), event, WATI), IllegalMove
    )
    ahead = msgspec.structs.replace(seen, version=7)
    late = msgspec.structs.replace(event, version=8)
    to_end = next_version(ahead, OrderStatus.COMPLETED)
    await refuses(database, lambda tx: write_all(tx, change_writes(tx, ahead, to_end, late, WATI)), GuardRefused)
    moved = moved_line_writes(order.id, shipped={1: 2}, returned={})
    await database.write(lambda tx: write_all(tx, moved))
    await refuses(database, lambda tx: write_all(tx, moved), sqlalchemy.exc.DBAPIError)
    await refuses(
        database, lambda tx: write_all(tx, moved_line_writes(order.id, shipped={9: 1}, returned={})), GuardRefused
    )


@shows("payments.insert_writes", "payments.settle_writes", "payments.close_writes")
async def a_payment_is_settled_or_closed_at_the_version_that_was_seen(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 1))
    payment = await shop.payment_id(order)
    seen = await database.read(lambda db: find_payment(db, payment))
    assert seen is not None
    again = msgspec.structs.replace(seen, id=new_id(), order_id=new_id())
    await refuses(database, lambda tx: write_all(tx, insert_writes([again], tx.vault)), sqlalchemy.exc.DBAPIError)
    await database.write(lambda tx: write_all(tx, close_writes(tx, seen, PaymentStatus.EXPIRED)))
    assert await rows(database, "SELECT status, version FROM payment") == [("expired", 2)]
    money = {"received_amount": seen.amount, "received_at": database.clock.now(), "note": ""}
    await refuses(database, lambda tx: write_all(tx, settle_writes(tx, seen, **money)), STALE)
    ahead = msgspec.structs.replace(seen, version=7)
    await refuses(database, lambda tx: write_all(tx, settle_writes(tx, ahead, **money)), GuardRefused)
    fresh = await database.read(lambda db: find_payment(db, payment))
    assert fresh is not None
    await database.write(lambda tx: write_all(tx, settle_writes(tx, fresh, **money)))
    assert await rows(database, "SELECT status, version, received_amount FROM payment") == [("paid", 3, seen.amount)]
    assert await rows(database, "SELECT COUNT(*) FROM payment_slot") == [(0,)]


@shows("payments.purge_slots", "payments.taken_amounts", "payments.taken_range")
async def an_amount_is_free_again_when_its_grace_is_over(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 1))
    ((account, due),) = await rows(database, "SELECT account, amount_due FROM payment_slot")
    taken = await database.write(lambda tx: taken_amounts(tx, [(account, due), (account, due + 1), ("other", due)]))
    assert taken == {(account, due)}
    assert await database.write(lambda tx: taken_range(tx, account, order.totals.total)) == {due}
    assert await database.write(lambda tx: taken_range(tx, account, due)) == set()
    await shop.cancel(order)
    database.clock.advance(timedelta(days=3))  # type: ignore[attr-defined]
    assert await database.write(purge_slots) == 0
    database.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    assert await database.write(purge_slots) == 1
    assert TEH not in shop.variants


@shows("orders.look_up_order", "orders.purge_guesses")
async def an_order_is_found_again_and_wrong_guesses_are_counted(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 1))
    right = Lookup(
        order.number, phone=order.contact.phone, email=order.contact.email if not order.contact.phone else None
    )
    wrong = Lookup(order.number, phone="+6281100000000")
    for _ in range(MOST_PER_NUMBER):
        assert await database.write(lambda tx: look_up_order(tx, wrong, "203.0.113.0/24")) is None
    await refuses(database, lambda tx: look_up_order(tx, right, "203.0.113.0/24"), LookupThrottled)
    found = await database.write(lambda tx: look_up_order(tx, right, None))
    assert found is not None
    assert found.access_token == access_token(database.vault, order.id, order.token_version)
    assert await database.write(purge_guesses) == 0
    assert await rows(database, "SELECT failures, most FROM lookup_failure ORDER BY most") == [(5, 5), (5, 60)]


@shows("orders.index_orders", "search.write_tokens", "search.forget_tokens")
async def an_order_gets_its_search_tokens_once(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 1))
    await database.write(lambda tx: index_orders(tx, [order.id]))
    written = await rows(database, "SELECT token, subject_type, subject_id, key_id FROM search_token ORDER BY token")
    # sar, sari, wul to wulandari; the recipient's phone and its end, and the address.
    assert [row[1:] for row in written] == [("order", order.id, database.vault.keyring.primary)] * 12
    sari = {order.id: Findable(names=("Sari",))}
    await database.write(lambda tx: write_tokens(tx, "order", sari))
    assert len(await rows(database, "SELECT token FROM search_token")) == 12
    await database.write(lambda tx: forget_tokens(tx, "order", [order.id]))
    assert await rows(database, "SELECT token FROM search_token") == []
