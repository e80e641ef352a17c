"""One open stream: what waits for its client, and why it ends. Whatever a client does, it holds a bounded amount of memory."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.accounts.public import Permission
    from niaga.realtime.model import Topic

MOST_WAITING = 256


class OrderHold(NamedTuple):
    """The right that an order's token gives, for as long as the order keeps that token version."""

    order_id: str
    token_version: int


class OwnerHold(NamedTuple):
    """The right that a customer's session gives over her own orders, for as long as the session lasts."""

    token: str
    customer_id: str


class StaffHold(NamedTuple):
    """The right of a staff key or sign-in, for as long as it may use all of these permissions."""

    token: str
    permissions: frozenset[Permission]


Hold = OrderHold | OwnerHold | StaffHold


class Wish(NamedTuple):
    """What a client asks to follow, by which right, and the last position it saw (-1: one that is none)."""

    topics: tuple[Topic, ...]
    hold: Hold | None = None
    seen: int | None = None

    @property
    def by_staff(self) -> bool:
        """Whether it sees what buyers do not."""
        return isinstance(self.hold, StaffHold)


class End(StrEnum):
    """Why a stream ends."""

    GONE = "gone"
    STOPPING = "stopping"
    REVOKED = "revoked"
    TOO_SLOW = "too_slow"


class Stream:
    """The way of frames to one client. `reached` is the highest position it was offered; lower ones are not offered again."""

    __slots__ = ("_sleeper", "_waiting", "abort", "blocked_since", "end", "reached", "wish")

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.reached = 0
        self.end: End | None = None
        self.blocked_since: float | None = None
        self.abort: Callable[[], Any] | None = None
        self._waiting: list[bytes] = []
        self._sleeper: asyncio.Future[None] | None = None

    def offer(self, frame: bytes, position: int | None = None) -> None:
        """Have a frame sent, unless its position was reached before. A client that lets too many wait is given up."""
        if self.end is not None or (position is not None and position <= self.reached):
            return
        if len(self._waiting) >= MOST_WAITING:
            self.finish(End.TOO_SLOW)
            return
        if position is not None:
            self.reached = position
        self._waiting.append(frame)
        self._wake()

    def finish(self, end: End) -> None:
        """Send nothing more that waits, and end. The first reason counts."""
        if self.end is None:
            self.end = end
        self._waiting.clear()
        self._wake()

    def take(self) -> bytes:
        """All that waits, in one piece."""
        frames, self._waiting = self._waiting, []
        return b"".join(frames)

    async def rest(self, seconds: float) -> None:
        """Until something waits, the stream ends, or so much time has passed."""
        if self._waiting or self.end is not None:
            return
        loop = asyncio.get_running_loop()
        self._sleeper = loop.create_future()
        alarm = loop.call_later(seconds, self._wake)
        try:
            await self._sleeper
        finally:
            alarm.cancel()
            self._sleeper = None

    def is_blocked(self, seconds: float) -> bool:
        """Whether the client has not taken what was written to it for so long."""
        return self.blocked_since is not None and time.monotonic() - self.blocked_since >= seconds

    def _wake(self) -> None:
        if self._sleeper is not None and not self._sleeper.done():
            self._sleeper.set_result(None)
