"""The hub: the open streams of this process, fed by the tail of the event log and by a look at the stock that is watched.

A stream is registered before it reads what it missed, so that nothing falls between the two; what it was offered twice is
told by the position. Rights are looked up again every two seconds, clients that take nothing are cut off.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger
from niaga.platform.telemetry import LATENCY_BOUNDS, Histogram
from niaga.realtime.errors import TooManyStreams
from niaga.realtime.frames import (
    alive_frame,
    fact_frame,
    goodbye_frame,
    ready_frame,
    reset_frame,
    stock_frame,
    topics_of,
)
from niaga.realtime.model import Topic, TopicKind
from niaga.realtime.queries import read_available, read_opening
from niaga.realtime.stream import End, Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from niaga.platform.database import Database
    from niaga.platform.outbox import RecordedEvent, Tail
    from niaga.realtime.queries import Opening
    from niaga.realtime.rights import Rights
    from niaga.realtime.stream import Wish

STOCK_SECONDS = 0.4
WATCH_SECONDS = 2.0
STUCK_SECONDS = 30.0
LAST_WORDS_SECONDS = 0.5
FULL_SECONDS = 5
_log = get_logger(__name__)


class StreamFigures:
    """What the streams of this process did. `lag` is from the moment a fact was recorded until it was offered."""

    __slots__ = ("ended", "facts", "lag", "opened", "refused", "resets")

    def __init__(self) -> None:
        self.opened = 0
        self.refused = 0
        self.facts = 0
        self.resets = 0
        self.ended: Counter[str] = Counter()
        self.lag = Histogram(LATENCY_BOUNDS)


class Hub:
    """The open streams of one process. At most so many at once."""

    def __init__(self, database: Database, tail: Tail, rights: Rights, *, most_streams: int) -> None:
        self.figures = StreamFigures()
        self._database = database
        self._tail = tail
        self._rights = rights
        self._most_streams = most_streams
        self._open: set[Stream] = set()
        self._by_topic: dict[Topic, set[Stream]] = {}
        self._available: dict[str, int | None] = {}
        self._joining = asyncio.Lock()
        self._following = False
        self._stopping = False

    def __len__(self) -> int:
        return len(self._open)

    @asynccontextmanager
    async def opened(self, wish: Wish) -> AsyncIterator[tuple[Stream, bytes]]:
        """An open stream and its first words. Raises TooManyStreams, NotFound, DatabaseUnavailable."""
        if len(self._open) >= self._most_streams:
            self.figures.refused += 1
            raise TooManyStreams(FULL_SECONDS)
        stream = Stream(wish)
        self._open.add(stream)
        try:
            await self._follow()
            # From here to the next `await` nothing is told, so that the position and the places belong together.
            position = self._tail.position
            stream.reached = max(position, wish.seen or 0)
            self._place(stream)
            opening = await self._database.read(lambda db: read_opening(db, wish, position))
            if self._stopping:
                stream.finish(End.STOPPING)
            self.figures.opened += 1
            yield stream, self._first_words(stream, opening, position)
            self.figures.ended[stream.end or End.GONE] += 1
        finally:
            self._remove(stream)

    def words_of(self, stream: Stream) -> bytes:
        """What to write to a stream that has rested: what waits, or a sign of life."""
        return stream.take() or alive_frame(max(stream.reached, self._tail.position))

    def last_words(self, stream: Stream) -> bytes:
        """What a stream ends with."""
        if stream.end is End.TOO_SLOW:
            self.figures.resets += 1
            return reset_frame(self._tail.position)
        return goodbye_frame()

    def stop(self) -> None:
        """Say goodbye to everybody, now and from now on: the process ends."""
        self._stopping = True
        for stream in self._open:
            stream.finish(End.STOPPING)
        if self._open:
            asyncio.get_running_loop().call_later(LAST_WORDS_SECONDS, self._cut_off, 0.0)

    async def run(self, stopping: asyncio.Event) -> None:
        """Follow the log, the stock and the rights until `stopping` is set."""
        await asyncio.gather(
            self._tail.run(stopping),
            _again(self._look_at_stock, STOCK_SECONDS, stopping),
            _again(self._look_at_rights, WATCH_SECONDS, stopping),
        )

    async def _follow(self) -> None:
        async with self._joining:
            if not self._following:
                await self._tail.follow(self._hear)
                self._following = True

    def _place(self, stream: Stream) -> None:
        for topic in stream.wish.topics:
            self._by_topic.setdefault(topic, set()).add(stream)
            if topic.kind is TopicKind.STOCK:
                self._available.setdefault(topic.id, None)

    def _remove(self, stream: Stream) -> None:
        self._open.discard(stream)
        for topic in stream.wish.topics:
            followers = self._by_topic.get(topic, set())
            followers.discard(stream)
            if not followers:
                self._by_topic.pop(topic, None)
                self._available.pop(topic.id, None)
        if self._following and not self._open:
            self._tail.leave(self._hear)
            self._following = False

    def _first_words(self, stream: Stream, opening: Opening, position: int) -> bytes:
        now = self._database.clock.now()
        for variant, available in opening.available.items():
            if self._available.get(variant) is None:
                self._available[variant] = available
        stock = b"".join(stock_frame(variant, available, now) for variant, available in opening.available.items())
        if opening.missed is None:
            # Whatever came meanwhile was true before the client reads this, and so before it fetches anew.
            stream.take()
            stream.reached = self._tail.position
            self.figures.resets += 1
            return reset_frame(stream.reached) + stock
        missed = b"".join(fact_frame(fact, _topic_in(stream.wish, fact)) for fact in opening.missed)
        self.figures.facts += len(opening.missed)
        return missed + ready_frame(max(position, stream.wish.seen or 0)) + stock

    def _hear(self, facts: Sequence[RecordedEvent]) -> None:
        now = self._database.clock.now()
        for fact in facts:
            for topic in topics_of(fact):
                followers = self._by_topic.get(topic)
                if followers:
                    frame = fact_frame(fact, topic)
                    for stream in followers:
                        stream.offer(frame, fact.position)
                    self.figures.facts += len(followers)
                    self.figures.lag.observe((now - fact.at).total_seconds())

    async def _look_at_stock(self) -> None:
        variants = list(self._available)
        found = await self._database.read(lambda db: read_available(db, variants))
        now = self._database.clock.now()
        for variant, available in found.items():
            if variant in self._available and self._available[variant] != available:
                self._available[variant] = available
                frame = stock_frame(variant, available, now)
                for stream in self._by_topic[Topic(TopicKind.STOCK, variant)]:
                    stream.offer(frame)

    async def _look_at_rights(self) -> None:
        lapsed = await self._rights.lapsed({stream.wish.hold for stream in self._open if stream.wish.hold})
        for stream in self._open:
            if stream.wish.hold in lapsed:
                stream.finish(End.REVOKED)
        self._cut_off(STUCK_SECONDS)

    def _cut_off(self, seconds: float) -> None:
        """Break the connections of clients that have taken nothing for so long; sooner where the stream has ended."""
        for stream in tuple(self._open):
            patience = seconds if stream.end is None else min(seconds, LAST_WORDS_SECONDS)
            if stream.abort is not None and stream.is_blocked(patience):
                stream.abort()


def _topic_in(wish: Wish, fact: RecordedEvent) -> Topic:
    return next(topic for topic in topics_of(fact) if topic in wish.topics)


async def _again(look: Callable[[], Awaitable[None]], seconds: float, stopping: asyncio.Event) -> None:
    """Look every so many seconds; trouble is logged and the next look is another chance."""
    while not stopping.is_set():
        try:
            await look()
        except Exception as error:  # noqa: BLE001 - streams stay open while the database is away
            _log.failure("realtime.look_failed", error)
        try:
            async with asyncio.timeout(seconds):
                await stopping.wait()
        except TimeoutError:
            continue
