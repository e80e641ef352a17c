"""A tiny shop for tests of the edge: three routes, no rooms. `call` speaks raw ASGI, so that nothing tidies the request up."""

from __future__ import annotations

import json as json_library
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from msgspec import Meta

from niaga.foundation.errors import Overloaded, invalid_field
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database, Transaction, bump_revision
from niaga.platform.http import (
    PUBLIC,
    Cursor,
    Limit,
    Line,
    Metadata,
    Principal,
    Quantity,
    ShopRequest,
    ShortLine,
    Text,
    Unauthenticated,
    answer_once,
    bearer_token,
    language_of,
)
from niaga.platform.settings import Settings, load_settings
from niaga.web.application import assemble

KEY = "0123456789abcdef"


class CupLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many cups."""

    sku: ShortLine
    quantity: Quantity


class CupOrder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An order of cups."""

    lines: Annotated[list[CupLine], Meta(min_length=1, max_length=50)]
    name: Line
    notes: Text = ""
    metadata: Metadata = {}


class CupsPlaced(msgspec.Struct, kw_only=True):
    """What came of it."""

    cups: int
    name: str


class Hello(msgspec.Struct, kw_only=True):
    """A greeting."""

    text: str
    limit: int


class Named:
    """Whoever holds a token is staff by that name."""

    security = ("staff_key",)
    permission = "cups.read"

    async def admit(self, request: Any) -> Principal:
        """Any token will do."""
        token = bearer_token(request)
        if token is None:
            raise Unauthenticated
        return Principal(Actor(ActorKind.STAFF, token))


@post("/store/v1/echoes", policy=PUBLIC, tags=["cups"], once="ignored")
async def echo_order(data: CupOrder) -> CupOrder:
    """The order, as it was understood."""
    return data


@get("/store/v1/hello", policy=PUBLIC, tags=["cups"], tagged=True)
async def say_hello(request: ShopRequest, limit: Limit = 24, cursor: Cursor = None) -> Hello:
    """A greeting in the language asked for."""
    return Hello(text={"id": "Halo", "en": "Hello"}[language_of(request)], limit=limit)


@get("/store/v1/failures/{kind:str}", policy=PUBLIC, tags=["cups"])
async def fail(kind: str) -> None:
    """Fail in the way that is named."""
    if kind == "busy":
        raise Overloaded
    if kind == "field":
        raise invalid_field("lines[0].sku", "catalogue.unknown_sku", "There is no such field.")
    message = f"a secret of Sari: {kind}"
    raise RuntimeError(message)


@get("/admin/v1/cups", policy=Named(), tags=["cups"])
async def count_cups(request: ShopRequest) -> Hello:
    """For staff."""
    return Hello(text="cups", limit=len(request.scope["path"]))


@post("/store/v1/cups", policy=PUBLIC, tags=["cups"], once="required")
async def place_cups(request: ShopRequest, database: Database, data: CupOrder) -> Response[CupsPlaced]:
    """Moves the revision of the settings, which stands for an effect."""

    def action(tx: Transaction) -> CupOrder:
        if data.name == "Nobody":
            raise invalid_field("name", "cups.nobody", "There is no such field.")
        bump_revision(tx, "settings")
        return data

    def render(order: CupOrder) -> CupsPlaced:
        return CupsPlaced(cups=sum(line.quantity for line in order.lines), name=order.name)

    return await answer_once(request, database, action, render, required=True)


@post("/admin/v1/cups", policy=Named(), tags=["cups"])
async def place_staff_cups(request: ShopRequest, database: Database, data: CupOrder) -> Response[CupsPlaced]:
    """The same by staff, the key optional."""

    def action(tx: Transaction) -> str:
        bump_revision(tx, "settings")
        return data.name

    return await answer_once(
        request,
        database,
        action,
        lambda name: CupsPlaced(cups=1, name=name),
        status=200,
    )


EDGE_HANDLERS = (echo_order, say_hello, fail, count_cups)
CUPS_HANDLERS = (place_cups, place_staff_cups)


def edge_settings(**environment: str) -> Settings:
    """Settings as a production process has them, with these NIAGA_ variables on top."""
    usual = {"NIAGA_PUBLIC_URL": "https://toko.example.com"}
    return load_settings({}, {**usual, **environment}, Path("/nowhere"))


def edge_app(database: Database | None = None, *, handlers: Any = (), **options: Any) -> Any:
    """The tiny shop. With a database it also takes orders."""
    settings = options.pop("settings", None) or edge_settings()
    routes = [*EDGE_HANDLERS, *(CUPS_HANDLERS if database else ()), *handlers]
    return assemble(routes, {"database": database} if database else {}, settings, **options)


def cup_order(**changes: Any) -> dict[str, Any]:
    """A good order, changed."""
    return {"lines": [{"sku": "CUP-1", "quantity": 2}], "name": "Sari", **changes}


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, decoded."""
        return json_library.loads(self.body)

    def paths(self) -> list[tuple[str, str]]:
        """Path and code of each field at fault."""
        return [(error["path"], error["code"]) for error in self.json()["errors"]]


async def call(
    app: Any,
    method: str,
    target: str,
    *,
    body: bytes | list[bytes] = b"",
    json: Any = None,
    headers: dict[str, str] | None = None,
) -> Answered:
    """Send one request as raw ASGI. A list of bytes is a body in chunks, without a length."""
    path, _, query = target.partition("?")
    chunks = body if isinstance(body, list) else [json_library.dumps(json).encode() if json is not None else body]
    wanted = {"host": "toko.example.com", **(headers or {})}
    if json is not None:
        wanted.setdefault("content-type", "application/json")
    if not isinstance(body, list) and (chunks[0] or method == "POST"):
        wanted.setdefault("content-length", str(len(chunks[0])))
    waiting = list(chunks)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        chunk = waiting.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in wanted.items()],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
        "root_path": "",
    }
    await app(scope, receive, send)
    head = sent[0]
    found = {name.decode(): value.decode() for name, value in head["headers"]}
    return Answered(
        head["status"],
        found,
        b"".join(message.get("body", b"") for message in sent[1:]),
    )
