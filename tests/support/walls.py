"""The three walls around the stock, and switches that take each of them down: in tests alone, never in the product.

The decision over locked levels, the UPDATE's WHERE, the CHECK. The first two fall by rewriting the SQL on its way to the
driver, the third by taking the constraint away; no module of ours is patched.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from niaga.platform.database import Database, Engine

CONSTRAINT = "ck_stock_reserved_within_on_hand"
_PLENTY = 1_000_000
# Asked alone or, on PostgreSQL, as a part of one statement with other questions.
_LEVELS = "SELECT stock.variant_id"
_ON_HAND = re.compile(r"stock\.on_hand(?: AS on_hand)?, (?=stock\.reserved)")
_RESERVES = "reserved=(stock.reserved +"
_ENOUGH = re.compile(r" AND \(?stock\.on_hand - stock\.reserved\)? >= [\w.]*\bpieces\b")


class Wall(StrEnum):
    """What guards the stock."""

    DECISION = "decision"
    """`rules/deciding` counts what is left of rows that it locked."""
    WHERE = "where"
    """`RESERVE` changes a row only while enough is left, and the count of rows is compared."""
    CHECK = "check"
    """The database refuses `reserved > on_hand`."""


@contextlib.asynccontextmanager
async def walls_down(database: Database, *down: Wall) -> AsyncIterator[dict[Wall, int]]:
    """Take these walls down for a while; how often each switch was in the way (a switch that never was shows nothing)."""
    met = dict.fromkeys(down, 0)
    rewriter = _Rewriter(met)
    engine = getattr(database._writer, "sync_engine", database._writer)
    event.listen(engine, "before_cursor_execute", rewriter, retval=True)
    if Wall.CHECK in down:
        await database.run_sync(lambda raw: _drop_check(raw, database.engine))
        met[Wall.CHECK] = 1
    try:
        yield met
    finally:
        event.remove(engine, "before_cursor_execute", rewriter)
        if Wall.CHECK in down:
            await database.run_sync(lambda raw: _put_check_back(raw, database.engine))


class _Rewriter:
    """Changes two statements and lets all others pass."""

    def __init__(self, met: dict[Wall, int]) -> None:
        self._met = met

    def __call__(
        self, _conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any
    ) -> tuple[str, Any]:
        if Wall.DECISION in self._met and _LEVELS in statement:
            statement = self._swap(Wall.DECISION, _ON_HAND, f"stock.on_hand + {_PLENTY} AS on_hand, ", statement)
        if Wall.WHERE in self._met and _RESERVES in statement:
            statement = self._swap(Wall.WHERE, _ENOUGH, "", statement)
        return statement, parameters

    def _swap(self, wall: Wall, pattern: re.Pattern[str], new: str, statement: str) -> str:
        changed, count = pattern.subn(new, statement)
        self._met[wall] += count
        return changed


def _drop_check(connection: sa.Connection, engine: Engine) -> None:
    if engine is Engine.SQLITE:
        # For the one writing connection that this process has.
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        return
    connection.exec_driver_sql(f"ALTER TABLE stock DROP CONSTRAINT {CONSTRAINT}")
    connection.commit()


def _put_check_back(connection: sa.Connection, engine: Engine) -> None:
    if engine is Engine.SQLITE:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        return
    # What fell through the gap would keep the constraint from coming back.
    connection.exec_driver_sql("DELETE FROM stock WHERE reserved > on_hand")
    connection.exec_driver_sql(
        f"ALTER TABLE stock ADD CONSTRAINT {CONSTRAINT} CHECK (reserved >= 0 AND reserved <= on_hand)"
    )
    connection.commit()
