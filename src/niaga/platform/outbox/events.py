"""Recording facts: event rows in the transaction that made them true. Positions and tasks come after the commit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from niaga.foundation.identity import new_id
from niaga.platform.database import Write, WriteStatement, write_all
from niaga.platform.outbox.tables import event
from niaga.platform.traces import current_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.foundation.events import Event
    from niaga.platform.database import Transaction
    from niaga.platform.traces import TraceContext

_INSERT = WriteStatement.insert(
    event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at", "trace_id", "span_id"
)
_OWN_COLUMNS = ("aggregate_id", "version")


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as handlers and streams see it. `trace_id` and `span_id` name the request it comes from, where known."""

    id: str
    aggregate: str
    aggregate_id: str
    version: int
    kind: str
    data: dict[str, Any]
    at: datetime
    position: int | None = None
    trace_id: str | None = None
    span_id: str | None = None


def event_writes(
    tx: Transaction, events: Sequence[Event], traces: Sequence[TraceContext | None] | None = None
) -> list[Write]:
    """The writes that record these facts, to be run with the caller's own writes.

    `traces` says what each comes from where a transaction serves several requests; else all come from the current one.
    """
    tx.has_news = True
    traces = traces or [current_trace()] * len(events)
    rows = [
        (new_id(), fact.aggregate, fact.aggregate_id, fact.version, fact.kind, _data(fact), tx.now, *_cause(trace))
        for fact, trace in zip(events, traces, strict=True)
    ]
    return [Write(_INSERT, rows)]


def record_events(tx: Transaction, events: Sequence[Event]) -> None:
    """Record these facts now."""
    write_all(tx, event_writes(tx, events))


def _cause(trace: TraceContext | None) -> tuple[str | None, str | None]:
    """Trace and span, the latter only where it is collected."""
    if trace is None:
        return None, None
    return trace.trace_id, trace.span_id if trace.sampled else None


def _data(fact: Event) -> dict[str, Any]:
    data = msgspec.to_builtins(fact)
    for column in _OWN_COLUMNS:
        del data[column]
    return data  # type: ignore[no-any-return]
