"""Hot reads: public GETs answered from encoded bytes, before the router. A route takes part by `hot=(…)`.

Its scopes say what its answers hang on. A revision scope (`catalogue`, `settings`) drops them when that revision moves:
at once in the process that wrote, elsewhere by a look at the revisions that is at most 250 ms old. `stock` moves no
revision, so those answers live less than a second, counted from before their query. Whoever shows who she is (a cookie,
an authorization) or sends a body passes by. Nothing runs while nobody asks; docs/decisions/0009 says why it is so.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from niaga.platform.database import SCOPES, read_revisions
from niaga.platform.http import PUBLIC, exchange_in
from niaga.platform.http.exchange import whole_in
from niaga.platform.language import choose_language
from niaga.web.answering import REQUEST_ID, Answering, whole_head
from niaga.web.operations import QUERY_NAMES, BadRoute, operations_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from litestar import Litestar
    from litestar.types import ASGIApp, HTTPScope, Receive, Send

    from niaga.platform.database import Database
    from niaga.web.operations import Operation

    Headers = list[tuple[bytes, bytes]]
    Answer = tuple["Entry", bytes, int]

BUDGET_BYTES = 32 * 1024 * 1024
LOOK_SECONDS = 0.25
LONGEST_KEY = 512
LARGEST_BYTES = 256 * 1024
_REMEMBERED_KEYS = 4096
_REMEMBERED_LANGUAGES = 256
_LONGEST_ACCEPT = 256
_ENTRY_BYTES = 2048
_REQUEST_ID_BYTES = 16
_IDS_DRAWN = 256
# What an answer may hang on besides revisions, or reads through a cache of its own: how old it may grow at most. A bit
# less than the second that is promised, for the way to the buyer.
_LIFE_SECONDS = {"stock": 0.9, "settings": LOOK_SECONDS}
_PASSING_BY = frozenset({b"authorization", b"content-length", b"content-type", b"cookie", b"transfer-encoding"})
_READ_AT_ONCE = frozenset({b"accept-language", b"if-none-match", b"x-request-id"})
_DRESSED = frozenset({b"origin", b"traceparent"})
_NOTICED = _PASSING_BY | _READ_AT_ONCE | _DRESSED
_NOT_IN_304 = frozenset({b"content-length", b"content-type"})
_FOREVER = float("inf")


class HotRoute:
    """A route that takes part. Its `token` is replaced when something it hangs on has changed."""

    __slots__ = ("life_seconds", "looks", "names", "prefixes", "scopes", "token")

    def __init__(self, operation: Operation) -> None:
        opt = operation.handler.opt
        self.scopes: frozenset[str] = frozenset(opt["hot"])
        self.looks = not self.scopes.isdisjoint(SCOPES)
        self.life_seconds = min((_LIFE_SECONDS.get(scope, _FOREVER) for scope in self.scopes), default=_FOREVER)
        self.names = frozenset(name.encode() for name, repeatable in opt[QUERY_NAMES].items() if not repeatable)
        self.prefixes = tuple(prefix.encode() for prefix in opt.get("query_prefixes", ()))
        self.token = object()


class Key(NamedTuple):
    """What makes two requests get the same bytes."""

    path: str
    query: bytes
    language: str


class Entry:
    """An answer as the application gave it, and as it leaves the gate when nothing special is asked."""

    __slots__ = (
        "after", "before", "before_304", "body", "cost", "handler", "head_after", "head_before", "head_before_304",
        "language", "raw", "route", "stale_at", "tag", "template", "token",
    )  # fmt: skip

    def __init__(self, route: HotRoute, raw: list[Any], dressed: list[Any], scope: HTTPScope) -> None:
        headers: Headers = dressed[0]["headers"]
        place = next(place for place, (name, _) in enumerate(headers) if name == b"x-request-id")
        self.route = route
        self.raw = raw
        self.before, self.after = headers[:place], headers[place + 1 :]
        self.before_304 = [header for header in self.before if header[0] not in _NOT_IN_304]
        self.head_before, self.head_before_304 = _lines_before(self.before), _lines_before(self.before_304)
        self.head_after = b"\r\n" + whole_head(self.after)
        self.body: bytes = dressed[1]["body"]
        self.tag = dict(headers)[b"etag"]
        self.handler: Any = scope["route_handler"]
        self.template: str = scope["path_template"]
        self.language = exchange_in(scope).language  # type: ignore[arg-type]
        self.cost = len(self.body) + _ENTRY_BYTES
        self.stale_at = _FOREVER
        self.token = object()

    async def send(self, scope: HTTPScope, send: Send, request_id: bytes, status: int) -> None:
        """Send it, or (304) say to somebody who has it that it is the same still."""
        body, before = (self.body, self.before) if status == HTTPStatus.OK else (b"", self.before_304)
        write = whole_in(scope)  # type: ignore[arg-type]
        head = self.head_before if status == HTTPStatus.OK else self.head_before_304
        if write is not None and write(status, b"".join((head, request_id, self.head_after)), body):
            return
        headers = [*before, (b"x-request-id", request_id), *self.after]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def replay(self, scope: HTTPScope, answering: Answering) -> None:
        """Send it through the gate's way out, which knows tags, origins and HEAD."""
        scope["route_handler"], scope["path_template"] = self.handler, self.template
        exchange_in(scope).language = self.language  # type: ignore[arg-type]
        await _pass_on(self.raw, answering)


class _Flight:
    """A render that others may wait for."""

    __slots__ = ("landed", "started", "token")

    def __init__(self, token: object, started: float) -> None:
        self.token = token
        self.started = started
        self.landed: asyncio.Future[Entry | None] = asyncio.get_running_loop().create_future()


class HotReads:
    """The cache of one process. `hits`, `misses`, `shared` (waited for a render), `looks` and `bytes` only count."""

    def __init__(self, database: Database, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self.hits = self.misses = self.shared = self.looks = self.bytes = 0
        self._database = database
        self._budget_bytes = budget_bytes
        self._app: ASGIApp
        self._https = False
        self._fixed: dict[str, HotRoute] = {}
        self._under: dict[str, HotRoute] = {}
        self._kept: OrderedDict[Key, Entry] = OrderedDict()
        self._keys: dict[tuple[str, bytes, bytes], Key] = {}
        self._ids = _request_ids()
        self._flights: dict[Key, _Flight] = {}
        self._asked: set[int] = set()
        self._asked_before: set[int] = set()
        self._languages: dict[bytes, str] = {}
        self._revisions: dict[str, int] = {}
        self._looked_at = -_FOREVER
        self._look: asyncio.Task[None] | None = None
        database.on_change(self.drop)

    def __len__(self) -> int:
        return len(self._kept)

    def attach(self, app: Litestar, *, https: bool) -> None:
        """Stand before the application's hot routes. Raises BadRoute for one whose answers are not everybody's."""
        self._app, self._https = app, https
        for operation in operations_of(app):
            if operation.handler.opt.get("hot") is None:
                continue
            _check(operation)
            fixed, _, parameter = operation.path.partition("{")
            if parameter:
                self._under[fixed.removesuffix("/")] = HotRoute(operation)
            else:
                self._fixed[fixed] = HotRoute(operation)

    def drop(self, changed: AbstractSet[str]) -> None:
        """Never again show what hangs on one of these scopes; renders under way are not kept either."""
        for route in (*self._fixed.values(), *self._under.values()):
            if not changed.isdisjoint(route.scopes):
                route.token = object()

    def at_once(self, scope: HTTPScope) -> Answer | None:
        """What answers a plain request for something fresh, under which request id, and with which status.

        None for all that needs a closer look.
        """
        seen = _plainly_asked(scope)
        if seen is None:
            return None
        asked = (scope["path"], scope["query_string"], seen.get(b"accept-language", b""))
        key = self._keys.get(asked) or self._learn(asked)
        if key is None:
            return None
        entry = self._kept.get(key)
        if entry is None or not self._is_current(entry):
            return None
        known = seen.get(b"if-none-match")
        if known is not None and known != entry.tag:
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        request_id = self._request_id(seen.get(b"x-request-id"))
        if known is None:
            return entry, request_id, 200
        return entry, request_id, 304

    def _learn(self, asked: tuple[str, bytes, bytes]) -> Key | None:
        """The key of what was asked so; remembered where something is kept under it."""
        route = self._route(asked[0])
        key = None if route is None else self._key(route, *asked)
        if key is not None and key in self._kept and len(asked[2]) <= _LONGEST_ACCEPT:
            if len(self._keys) >= _REMEMBERED_KEYS:
                self._keys.clear()
            self._keys[asked] = key
        return key

    def _is_current(self, entry: Entry) -> bool:
        now = time.monotonic()
        route = entry.route
        if route.looks and now - self._looked_at > LOOK_SECONDS:
            return False
        return entry.token is route.token and now < entry.stale_at

    def _request_id(self, asked: bytes | None) -> bytes:
        return asked if asked is not None and REQUEST_ID.fullmatch(asked) else next(self._ids)

    async def answer(self, scope: HTTPScope, receive: Receive, answering: Answering) -> None:
        """Answer what the gate has let in: from what is kept, from a render under way, or by the application."""
        arrived = time.monotonic()
        route = self._route(scope["path"])
        key = self._key_of(route, scope) if route else None
        if route is None or key is None:
            await self._app(scope, receive, answering.send)
            return
        if route.looks:
            await self._be_current(arrived)
        entry = self._fresh(key, route, arrived)
        if entry is not None:
            self.hits += 1
        else:
            flight = self._flights.get(key)
            if flight is None or flight.token is not route.token or flight.started <= arrived - route.life_seconds:
                await self._render(route, key, scope, receive, answering)
                return
            self.shared += 1
            entry = await asyncio.shield(flight.landed)
        if entry is None:
            await self._app(scope, receive, answering.send)
        else:
            await entry.replay(scope, answering)

    def _route(self, path: str) -> HotRoute | None:
        found = self._fixed.get(path)
        if found is None and len(path) <= LONGEST_KEY:
            above, _, name = path.rpartition("/")
            found = self._under.get(above) if name else None
        return found

    def _key_of(self, route: HotRoute, scope: HTTPScope) -> Key | None:
        accept = b""
        for name, value in scope["headers"]:
            if name in _PASSING_BY:
                return None
            if name == b"accept-language":
                accept = value
        return self._key(route, scope["path"], scope["query_string"], accept)

    def _key(self, route: HotRoute, path: str, query: bytes, accept: bytes) -> Key | None:
        if not path.isascii() or len(path) + len(query) > LONGEST_KEY:
            return None
        in_order = _sorted_query(route, query)
        if in_order is None:
            return None
        return Key(path, in_order, self._languages.get(accept) or self._language(accept))

    def _language(self, accept: bytes) -> str:
        language = choose_language(accept.decode("latin-1")).value
        if len(accept) <= _LONGEST_ACCEPT:
            if len(self._languages) >= _REMEMBERED_LANGUAGES:
                self._languages.clear()
            self._languages[accept] = language
        return language

    def _fresh(self, key: Key, route: HotRoute, now: float) -> Entry | None:
        entry = self._kept.get(key)
        if entry is None or entry.token is not route.token or now >= entry.stale_at:
            return None
        self._kept.move_to_end(key)
        return entry

    async def _render(
        self, route: HotRoute, key: Key, scope: HTTPScope, receive: Receive, answering: Answering
    ) -> None:
        """Let the application answer, keep it for others, and hand it on. What it may hang on was looked at before."""
        self.misses += 1
        flight = self._flights[key] = _Flight(route.token, time.monotonic())
        entry = None
        raw: list[Any] = []

        async def hold(message: Any) -> None:
            raw.append(message)

        try:
            await self._app(scope, receive, hold)
            entry = await self._entry(route, raw, scope)
            if entry is not None:
                entry.token, entry.stale_at = flight.token, flight.started + route.life_seconds
                self._keep(key, entry, route)
        finally:
            if self._flights.get(key) is flight:
                del self._flights[key]
            flight.landed.set_result(entry)
        await _pass_on(raw, answering)

    async def _entry(self, route: HotRoute, raw: list[Any], scope: HTTPScope) -> Entry | None:
        if not raw or raw[0]["status"] != HTTPStatus.OK or not _is_everybodys(raw[0]["headers"]):
            return None
        dressed: list[Any] = []

        async def hold(message: Any) -> None:
            dressed.append(message)

        exchange = exchange_in(scope)  # type: ignore[arg-type]
        plain = Answering(scope, hold, exchange, {}, shared_with=None, https=self._https)
        await _pass_on(raw, plain)
        return Entry(route, raw, dressed, scope)

    def _keep(self, key: Key, entry: Entry, route: HotRoute) -> None:
        if entry.token is not route.token or len(entry.body) > LARGEST_BYTES or not self._is_worth_it(key):
            return
        self._forget(key)
        self._kept[key] = entry
        self.bytes += entry.cost
        while self.bytes > self._budget_bytes:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: Key) -> None:
        entry = self._kept.pop(key, None)
        if entry is not None:
            self.bytes -= entry.cost

    def _is_worth_it(self, key: Key) -> bool:
        """Whatever has a query is kept from its second render on, so that what is asked once pushes nothing out."""
        mark = hash(key)
        if not key.query or mark in self._asked or mark in self._asked_before:
            return True
        if len(self._asked) >= _REMEMBERED_KEYS:
            self._asked_before, self._asked = self._asked, set()
        self._asked.add(mark)
        return False

    async def _be_current(self, arrived: float) -> None:
        """Know the revisions as they were at most 250 ms before the request arrived. One look serves all who wait."""
        while self._looked_at < arrived - LOOK_SECONDS:
            if self._look is None or self._look.done():
                self._look = asyncio.create_task(self._look_at_revisions())
            await asyncio.shield(self._look)

    async def _look_at_revisions(self) -> None:
        started = time.monotonic()
        self.looks += 1
        found = await self._database.read(read_revisions)
        changed = {scope for scope, value in found.items() if self._revisions.get(scope) != value}
        self._revisions, self._looked_at = found, started
        if changed:
            self.drop(changed)


async def _pass_on(raw: list[Any], answering: Answering) -> None:
    for message in raw:
        # A copy: what is kept must stay as the application gave it.
        await answering.send({**message})  # type: ignore[arg-type]


def _check(operation: Operation) -> None:
    opt = operation.handler.opt
    place = f"{operation.method} {operation.path}"
    if operation.method != "GET" or operation.policy is not PUBLIC or not opt.get("tagged"):
        message = f"{place} is hot: that is for GETs with policy=PUBLIC and tagged=True"
        raise BadRoute(message)
    unknown = sorted(frozenset(opt["hot"]).difference(SCOPES, _LIFE_SECONDS))
    if unknown:
        message = f"{place} is hot by {', '.join(unknown)}, which nothing tells of"
        raise BadRoute(message)
    if operation.path.count("{") > 1 or ("{" in operation.path and not operation.path.endswith("}")):
        message = f"{place} is hot: only one parameter at the end of its path can be told apart"
        raise BadRoute(message)


def _plainly_asked(scope: HTTPScope) -> dict[bytes, bytes] | None:
    """The headers that decide, when none of them wants a closer look."""
    seen = {}
    for name, value in scope["headers"]:
        if name in _NOTICED:
            if name not in _READ_AT_ONCE:
                return None
            seen[name] = value
    return seen


def _request_ids() -> Iterator[bytes]:
    """Random ids, drawn many at a time: a system call for each would cost more than the rest of a kept answer."""
    while True:
        drawn = os.urandom(_REQUEST_ID_BYTES * _IDS_DRAWN).hex().encode()
        for at in range(0, len(drawn), 2 * _REQUEST_ID_BYTES):
            yield drawn[at : at + 2 * _REQUEST_ID_BYTES]


def _lines_before(headers: Headers) -> bytes:
    return whole_head(headers) + b"x-request-id: "


def _sorted_query(route: HotRoute, query: bytes) -> bytes | None:
    """The query in order; None when it holds a name the route does not know, or one twice: refused elsewhere."""
    if not query:
        return query
    pairs = query.split(b"&")
    seen = set()
    for pair in pairs:
        name, equals, _ = pair.partition(b"=")
        if name not in route.names and not (route.prefixes and name.startswith(route.prefixes)):
            return None
        if not equals or name in seen:
            return None
        seen.add(name)
    return query if len(pairs) == 1 else b"&".join(sorted(pairs))


def _is_everybodys(headers: Headers) -> bool:
    return not any(
        name == b"set-cookie" or (name == b"cache-control" and (b"no-store" in value or b"private" in value))
        for name, value in headers
    )
