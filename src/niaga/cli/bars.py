"""Bars: how far several things are, one after the other."""

from __future__ import annotations

import sys
import time

import click

_BAR_LETTERS = 30
_PLAIN_EVERY_SECONDS = 2.0


class Bars:
    """A bar for each of several things in turn; where nobody watches a terminal, a plain line every two seconds."""

    def __init__(self) -> None:
        self._told_at = 0.0
        self._open = ""

    def show(self, what: str, done: int, total: int) -> None:
        """How far this thing is."""
        if sys.stderr.isatty():
            filled = _BAR_LETTERS * done // max(total, 1)
            if self._open and self._open != what:
                click.echo(err=True)
            self._open = what
            click.echo(f"\r{'█' * filled:░<{_BAR_LETTERS}} {done:,} of {total:,} {what}\x1b[K", nl=False, err=True)
        elif time.monotonic() - self._told_at >= _PLAIN_EVERY_SECONDS:
            self._told_at = time.monotonic()
            click.echo(f"{what}: {done:,} of {total:,}", err=True)

    def close(self) -> None:
        """End the line that is open."""
        if self._open:
            click.echo(err=True)
