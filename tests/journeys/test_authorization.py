"""Who may use which route, whatever they show. What is not yours is not there, and looks like what never was.

Every asker at every operation: test_access_matrix.py. Ids of others: test_others_ids.py.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.hostile import census
from tests.support.shop import SYSTEM, OpenShop, an_order, bearer, fresh_key, open_shop

from niaga.accounts.public import authenticate_key, create_staff, revoke_key
from niaga.foundation.identity import new_id
from niaga.orders.public import access_token
from niaga.platform.database import Database
from niaga.platform.http import OUR_FORM, PUBLIC

KOPI = "KOPI-250"
DENIED = (401, 403)


@dataclass(frozen=True)
class Operation:
    """A documented operation: who may use it, by its document."""

    method: str
    path: str
    security: str | None
    permission: str | None


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with an order by Sari and one by Budi, whom she does not know."""
    async with open_shop(database, tmp_path) as opened:
        for _ in ("Sari", "Budi"):
            opened.placed.append(await opened.placed_order((KOPI, 1)))
        yield opened


async def operations(shop: OpenShop) -> list[Operation]:
    """Every documented operation."""
    paths = (await shop.client.get("/openapi.json")).json()["paths"]
    return [
        Operation(method.upper(), path, next(iter(one["security"][0]), None) if "security" in one else None, one.get("x-permission"))
        for path, methods in paths.items()
        for method, one in methods.items()
    ]  # fmt: skip


async def knock(
    shop: OpenShop, one: Operation, headers: dict[str, str], order: dict[str, Any] | None = None
) -> httpx.Response:
    """Use the operation on an order of the shop; bodies are empty, for who may enter is asked first."""
    order = order or shop.placed[0]
    ids = {"order_id": order["id"], "payment_id": order["payment"]["id"]}
    path = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], f"prd_{new_id()}"), one.path)
    body: dict[str, Any] = {} if one.method == "GET" else {"json": {}}
    return await shop.client.request(one.method, path, headers={**fresh_key(), "If-Match": "*", **headers}, **body)


def with_token(token: str) -> dict[str, str]:
    """A bearer token."""
    return {"Authorization": f"Bearer {token}"}


def strangers(shop: OpenShop) -> dict[str, dict[str, str]]:
    """Everybody who is not staff."""
    return {
        "nobody": {},
        "an order's token": bearer(shop.placed[0]),
        "a key that is none": with_token("ng_" + "A" * 43),
        "half a key": with_token(shop.owner_key[:-1]),
        "a key with more": with_token(shop.owner_key + "A"),
        "a key in other letters": with_token(shop.owner_key.swapcase()),
        "another scheme": {"Authorization": f"Basic {shop.owner_key}"},
        "no scheme": {"Authorization": shop.owner_key},
        "a key in a cookie": {"Cookie": f"niaga_order={shop.owner_key}; session={shop.owner_key}"},
        "a key in another header": {"X-Api-Key": shop.owner_key, "X-Forwarded-User": "wati@example.com"},
        "an empty token": with_token(""),
        "a very long token": with_token("ng_" + "A" * 5000),
    }


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json()["code"]


async def test_only_staff_enter_the_doors_of_staff(shop: OpenShop) -> None:
    before = await shop.database.run_sync(census)
    doors = [one for one in await operations(shop) if one.path.startswith("/admin") and one.security]
    assert len(doors) >= 20
    for one in doors:
        assert one.security in ("staff_key", "staff_session"), f"{one.path} is under /admin and opens to {one.security}"
        for who, headers in strangers(shop).items():
            answer = await knock(shop, one, headers)
            assert problem(answer) == (401, "request.unauthenticated"), (
                f"{who} at {one.method} {one.path}: {answer.text}"
            )
            assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert await shop.database.run_sync(census) == before


async def test_some_doors_are_the_owners_alone(shop: OpenShop) -> None:
    settings = await shop.client.patch(
        "/admin/v1/settings", json={"name": "X"}, headers={**shop.staff, "If-Match": "*"}
    )
    assert problem(settings) == (403, "request.forbidden")
    before = await shop.database.run_sync(census)
    agreed = an_order((KOPI, 1), override={"reason": "A friend", "shipping_price": 0})
    taken = await shop.client.post("/admin/v1/orders", json=agreed, headers=shop.staff)
    assert problem(taken) == (403, "request.forbidden")
    assert await shop.database.run_sync(census) == before
    assert (await shop.client.post("/admin/v1/orders", json=agreed, headers=shop.owner)).status_code == 201


async def test_an_order_opens_to_its_own_token_alone(shop: OpenShop) -> None:
    sari, budi = shop.placed
    token = sari["access_token"]
    before = await shop.database.run_sync(census)
    for one in [one for one in await operations(shop) if one.security == "order_token"]:
        for who in ({}, shop.owner, with_token(token[1:]), {"Authorization": f"Basic {token}"}):
            assert problem(await knock(shop, one, who)) == (401, "request.unauthenticated"), one.path
        for forged in forgeries(token, budi["access_token"]):
            answer = await knock(shop, one, with_token(forged))
            assert problem(answer) == (401, "request.unauthenticated"), f"{one.path} opened to {forged}: {answer.text}"
        assert problem(await knock(shop, one, bearer(budi))) == (404, "request.not_found")
    assert await shop.database.run_sync(census) == before


def forgeries(token: str, other: str) -> list[str]:
    """Tokens that nobody gave out."""
    last = "a" if token[-1] != "a" else "b"
    later_version = re.sub(r"_1_", "_2_", token)
    return [
        token[:-1] + last,
        token[:-1],
        token + "a",
        token[:30],
        token[:30] + other[30:],
        token.upper(),
        later_version,
    ]


async def test_what_belongs_to_another_looks_like_what_never_was(shop: OpenShop) -> None:
    sari, budi = shop.placed
    missing = {**budi, "id": f"ord_{new_id()}"}
    genuine = access_token(shop.database.vault, missing["id"].removeprefix("ord_"), 1)
    revoked = access_token(shop.database.vault, budi["id"].removeprefix("ord_"), 2)
    for one in [one for one in await operations(shop) if one.security == "order_token"]:
        told = set()
        for asked, token in (
            (budi, sari["access_token"]),
            (missing, sari["access_token"]),
            (missing, genuine),
            (budi, revoked),
        ):
            answer = await knock(shop, one, with_token(token), asked)
            text = answer.text.replace(asked["id"], "ID").replace(answer.json()["trace_id"], "TRACE")
            told.add((answer.status_code, text, answer.headers["content-type"]))
        assert len(told) == 1, told
        assert next(iter(told))[0] == 404


async def test_public_doors_ask_nobody_who_she_is(shop: OpenShop) -> None:
    for one in [one for one in await operations(shop) if one.security is None]:
        for headers in ({}, with_token("nonsense"), shop.staff):
            assert (await knock(shop, one, headers)).status_code not in DENIED, one.path


async def undocumented(shop: OpenShop) -> list[tuple[str, Any, set[str]]]:
    """What the application answers and its document does not name: path, handler, methods."""
    documented = {(one.method, one.path) for one in await operations(shop)}
    found = []
    for route in shop.client._transport.app.app.routes:  # type: ignore[attr-defined]
        for handler in getattr(route, "route_handlers", []):
            methods = {str(method) for method in handler.http_methods} - {"OPTIONS"}
            if methods and not {(method, route.path_format) for method in methods} <= documented:
                found.append((route.path_format, handler, methods))
    return found


async def test_what_no_document_names_is_public_and_only_read(shop: OpenShop) -> None:
    for path, handler, methods in await undocumented(shop):
        if handler.opt["policy"] is not OUR_FORM:
            # The metrics are for this machine or a key: tests/integration/web/test_metrics.py.
            assert handler.opt["policy"] is PUBLIC or path == "/metrics", path
            assert methods <= {"GET", "HEAD"}, path


async def test_forms_of_our_pages_are_taken_from_our_pages_alone(shop: OpenShop) -> None:
    forms = [path for path, handler, _ in await undocumented(shop) if handler.opt["policy"] is OUR_FORM]
    assert len(forms) > 1
    for path in forms:
        place = re.sub(r"\{\w+\}", new_id(), path)
        bare = await shop.client.post(place, data={"deed": "cancel"})
        forged = {"form_token": "a" * 12 + "." + "b" * 43, "deed": "cancel"}
        strange = await shop.client.post(place, data=forged, headers={"Cookie": "niaga_visit=" + "c" * 22})
        assert (bare.status_code, strange.status_code) == (403, 403), path


async def test_a_cookie_only_reads(shop: OpenShop) -> None:
    sari, budi = shop.placed
    for cookie in ("niaga_order", "__Host-niaga_order"):
        kept = {"Cookie": f"{cookie}={sari['access_token']}"}
        for one in [one for one in await operations(shop) if one.security == "order_token"]:
            answer = await knock(shop, one, kept)
            assert answer.status_code == (200 if one.method == "GET" else 401), (
                f"{one.method} {one.path}: {answer.text}"
            )
            if one.method == "GET":
                assert (await knock(shop, one, kept, budi)).status_code == 404
                head = await shop.client.head(f"/store/v1/orders/{sari['id']}", headers=kept)
                assert (head.status_code, head.content) == (200, b"")
    assert (await shop.read(sari))["status"] == "awaiting_payment"


async def test_a_revoked_key_opens_nothing_a_second_later(shop: OpenShop) -> None:
    _, key = await shop.database.write(lambda tx: create_staff(tx, "dewi@example.com", "manager"))
    path = "/admin/v1/orders"
    assert (await shop.client.get(path, headers=with_token(key))).status_code == 200
    person = await shop.database.read(lambda db: authenticate_key(db, key))
    assert person is not None
    await shop.database.write(lambda tx: revoke_key(tx, person.key_id, by=SYSTEM))
    await asyncio.sleep(1)
    assert problem(await shop.client.get(path, headers=with_token(key))) == (401, "request.unauthenticated")


async def test_no_answer_tells_a_secret_again(shop: OpenShop) -> None:
    sari = shop.placed[0]
    for path, headers in (
        (f"/store/v1/orders/{sari['id']}", bearer(sari)),
        (f"/admin/v1/orders/{sari['id']}", shop.owner),
        ("/admin/v1/orders", shop.owner),
        ("/admin/v1/settings", shop.owner),
    ):
        answer = await shop.client.get(path, headers=headers)
        assert answer.status_code == 200
        for secret in (sari["access_token"], shop.owner_key, shop.staff_key):
            assert secret not in answer.text


async def test_a_key_of_one_order_replays_nothing_for_another(shop: OpenShop) -> None:
    sari, budi = shop.placed
    key = {"Idempotency-Key": "k" * 16}
    first = await shop.client.post(f"/store/v1/orders/{sari['id']}/cancel", headers={**bearer(sari), **key})
    other = await shop.client.post(f"/store/v1/orders/{budi['id']}/cancel", headers={**bearer(budi), **key})
    assert (first.json()["id"], other.json()["id"]) == (sari["id"], budi["id"])
    foreign = await shop.client.post(f"/store/v1/orders/{sari['id']}/cancel", headers={**bearer(budi), **key})
    assert foreign.status_code == 404
    nobody = await shop.client.post(f"/store/v1/orders/{sari['id']}/cancel", headers=key)
    assert nobody.status_code == 401
