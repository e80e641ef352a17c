"""Parcels leave on every engine: order, stock, ledger and timeline move together, and nothing leaves twice."""

import asyncio

import pytest
import sqlalchemy as sa
from tests.support.healthy import KOPI, TEH, WATI, Line, Shop

from niaga.foundation.errors import IllegalMove, NotFound
from niaga.foundation.identity import new_id
from niaga.fulfilment.errors import TooMany, TrackingNumberTaken
from niaga.fulfilment.public import ShipmentDraft, WantedLine, list_shipments, ship_order
from niaga.inventory.tables import stock, stock_movement
from niaga.ledger.public import list_postings
from niaga.ledger.tables import ledger_transfer
from niaga.orders.public import OrderStatus, list_timeline
from niaga.platform.database import Database


@pytest.fixture
async def shop(database: Database) -> Shop:
    made = Shop(database)
    await made.stock(KOPI, 10)
    await made.stock(TEH, 5)
    return made


def part(*lines: WantedLine, number: str = "JP1") -> ShipmentDraft:
    return ShipmentDraft(courier="JNE", service="REG", tracking_number=number, lines=lines)


def of(line_no: int, quantity: int) -> WantedLine:
    return WantedLine(path="lines[0]", line_no=line_no, quantity=quantity)


async def levels(shop: Shop, sku: str) -> tuple[int, int]:
    query = sa.select(stock.c.on_hand, stock.c.reserved).where(stock.c.variant_id == shop.variants[sku])
    on_hand, reserved = await shop.database.read(lambda db: db.execute(query).one())
    return on_hand, reserved


async def balance(shop: Shop, account: str) -> int:
    amount = sa.func.coalesce(sa.func.sum(ledger_transfer.c.amount), 0)
    got = sa.select(amount).where(ledger_transfer.c.debit_account == account)
    gave = sa.select(amount).where(ledger_transfer.c.credit_account == account)
    return await shop.database.read(lambda db: int(db.execute(got).scalar_one()) - int(db.execute(gave).scalar_one()))


async def test_everything_leaves_in_one_parcel(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 2), Line(TEH, 1, 50_000), insurance=1_500)
    shipped = await shop.ship(order, "jp 12 34")
    assert shipped.order.status is OrderStatus.SHIPPED
    assert shipped.order == await shop.order(order.id)
    assert (await levels(shop, KOPI), await levels(shop, TEH)) == ((8, 0), (4, 0))
    assert await shop.database.read(lambda db: list_shipments(db, order.id)) == [shipped.shipment]
    assert (shipped.shipment.courier, shipped.shipment.tracking_number) == ("jne", "JP1234")
    posted = await shop.database.read(lambda db: list_postings(db, "shipment", shipped.shipment.id))
    assert {one.kind: one.amount for one in posted} == {"goods": 220_000, "freight": 22_000, "insurance": 1_500}
    assert await balance(shop, "orders_clearing") == 0


async def test_parts_leave_one_after_the_other_and_the_last_one_ships_the_order(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 3, 33_333), Line(TEH, 1, 50_000), discount=10_001)
    first = await shop.ship(order, draft=part(of(1, 1)))
    assert first.order.status is OrderStatus.PROCESSING
    second = await shop.ship(first.order, draft=part(of(1, 1), of(2, 1), number="JP2"))
    assert second.order.status is OrderStatus.PROCESSING
    last = await shop.ship(second.order)
    assert last.order.status is OrderStatus.SHIPPED
    assert [len(one.lines) for one in await shop.database.read(lambda db: list_shipments(db, order.id))] == [1, 2, 1]
    assert (await balance(shop, "orders_clearing"), await balance(shop, "revenue:goods")) == (0, -139_998)
    assert await balance(shop, "revenue:shipping") == -22_000
    kinds = [one.kind for one in await shop.database.read(lambda db: list_timeline(db, order.id))]
    assert kinds == ["order.placed", "order.paid", "order.shipped", "order.shipped", "order.shipped"]


async def test_more_than_is_left_is_refused_and_changes_nothing(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 3))
    first = await shop.ship(order, draft=part(of(1, 2)))
    with pytest.raises(TooMany) as refused:
        await shop.ship(first.order, draft=part(of(1, 2), number="JP2"))
    assert (refused.value.requested, refused.value.left) == (2, 1)
    assert await levels(shop, KOPI) == (8, 1)
    assert await shop.order(order.id) == first.order


async def test_an_unpaid_order_is_not_shipped(shop: Shop) -> None:
    order = await shop.place(Line(KOPI, 1))
    with pytest.raises(IllegalMove):
        await shop.ship(order)


async def test_a_shipped_order_is_not_shipped_again(shop: Shop) -> None:
    shipped = await shop.ship(await shop.paid(Line(KOPI, 1)))
    with pytest.raises(IllegalMove):
        await shop.ship(shipped.order, "JP999")


async def test_an_unknown_order_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await shop.act(lambda tx: ship_order(tx, WATI, new_id(), part()))


async def test_a_tracking_number_names_the_order_that_has_it(shop: Shop) -> None:
    one, other = await shop.paid(Line(KOPI, 1)), await shop.paid(Line(KOPI, 1))
    await shop.ship(one, "JP 77")
    with pytest.raises(TrackingNumberTaken) as refused:
        await shop.ship(other, "jp77")
    assert refused.value.number == one.number
    assert await levels(shop, KOPI) == (9, 1)


async def test_two_members_of_staff_ship_one_order_at_once_and_one_of_them_does(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 4))
    outcomes = await asyncio.gather(*(shop.ship(order, f"JP{place}") for place in range(6)), return_exceptions=True)
    assert sum(isinstance(one, IllegalMove) for one in outcomes) == 5, outcomes
    assert await levels(shop, KOPI) == (6, 0)
    moved = sa.select(sa.func.sum(stock_movement.c.delta)).where(stock_movement.c.source_type == "shipment")
    assert await shop.database.read(lambda db: db.execute(moved).scalar_one()) == -4


async def test_one_tracking_number_given_to_two_orders_at_once_goes_to_one(shop: Shop) -> None:
    orders = [await shop.paid(Line(KOPI, 1)) for _ in range(4)]
    outcomes = await asyncio.gather(*(shop.ship(one, "JP1") for one in orders), return_exceptions=True)
    assert sum(isinstance(one, TrackingNumberTaken) for one in outcomes) == 3, outcomes
    assert await levels(shop, KOPI) == (9, 3)
