"""What the database gives up is told to the caller as `try again`, whole units are repeated, and nobody sees a 500.

guarantees.md row 35.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from niaga.foundation.errors import Overloaded
from niaga.platform.database import Database, Engine, Transaction

SLEEP = {Engine.POSTGRESQL: "SELECT pg_sleep(5)", Engine.MARIADB: "SELECT SLEEP(5) FROM lease"}
SCOPES = sa.text("SELECT scope, value FROM revision")
LIMIT = {
    Engine.POSTGRESQL: "SET LOCAL statement_timeout = 50",
    Engine.MARIADB: "SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(5), l.name FROM lease l",
}


async def test_a_statement_that_takes_too_long_means_come_back_later(database: Database) -> None:
    if database.engine is Engine.SQLITE:
        pytest.skip("SQLite has no statement timeout")

    def act(tx: Transaction) -> None:
        tx.execute(sa.text(LIMIT[database.engine]))
        tx.execute(sa.text(SLEEP[database.engine]))

    async with asyncio.timeout(4):
        with pytest.raises(Overloaded):
            await database.write(act)


async def test_a_unit_that_deadlocked_runs_again_whole(database: Database) -> None:
    if database.engine is Engine.SQLITE:
        pytest.skip("SQLite has one writer at a time by design")
    runs: list[str] = []
    both = asyncio.Event()

    def bump(scope: str) -> sa.TextClause:
        return sa.text(f"UPDATE revision SET value = value + 1 WHERE scope = '{scope}'")

    async def opponent() -> None:
        """Holds `settings` and wants `catalogue`, while the unit holds `catalogue` and wants `settings`."""
        async with database._writer.connect() as connection:
            await connection.execute(bump("settings"))
            both.set()
            await asyncio.sleep(0.3)
            try:
                await connection.execute(bump("catalogue"))
                await connection.commit()
            except sa.exc.DBAPIError:
                await connection.rollback()

    def unit(tx: Transaction) -> None:
        runs.append("ran")
        tx.execute(bump("catalogue"))
        tx.execute(bump("settings"))

    task = asyncio.create_task(opponent())
    await both.wait()
    await database.write(unit)
    await task
    values = await database.read(lambda db: {row.scope: row.value for row in db.execute(SCOPES)})
    # The unit committed once; the opponent once or, where it was the one to give way, not at all.
    assert values["catalogue"] == values["settings"] in {2, 3}
    assert len(runs) in {1, 2}
