"""Allowances in the database, on every engine: what is granted, what is told, what is kept."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Transaction
from niaga.platform.throttle import (
    Allowance,
    Rule,
    Throttle,
    Throttled,
    give_back_allowances,
    purge_allowances,
    take_allowances,
)
from niaga.platform.throttle.tables import allowance

BY_ACCOUNT = Rule(name="tests.account", limit=6, per=timedelta(minutes=1), burst=3)
BY_NETWORK = Rule(name="tests.network", limit=60, per=timedelta(minutes=1), burst=5)
SARI, HERE = BY_ACCOUNT.about("sari@example.com"), BY_NETWORK.about("203.0.113.0/24")


@pytest.fixture
def throttle(database: Database) -> Throttle:
    return Throttle(database)


async def wait_of(throttle: Throttle, *allowances: Allowance) -> int:
    """0 when it was taken, else how long to wait."""
    try:
        await throttle.take(*allowances)
    except Throttled as told:
        return told.retry_after_seconds()
    return 0


async def stored(database: Database) -> dict[str, int]:
    """Each subject and how many seconds until it is full again."""
    found = await database.read(lambda db: db.execute(sa.select(allowance)).all())
    return {row.subject: int((row.full_at - database.clock.now()).total_seconds()) for row in found}


async def test_a_burst_is_granted_and_comes_back_one_by_one(throttle: Throttle, clock: FixedClock):
    assert [await wait_of(throttle, SARI) for _ in range(4)] == [0, 0, 0, 10]
    clock.advance(timedelta(seconds=9.5))
    assert await wait_of(throttle, SARI) == 1
    clock.advance(timedelta(seconds=0.5))
    assert [await wait_of(throttle, SARI) for _ in range(2)] == [0, 10]
    clock.advance(timedelta(days=1))
    assert [await wait_of(throttle, SARI) for _ in range(4)] == [0, 0, 0, 10]


async def test_several_are_taken_together_or_not_at_all(throttle: Throttle, database: Database):
    budi = BY_ACCOUNT.about("budi@example.com")
    assert [await wait_of(throttle, SARI, HERE) for _ in range(4)] == [0, 0, 0, 10]
    assert await wait_of(throttle, HERE, SARI) == 10
    keys = [one.key(database.vault) for one in (SARI, HERE)]
    assert [(await stored(database))[key] for key in keys] == [30, 3]
    assert [await wait_of(throttle, budi, HERE) for _ in range(3)] == [0, 0, 1]
    for together in ((SARI, HERE), (HERE, SARI)):
        assert await wait_of(throttle, *together) == 10, "the longest wait is told"


async def test_what_is_given_back_may_be_taken_again(throttle: Throttle):
    await throttle.take(SARI, HERE)
    await throttle.give_back(SARI, HERE)
    assert [await wait_of(throttle, SARI) for _ in range(4)] == [0, 0, 0, 10]
    await throttle.give_back(SARI, BY_ACCOUNT.about("nobody"))
    assert [await wait_of(throttle, SARI) for _ in range(2)] == [0, 10]


async def test_what_fails_beside_it_takes_nothing(database: Database):
    def take_and_fail(tx: Transaction) -> None:
        take_allowances(tx, [SARI])
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(take_and_fail)
    assert await stored(database) == {}
    await database.write(lambda tx: take_allowances(tx, [SARI]))
    assert await stored(database) == {SARI.key(database.vault): 10}
    await database.write(lambda tx: give_back_allowances(tx, [SARI]))
    assert await stored(database) == {SARI.key(database.vault): 0}


async def test_a_clock_set_back_grants_one_and_counts_on(throttle: Throttle, clock: FixedClock):
    assert [await wait_of(throttle, SARI) for _ in range(4)] == [0, 0, 0, 10]
    clock.advance(timedelta(seconds=-5))
    assert await wait_of(throttle, SARI) == 15, "a little behind is no other clock"
    clock.advance(timedelta(hours=-1))
    assert [await wait_of(throttle, SARI) for _ in range(2)] == [0, 10]
    clock.advance(timedelta(seconds=10))
    assert [await wait_of(throttle, SARI) for _ in range(2)] == [0, 10]


async def test_first_ones_at_once_are_counted_one_by_one(throttle: Throttle):
    waits = await asyncio.gather(*(wait_of(throttle, SARI, HERE) for _ in range(8)))
    assert sorted(waits) == [0, 0, 0, 10, 10, 10, 10, 10]


async def test_what_is_full_again_is_forgotten_and_names_nobody(
    throttle: Throttle, database: Database, clock: FixedClock
):
    await throttle.take(SARI, HERE)
    subjects = (await stored(database)).keys()
    assert all(len(one) == 64 and "sari" not in one and "203" not in one for one in subjects)
    assert await database.write(purge_allowances) == 0
    clock.advance(timedelta(seconds=5))
    assert await database.write(purge_allowances) == 1
    clock.advance(timedelta(seconds=5))
    assert [await database.write(purge_allowances) for _ in range(2)] == [1, 0]
    assert await stored(database) == {}
