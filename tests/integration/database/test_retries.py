"""Passing failures of real servers: the whole unit runs again, and its caller never hears of it."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from niaga.platform.database import Database, Engine, Transaction
from niaga.platform.database.revisions import revision

ADD = sa.update(revision).where(revision.c.scope == sa.bindparam("the_scope")).values(value=revision.c.value + 1)
SLEEP = {Engine.POSTGRESQL: "SELECT pg_sleep(0.3)", Engine.MARIADB: "SELECT SLEEP(0.3)"}


# SQLite has one writer, which waits for nobody; 40001 is PostgreSQL's alone.
on_servers = pytest.mark.parametrize("engine", [Engine.POSTGRESQL, Engine.MARIADB], ids=["postgresql", "mariadb"])
on_postgresql = pytest.mark.parametrize("engine", [Engine.POSTGRESQL], ids=["postgresql"])


async def values(database: Database) -> dict[str, int]:
    """The counters as they stand."""
    found = await database.read(lambda db: db.execute(sa.select(revision.c.scope, revision.c.value)).all())
    return {row.scope: row.value for row in found}


def add_both(first: str, second: str, runs: list[str]):
    """An action that locks two rows with a pause in between: two of them in opposite order must deadlock."""

    def act(tx: Transaction) -> None:
        runs.append(first)
        tx.execute(ADD, {"the_scope": first})
        tx.execute(sa.text(SLEEP[tx.engine]))
        tx.execute(ADD, {"the_scope": second})

    return act


@on_servers
async def test_a_deadlock_is_run_again_and_both_units_count(database: Database) -> None:
    before, runs = await values(database), []
    await asyncio.gather(
        database.write(add_both("catalogue", "tariffs", runs)), database.write(add_both("tariffs", "catalogue", runs))
    )
    after = await values(database)
    assert len(runs) > 2, "the test met no deadlock"
    assert (after["catalogue"], after["tariffs"]) == (before["catalogue"] + 2, before["tariffs"] + 2)


@on_postgresql
async def test_a_serialization_failure_is_run_again(database: Database) -> None:
    before, runs = await values(database), []

    def act(tx: Transaction) -> None:
        runs.append("run")
        tx.execute(sa.text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        tx.execute(sa.select(revision.c.value)).all()
        tx.execute(sa.text(SLEEP[tx.engine]))
        tx.execute(ADD, {"the_scope": "catalogue"})

    await asyncio.gather(database.write(act), database.write(act))
    assert len(runs) > 2, "the test met no conflict"
    assert (await values(database))["catalogue"] == before["catalogue"] + 2


@on_servers
async def test_a_lock_that_is_held_too_long_is_tried_again(database: Database) -> None:
    runs = []

    def hold(tx: Transaction) -> None:
        tx.execute(ADD, {"the_scope": "settings"})
        tx.execute(sa.text(SLEEP[tx.engine].replace("0.3", "1.6")))

    def hurry(tx: Transaction) -> None:
        runs.append("run")
        timeout = (
            "SET LOCAL lock_timeout = '700ms'" if tx.engine is Engine.POSTGRESQL else "SET innodb_lock_wait_timeout = 1"
        )
        tx.execute(sa.text(timeout))
        tx.execute(ADD, {"the_scope": "settings"})

    before = await values(database)
    holding = asyncio.create_task(database.write(hold))
    await asyncio.sleep(0.3)
    await database.write(hurry)
    await holding
    assert len(runs) > 1, "nobody waited"
    assert (await values(database))["settings"] == before["settings"] + 2


async def test_an_error_of_ours_is_not_repeated(database: Database) -> None:
    runs = []

    def act(_tx: Transaction) -> None:
        runs.append("run")
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        await database.write(act)
    assert runs == ["run"]
