"""The tail: follows the event log by position, once for the process, and tells whoever follows it.

Positions are given after the commit, one transaction after another, so what has been read up to a position is whole. The
tail wakes at once when this process' relay gave positions and looks again four times a second for what others did; while
nobody follows, it asks nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.log import list_after, read_head
from niaga.platform.outbox.sequencer import SEQUENCED

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from niaga.platform.database import Database

LOOK_SECONDS = 0.25
_AFTER_TROUBLE_SECONDS = 2.0
_MOST = 500
_log = get_logger(__name__)
Listener = Callable[[Sequence[RecordedEvent]], None]


class Tail:
    """Tells listeners of events, in the order of their positions, each once. One for each process and database."""

    def __init__(self, database: Database) -> None:
        self.position = 0
        self._database = database
        self._listeners: list[Listener] = []
        self._news = asyncio.Event()
        database.on_change(self._on_change)

    async def follow(self, listener: Listener) -> int:
        """Have something quick called (in the event loop) with all events after the position that this answers.

        Raises DatabaseUnavailable.
        """
        if not self._listeners:
            head = await self._database.read(read_head)
            # Another may have come while this waited; then the position is the tail's again.
            if not self._listeners:
                self.position = max(self.position, head)
        self._listeners.append(listener)
        self._news.set()
        return self.position

    def leave(self, listener: Listener) -> None:
        """Tell this listener no more."""
        self._listeners.remove(listener)

    async def run(self, stopping: asyncio.Event) -> None:
        """Tell of events until `stopping` is set; trouble with the database is logged and waited out, nothing is left out."""
        while not stopping.is_set():
            pause = LOOK_SECONDS
            try:
                while self._listeners and await self._look() and not stopping.is_set():
                    continue
            except Exception as error:  # noqa: BLE001 - the tail must outlive whatever one look met
                _log.failure("tail.look_failed", error)
                pause = _AFTER_TROUBLE_SECONDS
            await self._rest(stopping, pause)

    async def _look(self) -> bool:
        """Tell of what came; whether there may be more of it."""
        self._news.clear()
        found = await self._database.read(lambda db: list_after(db, self.position, most=_MOST))
        # While this read, everybody may have left and somebody else begun further on.
        fresh = [fact for fact in found if (fact.position or 0) > self.position]
        if fresh:
            self.position = fresh[-1].position or 0
            for listener in tuple(self._listeners):
                self._tell(listener, fresh)
        return len(found) == _MOST

    def _tell(self, listener: Listener, facts: Sequence[RecordedEvent]) -> None:
        try:
            listener(facts)
        except Exception as error:  # noqa: BLE001 - one listener's bug must not end the others
            _log.failure("tail.listener_failed", error)

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        waits = [asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(self._news.wait())]
        timeout = seconds if self._listeners else None
        await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if not self._listeners:
            self._news.clear()

    def _on_change(self, changed: AbstractSet[str]) -> None:
        if SEQUENCED in changed:
            self._news.set()
