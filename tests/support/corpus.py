"""Sends the corpus to a shop, one row to one place at a time in an otherwise good request, and judges the answers."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import secrets
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from tests.support.documented import HEADERS_OF_ANY, Operation, Place, Where
from tests.support.fire import Hit
from tests.support.hostile import census
from tests.support.hostile_accounts import BREACH, HIRE, KEEP_ADDRESS, KEY, REQUEST, ROLE
from tests.support.notes import progress
from tests.support.openings import Openings
from tests.support.payloads import MARK, Form, Payload
from tests.support.shop import OpenShop, an_order, fresh_key

SECONDS = 1.0
_PATIENCE_SECONDS = 10
_FORBIDDEN_IN_HEADERS = re.compile("[\r\n\x00]")
_PATH_IDS = {
    "order_id": "order",
    "payment_id": "payment",
    "product_id": "product",
    "variant_id": "variant",
    "cart_id": "cart",
    "line_id": "line",
}
_FOR_HEADERS = frozenset({"headers", "locale"})
_GOOD_QUERY = {"sku": "KOPI-250"}
_USED_UP = frozenset({"order", "paid", "shipped", "cart"})
_COMES_WITH = {"payment": "order", "line": "cart"}
# What is made by asking for it, by the name that it has in paths.
_MADE_AT = {
    "address_id": KEEP_ADDRESS, "staff_id": HIRE, "role_id": ROLE, "key_id": KEY, "breach_id": BREACH, "request_id": REQUEST,
}  # fmt: skip
_ONE_HEADER_IN = 4
_OWN_FORM = {Where.BODY: Form.JSON, Where.QUERY: Form.ADDRESS, Where.PATH: Form.ADDRESS}
Pair = tuple[Place, Payload]


def suits(place: Place, payload: Payload) -> bool:
    """Whether the row can be put there at all: what a server's parser refuses never reaches the shop."""
    if place.where is Where.BODY:
        return payload.form is not Form.ADDRESS
    if place.where is Where.KEY:
        return payload.form is Form.TEXT
    if place.where is Where.HEADER:
        return payload.form is Form.TEXT and not _FORBIDDEN_IN_HEADERS.search(payload.value)
    return payload.form is not Form.JSON and (place.where is Where.QUERY or payload.value not in {"", ".", ".."})


def every_pair(places: Sequence[Place], payloads: Sequence[Payload]) -> list[Pair]:
    """Each row at each place where it can be put; in the headers of any request those that headers are about."""
    return [
        (place, payload)
        for place in places
        for payload in payloads
        if suits(place, payload) and (place.name not in HEADERS_OF_ANY or payload.kind in _FOR_HEADERS)
    ]


def some_pairs(places: Sequence[Place], payloads: Sequence[Payload], count: int, seed: int) -> list[Pair]:
    """So many of them: every place in turn, and at each the row that suits it and was sent the longest time ago."""
    dice = random.Random(seed)
    shuffled = dice.sample(list(payloads), len(payloads))
    waiting = {form: [one for one in shuffled if one.form is form] for form in Form}
    pairs: list[Pair] = []
    for number, place in enumerate(itertools.islice(itertools.cycle(dice.sample(list(places), len(places))), count)):
        # Rows that are for bodies or for addresses alone take turns there with those that are for every place.
        rows = waiting[_OWN_FORM.get(place.where, Form.TEXT) if number % 2 else Form.TEXT]
        payload = next(row for row in rows if suits(place, row))
        rows.remove(payload)
        rows.append(payload)
        pairs.append((place, payload))
    return pairs


def in_turn(places: Sequence[Place]) -> list[Place]:
    """The places, with some of the headers of any request for each operation: they are read before anybody looks which."""
    asked = itertools.count()
    return [place for place in places if place.name not in HEADERS_OF_ANY or next(asked) % _ONE_HEADER_IN == 0]


@dataclass
class Stage:
    """A shop with an order in each state, and what was asked of it so far."""

    shop: OpenShop
    openings: Openings
    told: dict[str, Operation]
    ids: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    came_back: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    async def set_up(self) -> None:
        """One order unpaid, one paid, one shipped, and a product that nobody sells from."""
        for name in (*_USED_UP, *_MADE_AT):
            await self._renew(name)
        listed = await self._read("/admin/v1/products")
        product = await self._read(f"/admin/v1/products/{listed['items'][-1]['id']}")
        self.ids |= {"product": product["id"], "variant": product["variants"][0]["id"], "slug": product["slug"]}
        self.ids |= {"code": "31.74.02", "token": "x" * 20, "name": "x.webp"}

    async def _read(self, path: str) -> Any:
        return (await self.shop.client.get(path, headers=self.shop.staff)).json()

    async def _renew(self, name: str) -> None:
        if name == "cart":
            await self._new_cart()
            return
        if name in _MADE_AT:
            await self._make(name)
            return
        order = await self.shop.placed_order(("KOPI-250", 2))
        if name in {"paid", "shipped"}:
            assert (await self.shop.pay(order)).status_code == 200
        if name == "shipped":
            assert (await self.shop.ship(order)).status_code == 201
        self.ids[name] = order["id"]
        if name == "order":
            self.openings.order, self.ids["payment"] = order, order["payment"]["id"]

    async def _make(self, name: str) -> None:
        door = _MADE_AT[name]
        headers = await self.openings.ready(self.told[door.path].told, door.method)
        answer = await self.shop.client.post(door.path, json=door.body(), headers=headers)
        assert answer.status_code == 201, answer.text
        self.ids[name] = answer.json()["id"]

    async def _new_cart(self) -> None:
        body = an_order(("KOPI-250", 1))
        known = {name: body[name] for name in ("lines", "contact", "shipping_address", "shipping")}
        cart = (await self.shop.client.post("/store/v1/carts", json=known, headers=fresh_key())).json()
        self.ids |= {"cart": cart["id"], "line": cart["lines"][0]["id"]}

    async def ask_all(self, pairs: Sequence[Pair]) -> None:
        """Send every pair; what is wrong with the answers, and with what is stored after refusals, joins the complaints."""
        for number, pair in enumerate(pairs):
            progress(number, len(pairs), "requests of the corpus")
            before = self.shop.database.figures.transactions
            hit = await self._ask_and_judge(pair)
            if hit.status >= 400 and self.shop.database.figures.transactions != before:
                await self._look_again(pair)

    async def _look_again(self, pair: Pair) -> None:
        """A refusal during which something was committed (a key's last use, an order's refusal): is a row the more?"""
        before = await self._census()
        await self._ask(pair)
        after = await self._census()
        if after != before:
            moved = [name for name in after if before.get(name) != after[name]]
            self.complaints.append(f"{_name(pair)}: refused, and stored in {moved}")

    async def _census(self) -> Any:
        return await self.shop.database.run_sync(census)

    async def _ask_and_judge(self, pair: Pair) -> Hit:
        hit, seconds = await self._ask(pair)
        if seconds >= SECONDS:  # on a busy machine once is no proof
            hit, seconds = await self._ask(pair)
        self.answers[hit.status] += 1
        wrong = self._wrong(pair, hit, seconds)
        if wrong:
            self.complaints.append(f"{_name(pair)} {pair[1].value[:40]!r}: {wrong}")
        if hit.status < 300:
            self.accepted.add(pair[0].operation.id)
            await self._replace_what_was_used(pair[0].operation)
        return hit

    async def _ask(self, pair: Pair) -> tuple[Hit, float]:
        place, payload = pair
        operation = place.operation
        headers = {"accept-language": b"en", **await self._keys(operation)}
        if operation.takes_json():
            headers["content-type"] = b"application/json"
        content = _body(place, payload) if place.where in {Where.BODY, Where.KEY} else _plain(operation)
        if place.where is Where.HEADER:
            headers[place.name.lower()] = payload.value.encode("utf-8", "surrogatepass")
        for once in (b"TORAJA-250", b"JNE1"):  # what two may not share
            content = content.replace(b'"' + once + b'"', b'"' + once + secrets.token_hex(4).upper().encode() + b'"')
        path, query = self._address(place, payload)
        begun = time.monotonic()
        hit = await call(self.shop.client, operation.method, path, query, list(headers.items()), content)
        return hit, time.monotonic() - begun

    async def _keys(self, operation: Operation) -> dict[str, bytes]:
        """What opens the operation, as whoever may do it."""
        found = await self.openings.ready(operation.told, operation.method)
        found |= operation.door.headers if operation.door else {}
        return {name.lower(): value.encode() for name, value in found.items()}

    def _address(self, place: Place, payload: Payload) -> tuple[str, str]:
        operation, path = place.operation, place.operation.path
        sent = payload.value if payload.form is Form.ADDRESS else quote(payload.value, safe="", errors="surrogatepass")
        if place.where is Where.PATH:
            path = path.replace(f"{{{place.name}}}", sent)
        elif operation.door is not None:
            path = operation.door.path.format(**self.ids)
        path = re.sub(r"\{([^}]*)\}", lambda one: self.ids.get(_PATH_IDS.get(one[1], one[1]), "x"), path)
        needed = {
            one["name"] for one in operation.told.get("parameters", []) if one["in"] == "query" and one.get("required")
        }
        query = {name: quote(_GOOD_QUERY.get(name, "x")) for name in needed}
        if place.where is Where.QUERY:
            query[place.name] = sent
        return path, "&".join(f"{name}={value}" for name, value in query.items())

    async def _replace_what_was_used(self, operation: Operation) -> None:
        path = operation.door.path if operation.door else operation.path.replace("_id}", "}")
        used = {_COMES_WITH.get(name, name) for name in re.findall(r"\{([^}]*)\}", path)}
        if operation.method != "GET":
            for name in used & _USED_UP:
                await self._renew(name)
            if await self.openings.has_ended(operation.told):
                await self._renew("address_id")
        if operation.method == "DELETE":
            for name in used & _MADE_AT.keys() | set(re.findall(r"\{(\w+)\}", path)) & _MADE_AT.keys():
                await self._renew(name)

    def _wrong(self, pair: Pair, hit: Hit, seconds: float) -> str | None:
        place, payload = pair
        if seconds >= SECONDS:
            return f"took {seconds:.1f} s twice"
        if hit.status >= 500:
            return f"answered {hit.status} {hit.body[:300]!r}"
        if unsafe := reflected(hit):
            return unsafe
        if hit.status >= 400:
            return misnamed(place, payload, hit)
        if place.where is Where.BODY and payload.form is Form.TEXT:
            return self._not_kept(place, payload, hit)
        return None

    def _not_kept(self, place: Place, payload: Payload, hit: Hit) -> str | None:
        """Where the answer has a field of that name, the text stands in it, in NFC and without blanks around it."""
        told = list(_texts_at(json.loads(hit.body), place.name.rpartition(".")[2].partition("[")[0]))
        if not told:
            return None
        self.came_back.add(place.id)
        text = unicodedata.normalize("NFC", payload.value)
        kept = _KEPT_AS.get(place.name.rpartition(".")[2], _as_it_is)
        return None if any(kept(text, one) for one in told) else f"came back as {told[:3]!r}"


# A price list is replaced for a courier's service: neither name says anything without the other. An account has one
# address, by mail or by phone.
_DECIDED_TOGETHER = {name: set(both) for both in (("courier", "service"), ("email", "phone")) for name in both}


def _as_it_is(sent: str, told: str) -> bool:
    return told in {sent, sent.strip()}


def _number(sent: str, told: str) -> bool:
    return re.sub(r"\D", "", sent).lstrip("0").removeprefix("62") == told.removeprefix("+62")


def _mail(sent: str, told: str) -> bool:
    name, _, domain = sent.strip(" ").rpartition("@")
    return told == f"{name}@{domain.casefold().encode('idna').decode()}"


def _without_case(sent: str, told: str) -> bool:
    return told.casefold() == sent.strip().rstrip("/").casefold()


def _without_blanks(sent: str, told: str) -> bool:
    return told.casefold() == "".join(sent.split()).casefold()


_KEPT_AS = {
    "phone": _number,
    "whatsapp": _number,
    "email": _mail,
    "notification_email": _mail,
    **dict.fromkeys(("cors_origins[0]", "courier"), _without_case),
    "tracking_number": _without_blanks,
}


def _texts_at(node: Any, name: str) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name:
                yield from _texts_in(value)
            else:
                yield from _texts_at(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _texts_at(value, name)


def _texts_in(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts_in(value)


def reflected(hit: Hit) -> str | None:
    """What of a planted text an answer lets loose: in a header, or in a page."""
    for name, value in hit.headers.items():
        if MARK in name or "evil" in name or (name == "set-cookie" and MARK in value):
            return f"sets the header {name}: {value}"
    if "evil.example" in hit.headers.get("location", "") or "evil.example" in hit.headers.get(
        "access-control-allow-origin", ""
    ):
        return f"leads astray: {hit.headers}"
    if hit.headers.get("content-type", "").startswith("text/html"):
        found = re.search(rb"<[^>]*x7k9[^>]*>|<script>x7k9", hit.body)
        return f"shows {found[0]!r} unescaped" if found else None
    if hit.body and hit.headers.get("x-content-type-options") != "nosniff":
        return "may be taken for something else: no nosniff"
    return None


def needed_of(operation: Operation) -> set[str]:
    """The parameters of its query that must be there."""
    told = operation.told.get("parameters", [])
    return {one["name"] for one in told if one["in"] == "query" and one.get("required")}


def misnamed(place: Place, payload: Payload, hit: Hit) -> str | None:
    """What is wrong with a refusal: no problem document, or it blames another field than the one that was filled in."""
    page = "text/html" in json.dumps(place.operation.told.get("responses", {}))
    if page and hit.headers["content-type"].startswith("text/html"):
        return None
    if hit.headers["content-type"] != "application/problem+json":
        return f"answered {hit.status} as {hit.headers['content-type']}"
    problem = json.loads(hit.body.decode())
    if problem["status"] != hit.status or not problem["code"] or not problem["detail"]:
        return f"is no problem: {hit.body[:200]!r}"
    if _is_its_own(place.operation, problem):
        return None
    if hit.status != 422:
        return None if hit.status in _OTHER_REFUSALS[place.where] else f"answered {hit.status} {problem['code']}"
    blamed = [one["path"] for one in problem["errors"]]
    return None if any(_is_about(place, payload, path) for path in blamed) else f"blames {blamed} {problem['code']}"


_OTHER_REFUSALS = {
    Where.BODY: {400, 404, 409},
    Where.KEY: {404, 409},
    Where.QUERY: {400, 404},
    Where.PATH: {400, 404, 405},
    Where.HEADER: {400, 401, 404, 409, 412, 415},
}


def _is_its_own(operation: Operation, problem: dict[str, Any]) -> bool:
    """Whether the operation refuses what is good in form, too: a password that is wrong, a code that nobody sent."""
    own = operation.door.refused_as if operation.door else ""
    return problem["code"] in {own, "accounts.password_wrong"} or (
        operation.door is None and problem["code"].startswith("accounts.")
    )


def _is_about(place: Place, payload: Payload, path: str) -> bool:
    if place.operation.takes_json() and place.operation.door is None:
        return True  # nobody has said yet what a good request is like, so it may be refused for anything
    if place.where is Where.KEY:
        return bool(path) or not payload.value
    if place.where is Where.BODY:
        top = re.split(r"[.\[]", place.name)[0]
        return any(path.startswith(name) for name in _DECIDED_TOGETHER.get(top, {top}))
    return path.lower() == place.name.lower() or path in needed_of(place.operation) - _GOOD_QUERY.keys()


def _body(place: Place, payload: Payload) -> bytes:
    if payload.form is Form.JSON:
        return place.body_with(payload.value)
    # Every other one in plain UTF-8, where it can be; the others escaped.
    text = json.dumps(payload.value, ensure_ascii=payload.number % 2 == 0 or not _is_sound(payload.value))
    return place.body_with(text)


def _is_sound(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)


def _plain(operation: Operation) -> bytes:
    body = operation.body()
    return json.dumps(body).encode() if operation.takes_json() else b""


def _name(pair: Pair) -> str:
    return f"{pair[0].id} <- {pair[1].id}"


async def call(
    client: Any, method: str, path: str, query: str, headers: Sequence[tuple[str, bytes]], content: bytes
) -> Hit:
    """Ask the application with these very bytes, which a client library would tidy up."""
    raw = path.encode()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method, "root_path": "",
        "path": unquote(path), "raw_path": raw, "query_string": query.encode(), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        "headers": [(b"host", b"127.0.0.1:8000"), (b"content-length", str(len(content)).encode()), *((name.encode(), value) for name, value in headers)],
    }  # fmt: skip
    told: list[dict[str, Any]] = []
    waiting = iter([{"type": "http.request", "body": content, "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(waiting, {"type": "http.disconnect"})

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    async with asyncio.timeout(_PATIENCE_SECONDS):
        await client._transport.app(scope, receive, send)
    start = told[0]
    found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Hit(start["status"], found, b"".join(message.get("body", b"") for message in told[1:]))
