"""Forgetting old answers takes a moment, however many young ones there are.

MariaDB held each row of the table against a list of a thousand keys: 27 seconds among thirty thousand answers.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Transaction, Write, WriteStatement, write_all
from niaga.platform.idempotency import idempotency, purge_answers

INSERT = WriteStatement.insert(idempotency)
YOUNG, OLD = 8_000, 1_000


async def test_old_answers_are_forgotten_quickly_among_many_young_ones(database: Database, clock: FixedClock) -> None:
    def remember(tx: Transaction, word: str, count: int) -> None:
        rows = [
            ("guest POST /", f"{word}-{number:06}", "f", 201, "v1|sealed", tx.now - timedelta(microseconds=number))
            for number in range(count)
        ]
        write_all(tx, [Write(INSERT, rows, expect=count)])

    await database.write(lambda tx: remember(tx, "old", OLD + 1))
    clock.advance(timedelta(hours=49))
    await database.write(lambda tx: remember(tx, "young", YOUNG))
    async with asyncio.timeout(2):
        assert [await database.write(purge_answers) for _ in range(3)] == [OLD, 1, 0]
