"""Expiry against everything that may happen at the same moment, with two processes' worth of relays on one database.

guarantees.md rows 14, 15 and 19.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.fire import scaled
from tests.support.healthy import KOPI, WATI, Line, Shop

from niaga.checkout.actions.settle import Receipt, settle_payment
from niaga.checkout.handlers import SUBSCRIPTIONS
from niaga.cli.doctor import doctor_report
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.platform.outbox import Relay

AT_ONCE = 24
"""More wait no longer for a connection than they may: they would be told to come back."""
PAST_EXPIRY = timedelta(hours=25)


@pytest.fixture
async def other(database: Database, clock: FixedClock) -> AsyncIterator[Database]:
    """The same database as another process has it open."""
    made = Database(database.url, vault=database.vault, clock=clock)
    await made.open()
    yield made
    await made.close()


async def orders_that_wait(shop: Shop, count: int, *, pieces: int) -> list[tuple[str, str]]:
    """(order id, payment id) of orders of one piece each; so many pieces are there."""
    await shop.stock(KOPI, pieces)
    orders = [await shop.place(Line(KOPI, 1)) for _ in range(count)]
    return [(order.id, await shop.payment_id(order)) for order in orders]


async def statuses(database: Database) -> Counter[Any]:
    """How many orders are in which status with their payment in which."""
    sql = sa.text("SELECT o.status AS o, p.status AS p FROM customer_order o JOIN payment p ON p.order_id = o.id")
    return Counter(tuple(row) for row in await database.read(lambda db: db.execute(sql).all()))


async def reserved(database: Database) -> int:
    """Pieces promised to orders."""
    return int(await database.read(lambda db: db.execute(sa.text("SELECT SUM(reserved) FROM stock")).scalar_one()))


async def check_health(database: Database) -> None:
    """Nothing breaks a promise."""
    report = await doctor_report(database)
    assert report.healthy, report.text()


async def test_two_relays_expire_each_order_once(database: Database, other: Database, clock: FixedClock) -> None:
    count = scaled(1_000, 40)
    await orders_that_wait(Shop(database), count, pieces=count)
    clock.advance(PAST_EXPIRY)
    await asyncio.gather(Relay(database, SUBSCRIPTIONS).drain(), Relay(other, SUBSCRIPTIONS).drain())
    assert await statuses(database) == {("cancelled", "expired"): count}
    ended = sa.text("SELECT COUNT(*) FROM order_timeline WHERE kind = 'order.cancelled'")
    assert await database.read(lambda db: db.execute(ended).scalar_one()) == count
    assert await reserved(database) == 0
    await check_health(database)


async def test_before_its_time_nothing_expires(database: Database, clock: FixedClock) -> None:
    await orders_that_wait(Shop(database), 3, pieces=3)
    clock.advance(timedelta(hours=23, minutes=59))
    await Relay(database, SUBSCRIPTIONS).drain()
    assert await statuses(database) == {("awaiting_payment", "pending"): 3}


async def test_money_that_comes_at_the_moment_of_expiry_is_never_lost(
    database: Database, other: Database, clock: FixedClock
) -> None:
    count = scaled(500, 30)
    waiting = await orders_that_wait(Shop(database), count, pieces=count)
    clock.advance(PAST_EXPIRY)

    door = asyncio.Semaphore(AT_ONCE)

    async def pay(payment: str) -> None:
        async with door:
            await database.write(lambda tx: settle_payment(tx, WATI, payment, Receipt()))

    await asyncio.gather(
        Relay(database, SUBSCRIPTIONS).drain(),
        Relay(other, SUBSCRIPTIONS).drain(),
        *(pay(payment) for _, payment in waiting),
    )
    # The stock is there, so every order that was paid stands, whoever was first.
    assert await statuses(database) == {("processing", "paid"): count}
    assert await reserved(database) == count
    await check_health(database)


async def test_stock_that_an_expiry_frees_goes_to_one_of_those_who_want_it(
    database: Database, other: Database, clock: FixedClock
) -> None:
    count = scaled(300, 20)
    shop, rival = Shop(database), Shop(other)
    waiting = await orders_that_wait(shop, count, pieces=count)
    rival.variants = shop.variants
    clock.advance(PAST_EXPIRY)

    door = asyncio.Semaphore(AT_ONCE)

    async def pay(payment: str) -> None:
        await asyncio.sleep(0.01)
        async with door:
            await database.write(lambda tx: settle_payment(tx, WATI, payment, Receipt()))

    async def buy() -> bool:
        try:
            async with door:
                await rival.place(Line(KOPI, 1))
        except AssertionError:
            return False
        return True

    _, _, *rest = await asyncio.gather(
        Relay(database, SUBSCRIPTIONS).drain(),
        Relay(other, SUBSCRIPTIONS).drain(),
        *(pay(payment) for _, payment in waiting),
        *(buy() for _ in range(count)),
    )
    bought = sum(one is True for one in rest)
    found = await statuses(database)
    assert found["awaiting_payment", "pending"] == bought
    # Whoever paid and lost her stock to a new buyer is owed her money; nobody's piece is promised twice.
    assert found["processing", "paid"] + found["cancelled", "paid"] == count
    assert found["processing", "paid"] + bought <= count
    assert await reserved(database) == found["processing", "paid"] + bought
    await check_health(database)
