"""What was shipped arrives or comes back, on every engine: stock returns once, and the buyer is owed what she is owed."""

import asyncio

import pytest
import sqlalchemy as sa
from tests.support.healthy import KOPI, TEH, WATI, Line, Shop

from niaga.foundation.errors import IllegalMove, InvalidFields, NotFound
from niaga.fulfilment.errors import TooMany
from niaga.fulfilment.public import ReturnDraft, Returned, ReturnReason, WantedLine, receive_order, return_order
from niaga.inventory.tables import stock, stock_movement
from niaga.ledger.public import list_postings
from niaga.orders.public import Order, OrderStatus, access_token
from niaga.payments.public import find_payment_of
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database

GOODS, FREIGHT, INSURANCE = 220_000, 22_000, 1_500


@pytest.fixture
async def shop(database: Database) -> Shop:
    made = Shop(database)
    await made.stock(KOPI, 10)
    await made.stock(TEH, 5)
    return made


@pytest.fixture
async def shipped(shop: Shop) -> Order:
    order = await shop.paid(Line(KOPI, 2), Line(TEH, 1, 50_000), insurance=INSURANCE)
    return (await shop.ship(order)).order


async def take_back(shop: Shop, order: Order, draft: ReturnDraft) -> Returned:
    return await shop.act(lambda tx: return_order(tx, WATI, order.id, draft))


async def on_hand(shop: Shop, sku: str) -> int:
    query = sa.select(stock.c.on_hand).where(stock.c.variant_id == shop.variants[sku])
    return await shop.database.read(lambda db: int(db.execute(query).scalar_one()))


async def code_of(shop: Shop, order: Order) -> int:
    payment = await shop.database.read(lambda db: find_payment_of(db, order.id))
    assert payment is not None
    return payment.unique_code


async def test_staff_completes_what_arrived_and_leaves_an_audit_row(shop: Shop, shipped: Order) -> None:
    completed = await shop.complete(shipped)
    assert completed == await shop.order(shipped.id)
    assert completed.status is OrderStatus.COMPLETED
    query = sa.select(audit_entry.c.action).where(audit_entry.c.subject_id == shipped.id).order_by(audit_entry.c.id)
    assert (await shop.database.read(lambda db: db.execute(query).scalars().all())) == [
        "order.shipped",
        "order.completed",
    ]


async def test_the_buyer_says_that_she_has_it(shop: Shop, shipped: Order) -> None:
    buyer = Actor(ActorKind.ORDER, shipped.id)
    token = access_token(shop.database.vault, shipped.id, shipped.token_version)
    received = await shop.act(lambda tx: receive_order(tx, buyer, shipped.id, token))
    assert received.status is OrderStatus.COMPLETED
    with pytest.raises(IllegalMove):
        await shop.act(lambda tx: receive_order(tx, buyer, shipped.id, token))


async def test_a_token_of_another_version_opens_nothing(shop: Shop, shipped: Order) -> None:
    stale = access_token(shop.database.vault, shipped.id, shipped.token_version + 1)
    with pytest.raises(NotFound):
        await shop.act(lambda tx: receive_order(tx, Actor(ActorKind.ORDER, shipped.id), shipped.id, stale))


async def test_an_order_that_has_not_left_is_not_completed(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 1))
    with pytest.raises(IllegalMove):
        await shop.complete(order)


async def test_a_refused_parcel_is_restocked_and_all_but_the_freight_is_owed(shop: Shop, shipped: Order) -> None:
    returned = await take_back(shop, shipped, ReturnDraft(reason=ReturnReason.REFUSED))
    assert returned.order == await shop.order(shipped.id)
    assert (returned.order.status, returned.restocked) == (OrderStatus.RETURNED, True)
    assert returned.refund_amount == GOODS + INSURANCE + await code_of(shop, shipped)
    assert (await on_hand(shop, KOPI), await on_hand(shop, TEH)) == (10, 5)
    assert [line.returned_quantity for line in returned.order.lines] == [2, 1]


@pytest.mark.parametrize(("reason", "left"), [(ReturnReason.FAILED, 10), (ReturnReason.LOST, 8)])
async def test_when_it_is_not_her_doing_everything_is_owed(
    shop: Shop, shipped: Order, reason: ReturnReason, left: int
) -> None:
    returned = await take_back(shop, shipped, ReturnDraft(reason=reason))
    assert returned.refund_amount == GOODS + FREIGHT + INSURANCE + await code_of(shop, shipped)
    posted = await shop.database.read(lambda db: list_postings(db, "return", shipped.id))
    assert sum(one.amount for one in posted if one.credit == "refunds_payable") == returned.refund_amount
    assert await on_hand(shop, KOPI) == left


async def test_a_surplus_that_waits_in_suspense_is_not_owed_twice(shop: Shop) -> None:
    order = await shop.place(Line(KOPI, 1))
    order = (await shop.ship(await shop.pay(order, amount=order.totals.total + 50_000))).order
    returned = await take_back(shop, order, ReturnDraft(reason=ReturnReason.FAILED))
    assert returned.refund_amount == order.totals.total


async def test_damaged_pieces_come_back_but_not_onto_the_shelf(shop: Shop, shipped: Order) -> None:
    returned = await take_back(shop, shipped, ReturnDraft(reason=ReturnReason.REFUSED, restock=False))
    assert not returned.restocked
    assert [line.returned_quantity for line in returned.order.lines] == [2, 1]
    assert await on_hand(shop, KOPI) == 8


async def test_pieces_that_did_not_come_back_change_the_stock_and_not_what_is_owed(shop: Shop, shipped: Order) -> None:
    some = (WantedLine(path="lines[0]", sku=KOPI, quantity=1),)
    returned = await take_back(shop, shipped, ReturnDraft(reason=ReturnReason.FAILED, lines=some))
    assert [line.returned_quantity for line in returned.order.lines] == [1, 0]
    assert (await on_hand(shop, KOPI), await on_hand(shop, TEH)) == (9, 4)
    assert returned.refund_amount == GOODS + FREIGHT + INSURANCE + await code_of(shop, shipped)


async def test_more_than_left_does_not_come_back(shop: Shop, shipped: Order) -> None:
    many = (WantedLine(path="lines[0]", line_no=2, quantity=2),)
    with pytest.raises(TooMany):
        await take_back(shop, shipped, ReturnDraft(reason=ReturnReason.REFUSED, lines=many))
    assert await shop.order(shipped.id) == shipped


@pytest.mark.parametrize(
    "draft",
    [
        ReturnDraft(reason=ReturnReason.LOST, restock=True),
        ReturnDraft(reason=ReturnReason.LOST, lines=(WantedLine(path="lines[0]", line_no=1, quantity=1),)),
    ],
)
async def test_what_is_lost_stays_lost(shop: Shop, shipped: Order, draft: ReturnDraft) -> None:
    with pytest.raises(InvalidFields):
        await take_back(shop, shipped, draft)


async def test_a_parcel_scanned_by_many_at_once_is_restocked_once(shop: Shop, shipped: Order) -> None:
    scans = (take_back(shop, shipped, ReturnDraft(reason=ReturnReason.FAILED)) for _ in range(6))
    outcomes = await asyncio.gather(*scans, return_exceptions=True)
    assert sum(isinstance(one, IllegalMove) for one in outcomes) == 5, outcomes
    assert (await on_hand(shop, KOPI), await on_hand(shop, TEH)) == (10, 5)
    moved = sa.select(sa.func.count()).where(stock_movement.c.source_type == "return")
    assert await shop.database.read(lambda db: db.execute(moved).scalar_one()) == 2
