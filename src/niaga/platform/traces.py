"""Traces: which request the work of this moment is about, and the spans that tell a collector how long its parts took.

The gate enters a trace for each request, the relay that of the event a task follows from; logs and event rows read it.
Spans are made by a `Tracer`. The usual one makes none and costs next to nothing; `telemetry.otlp` has the other.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager
    from contextvars import Token
    from typing import Self

Kind = Literal["server", "client", "consumer", "internal"]
_TRACEPARENT = re.compile(rb"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_NO_TRACE, _NO_SPAN = b"0" * 32, b"0" * 16
_SAMPLED = 1


class TraceContext(msgspec.Struct, frozen=True, gc=False):
    """A place in a trace, ids in lower-case hex. `span_id` is empty where nobody made a span.

    `request_id` is what the caller named the request, for log lines; it stays in the process.
    """

    trace_id: str
    span_id: str = ""
    sampled: bool = False
    request_id: str = ""


class Span(Protocol):
    """A stretch of work under way. Facts are never personal and never name a token."""

    @property
    def context(self) -> TraceContext | None:
        """Where it stands; None when nothing is recorded."""

    def say(self, facts: Mapping[str, str | int], *, name: str = "", failed: bool = False) -> None:
        """Add what only became known inside, a better name, and whether it went wrong."""


class Tracer(Protocol):
    """Makes spans. A span that is left by an error says its type and nothing else of it."""

    def span(
        self,
        name: str,
        parent: TraceContext | None,
        *,
        kind: Kind = "internal",
        facts: Mapping[str, str | int] | None = None,
        links: Iterable[TraceContext | None] = (),
    ) -> AbstractContextManager[Span]:
        """A span below `parent`, or at the head of a new trace; `links` names others that it has to do with.

        A `client` asks another for something: without a parent nobody wants to know, and nothing is recorded.
        """

    def close(self) -> None:
        """Send what is left. It may take some seconds."""


class _NothingRecorded:
    """The span of a shop without a collector, and the way in and out of it."""

    __slots__ = ()
    context = None

    def say(self, facts: Mapping[str, str | int], *, name: str = "", failed: bool = False) -> None:
        """Nobody listens."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


NOTHING_RECORDED = _NothingRecorded()


class NoTracer:
    """Makes no spans."""

    __slots__ = ()

    def span(
        self,
        name: str,  # noqa: ARG002
        parent: TraceContext | None,  # noqa: ARG002
        *,
        kind: Kind = "internal",  # noqa: ARG002
        facts: Mapping[str, str | int] | None = None,  # noqa: ARG002
        links: Iterable[TraceContext | None] = (),  # noqa: ARG002
    ) -> AbstractContextManager[Span]:
        """The same nothing for everybody."""
        return NOTHING_RECORDED

    def close(self) -> None:
        """There is nothing to send."""


NO_TRACER = NoTracer()
_current: ContextVar[TraceContext | None] = ContextVar("niaga_trace", default=None)


def current_trace() -> TraceContext | None:
    """The trace that was entered last and not left, also in what it awaits; None outside of all."""
    return _current.get()


class _Inside:
    __slots__ = ("_token", "_trace")
    _token: Token[TraceContext | None]

    def __init__(self, trace: TraceContext | None) -> None:
        self._trace = trace

    def __enter__(self) -> None:
        self._token = _current.set(self._trace)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)


def inside(trace: TraceContext | None) -> AbstractContextManager[None]:
    """Enters a trace for what stands in the `with` block; None: what stands there belongs to no trace."""
    return _Inside(trace)


def parse_traceparent(header: bytes | None) -> TraceContext | None:
    """The caller's place in a trace as W3C trace context 00 writes it; None for anything else."""
    found = _TRACEPARENT.fullmatch(header) if header else None
    if found is None or found[1] == _NO_TRACE or found[2] == _NO_SPAN:
        return None
    return TraceContext(found[1].decode(), found[2].decode(), bool(int(found[3], 16) & _SAMPLED))


def render_traceparent(trace: TraceContext) -> bytes:
    """The header with which a request from within goes on in this trace."""
    # Where nobody made a span, part of the trace's id stands for one: the header may not be without.
    return f"00-{trace.trace_id}-{trace.span_id or trace.trace_id[:16]}-{int(trace.sampled):02x}".encode()
