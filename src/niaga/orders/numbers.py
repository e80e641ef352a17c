"""Order numbers: the shop's prefix, the year in the shop's zone, at least six digits: `NG-2026-000123`.

Each process claims blocks of numbers, so that taking one costs no statement: unique, with gaps where a process ended or
an order was tried again.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from niaga.orders.tables import order_number_block

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Database, Transaction

_BLOCK = 500
_LOW = 128
_CLAIM = (
    sa.update(order_number_block)
    .where(order_number_block.c.year == sa.bindparam("the_year"))
    .values(next_number=order_number_block.c.next_number + sa.bindparam("count"))
)
_READ = sa.select(order_number_block.c.next_number).where(order_number_block.c.year == sa.bindparam("the_year"))


class OrderNumbers:
    """Hands out numbers of the running year. `refill` before placing, so that `take` rarely asks the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._filling = asyncio.Lock()
        self._left: dict[int, list[tuple[int, int]]] = {}

    async def refill(self, at: datetime, zone: str) -> None:
        """Claim a block where few numbers are left; many who call at once claim one between them."""
        year = at.astimezone(ZoneInfo(zone)).year
        if self._remaining(year) >= _LOW:
            return
        async with self._filling:
            while self._remaining(year) < _LOW:
                first = await self._database.write(lambda tx: claim_block(tx, year, _BLOCK))
                with self._lock:
                    self._left.setdefault(year, []).append((first, first + _BLOCK))

    def take(self, tx: Transaction, prefix: str, zone: str) -> str:
        """The next number. A crowd or its repeated attempts may use up the block: then the transaction claims its own."""
        year = tx.now.astimezone(ZoneInfo(zone)).year
        number = self._next(year)
        if number is None:
            number = claim_block(tx, year, 1)
        return f"{prefix}-{year}-{number:06d}"

    def _next(self, year: int) -> int | None:
        with self._lock:
            blocks = self._left.get(year)
            if not blocks:
                return None
            first, end = blocks[0]
            if first + 1 == end:
                blocks.pop(0)
            else:
                blocks[0] = (first + 1, end)
        return first

    def _remaining(self, year: int) -> int:
        return sum(end - first for first, end in self._left.get(year, ()))


def claim_block(tx: Transaction, year: int, count: int) -> int:
    """Claim that many numbers of a year for this process; the first of them."""
    if tx.execute(_CLAIM, {"the_year": year, "count": count}).rowcount == 0:
        tx.execute(sa.insert(order_number_block).values(year=year, next_number=count + 1))
        return 1
    return int(tx.execute(_READ, {"the_year": year}).scalar_one()) - count
