"""Causes: a task belongs to the trace of the request whose event it follows from, however much later it runs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from niaga.platform.traces import TraceContext, inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from niaga.platform.outbox.events import RecordedEvent
    from niaga.platform.traces import Tracer


@contextmanager
def caused_by(handler: str, facts: Sequence[RecordedEvent], tracer: Tracer) -> Iterator[None]:
    """Enter the trace that the events come from, in a span of the handler's own which links back to their requests.

    Events recorded inside have the same cause. Several from different requests have none in common: their handler says
    it for each (`event_writes`, `cause_of`).
    """
    causes = [cause_of(fact) for fact in facts]
    cause = causes[0] if len(set(causes)) == 1 else None
    about: dict[str, str | int] = {"niaga.handler": handler, "niaga.event.kind": facts[0].kind}
    about["niaga.events"] = len(facts)
    links = [one for one in causes if one is not None and one.sampled]
    with tracer.span(handler, cause, kind="consumer", facts=about, links=links) as span, inside(span.context or cause):
        yield


def cause_of(event: RecordedEvent) -> TraceContext | None:
    """The place in a trace where the event was recorded, if it is known."""
    if event.trace_id is None:
        return None
    return TraceContext(event.trace_id, event.span_id or "", sampled=event.span_id is not None)
