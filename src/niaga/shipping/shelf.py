"""The price list as one process holds it: a book that is read again when its revision has moved."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from niaga.platform.database import read_revision
from niaga.shipping.queries import load_tariffs
from niaga.shipping.rules.book import TableRates

if TYPE_CHECKING:
    from niaga.platform.database import Database, Reader

_TRUSTED_SECONDS = 0.25


class Tariffs:
    """The rates of the price list, at most a quarter of a second behind it. One for each database; for one thread."""

    def __init__(self) -> None:
        self._held: tuple[int, TableRates] | None = None
        self._trusted_until = 0.0
        self._lock = asyncio.Lock()

    async def current(self, database: Database) -> TableRates:
        """The rates to quote with. Outside a transaction only: what is not committed must not be kept.

        Asks for the revision when the last look is too old; one caller looks, the others go on with what is held.
        """
        held = self._held
        if held is not None and (time.monotonic() < self._trusted_until or self._lock.locked()):
            return held[1]
        async with self._lock:
            if self._held is None or time.monotonic() >= self._trusted_until:
                self._held = await database.read(self._look)
                self._trusted_until = time.monotonic() + _TRUSTED_SECONDS
            return self._held[1]

    def forget(self) -> None:
        """Look at the revision before the next quote: for the process that has just changed the list."""
        self._trusted_until = 0.0

    def _look(self, db: Reader) -> tuple[int, TableRates]:
        # The revision first: a list that changes between the two reads is then read once more, never missed.
        revision = read_revision(db, "tariffs")
        if self._held is not None and self._held[0] == revision:
            return self._held
        return revision, TableRates(load_tariffs(db))
