"""Ids of somebody else, wherever an id can stand: path, body, list, cursor, stream. They look like ids that never were.

guarantees.md rows 76, 77 of figure G32. A route with an id that nobody listed here fails.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.access import CUSTOMER, SESSION, Operation, operations_in
from tests.support.customers import sign_in_somebody
from tests.support.shop import OpenShop, an_order, fresh_key, open_shop
from tests.support.staff import sign_in_staff, with_token

from niaga.accounts.factors.model import Holder, KnownPasskey
from niaga.accounts.factors.store import insert_passkey
from niaga.accounts.model import HolderKind
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Engine

KOPI = "KOPI-250"
AN_ADDRESS = {
    "label": "Rumah", "recipient": "Budi", "phone": "081234567890", "street": "Jl. Setiabudi Tengah No. 5",
    "region_code": "31.74.02", "postal_code": "12910",
}  # fmt: skip
# What a body may name that belongs to nobody in particular, or proves itself.
NOBODYS = frozenset({"variant_id", "option_id", "id"})
PREFIX = {"order_id": "ord", "address_id": "adr", "passkey_id": "psk", "session_id": "ses", "cart_id": "crt"}
# Headers that differ from answer to answer, whatever it says.
OWN_HEADERS = frozenset({"x-request-id", "content-length", "traceparent"})
pytestmark = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


@dataclass
class Two:
    """Sari, who asks, and what is Budi's, by the name of the parameter that may hold it."""

    shop: OpenShop
    document: dict[str, Any]
    sari: str
    his: dict[str, str]

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Sari asks."""
        headers = {**with_token(self.sari), "If-Match": "*"}
        return await self.shop.client.request(method, path, headers=headers, json=body)

    def body_of(self, one: Operation) -> Any:
        """The example of the document, which obeys it."""
        if not one.has_body:
            return None
        written = self.document["paths"][one.path][one.method.lower()]
        return written["requestBody"]["content"]["application/json"]["example"]


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop."""
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def two(shop: OpenShop) -> Two:
    """Sari and Budi are customers; he has one of everything."""
    sari = await sign_in_somebody(shop.database, "Sari", "sari@example.com")
    budi = await sign_in_somebody(shop.database, "Budi", "budi@example.com")
    ask = shop.client
    order = await ask.post("/store/v1/orders", json=an_order((KOPI, 1)), headers=budi.headers)
    address = await ask.post("/store/v1/me/addresses", json=AN_ADDRESS, headers=budi.headers)
    (session,) = (await ask.get("/store/v1/me/sessions", headers=budi.headers)).json()["items"]
    cart = await ask.post("/store/v1/carts", json={"lines": [{"sku": KOPI, "quantity": 1}]}, headers=fresh_key())
    taken = await ask.post("/store/v1/me/cart", json={"cart_id": cart.json()["id"]}, headers=budi.headers)
    for made in (order, address, cart, taken):
        assert made.is_success, made.text
    his = {
        "order_id": order.json()["id"],
        "address_id": address.json()["id"],
        "session_id": session["id"],
        "passkey_id": f"psk_{await a_passkey(shop, HolderKind.CUSTOMER, budi.id)}",
        "cart_id": cart.json()["id"],
    }
    return Two(shop, (await ask.get("/openapi.json")).json(), sari.token, his)


async def a_passkey(shop: OpenShop, kind: HolderKind, holder: str) -> str:
    """A passkey of somebody."""
    key = KnownPasskey(id=new_id(), holder=Holder(kind, holder), credential="a", public_key="b", sign_count=0)
    await shop.database.write(lambda tx: insert_passkey(tx, key, credential_index=key.id, name="phone"))
    return key.id


def told(answer: httpx.Response, wire_id: str) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """All that an answer tells, without what names the request and the id that was asked for."""
    text = answer.text.replace(wire_id, "ID")
    if answer.text.startswith("{"):
        text = text.replace(str(answer.json().get("trace_id")), "TRACE")
    headers = tuple(sorted(pair for pair in answer.headers.items() if pair[0] not in OWN_HEADERS))
    return answer.status_code, text, headers


def with_ids(document: dict[str, Any], scheme: str) -> Iterator[Operation]:
    """Operations of somebody who signed in, with an id in their path."""
    for one in operations_in(document):
        if scheme in one.schemes and "{" in one.path and not one.open_to_all and one.permission is None:
            yield one


def parameter_of(one: Operation) -> str:
    """The name of its only id."""
    names = [part.strip("{}") for part in one.path.split("/") if part.startswith("{")]
    assert len(names) == 1, f"{one.place} names several things: say whose they are"
    return names[0]


async def test_an_id_of_another_in_a_path_looks_like_one_that_never_was(two: Two) -> None:
    asked = list(with_ids(two.document, CUSTOMER))
    assert len(asked) >= 8
    for one in asked:
        name = parameter_of(one)
        assert name in two.his, f"{one.place}: give Budi one of those in this test"
        answers = set()
        for wire_id in (two.his[name], f"{PREFIX[name]}_{new_id()}"):
            path = one.path.replace(f"{{{name}}}", wire_id)
            answers.add(told(await two.ask(one.method, path, two.body_of(one)), wire_id))
        assert len(answers) == 1, f"{one.place}: {answers}"
        assert next(iter(answers))[0] == 404, f"{one.place}: {answers}"


async def test_what_staff_have_of_their_own_is_no_other_members(two: Two) -> None:
    mine = await sign_in_staff(two.shop.database, "dewi@example.com", "owner")
    other = await sign_in_staff(two.shop.database, "joko@example.com", "owner")
    (session,) = (await two.shop.client.get("/admin/v1/me/sessions", headers=with_token(other))).json()["items"]
    joko = (await two.shop.client.get("/admin/v1/me", headers=with_token(other))).json()["id"].removeprefix("stf_")
    his = {"session_id": session["id"], "passkey_id": f"psk_{await a_passkey(two.shop, HolderKind.STAFF, joko)}"}
    asked = [one for one in with_ids(two.document, SESSION) if one.path.startswith("/admin/")]
    assert len(asked) >= 2
    for one in asked:
        name = parameter_of(one)
        answers = set()
        for wire_id in (his[name], f"{PREFIX[name]}_{new_id()}"):
            answer = await two.shop.client.request(
                one.method, one.path.replace(f"{{{name}}}", wire_id), headers=with_token(mine)
            )
            answers.add(told(answer, wire_id))
        assert len(answers) == 1, f"{one.place}: {answers}"
        assert next(iter(answers))[0] == 404, f"{one.place}: {answers}"


def fields_named_id(schema: dict[str, Any], components: dict[str, Any], seen: tuple[str, ...] = ()) -> Iterator[str]:
    """The fields of a body that name something."""
    reference = schema.get("$ref")
    if reference in seen:
        return
    if reference:
        yield from fields_named_id(components[reference.rsplit("/", 1)[1]], components, (*seen, reference))
    for name, inner in schema.get("properties", {}).items():
        if name == "id" or name.endswith(("_id", "_ids")):
            yield name
        yield from fields_named_id(inner, components, seen)
    for inner in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), schema.get("items")]:
        if isinstance(inner, dict):
            yield from fields_named_id(inner, components, seen)


async def test_an_id_of_another_in_a_body_looks_like_one_that_never_was(two: Two) -> None:
    components, asked = two.document["components"]["schemas"], 0
    for one in operations_in(two.document):
        if not one.has_body or not one.path.startswith("/store/"):
            continue
        written = two.document["paths"][one.path][one.method.lower()]["requestBody"]["content"]["application/json"]
        for name in set(fields_named_id(written["schema"], components)) - NOBODYS:
            assert name in two.his, f"{one.place}: whose is {name}? Give Budi one of those in this test"
            answers = set()
            for wire_id in (two.his[name], f"{PREFIX[name]}_{secret_like(two.his[name])}"):
                body = {**two.body_of(one), name: wire_id}
                answers.add(told(await two.ask(one.method, one.path, body), wire_id))
            assert len(answers) == 1, f"{one.place}: {answers}"
            assert next(iter(answers))[0] == 404, f"{one.place}: {answers}"
            asked += 1
    assert asked >= 1


def secret_like(wire_id: str) -> str:
    """Another id of the same shape."""
    own = wire_id.partition("_")[2]
    return own[:-6] + ("0000zz" if not own.endswith("0000zz") else "0000yy")


async def test_lists_cursors_and_exports_hold_what_is_ones_own(two: Two) -> None:
    mine = await two.ask("POST", "/store/v1/orders", an_order((KOPI, 1)))
    assert mine.status_code == 201
    lists = [
        one.path
        for one in operations_in(two.document)
        if one.method == "GET" and CUSTOMER in one.schemes and "{" not in one.path and not one.open_to_all
    ]
    assert len(lists) >= 5
    his = {*two.his.values(), "budi@example.com"}
    for path in lists:
        found = await two.ask("GET", path)
        assert not [one for one in his if one in found.text], path
    export = await two.ask("POST", "/store/v1/me/export", {})
    if export.status_code == 422:
        export = await two.ask("POST", "/store/v1/me/export")
    assert export.is_success, export.text
    assert mine.json()["id"] in export.text
    assert not [one for one in his if one in export.text]


async def test_a_stream_about_anothers_order_looks_like_one_about_none(two: Two) -> None:
    answers = set()
    for wire_id in (two.his["order_id"], f"ord_{new_id()}"):
        two.shop.shop.hub._stopping = True
        for topics in (f"order:{wire_id}", f"stock:var_{new_id()},order:{wire_id}"):
            answers.add(told(await two.ask("GET", f"/store/v1/stream?topics={topics}"), wire_id))
    assert len(answers) == 1, answers
    assert json.loads(next(iter(answers))[1])["code"] == "request.not_found"
