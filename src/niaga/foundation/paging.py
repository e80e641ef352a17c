"""Paging: a page of a list and the opaque cursor that leads to the next one."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from niaga.foundation.errors import Kind, NiagaError

Item = TypeVar("Item")
Position = TypeVar("Position")
MAX_LIMIT = 100
DEFAULT_LIMIT = 24
_MAX_CURSOR = 600


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


def encode_cursor(position: Any) -> str:
    """An opaque text for the position (a msgspec struct or a tuple) after which the next page starts."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[Position]) -> Position:
    """The position in a cursor. Raises BadCursor for anything that `encode_cursor` did not make for this shape."""
    if len(cursor) > _MAX_CURSOR:
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=shape, strict=True)
    except (binascii.Error, ValueError, UnicodeError) as error:
        raise BadCursor from error
