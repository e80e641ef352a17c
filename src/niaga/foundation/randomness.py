"""Randomness: bytes of the system's generator, drawn by the page.

Each system call gives up the interpreter, and beside a busy thread it takes milliseconds to get it back. No byte is handed
out twice: drawing is locked, and a forked process draws pages of its own.
"""

from __future__ import annotations

import os
import random
import threading

_PAGE_BYTES = 4096
_BITS = 8


class _Drawn:
    """The page that bytes are torn off from."""

    def __init__(self) -> None:
        self.empty()

    def empty(self) -> None:
        self._lock = threading.Lock()
        self._page = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        with self._lock:
            if self._at + count > len(self._page):
                self._page, self._at = os.urandom(max(count, _PAGE_BYTES)), 0
            begins = self._at
            self._at += count
            return self._page[begins : self._at]


_drawn = _Drawn()
os.register_at_fork(after_in_child=_drawn.empty)
random_bytes = _drawn.take


def random_bits(count: int) -> int:
    """A number of so many random bits, of as good a source as `secrets` has."""
    size = (count + _BITS - 1) // _BITS
    return int.from_bytes(random_bytes(size)) >> (size * _BITS - count)


class PagedRandom(random.SystemRandom):
    """`random`'s methods over these bytes: unpredictable, unlike its own."""

    def getrandbits(self, k: int) -> int:
        """A number of so many random bits."""
        return random_bits(k)
