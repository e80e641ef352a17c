"""Attacks on accounts: twins of an address, codes and tokens where they do not belong, tongues nobody speaks, and a flood.

guarantees.md rows 69-77. What is wrong with a body is in `test_bad_input`; whose ids are whose in `test_others_ids`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.accounts import PASSWORD, SARI, AccountShop, SignedIn, account_shop, open_account_shop
from tests.support.hostile import census
from tests.support.payloads import LOCALES
from tests.support.staff import sign_in_staff

from niaga.platform.database import Database, Engine

__all__ = ["account_shop"]
HERS = "kiki.sari@example.com"
TWINS = {
    "dotless i": "k\u0131ki.sari@example.com",
    "dotted capital i": "K\u0130K\u0130.sari@example.com",
    "cyrillic i": "k\u0456ki.sari@example.com",
    "wide letters": "\uff4biki.sari@example.com",
    "long s": "kiki.\u017fari@example.com",
    "zero width": "ki\u200bki.sari@example.com",
    "soft hyphen": "ki\u00adki.sari@example.com",
    "accent apart": "kiki.sa\u0301ri@example.com",
    "right to left": "\u202ekiki.sari@example.com",
    "line break": "kiki.sari@example.com\n",
    "nothing": "kiki.sari@example.com\x00",
    "plus": "kiki.sari+x@example.com",
    "domain below": "kiki.sari@example.com.evil.example",
}
# The Kelvin sign is K in NFC: its letters go to her.
SAME = (
    "KIKI.Sari@Example.COM",
    "\u212aIKI.sari@example.com",
    " kiki.sari@example.com ",
    "kiki.sari@\uff45xample.com",
    "kiki.sari@e\u00adxample.com",
)
NEW = "lontong sayur medan"
pytestmark = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


@pytest.fixture
async def counted(database: Database, tmp_path: Path) -> AsyncIterator[AccountShop]:
    """A shop that counts how often somebody tries."""
    async with open_account_shop(database, tmp_path, throttle="on") as opened:
        yield opened


async def owner_of(shop: AccountShop, email: str, password: str) -> str | None:
    """Whose account the address and the password open."""
    answer = await shop.sign_in(email=email, password=password)
    assert answer.status_code < 500, answer.text
    return answer.json()["customer"]["id"] if answer.status_code == 201 else None


async def test_no_twin_of_an_address_opens_or_takes_her_account(account_shop: AccountShop) -> None:
    shop = account_shop
    kiki = await shop.customer(HERS)
    before = await shop.stored_hash(kiki)
    for name, twin in TWINS.items():
        assert await owner_of(shop, twin, PASSWORD) is None, name
        asked = await shop.client.post("/store/v1/password-resets", json={"email": twin})
        if asked.status_code == 202:
            body = {"email": twin, "code": await shop.code(asked.json()), "password": NEW}
            taken = await shop.client.post("/store/v1/password-resets/confirm", json=body)
            assert (taken.status_code, taken.json()["code"]) == (422, "accounts.code_wrong"), name
        signed_up = await shop.client.post("/store/v1/customers", json={"email": twin, "password": NEW, "name": "Evil"})
        assert signed_up.status_code in (202, 422), name
        if signed_up.status_code == 202:
            joined = await shop.verify(signed_up.json(), email=twin)
            assert joined.status_code in (201, 409), f"{name}: {joined.text}"
            assert joined.status_code == 409 or joined.json()["customer"]["id"] != kiki.id, name
    assert await owner_of(shop, HERS, PASSWORD) == kiki.id
    assert await shop.stored_hash(kiki) == before


async def test_two_spellings_of_one_address_are_one_account(account_shop: AccountShop) -> None:
    shop = account_shop
    kiki = await shop.customer(HERS)
    for spelling in SAME:
        assert await owner_of(shop, spelling, PASSWORD) == kiki.id, spelling
        asked = await shop.sign_up(email=spelling, password=NEW)
        again = await shop.verify(asked, email=spelling)
        assert (again.status_code, again.json()["code"]) == (422, "accounts.code_wrong"), spelling
    assert len(await shop.rows("SELECT id FROM customer")) == 1


async def questions(shop: AccountShop, sari: SignedIn) -> dict[str, tuple[str, str]]:
    """A code of each purpose that somebody waits for: its address and the code, by the door that it is for."""
    asked = {
        "/store/v1/customers/verify": ("new@example.com", await shop.sign_up(email="new@example.com")),
        "/store/v1/password-resets/confirm": (SARI, await question(shop, "/store/v1/password-resets", SARI)),
        "/store/v1/me/email/confirm": (
            "other@example.com",
            await question(shop, "/store/v1/me/email", "other@example.com", sari.headers),
        ),
    }
    return {door: (email, await shop.code(one)) for door, (email, one) in asked.items()}


async def question(shop: AccountShop, path: str, email: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A code is asked for."""
    answer = await shop.client.post(path, json={"email": email}, headers=headers)
    assert answer.status_code == 202, answer.text
    asked: dict[str, Any] = answer.json()
    return asked


async def test_a_code_counts_at_its_own_door_alone_and_once(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    codes = await questions(shop, sari)
    before = await shop.database.run_sync(census)
    extra = {"/store/v1/password-resets/confirm": {"password": NEW}}
    for door in codes:
        for own, (email, code) in codes.items():
            if door != own:
                body = {"email": email, "code": code, **extra.get(door, {})}
                answer = await shop.client.post(door, json=body, headers=sari.headers)
                assert (answer.status_code, answer.json()["code"]) == (422, "accounts.code_wrong"), f"{own} at {door}"
    assert await shop.database.run_sync(census) == before
    for door in sorted(codes, reverse=True):  # the reset first, which signs her out
        email, code = codes[door]
        again = (await shop.sign_in(password=NEW)).json().get("token", "none yet")
        for status in (True, False):
            body = {"email": email, "code": code, **extra.get(door, {})}
            answer = await shop.client.post(door, json=body, headers={"Authorization": f"Bearer {again}"})
            assert answer.is_success is status, f"{door}: {answer.text}"
            assert answer.status_code < 300 or answer.json()["code"] == "accounts.code_wrong", door


async def unread(shop: AccountShop) -> dict[str, Any]:
    """What is stored, but for the notes of who read what."""
    found = await shop.database.run_sync(census)
    return {name: told for name, told in found.items() if not name.startswith("audit_")}


async def test_no_token_stands_for_another_kind_of_token(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, order = await shop.customer(), await shop.order()
    staff = await sign_in_staff(shop.database, "dewi@example.com", "owner")
    tokens = {"session": sari.token, "order": order["access_token"], "key": shop.opened.owner_key, "staff": staff}
    doors = {
        "/store/v1/me": {"session"},
        "/store/v1/me/orders": {"session"},
        f"/store/v1/orders/{order['id']}": {"order"},
        "/admin/v1/orders": {"key", "staff"},
        "/admin/v1/me/sessions": {"staff"},
    }
    before = await unread(shop)
    for path, opens in doors.items():
        for kind, token in tokens.items():
            for scheme in (f"Bearer {token}", f"bearer  {token}", f"Basic {token}", f"Bearer {token}, Bearer x"):
                answer = await shop.client.get(path, headers={"Authorization": scheme})
                fine = (200, 401, 404) if kind in opens else (401, 404)
                assert answer.status_code in fine, f"{kind} as {scheme[:8]!r} at {path}: {answer.status_code}"
            cookie = await shop.client.get(path, headers={"Cookie": f"__Host-niaga_session={token}"})
            read = (200, 404) if kind == "session" and path.startswith("/store/") else (401,)
            assert cookie.status_code in read, f"{kind} in a cookie at {path}"
            assert (await shop.client.get(path, headers={"X-Api-Key": token})).status_code == 401, path
        assert (await shop.client.get(f"{path}?access_token={sari.token}")).status_code in (401, 422), path
    assert await unread(shop) == before


async def test_a_tongue_that_nobody_speaks_changes_no_letter(account_shop: AccountShop) -> None:
    shop = account_shop
    for number, tongue in enumerate(LOCALES):
        email = f"tongue{number}@example.com"
        body = {"email": email, "password": PASSWORD, "name": "{code} %(code)s ${jndi:x} =1+1"}
        headers = [(b"accept-language", tongue.encode()), (b"user-agent", b"x" * 5_000)]
        answer = await shop.client.post("/store/v1/customers", json=body, headers=headers)
        assert answer.status_code in (202, 400), f"{tongue[:40]!r}: {answer.text}"
        if answer.status_code == 202:
            assert (await shop.verify(answer.json(), email=email)).status_code == 201
    spoken = {row[0] for row in await shop.rows("SELECT language FROM customer")}
    assert spoken == {"en", "id"}
    await shop.relay()
    assert all("\n" not in letter.subject and "evil" not in letter.subject for letter in shop.mail.messages)


async def test_a_flood_of_guesses_is_told_to_wait_and_stores_no_more(counted: AccountShop) -> None:
    shop = counted
    asked = await shop.sign_up()
    right = await shop.code(asked)
    statuses = []
    for guess in range(110):
        answer = await shop.verify(asked, code=f"{(int(right) + 1 + guess) % 10**6:06}")
        statuses.append(answer.status_code)
    assert set(statuses) == {422, 429}
    assert statuses[-1] == 429
    assert int(answer.headers["retry-after"]) > 0
    before = await shop.database.run_sync(census)
    assert (await shop.verify(asked, code=right)).status_code == 429
    assert await shop.database.run_sync(census) == before
    assert await shop.rows("SELECT id FROM customer") == []
