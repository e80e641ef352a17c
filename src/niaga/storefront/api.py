"""The public API, asked inside the process: the same gate, routes, limits and hot-read cache as a call from outside.

Nothing else of the shop is known here. Refusals come back as values, so that a page can put them where they belong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec

from niaga.platform.traces import TraceContext, current_trace, render_traceparent

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from litestar.types import ASGIApp

    from niaga.platform.language import Language

    Message = MutableMapping[str, Any]

T = TypeVar("T")
Value = str | int | bool | None
_WORDS = {"True": "true", "False": "false"}


class FieldError(msgspec.Struct, frozen=True):
    """A field that the API refuses, in the reader's language."""

    path: str
    code: str
    message: str


class Problem(msgspec.Struct, frozen=True):
    """A refusal of the API. `members` holds what its code adds, such as the lines that are sold out."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    trace_id: str = ""
    members: dict[str, Any] = {}
    retry_after: str | None = None

    def by_path(self) -> dict[str, str]:
        """The first message of each field at fault, by its path in the body."""
        return {one.path: one.message for one in reversed(self.errors)}


class ApiRefused(Exception):
    """The API refused something without which a page cannot be shown: the refusal is the page."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What the API said: a value, or the problem that it has with the request."""

    status: int
    value: T | None
    problem: Problem | None
    headers: Mapping[str, str] = field(default_factory=dict)

    def or_stop(self) -> T:
        """The value. Raises ApiRefused with the problem where there is none."""
        if self.problem is not None:
            raise ApiRefused(self.problem)
        assert self.value is not None, "an answer is a value or a problem"
        return self.value

    def or_pass(self) -> None:
        """Go on, where an answer need not hold anything. Raises ApiRefused with a problem."""
        if self.problem is not None:
            raise ApiRefused(self.problem)


@dataclass(frozen=True, slots=True)
class Caller:
    """In whose name the API is asked: language, host, address, browser and trace of the request that is being answered."""

    language: Language
    host: str
    scheme: str
    client: tuple[str, int] | None
    trace_id: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes along with a change.

    `key` is the idempotency key: the same for the same wish, however often it is sent. `bearer` opens what is changed, and
    `seen` is the version of it that was seen.
    """

    key: str | None = None
    bearer: str | None = None
    seen: int | None = None


class Api:
    """Asks the application that it is attached to."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    def attach(self, app: ASGIApp) -> None:
        """Know whom to ask; the application and its pages need each other, so this comes after both are made."""
        self._app = app

    async def get(
        self,
        path: str,
        shape: type[T],
        caller: Caller,
        params: Mapping[str, Value] | None = None,
        *,
        bearer: str | None = None,
    ) -> Answer[T]:
        """Read something. Without a bearer the answer may come from the hot-read cache."""
        return await self._ask("GET", _target(path, params), shape, caller, _shown(bearer))

    async def send(
        self,
        target: str,
        shape: type[T],
        caller: Caller,
        body: object = None,
        *,
        sent: Sent = Sent(),
    ) -> Answer[T]:
        """Change something: `send("POST /store/v1/carts", …)`."""
        headers = _shown(sent.bearer)
        if caller.agent:
            headers.append((b"user-agent", caller.agent.encode("latin-1", "replace")))
        headers.append((b"traceparent", render_traceparent(current_trace() or TraceContext(caller.trace_id))))
        if sent.key is not None:
            headers.append((b"idempotency-key", sent.key.encode()))
        if sent.seen is not None:
            headers.append((b"if-match", f'"{sent.seen}"'.encode()))
        content = b"" if body is None else msgspec.json.encode(body)
        if content:
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        method, _, path = target.partition(" ")
        return await self._ask(method, (path, b""), shape, caller, headers, content)

    async def _ask(
        self,
        method: str,
        target: tuple[str, bytes],
        shape: type[T],
        caller: Caller,
        headers: list[tuple[bytes, bytes]],
        content: bytes = b"",
    ) -> Answer[T]:
        assert self._app is not None, "the composition root attaches the application"
        usual = [
            (b"host", caller.host.encode("latin-1")),
            (b"accept-language", caller.language.value.encode()),
            (b"x-request-id", caller.trace_id.encode()),
        ]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": caller.scheme,
            "path": target[0],
            "raw_path": target[0].encode(),
            "query_string": target[1],
            "headers": usual + headers,
            "server": ("127.0.0.1", 0),
            "client": caller.client,
            "root_path": "",
            "state": {},
        }
        exchange = _Exchange(content)
        await self._app(scope, exchange.receive, exchange.send)  # type: ignore[arg-type]
        return exchange.answer(shape)


class _Exchange:
    """One request's body on its way in, and its answer on its way out."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._start: Message = {"status": HTTPStatus.INTERNAL_SERVER_ERROR, "headers": []}
        self._parts: list[bytes] = []

    async def receive(self) -> Message:
        return {"type": "http.request", "body": self._content, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._parts.append(message.get("body", b""))

    def answer(self, shape: type[T]) -> Answer[T]:
        status = self._start["status"]
        body = b"".join(self._parts)
        headers = {name.decode(): value.decode("latin-1") for name, value in self._start["headers"]}
        if status >= HTTPStatus.BAD_REQUEST:
            return Answer(status, None, _problem(body, headers), headers)
        value = msgspec.json.decode(body, type=shape) if body else msgspec.convert(None, shape)
        return Answer(status, value, None, headers)


def _problem(body: bytes, headers: Mapping[str, str]) -> Problem:
    members = msgspec.json.decode(body)
    problem = msgspec.convert(members, Problem)
    return msgspec.structs.replace(problem, members=members, retry_after=headers.get("retry-after"))


def _target(path: str, params: Mapping[str, Value] | None) -> tuple[str, bytes]:
    wanted = {name: _WORDS.get(str(value), value) for name, value in (params or {}).items() if value is not None}
    return path, urlencode(wanted).encode()


def _shown(bearer: str | None) -> list[tuple[bytes, bytes]]:
    return [] if bearer is None else [(b"authorization", f"Bearer {bearer}".encode())]
