"""The relay: at least once, retried with pauses, given up visibly, fenced, and on time, on every engine.

guarantees.md rows 15, 32, 48, 49, 50.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from tests.support.outbox import KIND, names, record, tasks_of, write_facts

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Transaction
from niaga.platform.outbox import Delivery, RecordedEvent, Relay, Subscription, Undeliverable
from niaga.platform.outbox.tables import event
from niaga.platform.outbox.tasks import MOST_ATTEMPTS

LONG = timedelta(hours=2)


@pytest.fixture
async def other(database: Database, clock: FixedClock) -> AsyncIterator[Database]:
    """The same database as another process has it open."""
    made = Database(database.url, vault=database.vault, clock=clock)
    await made.open()
    yield made
    await made.close()


class Notebook:
    """A handler of each sort that writes down what it was called for."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def inside(self, _tx: Transaction, fact: RecordedEvent) -> None:
        """Inside the transaction."""
        self.seen.append(fact.aggregate_id)

    async def outside(self, _database: Database, fact: RecordedEvent) -> None:
        """Outside of any."""
        self.seen.append(fact.aggregate_id)


class Broken(Exception):
    """What a handler raises."""


async def test_a_failing_handler_is_tried_again_with_pauses_and_given_up_at_last(
    database: Database, clock: FixedClock
) -> None:
    calls: list[datetime] = []

    def fail(_tx: Transaction, _fact: RecordedEvent) -> None:
        calls.append(clock.now())
        raise Broken

    book = Notebook()
    relay = Relay(database, [Subscription("bad", KIND, fail), Subscription("good", KIND, book.inside)])
    await record(database, "a")
    await relay.drain()
    assert (len(calls), book.seen) == (1, ["a"])
    await relay.drain()
    assert len(calls) == 1, "it waits before it tries again"
    for _ in range(MOST_ATTEMPTS + 3):
        clock.advance(LONG)
        await relay.drain()
    assert len(calls) == MOST_ATTEMPTS
    (dead,) = await tasks_of(database, "bad")
    assert (dead.state, dead.attempts, dead.last_error) == ("dead", MOST_ATTEMPTS, "Broken")
    await record(database, "b")
    await relay.drain()
    assert book.seen == ["a", "b"]


async def test_pauses_grow(database: Database, clock: FixedClock) -> None:
    async def fail(_database: Database, _fact: RecordedEvent) -> None:
        raise Broken

    relay = Relay(database, [Subscription("bad", KIND, Delivery(fail))])
    await record(database, "a")
    pauses = []
    for _ in range(5):
        await relay.drain()
        (row,) = await tasks_of(database, "bad")
        pauses.append((row.available_at - clock.now()).total_seconds())
        clock.advance(row.available_at - clock.now())
    for pause, usual in zip(pauses, (5, 10, 20, 40, 80), strict=True):
        assert 0.8 * usual <= pause <= 1.2 * usual


async def test_what_can_never_be_delivered_is_given_up_at_once(database: Database) -> None:
    async def refuse(_database: Database, _fact: RecordedEvent) -> None:
        raise Undeliverable

    await record(database, "a")
    await Relay(database, [Subscription("bad", KIND, Delivery(refuse))]).drain()
    (row,) = await tasks_of(database, "bad")
    assert (row.state, row.attempts) == ("dead", 1)


async def test_a_handler_that_fails_leaves_nothing_behind(database: Database) -> None:
    def half(tx: Transaction, fact: RecordedEvent) -> None:
        write_facts(tx, f"of-{fact.aggregate_id}", kind="order.y")
        raise Broken

    await record(database, "a")
    await Relay(database, [Subscription("half", KIND, half)]).drain()
    count = sa.select(sa.func.count()).select_from(event)
    assert await database.read(lambda db: db.execute(count).scalar_one()) == 1


async def test_two_relays_handle_each_event_once(database: Database, other: Database) -> None:
    book = Notebook()
    wanted = [Subscription("in", KIND, book.inside)]
    relays = [Relay(database, wanted), Relay(other, wanted)]
    await record(database, *names(150))
    stopping = asyncio.Event()
    running = [asyncio.create_task(relay.run(stopping)) for relay in relays]
    async with asyncio.timeout(30):
        while {row.state for row in await tasks_of(database, "in")} != {"done"}:  # noqa: ASYNC110 - other tasks change it
            await asyncio.sleep(0.05)
    stopping.set()
    await asyncio.gather(*running)
    # Each effect commits with its task; what ran twice and was rolled back has had none.
    done = await tasks_of(database, "in")
    assert len(done) == 150
    assert set(book.seen) == set(names(150))


async def test_two_relays_deliver_each_event_once(database: Database, other: Database) -> None:
    book = Notebook()
    wanted = [Subscription("out", KIND, Delivery(book.outside))]
    await record(database, *names(60))
    async with asyncio.timeout(30):
        await asyncio.gather(Relay(database, wanted).drain(), Relay(other, wanted).drain())
    assert sorted(book.seen) == names(60)


async def test_a_timer_runs_when_its_time_has_come_and_once(database: Database, clock: FixedClock) -> None:
    book = Notebook()
    in_an_hour = lambda fact: fact.at + timedelta(hours=1)  # noqa: E731
    relay = Relay(database, [Subscription("timer", KIND, book.inside, due_at=in_an_hour)])
    await record(database, "a")
    await relay.drain()
    clock.advance(timedelta(minutes=59))
    await relay.drain()
    assert book.seen == []
    clock.advance(timedelta(minutes=1))
    await relay.drain()
    clock.advance(timedelta(days=3))
    await relay.drain()
    assert book.seen == ["a"]


async def test_a_relay_that_slept_past_its_lease_may_neither_finish_nor_postpone(
    database: Database, other: Database, clock: FixedClock
) -> None:
    paused, resume, second = asyncio.Event(), asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def slow(_database: Database, _fact: RecordedEvent) -> None:
        paused.set()
        await resume.wait()
        ended.append("slow")
        raise Broken

    async def quick(_database: Database, _fact: RecordedEvent) -> None:
        second.set()
        await asyncio.sleep(0.2)
        ended.append("quick")

    await record(database, "a")
    sleeper = asyncio.create_task(
        Relay(database, [Subscription("out", KIND, Delivery(slow, timeout_seconds=30))]).drain()
    )
    await paused.wait()
    clock.advance(timedelta(seconds=61))
    heir = asyncio.create_task(Relay(other, [Subscription("out", KIND, Delivery(quick, timeout_seconds=30))]).drain())
    await second.wait()
    resume.set()
    await sleeper
    (row,) = await tasks_of(database, "out")
    # The sleeper's failure came after its lease: the heir's lease and when it is tried again are not its to change.
    assert (row.attempts, row.fence, row.last_error) == (2, 2, None)
    assert row.lease_until_at > clock.now()
    await heir
    (row,) = await tasks_of(database, "out")
    assert (row.state, ended) == ("done", ["slow", "quick"])


async def test_mails_that_hang_do_not_hold_up_a_timer(database: Database) -> None:
    book, hanging = Notebook(), asyncio.Event()

    async def hang(_database: Database, _fact: RecordedEvent) -> None:
        await hanging.wait()

    relay = Relay(
        database,
        [Subscription("mail", KIND, Delivery(hang)), Subscription("timer", frozenset({"order.late"}), book.inside)],
    )
    await record(database, *names(150))
    stopping = asyncio.Event()
    running = asyncio.create_task(relay.run(stopping))
    await asyncio.sleep(0.3)
    await record(database, "urgent", kind="order.late")
    try:
        async with asyncio.timeout(5):
            while not book.seen:  # noqa: ASYNC110 - the relay changes it
                await asyncio.sleep(0.05)
    finally:
        stopping.set()
        hanging.set()
        await running
    assert book.seen == ["urgent"]


async def test_events_without_a_subscriber_here_wait_for_a_process_that_has_one(
    database: Database, other: Database
) -> None:
    book = Notebook()
    known = Subscription("known", frozenset({"order.z"}), book.inside)
    elsewhere = Subscription("elsewhere", KIND, book.inside, due_at=lambda fact: fact.at)
    await record(database, *names(80))
    await record(database, "mine", kind="order.z")
    # The first process makes the tasks of both and stops; the second knows one handler only.
    relay = Relay(database, [known, elsewhere])
    while await relay._sequence():
        continue
    await Relay(other, [known]).drain()
    assert book.seen == ["mine"]
    await relay.drain()
    assert len(book.seen) == 81
