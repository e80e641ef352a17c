"""Identity: 26-character ids that sort by time, made in the application, the same text in the database and on the wire.

On the wire an id stands behind a prefix (`ord_…`); in the database it stands alone.
"""

from __future__ import annotations

import threading
import time

from niaga.foundation.randomness import random_bits

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_SHIFTS = range(120, -1, -10)
ID_LENGTH = 26
_RANDOM_BITS = 80
# Ten letters hold 50 bits: the milliseconds and two that are always zero.
_TIME_LETTERS = 10

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A fresh id: 48 bits of milliseconds, 80 random bits. Within one process every id sorts after the one before it."""
    return _encode(_next_value(time.time_ns() // 1_000_000))


def _next_value(milliseconds: int) -> int:
    global _last  # noqa: PLW0603 - the order within a process needs one place that remembers the last id
    value = (milliseconds << _RANDOM_BITS) | random_bits(_RANDOM_BITS)
    with _lock:
        if value <= _last:
            value = _last + 1 + random_bits(32)
        _last = value
    return value


def _encode(value: int) -> str:
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in _SHIFTS])


def is_id(text: str) -> bool:
    """Whether the text has the shape of an id (without prefix)."""
    return len(text) == ID_LENGTH and text[0] <= "7" and all(letter in _VALUES for letter in text)


def ids_since(identity: str, milliseconds: int) -> str:
    """Where a range over ids begins that were made up to so many milliseconds before this one (`id > …`)."""
    value = 0
    for letter in identity[:_TIME_LETTERS]:
        value = value << 5 | _VALUES[letter]
    return _encode(max(value - milliseconds, 0) << _RANDOM_BITS)


def with_prefix(prefix: str, identity: str) -> str:
    """`ord`, `01h…` → `ord_01h…`."""
    return f"{prefix}_{identity}"


def without_prefix(prefix: str, text: str) -> str | None:
    """`ord`, `ord_01h…` → `01h…`; None when the text is not an id with that prefix."""
    head = len(prefix) + 1
    if not text.startswith(f"{prefix}_") or not is_id(text[head:]):
        return None
    return text[head:]
