"""Failpoints: a process that kills itself at a chosen statement, so that recovery can be shown. Development only.

`NIAGA_FAILPOINT=place_orders:3` means: before the fourth statement of a unit of work named `place_orders`;
`place_orders:commit` before its COMMIT, `place_orders:committed` after it and before anybody is answered.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    import sqlalchemy as sa

COMMIT = "commit"
COMMITTED = "committed"
_FORM = re.compile(r"(?P<unit>[a-z_.]{1,60}):(?P<point>[0-9]{1,3}|commit|committed)")
_UNIT = "niaga_unit"
_STEP = "niaga_step"


@dataclass(frozen=True)
class Failpoint:
    """Where to die: a unit of work by its name, and a point in it."""

    unit: str
    point: str

    def __str__(self) -> str:
        return f"{self.unit}:{self.point}"


def parse_failpoint(text: str) -> Failpoint:
    """The failpoint in a setting. Raises ValueError, which says how one is written."""
    found = _FORM.fullmatch(text)
    if found is None:
        message = "write unit:number, unit:commit or unit:committed, such as place_orders:3"
        raise ValueError(message)
    return Failpoint(found["unit"], found["point"])


def arm(engine: sa.Engine, failpoint: Failpoint) -> None:
    """Watch the writing engine's statements and commits."""

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(connection: sa.Connection, *_: Any) -> None:
        if connection.info.get(_UNIT) == failpoint.unit:
            step = connection.info[_STEP]
            connection.info[_STEP] = step + 1
            _die_at(failpoint, str(step))

    @event.listens_for(engine, "commit")
    def _commit(connection: sa.Connection) -> None:
        if connection.info.get(_UNIT) == failpoint.unit:
            _die_at(failpoint, COMMIT)


def begin_unit(connection: sa.Connection, unit: str) -> None:
    """A unit of work begins on this connection."""
    connection.info[_UNIT] = unit
    connection.info[_STEP] = 0


def after_commit(unit: str, failpoint: Failpoint) -> None:
    """The unit is committed, and nobody knows yet."""
    if unit == failpoint.unit:
        _die_at(failpoint, COMMITTED)


def _die_at(failpoint: Failpoint, point: str) -> None:
    if failpoint.point == point:
        sys.stderr.write(f"failpoint {failpoint}\n")
        sys.stderr.flush()
        os.kill(os.getpid(), signal.SIGKILL)
