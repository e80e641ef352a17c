"""How far a long command is: a line that moves on a terminal, plain lines at every tenth elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def progress_line(what: str) -> Callable[[int, int], None]:
    """Tells `done` of `total` on standard error."""
    shown = [-1]

    def show(done: int, total: int) -> None:
        tenths = 10 * done // max(total, 1)
        if sys.stderr.isatty():
            click.echo(f"\r{what}: {done:,} of {total:,}\x1b[K", nl=done >= total, err=True)
        elif shown[0] != tenths:
            click.echo(f"{what}: {done:,} of {total:,}", err=True)
        shown[0] = tenths

    return show
