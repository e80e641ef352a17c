"""Everybody at every operation: what docs/access.md and the OpenAPI document promise, asked of the running application.

guarantees.md row 76, figure G30. A request that is let in stops at its body, which holds a field that nobody knows, so
that nothing is done; a route that nobody said anything about fails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.access import (
    CUSTOMER,
    KEY,
    ORDER,
    PASS,
    SESSION,
    Knocker,
    Operation,
    expected,
    operations_in,
    read_manual,
)
from tests.support.asgi import Answered, ask
from tests.support.customers import sign_in_somebody
from tests.support.notes import Note
from tests.support.shop import SYSTEM, OpenShop, fresh_key, open_shop
from tests.support.staff import sign_in_staff, with_token

from niaga.accounts.model import HolderKind, Proof
from niaga.accounts.public import (
    OPERATOR,
    KeyWish,
    Permission,
    authenticate_key,
    create_key,
    create_role,
    create_staff,
    disable_staff_at,
    end_sessions,
    revoke_key,
)
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Engine

KOPI = "KOPI-250"
NOTHING_KNOWS = b'{"no_such_field":1}'
MANUAL = read_manual()
PREFIXES = {"order_id": "ord", "payment_id": "pay", "product_id": "prd", "variant_id": "var", "cart_id": "crt"}
pytestmark = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with an order by Sari and one by Budi."""
    async with open_shop(database, tmp_path) as opened:
        for _ in ("Sari", "Budi"):
            opened.placed.append(await opened.placed_order((KOPI, 1)))
        yield opened


async def knockers(shop: OpenShop) -> list[Knocker]:
    """Everybody, by what they show."""
    return [
        Knocker("nobody", {}),
        *await buyers(shop),
        *[one async for one in members(shop)],
        *await scopes(shop),
        *[
            Knocker(name, with_token(token), looks_like=CUSTOMER if token.startswith("ng_s_") else None)
            for name, token in (await shut_out(shop)).items()
        ],
    ]


async def buyers(shop: OpenShop) -> list[Knocker]:
    """Buyers who signed in, and holders of an order's token."""
    sari = await sign_in_somebody(shop.database, "Sari", "sari@example.com")
    budi = await sign_in_somebody(shop.database, "Budi", "budi@example.com")
    return [
        Knocker("a buyer", sari.headers, CUSTOMER),
        Knocker("another buyer", budi.headers, CUSTOMER),
        Knocker("an order's token", with_token(shop.placed[0]["access_token"]), ORDER),
    ]


async def members(shop: OpenShop) -> AsyncIterator[Knocker]:
    """Each role by key, by a sign-in with two factors, and by one with a password alone; and a role of the shop's own."""
    packer = frozenset({"orders.read", "orders.ship"})
    own = frozenset(Permission(one) for one in packer)
    await shop.database.write(lambda tx: create_role(tx, OPERATOR, name="packer", permissions=own))
    for role, may in {**MANUAL.roles, "packer": packer}.items():
        email = f"{role}@example.com"
        _, key = await shop.database.write(lambda tx, e=email, r=role: create_staff(tx, e, r))
        yield Knocker(f"{role}'s key", with_token(key), KEY, may, may)
        for proof in (Proof.TWO_FACTORS, Proof.PASSKEY, Proof.PASSWORD):
            token = await sign_in_staff(shop.database, email, role, proof)
            weaker = may - MANUAL.strong if proof is Proof.PASSWORD else may
            yield Knocker(f"{role} by {proof}", with_token(token), SESSION, may, weaker)


async def scopes(shop: OpenShop) -> list[Knocker]:
    """An owner's keys that may do one thing each."""
    person, _ = await shop.database.write(lambda tx: create_staff(tx, "coder@example.com", "owner"))

    def one(tx: Any, scope: str) -> str:
        return create_key(tx, OPERATOR, person.id, KeyWish(name=scope, scopes=frozenset({Permission(scope)})))[1]

    made = []
    for scope in sorted(MANUAL.permissions):
        key = await shop.database.write(lambda tx, scope=scope: one(tx, scope))
        may = frozenset({scope})
        made.append(Knocker(f"a key for {scope}", with_token(key), KEY, may, may))
    return made


async def shut_out(shop: OpenShop) -> dict[str, str]:
    """Tokens that opened something once, or nearly."""
    database, clock = shop.database, shop.database.clock
    person, revoked = await database.write(lambda tx: create_staff(tx, "left@example.com", "owner"))
    found = await database.read(lambda db: authenticate_key(db, revoked))
    assert found is not None
    await database.write(lambda tx: revoke_key(tx, found.key_id, by=SYSTEM))
    soon = KeyWish(expires_at=clock.now() + timedelta(seconds=1))
    _, over = await database.write(lambda tx: create_key(tx, OPERATOR, person.id, soon))
    clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    ended = await sign_in_staff(database, "left@example.com", "owner")
    await database.write(lambda tx: end_sessions(tx, HolderKind.STAFF, person.id))
    _, disabled = await database.write(lambda tx: create_staff(tx, "off@example.com", "owner"))
    off = await sign_in_staff(database, "off@example.com", "owner")
    await database.write(lambda tx: disable_staff_at(tx, "off@example.com"))
    gone = await sign_in_somebody(database, "Dewi", "dewi@example.com")
    await database.write(lambda tx: end_sessions(tx, HolderKind.CUSTOMER, gone.id))
    mine = shop.placed[0]["access_token"]
    return {
        "a revoked key": revoked,
        "a key past its end": over,
        "an ended staff session": ended,
        "a disabled person's key": disabled,
        "a disabled person's session": off,
        "an ended buyer's session": gone.token,
        "a forged order token": mine[:-1] + ("a" if mine[-1] != "a" else "b"),
        "a staff session's token as a buyer's": off.replace("ng_t_", "ng_s_"),
        "a buyer's token as a staff session's": gone.token.replace("ng_s_", "ng_t_"),
    }


async def knock(app: Any, shop: OpenShop, one: Operation, who: Knocker) -> Answered:
    """Use the operation; whatever takes no body is given one too, which it refuses once the asker is in."""
    ids = {"order_id": shop.placed[0]["id"], "payment_id": shop.placed[0]["payment"]["id"]}
    path = re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], f"{PREFIXES.get(found[1], 'x')}_{new_id()}"), one.path)
    body = b"" if one.method == "GET" else NOTHING_KNOWS
    return await ask(app, one.method, path, {**fresh_key(), "If-Match": "*", **who.headers}, body)


def outcome(answer: Answered) -> str:
    """In, or the refusal."""
    return f"{answer.status} {answer.code}" if answer.status in (401, 403) else PASS


async def test_everybody_at_every_operation(shop: OpenShop, note: Note) -> None:
    app: Any = shop.client._transport.app  # type: ignore[attr-defined]
    operations = operations_in((await shop.client.get("/openapi.json")).json())
    everybody = await knockers(shop)
    seen: Counter[str] = Counter()
    wrong = []
    for who in everybody:
        for one in operations:
            wanted, answer = expected(one, who), await knock(app, shop, one, who)
            seen[wanted] += 1
            lost = answer.code == "request.route_not_found" and not one.path.startswith("/media/")
            if outcome(answer) != wanted or lost or answer.status >= 500:
                wrong.append(f"{who.name} at {one.place}: {answer.status} {answer.code}, promised {wanted}")
            if wanted.startswith("401") and answer.header("www-authenticate") != "Bearer":
                wrong.append(f"{who.name} at {one.place} is not told how to come in")
    assert wrong == [], "\n".join(wrong)
    note(askers=len(everybody), operations=len(operations), pairs=seen.total(), let_in=seen[PASS])
    assert len(everybody) >= 55
    assert len(operations) >= 90
