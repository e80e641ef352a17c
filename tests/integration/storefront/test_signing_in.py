"""Getting into an account by forms: signing up, in and out, a forgotten password, and back to where she was."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from tests.integration.storefront.test_purchase import FOREIGN
from tests.support.catalogue import bring_in
from tests.support.pages import fill_shelves
from tests.support.shop import OpenShop, open_shop
from tests.support.signing_in import PASSWORD, SARI, Member

from niaga.platform.database import Database

HTTPS = "https://toko.example.com"
# Longer than a process believes what it knew of a session.
SECOND_LOOK_SECONDS = 0.6


def uncounted(shop: OpenShop) -> AbstractAsyncContextManager[OpenShop]:
    """The same shop, where nobody's tries are counted."""
    return open_shop(shop.database, Path(), throttle="off")


@pytest.fixture
def sari(shop: OpenShop) -> Member:
    return Member(shop)


async def test_an_account_from_the_form_to_her_orders(shop: OpenShop, sari: Member) -> None:
    await sari.add("kemeja-batik", "MERAH-M")
    await sari.order(email=SARI)
    await shop.shop.relay.drain()
    await sari.add("kopi-gayo", "KOPI-1")
    await sari.sign_up(back="/akun/pesanan")
    assert sari.path == "/akun/pesanan"
    assert "Akun Anda sudah siap" in sari.news()
    assert "Pesanan terdahulu yang kini ada di akun Anda: 1." in sari.news()
    assert len(sari.page.all("a", class_="account-link")) == 1
    assert sari.page.one("a", class_="account-link").attributes["href"] == "/akun"
    order = next(one.attributes["href"] for one in sari.page.all("a") if "/pesanan/ord_" in one.attributes["href"])
    await sari.open("/akun")
    assert sari.news() == ""
    # Her account opens the order in another browser, and nobody else's does.
    elsewhere = Member(shop)
    await elsewhere.sign_in()
    assert (await elsewhere.open(order)).one("h1").text == "Menunggu pembayaran Anda"
    assert (await elsewhere.open("/keranjang")).one("input", name="quantity").attributes["value"] == "1"
    budi = Member(shop)
    await budi.sign_up("budi@example.com")
    assert "Jl. Melati" not in (await budi.open(order)).text


async def test_carts_of_two_devices_become_one(shop: OpenShop, sari: Member) -> None:
    await sari.sign_up()
    await sari.add("kopi-gayo", "KOPI-1", quantity="2")
    phone = Member(shop)
    await phone.add("kopi-gayo", "KOPI-1")
    await phone.sign_in()
    assert "menjadi satu" in phone.news()
    assert (await phone.open("/keranjang")).one("input", name="quantity").attributes["value"] == "3"


async def test_pages_do_not_tell_whether_an_address_is_known(shop: OpenShop) -> None:
    forms = {
        "/daftar": {"name": "X", "password": PASSWORD},
        "/lupa-kata-sandi": {},
        "/masuk": {"password": "salah sekali ini"},
    }
    told: dict[str, list[tuple[int, str, str]]] = {SARI: [], "budi@example.com": []}
    async with uncounted(shop) as unthrottled:
        await Member(unthrottled).sign_up()
        for who, answers in told.items():
            guest = Member(unthrottled)
            for path, fields in forms.items():
                await guest.open(path)
                page = await guest.send(path, {"who": who, **fields})
                answers.append((guest.status, guest.path, page.text.replace(who, "?")))
    assert told[SARI] == told["budi@example.com"]


async def test_what_is_wrong_stands_at_its_field_and_only_passwords_are_typed_anew(sari: Member) -> None:
    await sari.open("/en/sign-up")
    page = await sari.send("/en/sign-up", {"name": "Sari", "who": "sari@example.com", "password": "12345678"})
    assert sari.status == 422
    assert "easy to guess" in page.one("p", id="password-note").text
    assert page.one("input", id="who").attributes["value"] == "sari@example.com"
    assert page.one("input", id="name").attributes["value"] == "Sari"
    assert "12345678" not in page.text
    assert "value" not in page.one("input", id="password").attributes
    assert page.one("input", id="password").attributes["autocomplete"] == "new-password"
    page = await sari.send("/en/sign-up", {"name": "Sari", "who": "not an address@", "password": PASSWORD})
    assert page.one("p", id="who-note").text
    await sari.open("/masuk")
    page = await sari.send("/masuk", {"who": "", "password": ""})
    assert page.one("p", id="who-note").text


async def test_a_wrong_code_may_be_typed_again_and_another_browser_cannot(shop: OpenShop, sari: Member) -> None:
    await sari.open("/daftar")
    await sari.send("/daftar", {"name": "Sari", "who": SARI, "password": PASSWORD})
    right = await sari.code()
    wrong = await sari.send("/daftar/kode", {"code": "000000" if right != "000000" else "000001"})
    assert wrong.one("p", id="code-note").text
    budi = Member(shop)
    await budi.open("/daftar")
    budi.client.cookies.set("niaga_code", sari.client.cookies["niaga_code"])
    await budi.send("/daftar/kode", {"code": right})
    assert budi.path == "/daftar"
    await sari.send("/daftar/kode", {"code": f" {right[:3]} {right[3:]}"})
    assert sari.path == "/akun"


async def test_a_forgotten_password_is_set_anew_with_a_code(shop: OpenShop) -> None:
    async with uncounted(shop) as unthrottled:
        sari = Member(unthrottled)
        await sari.sign_up()
        reset = Member(unthrottled)
        await reset.open("/lupa-kata-sandi")
        await reset.send("/lupa-kata-sandi", {"who": SARI})
        await reset.send("/lupa-kata-sandi/kode", {"code": await reset.code(), "password": "teh poci malam hari"})
        assert reset.path == "/masuk"
        await reset.send("/masuk", {"who": SARI, "password": "teh poci malam hari"})
        assert reset.path == "/akun"
        await asyncio.sleep(SECOND_LOOK_SECONDS)
        assert "Sesi Anda sudah berakhir" in (await sari.open("/akun")).text
        assert sari.path == "/masuk"


async def test_signing_in_leads_back_and_only_to_pages_of_ours(sari: Member) -> None:
    await sari.sign_up()
    await sari.open("/akun")
    await sari.send("/keluar", {})
    assert sari.path == "/"
    await sari.open("/akun/pesanan?status=shipped")
    assert sari.path == "/masuk"
    await sari.send("/masuk", {"who": SARI, "password": PASSWORD, "back": sari.value("back")})
    assert str(sari.answer.url).endswith("/akun/pesanan?status=shipped") if sari.answer else False
    for away in ("https://evil.example", "//evil.example/akun", "/\\evil.example", "/store/v1/me"):
        await sari.open("/akun")
        await sari.send("/keluar", {})
        await sari.open(f"/masuk?back={away}")
        assert sari.value("back") == ""
        await sari.send("/masuk", {"who": SARI, "password": PASSWORD, "back": away})
        assert sari.path == "/akun", away


async def test_signing_out_leaves_nothing_behind(shop: OpenShop, sari: Member) -> None:
    await sari.sign_up()
    await sari.add("kopi-gayo", "KOPI-1")
    token = sari.client.cookies["niaga_session"]
    await sari.open("/akun")
    await sari.send("/keluar", {})
    assert "Anda sudah keluar" in sari.news()
    assert not {"niaga_session", "niaga_cart", "niaga_order"} & set(sari.client.cookies)
    assert (await shop.client.get("/store/v1/me", headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_a_form_from_elsewhere_signs_nobody_in_or_out(sari: Member) -> None:
    await sari.sign_up()
    await sari.open("/akun")
    await sari.send("/keluar", {}, **FOREIGN)
    assert sari.status == 403
    assert "niaga_session" in sari.client.cookies


async def test_cookies_of_an_account_are_out_of_reach(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path, stock={}, env="production", public_url=HTTPS) as shop:
        await database.write(fill_shelves)
        await bring_in(database, {"MERAH-M": 2})
        sari, given = Member(shop), list[str]()

        async def note(answer: object) -> None:
            given.extend(answer.headers.get_list("set-cookie"))  # type: ignore[attr-defined]

        sari.client.base_url, sari.client.event_hooks = HTTPS, {"response": [note]}
        await sari.open("/daftar")
        await sari.send("/daftar", {"name": "Sari", "who": SARI, "password": PASSWORD})
    names = {one.partition("=")[0] for one in given}
    assert names == {"__Host-niaga_visit", "__Host-niaga_code"}
    for one in given:
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(one.split("; ")), one
        assert SARI not in one
