"""The gate: one ASGI layer around the application, so that what concerns every request costs it once.

On the way in: trace and request id, the host (in development), the address's length and characters, cross-origin
preflights, HEAD. On the way out: security headers, language, cross-origin and caching headers, entity tags. What no
handler of the application caught ends here.
"""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from litestar.enums import ScopeType

from niaga.foundation.errors import FieldProblem, InvalidFields, NiagaError
from niaga.platform.http.errors import HostRefused, UnreadableAddress
from niaga.platform.http.exchange import SCOPE_KEY, Exchange, headers_seen, whole_in
from niaga.platform.http.json_text import clean_text
from niaga.platform.http.problem import PROBLEM_TYPE
from niaga.platform.settings import is_loopback
from niaga.platform.traces import NO_TRACER, inside, parse_traceparent
from niaga.web.answering import REQUEST_ID, Answering, close_cut_short
from niaga.web.problems import (
    log_attempt,
    log_unexpected,
    problem_document,
    problem_headers,
    unexpected_document,
)
from niaga.web.request_spans import tell_request

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

    from niaga.platform.telemetry import RequestFigures
    from niaga.platform.traces import TraceContext, Tracer
    from niaga.web.hot_reads import HotReads
    from niaga.web.straight import Straight

MAX_PATH = 2048
MAX_QUERY_BYTES = 4096
MAX_PARAMETERS = 64
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-fA-F:]+)\]|(?P<name>[^:\[\]]+))(?::\d+)?")
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, PATCH, DELETE"),
    (
        b"access-control-allow-headers",
        b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language, Last-Event-ID, X-Request-Id",
    ),
    (b"access-control-max-age", b"600"),
]


@dataclass(frozen=True, slots=True)
class GateOptions:
    """Whether buyers come by https, whether only this machine may ask, which pages elsewhere may read; who watches."""

    https: bool
    loopback_only: bool
    allowed_origins: Callable[[], Collection[str]]
    figures: RequestFigures
    tracer: Tracer = NO_TRACER


class Gate:
    """The outermost ASGI application."""

    def __init__(
        self, app: ASGIApp, options: GateOptions, hot_reads: HotReads | None = None, straight: Straight | None = None
    ) -> None:
        """`app` is the framework's; `hot_reads` answers GETs before it, `straight` other requests."""
        self.app = app
        self._options = options
        self._hot_reads = hot_reads
        self._straight = straight
        # In development every request's host is looked at first, and a traced request has its span.
        longer = options.loopback_only or options.tracer is not NO_TRACER
        self._at_once = None if hot_reads is None or longer else hot_reads.at_once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            if self._at_once is not None and scope["method"] == "GET":
                begun = time.perf_counter()
                found = self._at_once(scope)
                if found is not None:
                    entry, request_id, status = found
                    await entry.send(scope, send, request_id, status)
                    self._options.figures.answered(entry.template, "GET", status, time.perf_counter() - begun)
                    return
            await self._pass(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _pass(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        begun = time.perf_counter()
        method = scope["method"]
        seen = headers_seen(scope["headers"])
        parent = parse_traceparent(seen.get(b"traceparent"))
        with self._options.tracer.span("request", parent, kind="server") as span:
            exchange = scope[SCOPE_KEY] = self._exchange(seen, span.context or parent)  # type: ignore[literal-required]
            answering = self._answering(scope, send, exchange)
            try:
                with inside(exchange.trace):
                    await self._let_in(scope, receive, answering, exchange)
            finally:
                # The router wrote the template of the route it found; whatever it did not find is one label.
                route = scope.get("path_template", "")
                self._options.figures.answered(route, method, answering.status, time.perf_counter() - begun)
                if span.context is not None:
                    tell_request(span, route, method, answering.status)

    def _exchange(self, seen: dict[bytes, bytes], trace: TraceContext | None) -> Exchange:
        request_id = ""
        if b"x-request-id" in seen and REQUEST_ID.fullmatch(seen[b"x-request-id"]):
            request_id = seen[b"x-request-id"].decode()
        return Exchange(seen, trace=trace, request_id=request_id, https=self._options.https)

    def _answering(self, scope: HTTPScope, send: Send, exchange: Exchange) -> Answering:
        origin = exchange.seen.get(b"origin")
        shared = origin is not None and origin.decode("latin-1") in self._options.allowed_origins()
        answering = Answering(
            scope,
            send,
            exchange,
            exchange.seen,
            shared_with=origin if shared else None,
            https=self._options.https,
        )
        answering.whole = whole_in(scope)  # type: ignore[arg-type]
        return answering

    async def _let_in(self, scope: HTTPScope, receive: Receive, answering: Answering, exchange: Exchange) -> None:
        try:
            if scope["method"] == "OPTIONS":
                await _answer_options(answering)
                return
            if scope["method"] == "HEAD":
                scope["method"] = "GET"
                answering.without_body = exchange.head_only = True
            self._check_host(exchange.seen)
            _check_address(scope)
            if scope["method"] == "GET" and self._hot_reads is not None:
                await self._hot_reads.answer(scope, receive, answering)
            elif self._straight is not None:
                await self._straight.answer(scope, receive, answering.send)
            else:
                await self.app(scope, receive, answering.send)
        except NiagaError as error:
            log_attempt(error, exchange, scope)
            status, body = problem_document(error, exchange)
            await _answer(answering, status, body, problem_headers(error))
        except Exception as error:  # noqa: BLE001 - the last net: nothing of it may reach the client or a log as it is
            log_unexpected(error, exchange, scope)
            if answering.started:
                close_cut_short()
            status, body = unexpected_document(exchange)
            await _answer(answering, status, body, {})

    def _check_host(self, seen: Mapping[bytes, bytes]) -> None:
        """In development only this machine's names count: a page elsewhere must not reach us by a name of its own."""
        if not self._options.loopback_only:
            return
        host = _HOST.fullmatch(seen.get(b"host", b"").decode("latin-1"))
        name = (host["address"] or host["name"]) if host else ""
        if not is_loopback(name) and not name.endswith(".localhost"):
            raise HostRefused


def _check_address(scope: HTTPScope) -> None:
    path: str = scope["path"]
    if len(path) > MAX_PATH or "\ufffd" in path:
        raise UnreadableAddress
    if not (path.isascii() and path.isprintable()):
        clean = clean_text(path)
        if clean is None or "\n" in clean:
            raise UnreadableAddress
        scope["path"] = clean
    query = scope["query_string"]
    if query:
        _check_query(scope, query)


def _check_query(scope: HTTPScope, query: bytes) -> None:
    if len(query) > MAX_QUERY_BYTES or query.count(b"&") >= MAX_PARAMETERS or not query.isascii():
        raise UnreadableAddress
    if b"%" not in query:
        return
    try:
        whole = unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableAddress from error
    if clean_text(whole) == whole:
        return
    pairs = parse_qsl(query.decode(), keep_blank_values=True)
    bad = [name for name, value in pairs if clean_text(name) is None or clean_text(value) is None]
    if bad:
        message = "This text holds characters that are not text."
        raise InvalidFields(
            tuple(FieldProblem(clean_text(name) or "?", "request.control_character", message) for name in bad)
        )
    scope["query_string"] = urlencode([(_nfc(name), _nfc(value)) for name, value in pairs]).encode()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


async def _answer_options(answering: Answering) -> None:
    """A preflight from an allowed origin learns what it may send; any other OPTIONS learns nothing."""
    await answering.send(
        {
            "type": "http.response.start",
            "status": 204,
            "headers": _PREFLIGHT if answering.shared_with else [],
        }
    )
    await answering.send({"type": "http.response.body", "body": b"", "more_body": False})


async def _answer(answering: Answering, status: int, body: bytes, headers: dict[str, str]) -> None:
    raw = [
        (b"content-type", PROBLEM_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    raw += [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await answering.send({"type": "http.response.start", "status": status, "headers": raw})
    await answering.send({"type": "http.response.body", "body": body, "more_body": False})
