"""The way out of the gate: headers that every answer wears, and entity tags for reads that everybody may see."""

from __future__ import annotations

import re
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn

from niaga.platform.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from litestar.types import Message, Scope, Send

    from niaga.platform.http import Exchange
    from niaga.platform.http.exchange import Whole

# A caller's own request id, when it may be repeated.
REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_NO_REFERRER = (b"referrer-policy", b"no-referrer")
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_BARE_POLICY = (
    b"content-security-policy",
    b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
)
_NO_STORE = (b"cache-control", b"no-store")
_REVALIDATE = (b"cache-control", b"no-cache")
_EXPOSED = (
    b"access-control-expose-headers",
    b"ETag, Content-Language, Idempotency-Replayed, Location, Retry-After, X-Request-Id",
)
_LANGUAGES = {language: (b"content-language", language.value.encode()) for language in Language}
_TAG_BYTES = 16
_CONTROLS = bytes({*range(32), 127} - {9})


class AnswerCutShort(Exception):
    """An answer failed after it had begun; the connection is closed so that the client sees it is not whole."""


def close_cut_short() -> NoReturn:
    """End a begun answer without its end, and without what went wrong: that is logged already."""
    raise AnswerCutShort from None


def whole_head(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as the lines of an answer's head. Raises RuntimeError for one that would begin another line."""
    lines = [b"%b: %b" % header for header in headers]
    head = b"\r\n".join([*lines, b""])
    if len(head) - len(head.translate(None, _CONTROLS)) != 2 * len(lines):
        message = "a header holds a control character"
        raise RuntimeError(message)
    return head


class Answering:
    """One answer on its way out. `send` is what the application sends into; `whole` writes it in one piece, if it may."""

    __slots__ = (
        "_exchange", "_held", "_hsts", "_is_tagged", "_scope", "_seen", "_send", "_start", "shared_with", "started",
        "status", "whole", "without_body",
    )  # fmt: skip

    def __init__(
        self,
        scope: Scope,
        send: Send,
        exchange: Exchange,
        seen: Mapping[bytes, bytes],
        *,
        shared_with: bytes | None,
        https: bool,
    ) -> None:
        self._scope = scope
        self._send = send
        self._exchange = exchange
        self._seen = seen
        self._hsts = https
        self.whole: Whole | None = None
        self._start: Any = None
        self._is_tagged = False
        self._held: list[bytes] = []
        self.shared_with = shared_with
        self.started = False
        self.status = 0
        self.without_body = False

    async def send(self, message: Message) -> None:
        """Dress the start, hold back what needs a tag or is sent in one piece with its body, and pass the rest on."""
        if message["type"] == "http.response.start":
            self._check_read(message["status"])
            self.status = message["status"]
            headers = list(message["headers"])
            message["headers"] = headers
            self._is_tagged = self._wants_tag(message["status"])
            if self._is_tagged:
                self._start = message
                return
            self._dress(headers, _NO_STORE)
            if self.whole is not None and any(name == b"content-length" for name, _ in headers):
                self._start = message
                return
        elif message["type"] == "http.response.body":
            if self._is_tagged:
                await self._send_tagged(message)
                return
            if self.without_body:
                message["body"] = b""
            if self._start is not None:
                start, self._start = self._start, None
                await self._send_both(start, message)
                return
        self.started = True
        await self._send(message)

    def _check_read(self, status: int) -> None:
        # Before the router has found one, there is no handler.
        handler: Any = self._scope.get("route_handler")
        if status < HTTPStatus.BAD_REQUEST and handler is not None and "reads" in handler.opt:
            assert self._exchange.read_noted, "personal data leaves only when it was noted who is shown it"

    async def _send_both(self, start: Any, message: Any) -> None:
        """An answer's start with what follows it: written at once where that is all."""
        write = None if message.get("more_body") else self.whole
        head = b"" if write is None else whole_head(start["headers"])
        self.started = True
        if write is None or not write(start["status"], head, message.get("body", b"")):
            await self._send(start)
            await self._send(message)

    def _wants_tag(self, status: int) -> bool:
        # Before the router has found one, there is no handler.
        handler: Any = self._scope.get("route_handler")
        return handler is not None and status == HTTPStatus.OK and bool(handler.opt.get("tagged"))

    async def _send_tagged(self, message: Any) -> None:
        self._held.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = b"".join(self._held)
        headers = self._start["headers"]
        tag = b'"' + blake2b(body, digest_size=_TAG_BYTES).hexdigest().encode() + b'"'
        headers.append((b"etag", tag))
        if self._is_known(tag):
            self._start["status"] = 304
            headers[:] = [header for header in headers if header[0] not in (b"content-length", b"content-type")]
            body = b""
        self._dress(headers, _REVALIDATE)
        end = {"type": "http.response.body", "body": b"" if self.without_body else body, "more_body": False}
        await self._send_both(self._start, end)

    def _is_known(self, tag: bytes) -> bool:
        wanted = self._seen.get(b"if-none-match")
        if wanted is None:
            return False
        return wanted.strip() == b"*" or any(known.strip().removeprefix(b"W/") == tag for known in wanted.split(b","))

    def _dress(self, headers: list[tuple[bytes, bytes]], caching: tuple[bytes, bytes]) -> None:
        there = {name for name, _ in headers}
        headers += _ALWAYS
        if b"referrer-policy" not in there:
            headers.append(_NO_REFERRER)
        if b"content-security-policy" not in there:
            headers.append(_BARE_POLICY)
        kept = b"cache-control" in there or caching is _REVALIDATE
        if b"cache-control" not in there:
            headers.append(caching)
        if self._hsts:
            headers.append(_HSTS)
        headers.append((b"x-request-id", self._exchange.request_id.encode()))
        # A cache must not hand one page's answer to another, not even the answer to a request without an origin.
        vary = [b"Origin"] if kept or b"origin" in self._seen else []
        language = self._exchange.language
        if language is not None:
            headers.append(_LANGUAGES[language])
            vary.append(b"Accept-Language")
        if self.shared_with is not None:
            headers.append((b"access-control-allow-origin", self.shared_with))
            headers.append(_EXPOSED)
        if vary:
            headers.append((b"vary", b", ".join(vary)))
