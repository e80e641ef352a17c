"""If-Match: the version of a thing that somebody wants to change, as its ETag told it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from niaga.foundation.errors import Kind, NiagaError

if TYPE_CHECKING:
    from litestar import Request

_MOST_DIGITS = 10


@dataclass(eq=False)
class IfMatchMissing(NiagaError):
    """Say in the If-Match header which version you are changing: the ETag of your last read."""

    kind = Kind.UNREADABLE
    code = "request.if_match_missing"


def seen_version(request: Request[Any, Any, Any], stale: NiagaError) -> int | None:
    """The version in If-Match; None for `*`, any. Raises IfMatchMissing, and `stale` for a tag that is not ours."""
    header = request.headers.get("if-match", "").strip()
    if not header:
        raise IfMatchMissing
    if header == "*":
        return None
    number = header.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        raise stale
    return int(number)
