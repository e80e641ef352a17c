"""The far end of OTLP over HTTP: takes what is posted to /v1/traces, decodes the real protobuf, and keeps the spans."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan
from opentelemetry.proto.trace.v1.trace_pb2 import Status


@dataclass(frozen=True)
class SeenSpan:
    """A span as a collector sees it."""

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    kind: str
    facts: dict[str, Any]
    links: list[tuple[str, str]]
    failed: bool

    @property
    def place(self) -> tuple[str, str]:
        """What links to it name."""
        return self.trace_id, self.span_id


@dataclass
class Collector:
    """What arrived so far. While `open_to_all` is not set, senders wait."""

    address: str
    spans: list[SeenSpan] = field(default_factory=list)
    resources: list[dict[str, Any]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    open_to_all: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)

    def named(self, name: str) -> list[SeenSpan]:
        """The spans of that name."""
        return [span for span in self.spans if span.name == name]

    def one(self, name: str) -> SeenSpan:
        """The only span of that name."""
        found = self.named(name)
        assert len(found) == 1, f"{name}: {len(found)} among {sorted(span.name for span in self.spans)}"
        return found[0]

    def take(self, body: bytes) -> None:
        """Keep what one request brought."""
        self.raw.append(body)
        for group in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.resources.append(_facts(group.resource.attributes))
            self.spans += [_seen(span) for scope in group.scope_spans for span in scope.spans]


@contextmanager
def collector(*, waits: bool = False) -> Iterator[Collector]:
    """A collector on a free port; one that `waits` holds every sender until its `open_to_all` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.asked.set()
            kept.open_to_all.wait()
            assert (self.path, self.headers["content-type"]) == ("/v1/traces", "application/x-protobuf")
            kept.take(body)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Collector(f"http://127.0.0.1:{server.server_port}")
    if not waits:
        kept.open_to_all.set()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield kept
    finally:
        kept.open_to_all.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _seen(span: WireSpan) -> SeenSpan:
    return SeenSpan(
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        name=span.name,
        kind=WireSpan.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        facts=_facts(span.attributes),
        links=[(link.trace_id.hex(), link.span_id.hex()) for link in span.links],
        failed=span.status.code == Status.STATUS_CODE_ERROR,
    )


def _facts(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}
