"""Many tasks at once keep the promises of one: poison fails alone, a death counts, nothing is made that does nothing.

guarantees.md rows 15, 48.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.outbox import KIND, names, record, sequence, tasks_of, write_facts

from niaga.foundation.clock import FixedClock, ShopClock
from niaga.platform.database import Database, Transaction
from niaga.platform.outbox import Delivery, RecordedEvent, Relay, Subscription, Together, Undeliverable
from niaga.platform.outbox import tasks as store
from niaga.platform.outbox.deliveries import Deliveries
from niaga.platform.outbox.tables import event
from niaga.platform.outbox.tasks import MOST_ATTEMPTS, agenda_statement, claim, new_turn, read_agenda

SPAN = timedelta(minutes=1)


class Broken(Exception):
    """What a handler raises."""


def leave_a_mark(tx: Transaction, fact: RecordedEvent) -> None:
    """Another event, of a kind that nobody hears, and poison at one of them."""
    write_facts(tx, f"mark-{fact.aggregate_id}", kind="order.mark")
    if fact.aggregate_id == "o007":
        raise Broken


def leave_marks(tx: Transaction, facts: Sequence[RecordedEvent]) -> None:
    """The same for many."""
    for fact in facts:
        leave_a_mark(tx, fact)


async def marks(database: Database) -> list[str]:
    """What the handler left."""
    found = sa.select(event.c.aggregate_id).where(event.c.kind == "order.mark").order_by(event.c.aggregate_id)
    return await database.read(lambda db: list(db.execute(found).scalars()))


@pytest.mark.parametrize("handle", [leave_a_mark, Together(leave_marks)], ids=["one by one", "together"])
async def test_poison_among_many_fails_alone(database: Database, handle: Any) -> None:
    await record(database, *names(20))
    await Relay(database, [Subscription("in", KIND, handle)]).drain()
    states = [(row.state, row.attempts) for row in await tasks_of(database, "in")]
    assert states.count(("done", 0)) == 19
    assert states.count(("ready", 1)) == 1
    assert await marks(database) == [f"mark-{name}" for name in names(20) if name != "o007"]


async def test_a_handler_of_many_gets_them_in_their_order(database: Database) -> None:
    seen: list[list[str]] = []

    def see(_tx: Transaction, facts: Sequence[RecordedEvent]) -> None:
        seen.append([fact.aggregate_id for fact in facts])

    await record(database, *names(20))
    await Relay(database, [Subscription("in", KIND, Together(see))]).drain()
    assert seen == [names(20)]


async def test_a_delivery_that_kills_its_process_is_not_repeated_forever(database: Database, clock: FixedClock) -> None:
    called: list[str] = []

    async def deliver(_database: Database, fact: RecordedEvent) -> None:
        called.append(fact.id)

    subscription = Subscription("out", KIND, Delivery(deliver))
    await record(database, "a")
    await sequence(database, subscriptions=[subscription])
    for _ in range(MOST_ATTEMPTS):
        agenda = await database.read(lambda db: read_agenda(db, agenda_statement(["out"])))
        died = await database.write(lambda tx, due=agenda.due: claim(tx, [(due[0], SPAN)], new_turn("gone")))  # type: ignore[misc]
        assert len(died) == 1
        clock.advance(SPAN * 2)
    await Relay(database, [subscription]).drain()
    (row,) = await tasks_of(database, "out")
    assert (row.state, row.attempts, row.last_error, called) == ("dead", MOST_ATTEMPTS, "NeverEnded", [])


async def test_two_who_look_at_once_claim_each_task_once(database: Database) -> None:
    async def never(_database: Database, _fact: RecordedEvent) -> None:
        raise AssertionError

    await record(database, *names(6))
    await sequence(database, subscriptions=[Subscription("out", KIND, Delivery(never))])
    agenda = await database.read(lambda db: read_agenda(db, agenda_statement(["out"])))

    async def take(part: Sequence[store.DueTask], owner: str) -> set[str]:
        wanted = [(one, SPAN) for one in part]
        return {one.id for one in await database.write(lambda tx: claim(tx, wanted, new_turn(owner)))}

    first, second = await take(agenda.due[:4], "one"), await take(agenda.due, "two")
    assert (len(first), len(second), first & second) == (4, 2, set())


async def test_those_who_end_together_are_each_judged_alone(database: Database) -> None:
    async def deliver(_database: Database, fact: RecordedEvent) -> None:
        if fact.aggregate_id == "o001":
            raise Broken
        if fact.aggregate_id == "o002":
            raise Undeliverable

    await record(database, *names(4))
    await Relay(database, [Subscription("out", KIND, Delivery(deliver))]).drain()
    rows = [(row.state, row.attempts, row.last_error) for row in await tasks_of(database, "out")]
    assert rows == [("done", 1, None), ("ready", 1, "Broken"), ("dead", 1, "Undeliverable"), ("done", 1, None)]


async def test_an_aggregates_deliveries_follow_each_other(database: Database) -> None:
    told: list[tuple[str, int]] = []
    resume = asyncio.Event()

    async def deliver(_database: Database, fact: RecordedEvent) -> None:
        await resume.wait()
        told.append((fact.aggregate_id, fact.version))

    delivery = Delivery(deliver)
    for version in (1, 2):
        await database.write(lambda tx, version=version: write_facts(tx, "a", "b", version=version))  # type: ignore[misc]
    await sequence(database, subscriptions=[Subscription("out", KIND, delivery)])
    deliveries = Deliveries(database, "one", {"out": delivery}, lambda: None)
    for expected in (2, 0):
        agenda = await database.read(lambda db: read_agenda(db, agenda_statement(["out"])))
        assert await deliveries.start(agenda.due) == expected
    resume.set()
    await deliveries.wait()
    await deliveries.settle()
    await Relay(database, [Subscription("out", KIND, delivery)]).drain()
    assert sorted(told) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert [version for _, version in told] == [1, 1, 2, 2]


async def test_what_is_cut_off_at_the_end_is_free_for_the_next(database: Database) -> None:
    begun = asyncio.Event()

    async def hang(_database: Database, _fact: RecordedEvent) -> None:
        begun.set()
        await asyncio.Event().wait()

    delivery = Delivery(hang)
    await record(database, "a")
    await sequence(database, subscriptions=[Subscription("out", KIND, delivery)])
    agenda = await database.read(lambda db: read_agenda(db, agenda_statement(["out"])))
    deliveries = Deliveries(database, "one", {"out": delivery}, lambda: None, last_seconds=0.01)
    await deliveries.start(agenda.due)
    await begun.wait()
    await deliveries.end()
    (row,) = await tasks_of(database, "out")
    assert (row.state, row.attempts, row.last_error) == ("ready", 1, "CancelledError")
    assert row.lease_until_at < database.clock.now()


async def test_what_nobody_chooses_gets_no_task(database: Database) -> None:
    async def only_the_first(facts: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        return facts[:1]

    async def fail(_facts: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
        raise Broken

    choosing = Subscription("choosing", KIND, leave_a_mark, choose=only_the_first)
    in_doubt = Subscription("in doubt", KIND, leave_a_mark, choose=fail)
    await record(database, *names(3))
    assert await sequence(database, subscriptions=[choosing, in_doubt]) == 3
    assert [len(await tasks_of(database, name)) for name in ("choosing", "in doubt")] == [1, 3]


async def test_an_event_whose_time_cannot_be_told_holds_up_nobody(database: Database) -> None:
    timer = Subscription("timer", KIND, leave_a_mark, due_at=lambda fact: fact.data["never set"])
    await record(database, *names(2))
    assert await sequence(database, subscriptions=[timer]) == 2
    assert [row.available_at for row in await tasks_of(database, "timer")] == [database.clock.now()] * 2


async def test_a_commit_wakes_the_relay_and_a_timer_rings_at_its_time(database: Database) -> None:
    """Between two of its looks, which are a second apart."""
    rung: list[timedelta] = []
    clock = ShopClock()

    def ring(tx: Transaction, fact: RecordedEvent) -> None:
        rung.append(tx.now - fact.at)

    after = timedelta(milliseconds=300)
    timer = Subscription("timer", KIND, ring, due_at=lambda fact: fact.at + after)
    ticking = Database(database.url, vault=database.vault, clock=clock)
    await ticking.open()
    stopping = asyncio.Event()
    running = asyncio.create_task(Relay(ticking, [timer]).run(stopping))
    try:
        # So that the relay has just looked, and would not look by itself before the timer is due.
        await asyncio.sleep(0.1)
        await record(ticking, "a")
        async with asyncio.timeout(10):
            while not rung:  # noqa: ASYNC110 - the relay changes it
                await asyncio.sleep(0.01)
    finally:
        stopping.set()
        await running
        await ticking.close()
    assert after <= rung[0] < timedelta(milliseconds=800)
