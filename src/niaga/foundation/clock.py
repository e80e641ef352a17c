"""Clock: the shop's time is aware UTC. SQL never asks the database for the time; callers get it from the transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Tells the shop's time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class ShopClock:
    """Process clock plus the measured skew to the database plus the development offset."""

    def __init__(self) -> None:
        self.skew = timedelta()
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew + self.offset


class FixedClock:
    """A clock that stands still until it is moved: for tests and for planning."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move forward (or back, with a negative span)."""
        self._at += by


def to_microseconds(at: datetime) -> int:
    """Microseconds since 1970 in UTC, exact."""
    assert at.tzinfo is not None, "a time without a zone cannot be stored"
    return (at - EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """The aware UTC time of that many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


def rfc3339(at: datetime) -> str:
    """`2026-11-24T06:05:00Z`, with microseconds only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
