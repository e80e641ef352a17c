"""Staff over HTTP: invited, signed in, given rights and keys, and what then opens."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.shop import OpenShop, fresh_key, open_shop
from tests.support.staff import sign_in_staff, with_token

from niaga.accounts.model import Proof
from niaga.accounts.public import Passwords, authenticate_key
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database, Engine

LONG = "tiga kucing makan soto"
pytestmark = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop whose passwords are hashed quickly."""
    async with open_shop(database, tmp_path, stock={}) as opened:
        passwords: Any = opened.shop.passwords
        passwords._hasher = Passwords(memory_kibibytes=64)._hasher
        yield opened
        opened.shop.passwords.close()


async def invite(shop: OpenShop, email: str = "dewi@example.com", role: str = "finance") -> tuple[httpx.Response, str]:
    """Wati invites somebody; the answer, and the token in the letter."""
    answer = await shop.client.post("/admin/v1/staff", json={"email": email, "role": role}, headers=shop.owner)
    await shop.shop.relay.drain()
    return answer, token_in(shop)


def token_in(shop: OpenShop) -> str:
    """The token in the last letter."""
    (token,) = set(re.findall(r"ng_i_\w+", shop.mail.messages[-1].text))
    return token


async def accept(shop: OpenShop, token: str, password: str = LONG) -> httpx.Response:
    """Somebody chooses a password."""
    return await shop.client.post("/admin/v1/staff/accept", json={"token": token, "password": password})


async def sign_in(shop: OpenShop, email: str = "dewi@example.com", password: str = LONG, **more: Any) -> httpx.Response:
    """Somebody signs in."""
    return await shop.client.post("/admin/v1/sessions", json={"email": email, "password": password, **more})


async def audited(shop: OpenShop) -> list[str]:
    """What stands in the audit trail."""
    order = sa.select(audit_entry.c.action).order_by(audit_entry.c.at, audit_entry.c.id)
    return list(await shop.database.read(lambda db: db.execute(order).scalars().all()))


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json()["code"]


async def test_somebody_is_invited_chooses_a_password_and_comes_in(shop: OpenShop) -> None:
    invited, token = await invite(shop)
    assert (invited.status_code, invited.json()["status"]) == (201, "invited")
    assert shop.mail.messages[-1].to == "dewi@example.com"
    assert problem(await sign_in(shop)) == (401, "accounts.sign_in_failed")
    short = await accept(shop, token, "kucingsoto")
    assert (short.status_code, short.json()["errors"][0]["path"]) == (422, "password")
    assert (await accept(shop, token)).json()["status"] == "active"
    assert problem(await accept(shop, token)) == (410, "accounts.invitation_unknown")
    session = (await sign_in(shop, "Dewi@EXAMPLE.com")).json()
    assert session["token"].startswith("ng_t_")
    me = (await shop.client.get("/admin/v1/me", headers=with_token(session["token"]))).json()
    assert (me["email"], me["role"], me["needs_second_factor"]) == ("dewi@example.com", "finance", ["payments.confirm"])
    assert "payments.read" in me["permissions"]
    deeds = await audited(shop)
    assert [one for one in deeds if one.startswith("staff.")][-3:] == [
        "staff.invited",
        "staff.joined",
        "staff.signed_in",
    ]


async def test_an_unknown_address_and_a_wrong_password_are_told_the_same(shop: OpenShop) -> None:
    _, token = await invite(shop)
    await accept(shop, token)
    told = set()
    for email, password in (("dewi@example.com", "wrong"), ("nobody@example.com", LONG), ("agus@example.com", LONG)):
        answer = await sign_in(shop, email, password)
        told.add((answer.status_code, answer.text.replace(answer.json()["trace_id"], ""), len(answer.headers)))
    assert len(told) == 1
    assert next(iter(told))[0] == 401


async def test_many_tries_are_stopped_and_noted_once(shop: OpenShop) -> None:
    answers = [(await sign_in(shop, "wati@example.com", f"guess {number}")) for number in range(14)]
    assert [one.status_code for one in answers].count(429) >= 3
    assert answers[-1].headers["Retry-After"]
    assert (await audited(shop)).count("staff.many_tries") == 1
    for number in range(40):
        await sign_in(shop, f"made-up-{number}@example.com", "guess")
    assert (await audited(shop)).count("staff.many_tries") == 2


async def test_a_password_alone_moves_neither_money_nor_rights(shop: OpenShop) -> None:
    weak = await sign_in_staff(shop.database, "budi@example.com", "owner", Proof.PASSWORD)
    strong = await sign_in_staff(shop.database, "joko@example.com", "owner")
    path = "/admin/v1/payments/pay_01k2j3h4g5f6d7s8a9q0w1e2r3/confirm"
    for where in (path, "/admin/v1/api-keys", "/admin/v1/roles", "/admin/v1/staff"):
        refused = await shop.client.post(where, json={}, headers=with_token(weak))
        assert problem(refused) == (403, "accounts.stronger_sign_in_required"), where
        assert (await shop.client.post(where, json={}, headers=with_token(strong))).status_code in (404, 422), where
    assert (await shop.client.get("/admin/v1/orders", headers=with_token(weak))).status_code == 200


async def test_what_lowers_somebody_holds_within_a_second_in_every_process(shop: OpenShop) -> None:
    token = await sign_in_staff(shop.database, "budi@example.com", "manager")
    orders = "/admin/v1/orders"
    me = (await shop.client.get("/admin/v1/me", headers=with_token(token))).json()
    place = f"/admin/v1/staff/{me['id']}"
    lowered = await shop.client.patch(place, json={"role": "packer"}, headers={**shop.owner, "If-Match": "*"})
    assert (lowered.status_code, lowered.json()["errors"][0]["path"]) == (422, "role")
    made = await shop.client.post(
        "/admin/v1/roles", json={"name": "packer", "permissions": ["stock.read", "orders.read"]}, headers=shop.owner
    )
    await shop.client.patch(place, json={"role": "packer"}, headers={**shop.owner, "If-Match": '"1"'})
    await asyncio.sleep(0.6)
    assert (await shop.client.get(orders, headers=with_token(token))).status_code == 200
    assert (await shop.client.get("/admin/v1/tariffs", headers=with_token(token))).status_code == 403
    role = f"/admin/v1/roles/{made.json()['id']}"
    await shop.client.patch(role, json={"permissions": ["stock.read"]}, headers={**shop.owner, "If-Match": '"1"'})
    await asyncio.sleep(0.6)
    assert (await shop.client.get(orders, headers=with_token(token))).status_code == 403
    assert (await shop.client.delete(place, headers=shop.owner)).status_code == 204
    await asyncio.sleep(0.6)
    assert (await shop.client.get("/admin/v1/stock", headers=with_token(token))).status_code == 401


async def test_sign_ins_are_listed_and_ended_by_their_owner_alone(shop: OpenShop) -> None:
    mine = await sign_in_staff(shop.database, "budi@example.com", "support")
    other = await sign_in_staff(shop.database, "joko@example.com", "owner")
    (his,) = (await shop.client.get("/admin/v1/me/sessions", headers=with_token(other))).json()["items"]
    (own,) = (await shop.client.get("/admin/v1/me/sessions", headers=with_token(mine))).json()["items"]
    assert (own["current"], own["proof"]) == (True, "two_factors")
    foreign = await shop.client.delete(f"/admin/v1/me/sessions/{his['id']}", headers=with_token(mine))
    missing = await shop.client.delete(f"/admin/v1/me/sessions/{his['id'][:-1]}0", headers=with_token(mine))
    assert foreign.status_code == missing.status_code == 404
    assert (await shop.client.delete("/admin/v1/sessions/current", headers=with_token(mine))).status_code == 204
    assert (await shop.client.get("/admin/v1/me", headers=with_token(mine))).status_code == 401
    assert (await shop.client.get("/admin/v1/me", headers=with_token(other))).status_code == 200


async def test_a_new_password_ends_the_other_sign_ins_and_needs_the_old_one(shop: OpenShop) -> None:
    _, token = await invite(shop)
    await accept(shop, token)
    kept, other = [(await sign_in(shop)).json()["token"] for _ in range(2)]
    body = {"current_password": "wrong", "password": LONG + " lagi"}
    refused = await shop.client.post("/admin/v1/me/password", json=body, headers=with_token(kept))
    assert problem(refused) == (403, "accounts.password_wrong")
    changed = await shop.client.post(
        "/admin/v1/me/password", json={**body, "current_password": LONG}, headers=with_token(kept)
    )
    assert changed.status_code == 204
    answers = [(await shop.client.get("/admin/v1/me", headers=with_token(one))).status_code for one in (kept, other)]
    assert answers == [200, 401]
    assert problem(await sign_in(shop)) == (401, "accounts.sign_in_failed")
    assert (await sign_in(shop, password=LONG + " lagi")).status_code == 201


async def test_a_key_is_shown_once_and_ends_with_its_makers(shop: OpenShop) -> None:
    clock: Any = shop.database.clock
    end = clock.now() + timedelta(hours=1)
    body = {"name": "Kasir", "scopes": ["orders.read", "keys.write"], "expires_at": end.isoformat()}
    made = await shop.client.post("/admin/v1/api-keys", json=body, headers=shop.owner)
    key = made.json()["key"]
    longer = {**body, "expires_at": None, "scopes": ["orders.read"]}
    child = await shop.client.post("/admin/v1/api-keys", json=longer, headers=with_token(key))
    assert child.json()["expires_at"] == made.json()["expires_at"]
    more = await shop.client.post(
        "/admin/v1/api-keys", json={**body, "scopes": ["stock.read"]}, headers=with_token(key)
    )
    assert problem(more) == (403, "accounts.beyond_your_rights")
    listed = (await shop.client.get("/admin/v1/api-keys", headers=shop.owner)).text
    assert made.json()["id"] in listed
    assert key not in listed
    assert (await shop.client.get("/admin/v1/orders", headers=with_token(key))).status_code == 200
    assert (await shop.client.get("/admin/v1/stock", headers=with_token(key))).status_code == 403
    clock.advance(timedelta(hours=1))
    for one in (key, child.json()["key"]):
        assert (await shop.client.get("/admin/v1/orders", headers=with_token(one))).status_code == 401
        assert await shop.database.read(lambda db, one=one: authenticate_key(db, one)) is None


async def test_keys_of_others_look_like_none_to_who_may_not_change_staff(shop: OpenShop) -> None:
    await shop.client.post(
        "/admin/v1/roles", json={"name": "coder", "permissions": ["keys.write", "orders.read"]}, headers=shop.owner
    )
    mine = await sign_in_staff(shop.database, "budi@example.com", "coder")
    owners = (await shop.client.get("/admin/v1/api-keys", headers=shop.owner)).json()["items"]
    assert len(owners) == 3
    listed = (await shop.client.get("/admin/v1/api-keys", headers=with_token(mine))).json()["items"]
    assert len(listed) == 1
    foreign = await shop.client.delete(f"/admin/v1/api-keys/{owners[0]['id']}", headers=with_token(mine))
    missing = await shop.client.delete("/admin/v1/api-keys/key_01k2j3h4g5f6d7s8a9q0w1e2r3", headers=with_token(mine))
    assert problem(foreign) == problem(missing) == (404, "request.not_found")
    assert (
        await shop.client.delete(f"/admin/v1/api-keys/{listed[0]['id']}", headers=with_token(mine))
    ).status_code == 204


async def test_a_post_that_answers_a_secret_ignores_the_key_of_repetition(shop: OpenShop) -> None:
    body, again = {"name": "Kasir", "scopes": ["orders.read"]}, fresh_key()
    made = [await shop.client.post("/admin/v1/api-keys", json=body, headers={**shop.owner, **again}) for _ in range(2)]
    assert made[0].json()["key"] != made[1].json()["key"]
    assert "Idempotency-Replayed" not in made[1].headers
