"""Unique transfer codes: no two open transfers to one account have the same amount.

Three digits are tried first, then four. A few candidates are drawn and looked up exactly; only when all of them are taken
is the whole range looked at. The code is never part of the order's total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.randomness import PagedRandom

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

THREE_DIGITS = range(1, 1000)
FOUR_DIGITS = range(1000, 10_000)
_DRAWN = 6
_random = PagedRandom()


def draw_codes() -> list[int]:
    """A few random three-digit codes, all different."""
    return _random.sample(THREE_DIGITS, _DRAWN)


def first_free(total: int, codes: Sequence[int], taken: Collection[int]) -> int | None:
    """The first code whose amount nobody else was told to transfer."""
    return next((code for code in codes if total + code not in taken), None)


def any_free(total: int, taken: Collection[int]) -> int | None:
    """Some free code: a random one of three digits, else of four; None when both ranges are full."""
    for codes in (THREE_DIGITS, FOUR_DIGITS):
        free = [code for code in codes if total + code not in taken]
        if free:
            return _random.choice(free)
    return None
