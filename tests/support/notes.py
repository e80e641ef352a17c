"""Counts that a test wants kept: in pytest's report, from which `make torture` makes its table, and on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from tests.support.fire import TORTURE


class Note(Protocol):
    """Keeps counts by what was counted."""

    def __call__(self, **counts: object) -> None:
        """`note(kills=3, orders=120)`."""


def note_with(record: Callable[[str, object], None]) -> Note:
    """A note on top of pytest's `record_property`."""

    def note(**counts: object) -> None:
        for name, count in counts.items():
            record(name.replace("_", " "), count)
        say(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()))

    return note


def progress(done: int, of: int, what: str) -> None:
    """A line at each tenth of a long count; nothing in a usual run."""
    if TORTURE and done % max(1, of // 10) == 0:
        say(f"{done} of {of} {what}")


def say(words: str) -> None:
    """For whoever watches (`pytest -s`)."""
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()
