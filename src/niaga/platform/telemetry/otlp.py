"""Spans through OpenTelemetry to a collector that speaks OTLP over HTTP. Needs the extra `telemetry`.

Spans are sent by a thread of the library, in batches, from a queue of 2048 that forgets the oldest. A collector that does
not answer is told of once, until it answers again. Sampling, headers and resource follow the standard `OTEL_` variables.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags

from niaga.foundation.errors import NiagaError
from niaga.platform.logging import get_logger
from niaga.platform.traces import NOTHING_RECORDED, TraceContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opentelemetry.sdk.trace import ReadableSpan

    from niaga.platform.traces import Kind, Span

CLOSE_SECONDS = 2.0
GIVE_UP_SECONDS = 1.0
_KINDS: dict[Kind, SpanKind] = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "consumer": SpanKind.CONSUMER,
    "internal": SpanKind.INTERNAL,
}
_ids = RandomIdGenerator()
_log = get_logger(__name__)


class OtlpTracer:
    """Makes spans and sends them to `endpoint` + `/v1/traces`. Close it at the end."""

    def __init__(self, endpoint: str) -> None:
        # It would say each trouble again and again; `OneWarning` says it once.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        self._exporter = OneWarning(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces"))
        self._provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("niaga")

    @contextmanager
    def span(
        self,
        name: str,
        parent: TraceContext | None,
        *,
        kind: Kind = "internal",
        facts: Mapping[str, str | int] | None = None,
        links: Iterable[TraceContext | None] = (),
    ) -> Iterator[Span]:
        """As `Tracer.span` says."""
        if kind == "client" and parent is None:
            yield NOTHING_RECORDED
            return
        begun = self._tracer.start_span(
            name,
            _below(parent),
            _KINDS[kind],
            dict(facts or {}),
            [Link(_span_context(one)) for one in links if one is not None],
        )
        try:
            yield _OtlpSpan(begun)
        except NiagaError as refusal:
            begun.set_attribute("niaga.refusal", refusal.code)
            raise
        except BaseException as error:
            # Its message may hold what a buyer typed.
            begun.set_attribute("error.type", type(error).__name__)
            begun.set_status(StatusCode.ERROR)
            raise
        finally:
            begun.end()

    def close(self) -> None:
        """Send what is left, for two seconds; then what is still being tried is given up."""
        last = threading.Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(CLOSE_SECONDS)
        self._exporter.shutdown()
        last.join(GIVE_UP_SECONDS)


class _OtlpSpan:
    """A span of the library."""

    __slots__ = ("_span", "context")

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        here = span.get_span_context()
        self.context = TraceContext(f"{here.trace_id:032x}", f"{here.span_id:016x}", here.trace_flags.sampled)

    def say(self, facts: Mapping[str, str | int], *, name: str = "", failed: bool = False) -> None:
        """Add what only became known inside."""
        self._span.set_attributes(facts)
        if name:
            self._span.update_name(name)
        if failed:
            self._span.set_status(StatusCode.ERROR)


class OneWarning(SpanExporter):
    """Sends through another exporter; says once that this does not work, and once that it works again."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._down = False
        self._closed = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send, or lose them."""
        result = self._exporter.export(spans)
        if result is not SpanExportResult.SUCCESS and not self._down:
            _log.warning("telemetry.not_sent", why="the collector does not take spans", spans=len(spans))
        elif result is SpanExportResult.SUCCESS and self._down:
            _log.info("telemetry.sent_again")
        self._down = result is not SpanExportResult.SUCCESS
        return result

    def shutdown(self) -> None:
        """Stop, also what is being tried again."""
        if not self._closed:
            self._closed = True
            self._exporter.shutdown()


def _resource() -> Resource:
    """Who sends: what the standard variables say of it comes first."""
    told = OTELResourceDetector().detect().attributes
    return Resource.create({"service.name": "niaga", "service.version": metadata.version("niaga"), **told})


def _below(parent: TraceContext | None) -> Context:
    # Never the library's own current context: nobody enters one here.
    return (
        Context() if parent is None else trace.set_span_in_context(NonRecordingSpan(_span_context(parent)), Context())
    )


def _span_context(place: TraceContext) -> SpanContext:
    """A place without a span gets one that was never recorded, so that the trace goes on under its id."""
    return SpanContext(
        trace_id=int(place.trace_id, 16),
        span_id=int(place.span_id, 16) if place.span_id else _ids.generate_span_id(),
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED if place.sampled else TraceFlags.DEFAULT),
    )
