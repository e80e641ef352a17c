"""Signing up, proving an address, signing in, and everything that an account does with itself, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.accounts import PASSWORD, SARI, AccountShop, SignedIn, account_shop, open_account_shop
from tests.support.statements import statements_of

from niaga.accounts.public import Passwords, Sessions
from niaga.platform.database import Database, Engine

__all__ = ["account_shop"]
on_sqlite = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)
NEW = "lontong sayur medan"
TRACE = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"}


@pytest.fixture
async def counted(database: Database, tmp_path: Path) -> AsyncIterator[AccountShop]:
    """A shop that counts how often somebody tries."""
    async with open_account_shop(database, tmp_path, throttle="on") as opened:
        yield opened


def said(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def statuses(act: Callable[[], Awaitable[httpx.Response]], times: int) -> list[int]:
    return [(await act()).status_code for _ in range(times)]


async def me(shop: AccountShop, who: SignedIn) -> int:
    return (await shop.client.get("/store/v1/me", headers=who.headers)).status_code


async def reset(shop: AccountShop, asked: dict[str, Any], code: str, password: str = NEW) -> httpx.Response:
    body = {"email": SARI, "code": code, "password": password, "verification": asked["verification"]}
    return await shop.client.post("/store/v1/password-resets/confirm", json=body)


async def test_an_account_exists_once_its_code_came_back(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up(email="Sari@Example.com")
    assert await shop.rows("SELECT id FROM customer") == []
    assert said(await shop.sign_in()) == (401, "accounts.sign_in_failed")
    answer = await shop.verify(asked, email="sari@example.com")
    start = answer.json()
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert start["customer"]["email"] == "Sari@example.com"
    assert start["customer"]["name"] == "Sari Wulandari"
    assert await me(shop, SignedIn(start["customer"]["id"], start["token"], None)) == 200
    assert (await shop.sign_in(email="SARI@example.com")).status_code == 201


@on_sqlite
async def test_known_and_unknown_addresses_are_told_the_very_same(account_shop: AccountShop) -> None:
    shop = account_shop
    await shop.customer()
    pairs = [
        ("/store/v1/customers", {"password": PASSWORD, "name": "Sari"}, 202),
        ("/store/v1/password-resets", {}, 202),
        ("/store/v1/sessions", {"password": "kopi tubruk sore"}, 401),
    ]
    for path, body, status in pairs:
        answers, sent = [], []
        for email in (SARI, "nobody@example.com"):
            with statements_of(shop.database) as statements:
                answers.append(await shop.client.post(path, json={"email": email, **body}, headers=TRACE))
            sent.append(list(statements))
        known, unknown = answers
        assert (known.status_code, unknown.status_code) == (status, status), path
        assert sent[0] == sent[1], path
        kept = [{**one.json(), "verification": one.json().get("verification", "")[:4]} for one in answers]
        assert kept[0] == kept[1], path
        assert known.headers.keys() == unknown.headers.keys()
        assert known.headers["content-length"] == unknown.headers["content-length"]


async def test_five_mistakes_end_a_code_whoever_makes_them_at_once(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up()
    right = await shop.code(asked)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answers = await asyncio.gather(*(shop.verify(asked, code=wrong) for _ in range(12)))
    assert {said(one) for one in answers} == {(422, "accounts.code_wrong")}
    assert answers[0].json()["errors"][0]["path"] == "code"
    assert [row.tries for row in await shop.rows("SELECT tries FROM verification")] == [5]
    assert said(await shop.verify(asked, code=right)) == (422, "accounts.code_wrong")
    assert await shop.rows("SELECT id FROM customer") == []


async def test_a_code_that_comes_back_many_times_at_once_counts_once(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up()
    answers = await asyncio.gather(*(shop.verify(asked) for _ in range(5)))
    assert sorted(one.status_code for one in answers) == [201, 422, 422, 422, 422]
    assert len(await shop.rows("SELECT id FROM session")) == 1


async def test_two_sign_ups_for_one_address_make_one_account(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = [await shop.sign_up() for _ in range(2)]
    answers = await asyncio.gather(*(shop.verify(one) for one in asked))
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert "accounts.address_taken" in [one.json().get("code") for one in answers]
    assert len(await shop.rows("SELECT id FROM customer")) == 1


@on_sqlite
async def test_a_code_is_over_after_ten_minutes_and_a_new_one_ends_it(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up()
    first = await shop.code(asked)
    shop.clock.advance(timedelta(minutes=10))
    assert said(await shop.verify(asked, code=first)) == (422, "accounts.code_wrong")
    body = {"email": SARI, "verification": asked["verification"]}
    again = await shop.client.post("/store/v1/customers/codes", json=body)
    assert (again.status_code, again.json()["verification"]) == (202, asked["verification"])
    second = await shop.code(asked)
    if first != second:
        assert said(await shop.verify(asked, code=first)) == (422, "accounts.code_wrong")
    assert (await shop.verify(asked, code=second)).status_code == 201


@on_sqlite
async def test_what_is_sent_again_says_nothing_about_what_there_is(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up()
    bodies = [
        {"email": SARI, "verification": asked["verification"]},
        {"email": SARI, "verification": "ver_01m87040mbymdpkzx6knfxv81m"},
        {"email": "nobody@example.com", "verification": asked["verification"]},
    ]
    answers = [await shop.client.post("/store/v1/customers/codes", json=body) for body in bodies]
    assert {(one.status_code, tuple(one.json())) for one in answers} == {(202, ("verification", "expires_at"))}
    assert [row.issue for row in await shop.rows("SELECT issue FROM verification")] == [2]


@on_sqlite
async def test_a_strangers_sign_up_is_not_completed_by_her_code(account_shop: AccountShop) -> None:
    shop = account_shop
    strangers, hers = await shop.sign_up(password="kata sandi maling"), await shop.sign_up()
    codes = await shop.code(strangers), await shop.code(hers)
    if codes[0] != codes[1]:
        assert said(await shop.verify(hers, code=codes[0])) == (422, "accounts.code_wrong")
    assert (await shop.verify(hers, code=codes[1])).status_code == 201
    assert (await shop.sign_in(password="kata sandi maling")).status_code == 401
    assert (await shop.sign_in()).status_code == 201
    assert said(await shop.verify(strangers, code=codes[0])) == (409, "accounts.address_taken")


@on_sqlite
async def test_a_code_opens_nothing_but_what_it_was_asked_for(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    asked = (await shop.client.post("/store/v1/password-resets", json={"email": SARI})).json()
    code = await shop.code(asked)
    assert said(await shop.verify(asked, code=code)) == (422, "accounts.code_wrong")
    new = (await shop.client.post("/store/v1/me/email", json={"email": "new@example.com"}, headers=sari.headers)).json()
    body = {"email": "new@example.com", "code": await shop.code(new), "verification": new["verification"]}
    for who, path in ((budi.headers, "/store/v1/me/email/confirm"), ({}, "/store/v1/customers/verify")):
        assert said(await shop.client.post(path, json=body, headers=who)) == (422, "accounts.code_wrong")
    assert (await shop.client.post("/store/v1/me/email/confirm", json=body, headers=sari.headers)).status_code == 200


@on_sqlite
async def test_bad_bodies_name_their_field_and_store_nothing(account_shop: AccountShop) -> None:
    shop = account_shop
    fine = {"email": SARI, "password": PASSWORD, "name": "Sari"}
    bad: list[tuple[dict[str, Any], str]] = [
        ({**fine, "phone": "081234567890"}, "email"),
        ({"password": PASSWORD, "name": "Sari"}, "email"),
        ({**fine, "email": "sari"}, "email"),
        ({"phone": "021-5551234", "password": PASSWORD, "name": "Sari"}, "phone"),
        ({"phone": "+1 202 555 0147", "password": PASSWORD, "name": "Sari"}, "phone"),
        ({**fine, "password": "password1"}, "password"),
        ({**fine, "password": "Toko Uji 1"}, "password"),
        ({**fine, "password": "x" * 129}, "password"),
        ({**fine, "password": 12345678}, "password"),
        ({**fine, "name": ""}, "name"),
        ({**fine, "name": "Sari\r\nBcc: x@y.id"}, "name"),
        ({**fine, "role": "owner"}, "role"),
        ({**fine, "id": "cus_1", "verified": True}, "id"),
        ({**fine, "metadata": {"a": "b"}}, "metadata"),
    ]
    for body, field in bad:
        answer = await shop.client.post("/store/v1/customers", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["path"] == field
    assert await shop.rows("SELECT id FROM verification") == []


@on_sqlite
async def test_twins_of_an_address_are_other_accounts(account_shop: AccountShop) -> None:
    shop = account_shop
    await shop.customer("kiki@example.com")
    for twin in ("\uff4biki@example.com", "k\u0131ki@example.com", "kiki@example.co", "\u043ai\u043ai@example.com"):
        assert (await shop.sign_in(email=twin)).status_code == 401
        await shop.sign_up(email=twin)
    assert [row.purpose for row in await shop.rows("SELECT purpose FROM verification ORDER BY id")] == ["sign_up"] * 5


@on_sqlite
async def test_a_password_is_hashed_anew_when_the_parameters_rise(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    before = await shop.stored_hash(sari)
    old = Passwords(memory_kibibytes=32)
    await shop.put_hash(sari, await old.hash(PASSWORD))
    assert (await shop.sign_in()).status_code == 201
    after = await shop.stored_hash(sari)
    assert after.startswith(before[:28])
    assert (await shop.sign_in()).status_code == 201
    assert await shop.stored_hash(sari) == after
    old.close()


@on_sqlite
async def test_a_closed_account_does_not_sign_in(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    await shop.change("UPDATE customer SET disabled_at = 1")
    assert said(await shop.sign_in()) == (401, "accounts.sign_in_failed")
    await asyncio.sleep(0.6)
    assert await me(shop, sari) == 401


@on_sqlite
async def test_a_session_ends_where_it_stands_and_everywhere_within_a_second(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    elsewhere = Sessions(shop.database)
    assert await elsewhere.principal(sari.token) is not None
    assert (await shop.client.delete("/store/v1/sessions/current", headers=sari.headers)).status_code == 204
    assert await me(shop, sari) == 401
    await asyncio.sleep(0.6)
    assert await elsewhere.principal(sari.token) is None


async def test_sessions_are_listed_and_ended_by_their_owner_alone(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    other = (await shop.sign_in(headers={"User-Agent": "Peramban"})).json()
    listed = (await shop.client.get("/store/v1/me/sessions", headers=sari.headers)).json()["items"]
    assert min((one["current"], one["device"]) for one in listed) == (False, "Peramban")
    theirs = next(one["id"] for one in listed if not one["current"])
    assert (await shop.client.delete(f"/store/v1/me/sessions/{theirs}", headers=budi.headers)).status_code == 404
    assert (await shop.client.delete("/store/v1/me/sessions/ses_x", headers=sari.headers)).status_code == 404
    assert (await shop.client.delete(f"/store/v1/me/sessions/{theirs}", headers=sari.headers)).status_code == 204
    await shop.sign_in()
    await asyncio.sleep(0.6)
    assert await me(shop, SignedIn("", other["token"], None)) == 401
    assert (await shop.client.delete("/store/v1/me/sessions", headers=sari.headers)).status_code == 204
    left = (await shop.client.get("/store/v1/me/sessions", headers=sari.headers)).json()["items"]
    assert [one["current"] for one in left] == [True]
    assert await me(shop, budi) == 200


@on_sqlite
async def test_a_session_ends_after_a_month_unused_and_half_a_year_in_use(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    for _ in range(7):
        shop.clock.advance(timedelta(days=25))
        await asyncio.sleep(0.51)
        assert await me(shop, budi) == 200
    assert await me(shop, sari) == 401
    shop.clock.advance(timedelta(days=4))
    await asyncio.sleep(0.51)
    assert await me(shop, budi) == 200
    shop.clock.advance(timedelta(days=1))
    assert await me(shop, budi) == 401


@on_sqlite
async def test_what_is_no_session_of_a_customer_opens_nothing(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    order = await shop.order()
    wrong = [
        "",
        "x",
        "ng_s_" + "A" * 43,
        sari.token[:-1],
        sari.token.swapcase(),
        order["access_token"],
        shop.opened.owner_key,
    ]
    for token in wrong:
        assert await me(shop, SignedIn("", token, None)) == 401
    cookie = {"Cookie": f"__Host-niaga_session={sari.token}"}
    assert (await shop.client.get("/store/v1/me", headers=cookie)).status_code == 200
    changes = await shop.client.patch("/store/v1/me", json={"name": "X"}, headers={**cookie, "If-Match": "*"})
    assert changes.status_code == 401


@on_sqlite
async def test_a_profile_is_changed_at_the_version_that_was_read(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    read = await shop.client.get("/store/v1/me", headers=sari.headers)
    seen = {**sari.headers, "If-Match": read.headers["etag"]}
    body = {"name": "Sari B", "language": "id", "metadata": {"size": "M"}}
    changed = await shop.client.patch("/store/v1/me", json=body, headers=seen)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert {key: changed.json()[key] for key in body} == body
    assert said(await shop.client.patch("/store/v1/me", json=body, headers=seen)) == (412, "accounts.customer_stale")
    assert said(await shop.client.patch("/store/v1/me", json=body, headers=sari.headers))[0] == 400
    for field in ("email", "phone", "id", "version", "created_at", "password_hash", "disabled_at"):
        refused = await shop.client.patch("/store/v1/me", json={field: "x"}, headers={**sari.headers, "If-Match": "*"})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, field)


async def test_another_password_ends_every_session_and_rotates_this_one(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    other = SignedIn("", (await shop.sign_in()).json()["token"], None)
    body = {"current": PASSWORD, "new": NEW}
    wrong = await shop.client.post("/store/v1/me/password", json={**body, "current": NEW}, headers=sari.headers)
    assert said(wrong) == (403, "accounts.password_wrong")
    weak = await shop.client.post("/store/v1/me/password", json={**body, "new": "sari wulandari"}, headers=sari.headers)
    assert weak.json()["errors"][0]["path"] == "new"
    changed = await shop.client.post("/store/v1/me/password", json=body, headers=sari.headers)
    assert changed.status_code == 200
    await asyncio.sleep(0.6)
    assert [await me(shop, one) for one in (sari, other, SignedIn("", changed.json()["token"], None))] == [
        401,
        401,
        200,
    ]
    assert [(await shop.sign_in(password=one)).status_code for one in (PASSWORD, NEW)] == [401, 201]


@on_sqlite
async def test_another_address_needs_the_password_once_the_sign_in_is_old(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    shop.clock.advance(timedelta(minutes=20))
    path, body = "/store/v1/me/email", {"email": "new@example.com"}
    assert said(await shop.client.post(path, json=body, headers=sari.headers)) == (403, "accounts.sign_in_again")
    wrong = await shop.client.post(path, json={**body, "password": NEW}, headers=sari.headers)
    assert said(wrong) == (403, "accounts.password_wrong")
    asked = await shop.client.post(path, json={**body, "password": PASSWORD}, headers=sari.headers)
    confirm = {**body, "code": await shop.code(asked.json())}
    changed = await shop.client.post("/store/v1/me/email/confirm", json=confirm, headers=sari.headers)
    assert (changed.status_code, changed.json()["email"]) == (200, "new@example.com")
    assert [(await shop.sign_in(email=one)).status_code for one in (SARI, "new@example.com")] == [401, 201]


@on_sqlite
async def test_an_address_of_another_account_is_asked_for_like_any_other(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, _ = await shop.customer(), await shop.customer("budi@example.com")
    answers = [
        await shop.client.post("/store/v1/me/email", json={"email": email}, headers=sari.headers)
        for email in ("budi@example.com", "free@example.com")
    ]
    assert {(one.status_code, tuple(one.json())) for one in answers} == {(202, ("verification", "expires_at"))}
    confirm = {"email": "budi@example.com", "code": await shop.code(answers[0].json())}
    taken = await shop.client.post("/store/v1/me/email/confirm", json=confirm, headers=sari.headers)
    assert said(taken) == (422, "accounts.code_wrong")


async def test_a_forgotten_password_is_set_anew_and_every_session_ends(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    first, second = [
        (await shop.client.post("/store/v1/password-resets", json={"email": SARI})).json() for _ in range(2)
    ]
    code = await shop.code(first)
    assert said(await reset(shop, first, f"{(int(code) + 1) % 10**6:06}")) == (422, "accounts.code_wrong")
    assert (await reset(shop, first, code, "password")).json()["errors"][0]["path"] == "password"
    done = await reset(shop, first, code)
    assert (done.status_code, done.content) == (204, b"")
    assert said(await reset(shop, first, code)) == (422, "accounts.code_wrong")
    assert said(await reset(shop, second, await shop.code(second))) == (422, "accounts.code_wrong")
    await asyncio.sleep(0.6)
    assert await me(shop, sari) == 401
    assert [(await shop.sign_in(password=one)).status_code for one in (PASSWORD, NEW)] == [401, 201]


@on_sqlite
async def test_a_code_a_minute_and_five_an_hour_whoever_has_the_address(counted: AccountShop) -> None:
    shop = counted
    ask = {"email": SARI, "password": PASSWORD, "name": "Sari"}
    assert (await shop.client.post("/store/v1/customers", json=ask)).status_code == 202
    soon = await shop.client.post("/store/v1/password-resets", json={"email": "SARI@example.com"})
    assert said(soon) == (429, "request.throttled")
    assert 1 <= int(soon.headers["retry-after"]) <= 60
    sent = 1
    for _ in range(59):
        shop.clock.advance(timedelta(minutes=1))
        sent += (await shop.client.post("/store/v1/password-resets", json={"email": SARI})).status_code == 202
    assert sent <= 5
    assert (await shop.client.post("/store/v1/password-resets", json={"email": "other@example.com"})).status_code == 202


@on_sqlite
async def test_wrong_passwords_are_counted_and_right_ones_are_not(counted: AccountShop) -> None:
    shop = counted
    await shop.customer()
    assert await statuses(shop.sign_in, 12) == [201] * 12
    known = await statuses(lambda: shop.sign_in(password=NEW), 11)
    unknown = await statuses(lambda: shop.sign_in(email="nobody@example.com"), 11)
    assert known == unknown == [401] * 10 + [429]
    shut = await shop.sign_in()
    assert said(shut) == (429, "request.throttled")
    assert int(shut.headers["retry-after"]) >= 1
    shop.clock.advance(timedelta(minutes=7))
    assert (await shop.sign_in()).status_code == 201


@on_sqlite
async def test_an_address_has_a_hundred_tries_a_day_at_all_its_codes(counted: AccountShop) -> None:
    shop = counted
    asked = await shop.sign_up()
    answers = await statuses(lambda: shop.verify(asked, code="000000"), 52)
    assert answers[:50] == [422] * 50
    assert answers[50:] == [429] * 2


@on_sqlite
async def test_a_copy_of_the_database_holds_no_secret_of_an_account(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    asked = (await shop.client.post("/store/v1/password-resets", json={"email": SARI})).json()
    await shop.sign_in(headers={"User-Agent": "Peramban Sari"})
    tables = ("customer", "session", "verification", "event", "audit_entry", "allowance")
    stored = str([await shop.rows(f"SELECT * FROM {name}") for name in tables])
    canaries = (
        sari.token[5:],
        PASSWORD,
        "argon2",
        "sari@",
        "Sari",
        "Wulandari",
        "Peramban",
        f"'{await shop.code(asked)}'",
    )
    assert [canary for canary in canaries if canary in stored] == []


@on_sqlite
async def test_the_logs_and_the_trail_name_nobody(account_shop: AccountShop, caplog: pytest.LogCaptureFixture) -> None:
    shop = account_shop
    with caplog.at_level("DEBUG"):
        sari = await shop.customer()
        await shop.sign_in(password=NEW)
        await shop.move_to(sari, "baru@example.com")
        await shop.relay()
    logged = caplog.text.lower()
    assert "accounts.sign_in_failed" in logged
    assert [word for word in ("sari", "wulandari", "baru@", PASSWORD, NEW, sari.token.lower()) if word in logged] == []
    actions = [row.action for row in await shop.rows("SELECT action FROM audit_entry WHERE actor_kind = 'customer'")]
    assert actions == ["customer.signed_up", "customer.signed_in", "customer.address_changed"]
