"""Reads of personal data: a route that shows it to staff says so (`reads="order"`), and notes whose it was before it answers.

An answer that skipped the note does not leave (`web/answering.py`), and a route that should say so and does not stops the
build (`tests/architecture/test_reads.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.foundation.identity import without_prefix
from niaga.platform.audit import Reading
from niaga.platform.http.exchange import exchange_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar import Request, Response

    from niaga.platform.audit import Readings

    AnyRequest = Request[Any, Any, Any]

# So that the entry of a long export stays a row that every database takes.
_MOST_TOGETHER = 200


class _Shown(msgspec.Struct):
    """The id in an answer, whatever else it holds."""

    id: str


async def note_read(request: AnyRequest, subjects: Iterable[str]) -> None:
    """Record that the asker is about to be shown the personal data of these (ids without prefix); none: no entry.

    Returns when that is committed, so it must not be called inside a transaction. Raises Overloaded or
    DatabaseUnavailable, and then nothing may be shown.
    """
    exchange = exchange_of(request)
    handler: Any = request.route_handler
    readings: Readings = request.app.state.readings
    named = list(dict.fromkeys(subjects))
    for start in range(0, len(named), _MOST_TOGETHER):
        shown = tuple(named[start : start + _MOST_TOGETHER])
        who = exchange.principal
        await readings.note(Reading(who.actor, handler.fn.__name__, handler.opt["reads"], shown, proof=who.proof))
    exchange.read_noted = True


async def note_read_in(request: AnyRequest, answer: Response[Any], prefix: str) -> Response[Any]:
    """The same for an answer whose bytes are made already, also one that is given again: its `id` says whose it is."""
    shown = without_prefix(prefix, msgspec.json.decode(answer.content, type=_Shown).id)
    assert shown is not None, "an answer about one thing says its id"
    await note_read(request, [shown])
    return answer
