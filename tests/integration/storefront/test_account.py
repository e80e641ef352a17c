"""What is hers on the account's pages: details, addresses and their use in a checkout, what keeps it safe, her rights."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from tests.integration.storefront.test_signing_in import SECOND_LOOK_SECONDS
from tests.support.authenticator import Authenticator
from tests.support.catalogue import bring_in
from tests.support.pages import fill_shelves
from tests.support.purchases import WHERE_AGAIN
from tests.support.shop import OpenShop, open_shop
from tests.support.signing_in import PASSWORD, SARI, Member

from niaga.accounts.tables import session
from niaga.platform.database import Database

HOME = {
    "label": "Rumah",
    "recipient": "Sari Dewi",
    "recipient_phone": "0812-3456-7890",
    "street": "Jl. Melati 3",
    "searched": "",
    **WHERE_AGAIN,
}
PAGES = (
    "/akun",
    "/akun/pesanan",
    "/akun/alamat",
    "/akun/alamat/baru",
    "/akun/profil",
    "/akun/profil/email",
    "/akun/profil/phone",
    "/akun/keamanan",
    "/akun/keamanan/kata-sandi",
    "/akun/keamanan/autentikator",
    "/akun/privasi",
    "/akun/privasi/hapus",
)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """The shop, where nobody's tries are counted."""
    async with open_shop(database, tmp_path, stock={}, throttle="off") as made:
        await database.write(fill_shelves)
        await bring_in(database, {"MERAH-M": 20, "KOPI-1": 8})
        yield made


@pytest.fixture
async def sari(shop: OpenShop) -> Member:
    made = Member(shop)
    await made.sign_up()
    return made


async def test_every_page_of_an_account_is_there_in_both_languages_and_only_for_her(shop: OpenShop, sari: Member):
    for path in PAGES:
        page = await sari.open(path)
        assert sari.status == 200, path
        assert sari.path == path
        assert sari.answer is not None
        assert sari.answer.headers["cache-control"] == "no-store", path
        assert "unsafe" not in sari.answer.headers["content-security-policy"], path
        assert page.one("meta", name="robots").attributes["content"] == "noindex"
        english = await sari.open(page.one("a", class_="language").attributes["href"])
        assert (sari.status, english.one("html").attributes["lang"]) == (200, "en"), path
        stranger = Member(shop)
        await stranger.open(path)
        assert stranger.path == "/masuk", path
        assert stranger.value("back") == path


async def test_name_and_language_are_changed(sari: Member) -> None:
    await sari.open("/akun/profil")
    page = await sari.send("/akun/profil", {"name": "Sari W.", "language": "en", "version": sari.value("version")})
    assert "Tersimpan." in sari.news()
    assert page.one("input", id="name").attributes["value"] == "Sari W."
    page = await sari.send("/akun/profil", {"name": "", "language": "en", "version": sari.value("version")})
    assert page.one("p", id="name-note").text
    await sari.send("/akun/profil", {"name": "Stale", "language": "en", "version": "1"})
    assert sari.status == 412


async def test_another_email_address_counts_once_its_code_came_back(sari: Member) -> None:
    await sari.open("/akun/profil/email")
    page = await sari.send("/akun/profil/email", {"address": "baru@example.com", "password": "salah"})
    assert "bukan" in page.one("p", id="password-note").text
    await sari.send("/akun/profil/email", {"address": "baru@example.com", "password": PASSWORD})
    assert sari.path == "/akun/profil/email/kode"
    page = await sari.send("/akun/profil/email/kode", {"code": await sari.code()})
    assert "baru@example.com" in page.text
    assert SARI not in page.text


async def test_addresses_are_kept_changed_and_deleted_after_a_question(sari: Member) -> None:
    await sari.open("/akun/alamat/baru")
    page = await sari.send("/akun/alamat/baru", {**HOME, "street": "", "postal_code": "1"})
    assert sari.status == 422
    assert page.one("p", id="street-note").text
    assert page.one("input", id="label").attributes["value"] == "Rumah"
    page = await sari.send("/akun/alamat/baru", {**HOME, "district": "setiabudi", "deed": "find_region"})
    assert any("Setiabudi" in one.text for one in page.all("label"))
    await sari.send("/akun/alamat/baru", {**HOME, "district": page.one("input", id="district").attributes["value"],
                                          "searched": sari.value("searched")})  # fmt: skip
    assert sari.path == "/akun/alamat"
    await sari.open("/akun/alamat/baru")
    await sari.send("/akun/alamat/baru", {**HOME, "label": "Kantor", "once": sari.value("once")})
    first = re.findall(r"/akun/alamat/adr_\w+", sari.answer.text if sari.answer else "")[0]
    page = await sari.open(first)
    known = {"version": sari.value("version"), "district": sari.value("district"), "searched": sari.value("searched")}
    await sari.send(first, {**HOME, **known, "label": "Rumah Ibu"})
    assert "Rumah Ibu" in sari.page.text
    await sari.send(first, {"deed": "delete"})
    assert "Rumah Ibu" not in sari.page.text
    await sari.open(first)
    assert sari.status == 404


async def test_a_whole_address_fills_the_form_and_she_says_which_region_is_meant(sari: Member) -> None:
    await sari.open("/akun/alamat/baru")
    page = await sari.send(
        "/akun/alamat/baru",
        {"whole": "Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910", "recipient": "Sari", "deed": "guess"},
    )
    assert page.one("input", id="street").attributes["value"] == "Jl. Sudirman 5"
    assert page.one("input", id="postal_code").attributes["value"] == "12910"
    chosen = [one for one in page.all("input", name="region_code") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["31.74.02"]


async def test_a_kept_address_fills_the_checkout_in_and_the_order_is_hers(shop: OpenShop, sari: Member) -> None:
    await sari.open("/akun/alamat/baru")
    await sari.send("/akun/alamat/baru", HOME)
    await sari.add("kemeja-batik", "MERAH-M")
    page = await sari.open("/checkout")
    assert page.one("input", id="street").attributes["value"] == "Jl. Melati 3"
    assert page.one("input", id="email").attributes["value"] == SARI
    await sari.order(street="Jl. Kenanga 8", keep_address="yes")
    assert sari.page.one("h1").text == "Menunggu pembayaran Anda"
    assert "niaga_order" not in sari.client.cookies
    assert "Jl. Kenanga 8" in (await sari.open("/akun/alamat")).text
    kept = re.findall(r"/akun/alamat/(adr_\w+)", sari.answer.text if sari.answer else "")
    assert "NG" in (await sari.open("/akun/pesanan?status=awaiting_payment")).text
    assert "Tidak ada pesanan" in (await sari.open("/akun/pesanan?status=shipped")).text
    await sari.add("kopi-gayo", "KOPI-1")
    await sari.open("/checkout")
    page = await sari.send("/checkout", {"saved_address": kept[-1], "name": "Sari", "phone": "0812-3456-7890",
                                         "deed": "use_address"})  # fmt: skip
    assert page.one("input", id="street").attributes["value"] == "Jl. Kenanga 8"


async def test_devices_are_signed_out_from_another(shop: OpenShop, sari: Member) -> None:
    for _ in range(2):
        phone = Member(shop)
        phone.client.headers["User-Agent"] = (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"
        )
        await phone.sign_in()
    page = await sari.open("/akun/keamanan")
    assert page.text.count("Chrome, Android") >= 2
    sessions = [one.attributes["value"] for one in page.all("button", name="session")]
    assert len(sessions) == 3
    for strange in ("", "../me", "ses_/.."):
        await sari.send("/akun/keamanan", {"session": strange})
        assert sari.status == 422, strange
        await sari.open("/akun/keamanan")
    assert len(sari.page.all("button", name="session")) == 3
    await sari.send("/akun/keamanan", {"session": sessions[0]})
    await sari.send("/akun/keamanan", {"session": "others"})
    assert sari.page.all("button", name="session") == []


async def test_a_new_password_keeps_only_this_device_in(shop: OpenShop, sari: Member) -> None:
    await sari.open("/akun/keamanan/kata-sandi")
    page = await sari.send("/akun/keamanan/kata-sandi", {"current": "salah", "password": "teh poci malam hari"})
    assert page.one("p", id="current-note").text
    await sari.send("/akun/keamanan/kata-sandi", {"current": PASSWORD, "password": "teh poci malam hari"})
    assert sari.path == "/akun/keamanan"
    again = Member(shop)
    await again.sign_in(password="teh poci malam hari")
    assert again.path == "/akun"


async def test_a_second_factor_is_set_up_and_asked_for_with_the_password(shop: OpenShop, sari: Member) -> None:
    await sari.open("/akun/keamanan/autentikator")
    page = await sari.send("/akun/keamanan/autentikator", {"deed": "begin"})
    assert sari.answer is not None
    assert sari.answer.headers["cache-control"] == "no-store"
    assert page.one("img", class_="qr").attributes["src"].startswith("data:image/svg+xml")
    clock = pyotp.TOTP(page.one("code").text.replace(" ", ""))
    wrong = await sari.send("/akun/keamanan/autentikator", {"deed": "confirm", "otp": "000000"})
    assert wrong.one("p", id="otp-note").text
    codes = await sari.send(
        "/akun/keamanan/autentikator", {"deed": "confirm", "otp": clock.at(shop.database.clock.now())}
    )
    recovery = [one.text for one in codes.all("code")]
    assert len(recovery) == 10
    phone = Member(shop)
    page = await phone.sign_in()
    assert phone.status == 401
    assert PASSWORD not in phone.answer.text if phone.answer else False
    assert page.one("input", id="otp").attributes["autocomplete"] == "one-time-code"
    await phone.send("/masuk", {"who": SARI, "password": PASSWORD, "otp": "000000"})
    assert phone.page.one("p", id="otp-note").text
    await phone.send("/masuk", {"who": SARI, "password": PASSWORD, "otp": recovery[0]})
    assert phone.path == "/akun"
    await phone.open("/akun/keamanan")
    assert "tersisa: 9" in phone.page.text
    await phone.send("/akun/keamanan/autentikator", {"deed": "remove"})
    assert "sudah dilepas" in phone.news()


async def test_a_passkey_is_made_and_opens_the_account(shop: OpenShop, sari: Member) -> None:
    device = Authenticator("http://localhost:8000")
    await sari.open("/akun/keamanan")
    page = await sari.send("/akun/keamanan/kunci-sandi", {"deed": "begin", "name": "Ponsel"})
    options = json.loads(page.one("script", id="passkey-options").text)
    made = device.register(options)
    await sari.send("/akun/keamanan/kunci-sandi", {"deed": "confirm", "name": "Ponsel",
                    "challenge": sari.value("challenge"), "credential": json.dumps(made)})  # fmt: skip
    assert "Ponsel" in sari.page.text
    assert "sudah siap" in sari.news()
    phone = Member(shop)
    await phone.open("/masuk?back=/akun/keamanan")
    asked = (await shop.client.post("/store/v1/sessions/passkey/options")).json()
    signed = json.dumps(device.sign(asked["options"]))
    await phone.send(
        "/masuk/kunci-sandi", {"challenge": asked["challenge"], "credential": signed, "back": "/akun/keamanan"}
    )
    assert phone.path == "/akun/keamanan"
    await phone.open("/masuk")
    broken = Member(shop)
    await broken.open("/masuk")
    await broken.send("/masuk/kunci-sandi", {"challenge": asked["challenge"], "credential": "{"})
    assert broken.status == 422


async def test_consents_requests_and_a_copy(sari: Member) -> None:
    page = await sari.open("/akun/privasi")
    purpose = sari.value("purpose")
    await sari.send("/akun/privasi", {"purpose": purpose, "given": "yes"})
    assert "Sudah dicatat" in sari.news()
    await sari.send("/akun/privasi", {"purpose": purpose, "given": ""})
    assert "Diakhiri" in sari.news()
    await sari.send("/akun/privasi/permintaan", {"kind": "rectification", "message": "Nama saya salah & lama"})
    assert "Nama saya salah & lama" in sari.page.text
    assert "Komdigi" in sari.page.text
    for kind, begins in (("html", "<!doctype html>"), ("json", "{")):
        await sari.open("/akun/privasi")
        await sari.send("/akun/privasi/salinan", {"kind": kind})
        assert sari.answer is not None
        assert sari.answer.text.lower().startswith(begins)
        assert SARI in sari.answer.text
        assert sari.answer.headers["content-disposition"].startswith("attachment")
        assert sari.answer.headers["cache-control"] == "no-store"
    assert page.one("h1").text == "Privasi"


async def test_an_account_is_erased_once_she_typed_the_word(shop: OpenShop, sari: Member) -> None:
    await sari.open("/akun/privasi/hapus")
    page = await sari.send("/akun/privasi/hapus", {"word": "ya"})
    assert "HAPUS" in page.one("p", id="word-note").text
    await sari.send("/akun/privasi/hapus", {"word": "hapus"})
    assert "sudah dihapus" in sari.news()
    assert "niaga_session" not in sari.client.cookies
    again = Member(shop)
    await again.sign_in()
    assert again.status == 401


async def test_what_asks_for_a_recent_sign_in_leads_there_and_back(shop: OpenShop, sari: Member) -> None:
    an_hour_ago = shop.database.clock.now() - timedelta(hours=1)
    await shop.database.write(lambda tx: tx.execute(sa.update(session).values(created_at=an_hour_ago)))
    await asyncio.sleep(SECOND_LOOK_SECONDS)
    await sari.open("/akun/keamanan/autentikator")
    await sari.send("/akun/keamanan/autentikator", {"deed": "begin"}, referer="http://x/akun/keamanan/autentikator")
    assert sari.path == "/masuk"
    assert sari.page.one("input", id="who").attributes["value"] == SARI
    await sari.send("/masuk", {"who": SARI, "password": PASSWORD, "back": sari.value("back")})
    assert sari.path == "/akun/keamanan/autentikator"
    await sari.send("/akun/keamanan/autentikator", {"deed": "begin"})
    assert sari.status == 200
