"""The tail: every event once and in order, at once in the process that sequenced it, on every engine.

guarantees.md row 54.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from tests.support.outbox import sequence

from niaga.foundation.clock import FixedClock
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Transaction, Write, WriteStatement, write_all
from niaga.platform.outbox import RecordedEvent, Tail
from niaga.platform.outbox.log import list_about, list_after, read_head
from niaga.platform.outbox.tables import event

INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at")


async def happen(database: Database, *names: str, aggregate: str = "order") -> None:
    """An event about each name, with its position."""

    def act(tx: Transaction) -> None:
        write_all(tx, [Write(INSERT, [(new_id(), aggregate, name, 1, "order.x", {}, tx.now) for name in names])])

    await database.write(act)
    await sequence(database)


class Listener:
    """Writes down what it was told."""

    def __init__(self) -> None:
        self.heard: list[tuple[int | None, str]] = []
        self._news = asyncio.Event()

    def __call__(self, facts: Sequence[RecordedEvent]) -> None:
        """Told."""
        self.heard += [(fact.position, fact.aggregate_id) for fact in facts]
        self._news.set()

    async def wait_for(self, count: int) -> None:
        """Until so many were heard."""
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def tail(database: Database) -> AsyncIterator[Tail]:
    """A tail that runs."""
    made, stopping = Tail(database), asyncio.Event()
    running = asyncio.create_task(made.run(stopping))
    yield made
    stopping.set()
    await running


@pytest.fixture
async def other(database: Database, clock: FixedClock) -> AsyncIterator[Database]:
    """The same database as another process has it open."""
    made = Database(database.url, vault=database.vault, clock=clock)
    await made.open()
    yield made
    await made.close()


async def test_whoever_follows_hears_what_comes_after_and_nothing_before(database: Database, tail: Tail) -> None:
    await happen(database, "before", "before-too")
    listener = Listener()
    assert await tail.follow(listener) == 2
    await happen(database, "after")
    await listener.wait_for(1)
    assert listener.heard == [(3, "after")]


async def test_what_another_process_sequenced_is_heard_too(database: Database, tail: Tail, other: Database) -> None:
    listener = Listener()
    await tail.follow(listener)
    await happen(other, *(f"o{number}" for number in range(3)))
    await listener.wait_for(3)
    assert listener.heard == [(1, "o0"), (2, "o1"), (3, "o2")]


async def test_more_than_one_read_holds_is_told_whole_and_in_order(database: Database, tail: Tail) -> None:
    listener = Listener()
    await tail.follow(listener)
    for start in range(0, 1200, 400):
        await happen(database, *(f"o{start + number:04}" for number in range(400)))
    await listener.wait_for(1200)
    assert listener.heard == [(number + 1, f"o{number:04}") for number in range(1200)]


async def test_a_second_listener_begins_where_the_first_one_is(database: Database, tail: Tail) -> None:
    first, second = Listener(), Listener()
    await tail.follow(first)
    await happen(database, "one")
    await first.wait_for(1)
    assert await tail.follow(second) == 1
    tail.leave(first)
    await happen(database, "two")
    await second.wait_for(1)
    assert (first.heard, second.heard) == ([(1, "one")], [(2, "two")])


async def test_a_listener_that_fails_takes_nothing_from_the_others(database: Database, tail: Tail) -> None:
    def fail(_facts: Sequence[RecordedEvent]) -> None:
        raise RuntimeError

    listener = Listener()
    await tail.follow(fail)
    await tail.follow(listener)
    await happen(database, "one")
    await listener.wait_for(1)
    assert listener.heard == [(1, "one")]


async def test_nobody_follows_and_nothing_is_asked(database: Database, tail: Tail) -> None:
    listener = Listener()
    await tail.follow(listener)
    await happen(database, "one")
    await listener.wait_for(1)
    tail.leave(listener)
    await happen(database, "two", "three")
    assert tail.position == 1
    assert await tail.follow(listener) == 3


async def test_the_log_is_read_by_position_and_by_what_it_is_about(database: Database) -> None:
    assert await database.read(read_head) == 0
    await happen(database, "a", "b")
    await happen(database, "a", "c", aggregate="payment")
    wanted = [("order", "b"), ("payment", "a"), ("order", "nobody")]

    async def about(after: int, up_to: int) -> list[int | None]:
        found = await database.read(lambda db: list_about(db, wanted, after=after, up_to=up_to))
        return [fact.position for fact in found]

    assert [await about(0, 9), await about(2, 3), await about(0, 2)] == [[2, 3], [3], [2]]
    assert [fact.position for fact in await database.read(lambda db: list_after(db, 1, most=2))] == [2, 3]
