"""The sequencer: positions without a gap, versions in order, one process at a time, on every engine.

guarantees.md row 54.
"""

from __future__ import annotations

import asyncio
import random

import sqlalchemy as sa
from tests.support.outbox import sequence

from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Reader, Transaction, Write, WriteStatement, write_all
from niaga.platform.outbox.sequencer import place_events, read_waiting
from niaga.platform.outbox.subscriptions import Subscription
from niaga.platform.outbox.tables import event, task

INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at")
Fact = tuple[str, int]


async def record(database: Database, *facts: Fact, ids: list[str] | None = None) -> None:
    """Events (aggregate id, version) in one commit."""
    given = ids or sorted(new_id() for _ in facts)

    def act(tx: Transaction) -> None:
        rows = [
            (one, "order", name, version, "order.x", {}, tx.now)
            for one, (name, version) in zip(given, facts, strict=True)
        ]
        write_all(tx, [Write(INSERT, rows)])

    await database.write(act)


async def log(database: Database) -> list[tuple[int, str, int]]:
    """(position, aggregate id, version) of what has a position."""

    def look(db: Reader) -> list[tuple[int, str, int]]:
        columns = (event.c.position, event.c.aggregate_id, event.c.version)
        return [tuple(row) for row in db.execute(sa.select(*columns).where(columns[0] > 0).order_by(columns[0]))]

    return await database.read(look)


async def test_what_committed_earlier_stands_earlier_whatever_its_id(database: Database) -> None:
    ids = sorted(new_id() for _ in range(3))
    await record(database, ("late-id", 1), ids=[ids[2]])
    assert await sequence(database) == 1
    await record(database, ("early-id", 1), ("middle-id", 1), ids=ids[:2])
    assert await sequence(database) == 2
    assert await log(database) == [(1, "late-id", 1), (2, "early-id", 1), (3, "middle-id", 1)]
    assert await sequence(database) == 0


async def test_versions_stand_in_order_even_where_a_clock_ran_backwards(database: Database) -> None:
    ids = sorted(new_id() for _ in range(6))
    facts = [("a", 3), ("b", 2), ("a", 1), ("b", 1), ("a", 2), ("c", 1)]
    await record(database, *facts, ids=ids)
    assert await sequence(database) == 6
    placed = await log(database)
    assert [position for position, _, _ in placed] == [1, 2, 3, 4, 5, 6]
    assert [version for _, name, version in placed if name == "a"] == [1, 2, 3]
    assert [version for _, name, version in placed if name == "b"] == [1, 2]


async def test_a_crowd_larger_than_one_turn_keeps_every_order(database: Database) -> None:
    # More than one turn takes, ids shuffled against versions: whatever the limit cuts off must not overtake.
    facts = [(f"o{number}", version) for number in range(260) for version in (1, 2, 3)]
    ids = sorted(new_id() for _ in facts)
    random.Random(5).shuffle(ids)
    await record(database, *facts, ids=ids)
    while await sequence(database):
        continue
    placed = await log(database)
    assert [position for position, _, _ in placed] == list(range(1, len(facts) + 1))
    seen: dict[str, int] = {}
    for _, name, version in placed:
        assert version == seen.get(name, 0) + 1, f"{name} {version} stands before a lower version"
        seen[name] = version


async def test_several_sequencers_at_once_leave_no_gap_and_place_nothing_twice(database: Database) -> None:
    async def write_some(writer: int) -> None:
        for number in range(12):
            await record(database, (f"w{writer}-{number}", 1), (f"w{writer}-{number}", 2))

    async def keep_sequencing(owner: str) -> None:
        for _ in range(15):
            await sequence(database, owner)
            await asyncio.sleep(0)

    await asyncio.gather(*(write_some(writer) for writer in range(3)), keep_sequencing("one"), keep_sequencing("two"))
    for owner in ("one", "two"):
        while await sequence(database, owner):
            continue
    placed = await log(database)
    assert [position for position, _, _ in placed] == list(range(1, 73))


async def test_a_turn_that_was_decided_before_another_ones_places_nothing(database: Database) -> None:
    await record(database, ("a", 1))
    decided = await database.read(read_waiting)
    await record(database, ("b", 1))
    assert await sequence(database, "two") == 2
    # The one that was paused wakes up and finds that what it decided no longer holds.
    assert not await database.write(lambda tx: place_events(tx, "one", decided, []))
    assert await log(database) == [(1, "a", 1), (2, "b", 1)]
    await record(database, ("c", 1))
    assert await sequence(database, "one") == 1
    assert await log(database) == [(1, "a", 1), (2, "b", 1), (3, "c", 1)]


async def test_each_subscriber_of_a_kind_gets_one_task(database: Database) -> None:
    def nothing(_tx: Transaction, _fact: object) -> None:
        """Never run here."""

    wanted = [
        Subscription("one", frozenset({"order.x"}), nothing),
        Subscription("two", frozenset({"order.x"}), nothing),
    ]
    await record(database, ("a", 1), ("b", 1))
    await sequence(database, subscriptions=[*wanted, Subscription("other", frozenset({"order.y"}), nothing)])
    await sequence(database, subscriptions=wanted)
    rows = await database.read(lambda db: db.execute(sa.select(task.c.handler, task.c.event_id)).all())
    assert len(rows) == len(set(rows)) == 4
    assert {row.handler for row in rows} == {"one", "two"}
