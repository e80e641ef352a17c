"""Paging: a page of a list and the opaque cursor that leads to the next one."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from niaga.foundation.errors import FieldProblem, Kind, NiagaError

Item = TypeVar("Item")
Position = TypeVar("Position")
MAX_LIMIT = 100
DEFAULT_LIMIT = 24
_MAX_CURSOR = 600
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Items in order, and where the next page starts (None at the end)."""

    items: list[Item]
    next_cursor: str | None


@dataclass(eq=False)
class BadCursor(NiagaError):
    """This cursor did not come from this list; start again without it."""

    kind = Kind.INVALID
    code = "request.bad_cursor"

    def problems(self) -> list[FieldProblem]:
        return [FieldProblem("cursor", self.code, self.template())]


def encode_cursor(position: Any) -> str:
    """An opaque text for the position (a msgspec struct or a tuple) after which the next page starts."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[Position]) -> Position:
    """The position in a cursor. Raises BadCursor for anything that `encode_cursor` did not make for this shape."""
    if len(cursor) > _MAX_CURSOR:
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = msgspec.json.decode(raw, type=shape, strict=True)
        parts = msgspec.json.decode(raw)
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise BadCursor from error
    if not _could_be_stored(parts):
        raise BadCursor
    return position


def _could_be_stored(part: Any) -> bool:
    """Whether a database could have held this: PostgreSQL fails on a NUL, every engine on an integer past 64 bits."""
    if isinstance(part, dict):
        return all(_could_be_stored(one) for one in part.values())
    if isinstance(part, list):
        return all(_could_be_stored(one) for one in part)
    if isinstance(part, str):
        return "\0" not in part
    return not isinstance(part, int) or -_LARGEST_INTEGER - 1 <= part <= _LARGEST_INTEGER
