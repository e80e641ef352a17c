"""What the relay costs: a constant number of constant statements for any number of tasks, and next to none while idle."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from tests.support.healthy import KOPI, TEH, Line, Shop
from tests.support.outbox import KIND, names, record, tasks_of
from tests.support.statements import statements_of

from niaga.checkout.handlers import SUBSCRIPTIONS
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Engine, Transaction
from niaga.platform.database.rowsets import rowset
from niaga.platform.outbox import Delivery, RecordedEvent, Relay, Subscription, Together, tasks
from niaga.platform.outbox.tasks import agenda_statement

# Look, take the turn, positions, tasks; agenda, two handlers; look and agenda again. The turn is one statement less fused.
BUDGET = {Engine.POSTGRESQL: 8, Engine.MARIADB: 9, Engine.SQLITE: 9}
# All of that, and what an expiry reads and writes, and the places of the events it records.
EXPIRY_BUDGET = {Engine.POSTGRESQL: 12, Engine.MARIADB: 18, Engine.SQLITE: 18}


def nothing(_tx: Transaction, _facts: object) -> None:
    """A handler that costs nothing itself."""


async def deliver(_database: Database, _fact: RecordedEvent) -> None:
    """A delivery that costs nothing itself."""


# Three tasks an event: two that work inside, and a timer that is not due.
LIKE_AN_ORDER = [
    Subscription("one", KIND, nothing),
    Subscription("many", KIND, Together(nothing)),
    Subscription("timer", KIND, nothing, due_at=lambda fact: fact.at + timedelta(hours=1)),
]


async def carried(database: Database, events: int, subscriptions: Sequence[Subscription]) -> list[str]:
    """The statements that carry so many events and run what follows."""
    relay = Relay(database, subscriptions)
    await record(database, *names(events))
    with statements_of(database) as sent:
        await relay.drain()
    return sent


@pytest.mark.parametrize("events", [1, 64])
async def test_three_tasks_and_192_keep_to_the_budget(database: Database, events: int) -> None:
    sent = await carried(database, events, LIKE_AN_ORDER)
    assert len(sent) <= BUDGET[database.engine], "\n".join(sent)
    states = [row.state for one in LIKE_AN_ORDER for row in await tasks_of(database, one.handler)]
    assert (states.count("done"), states.count("ready")) == (2 * events, events)


async def test_the_texts_do_not_depend_on_the_number_of_tasks(database: Database) -> None:
    few = await carried(database, 1, LIKE_AN_ORDER)
    await database.write(lambda tx: tx.execute(sa.text("DELETE FROM event")))
    many = await carried(database, 64, LIKE_AN_ORDER)
    assert few == many


async def test_deliveries_are_claimed_and_ended_together(database: Database) -> None:
    one = await carried(database, 1, [Subscription("out", KIND, Delivery(deliver))])
    await database.write(lambda tx: tx.execute(sa.text("DELETE FROM event")))
    eight = await carried(database, 8, [Subscription("out", KIND, Delivery(deliver))])
    assert one == eight


@pytest.mark.parametrize("count", [1, 12])
async def test_orders_expire_together_within_the_budget(database: Database, clock: FixedClock, count: int) -> None:
    shop = Shop(database)
    await shop.stock(KOPI, count)
    await shop.stock(TEH, count)
    for number in range(count):
        lines = (Line(KOPI, 1), Line(TEH, 1))
        await shop.place(*(lines if number % 2 else reversed(lines)))
    relay = Relay(database, SUBSCRIPTIONS)
    await relay.drain()
    clock.advance(timedelta(hours=25))
    with statements_of(database) as sent:
        assert await relay.drain() == count
    assert len(sent) <= EXPIRY_BUDGET[database.engine], sent
    waiting = sa.text("SELECT COUNT(*) FROM customer_order WHERE status <> 'cancelled'")
    assert await database.read(lambda db: db.execute(waiting).scalar_one()) == 0


async def test_an_idle_relay_asks_twice_a_second(database: Database) -> None:
    relay, stopping = Relay(database, LIKE_AN_ORDER), asyncio.Event()
    running = asyncio.create_task(relay.run(stopping))
    with statements_of(database) as sent:
        await asyncio.sleep(2.3)
    stopping.set()
    await running
    assert len(sent) <= 2 * 4, sent


async def test_a_crowd_of_mails_is_not_looked_through_for_a_timer(database: Database) -> None:
    if database.engine is not Engine.SQLITE:
        pytest.skip("SQLite says its plan whatever is in the tables; the others count rows first")
    compiled = agenda_statement(["mail", "timer"]).compile(dialect=sa.dialects.sqlite.dialect())
    values = tuple(compiled.params[name] or 0 for name in compiled.positiontup)
    plan = await database.read(
        lambda db: [row[3] for row in db.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    )
    searches = [step for step in plan if "task" in step]
    assert len(searches) == 2
    assert all("ix_task_handler_state_available_at_id" in step for step in searches), plan


def test_sqlite_finds_tasks_by_their_ids(tmp_path: Path) -> None:
    # Found by their state instead, each taking of tasks walked the whole backlog.
    made = sqlite3.connect(tmp_path / "plan.db")
    columns = "state, available_at, attempts, lease_owner, lease_until_at, fence, done_at"
    made.execute(f"CREATE TABLE task (id TEXT PRIMARY KEY, {columns})")
    made.execute("CREATE INDEX ix_task_state_available_at ON task (state, available_at)")
    for statement in (tasks._CLAIM, tasks._FINISH_FREE, tasks._FINISH_MINE):
        text = str(statement.build(rowset(Engine.SQLITE, "rows", statement.columns)).compile(dialect=sqlite.dialect()))
        plan = str(made.execute(f"EXPLAIN QUERY PLAN {text}", ["[]"] * text.count("?")).fetchall())
        assert "(id=?)" in plan, plan
    made.close()
