"""Imports in one go: what a program is made of stays as long as it runs, so the garbage collector need not look at it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def imported_to_stay() -> Iterator[None]:
    """The collector rests in the `with` block and passes by what is made there: an eighth of a server's start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
