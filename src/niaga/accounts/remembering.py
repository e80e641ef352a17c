"""Remembering for half a second whom a token stands for.

A busy client costs no statement for each request, and what was revoked still opens nothing a second later.
"""

import time
from typing import Generic, TypeVar

T = TypeVar("T")
_SECONDS = 0.5
_MOST = 1000


class Remembered(Generic[T]):
    """What was found for a token's hash, at most half a second ago; of at most a thousand tokens."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, T]] = {}

    def get(self, digest: str) -> T | None:
        """What was found, if that is not too long ago."""
        found = self._known.get(digest)
        return found[1] if found is not None and time.monotonic() < found[0] else None

    def put(self, digest: str, found: T) -> None:
        """Remember this from now on."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[digest] = (time.monotonic() + _SECONDS, found)

    def drop(self, digest: str) -> None:
        """Forget this one at once."""
        self._known.pop(digest, None)

    def __len__(self) -> int:
        return len(self._known)
