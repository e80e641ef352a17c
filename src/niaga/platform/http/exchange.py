"""The exchange: what one request carries besides its body - who asks, in which language, under which trace.

`web` makes it in its middleware before anything else runs; guards and handlers read it from the scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from niaga.foundation.randomness import random_bytes
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.language import Language, choose_language
from niaga.platform.traces import TraceContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]
    Whole = Callable[[int, bytes, bytes], bool]

SCOPE_KEY = "niaga"
ABORT = "niaga.abort"
WHOLE = "niaga.whole"
SEEN = frozenset(
    {
        b"accept-language",
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"host",
        b"idempotency-key",
        b"if-none-match",
        b"origin",
        b"traceparent",
        b"x-request-id",
    }
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, and what they may do. Guests and holders of an order's token have no permissions.

    `proof` names the key or the sign-in that staff came with (`key_…`, `ses_…`).
    """

    actor: Actor
    permissions: frozenset[str] = frozenset()
    proof: str = ""


GUEST = Principal(Actor(ActorKind.GUEST, ""))


class Exchange:
    """One request and its answer. Every field is filled by whoever learns it first.

    `seen` holds the few request headers that the edge reads itself, picked out once. `https` says that buyers come that way.
    `head_only` says that no body of an answer will be sent.
    """

    __slots__ = (
        "head_only",
        "https",
        "language",
        "principal",
        "read_noted",
        "request_id",
        "seen",
        "trace",
        "trace_id",
        "tree",
    )

    def __init__(
        self,
        seen: Mapping[bytes, bytes],
        *,
        trace: TraceContext | None = None,
        request_id: str = "",
        https: bool = False,
    ) -> None:
        trace = trace or TraceContext(new_trace_id())
        self.seen = seen
        self.trace_id = trace.trace_id
        self.request_id = request_id or self.trace_id
        self.trace = TraceContext(trace.trace_id, trace.span_id, trace.sampled, self.request_id)
        self.https = https
        self.head_only = False
        self.read_noted = False
        self.language: Language | None = None
        self.principal = GUEST
        self.tree: Any = None

    def header(self, name: bytes) -> str | None:
        """A header of `SEEN`, as text."""
        value = self.seen.get(name)
        return None if value is None else value.decode("latin-1")


def new_trace_id() -> str:
    """128 random bits as W3C trace context writes them."""
    return random_bytes(16).hex()


def headers_seen(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers of `SEEN` in a request."""
    return {name: value for name, value in headers if name in SEEN}


def exchange_in(scope: MutableMapping[str, Any]) -> Exchange:
    """The exchange of an ASGI scope, made now where no middleware made one."""
    found = scope.get(SCOPE_KEY)
    if found is None:
        found = scope[SCOPE_KEY] = Exchange(headers_seen(scope["headers"]))
    assert isinstance(found, Exchange)
    return found


def abort_in(scope: MutableMapping[str, Any]) -> Callable[[], Any] | None:
    """What breaks the connection at once, whatever still waits to be sent; None where the server offers no such thing."""
    found: Callable[[], Any] | None = (scope.get("extensions") or {}).get(ABORT, {}).get("abort")
    return found


def whole_in(scope: MutableMapping[str, Any]) -> Whole | None:
    """What writes a whole answer at once, from its status, its header lines and its body. False: it must go as messages.

    None where the server offers no such thing.
    """
    found: Whole | None = (scope.get("extensions") or {}).get(WHOLE, {}).get("write")
    return found


def exchange_of(connection: Connection) -> Exchange:
    """The exchange of a request."""
    return exchange_in(connection.scope)  # type: ignore[arg-type]


def principal_of(connection: Connection) -> Principal:
    """Who asks, as the route's policy found out."""
    return exchange_of(connection).principal


def actor_of(connection: Connection) -> Actor:
    """Who asks, for the audit trail and the timeline."""
    return exchange_of(connection).principal.actor


def language_of(connection: Connection) -> Language:
    """`id` or `en`, by Accept-Language. Asking makes the answer say Content-Language and Vary."""
    return language_in(exchange_of(connection))


def language_in(exchange: Exchange) -> Language:
    """The language of this exchange, chosen on first use."""
    if exchange.language is None:
        exchange.language = choose_language(exchange.header(b"accept-language") or "")
    return exchange.language
