"""Signing in with a provider's account by the pages: out, back to the one address it knows, in her own language."""

from __future__ import annotations

from pathlib import Path

import pyotp
from tests.integration.accounts.test_foreign_sign_ins import opened
from tests.support.oidc_provider import ForeignProvider
from tests.support.signing_in import Member

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database

RETURN = "/masuk/dengan/google"


async def set_out(sari: Member, path: str = "/masuk?back=/akun/alamat") -> str:
    """From the page to the provider; the address that the browser is led to."""
    page = await sari.open(path)
    way = next(one.attributes["action"] for one in page.all("form") if "google" in one.attributes["action"])
    page = await sari.send(way, {"back": sari.value("back")})
    assert sari.status == 200
    url = next(one.attributes["href"] for one in page.all("a", class_="button"))
    assert page.one("meta", http_equiv="refresh").attributes["content"] == f"0; url={url}"
    return url


async def come_back(sari: Member, provider: ForeignProvider, url: str) -> None:
    """The provider knows one address, whatever language she reads."""
    code, state = provider.visit(url)
    await sari.open(f"{RETURN}?code={code}&state={state}")


async def test_out_and_back_to_where_she_was(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari = Member(shop)
        await come_back(sari, provider, await set_out(sari))
        assert sari.path == "/akun/alamat"
        assert "niaga_journey" not in sari.client.cookies


async def test_her_language_comes_back_with_her(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari = Member(shop)
        await come_back(sari, provider, await set_out(sari, "/en/sign-in"))
        assert sari.path == "/en/account"


async def test_only_the_browser_that_set_out_comes_back(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari, budi = Member(shop), Member(shop)
        url = await set_out(sari)
        await come_back(budi, provider, url)
        assert budi.path == "/masuk"
        await set_out(budi)
        await come_back(budi, provider, url)
        assert budi.status == 401
        assert "niaga_session" not in budi.client.cookies


async def test_a_second_factor_is_asked_for_after_coming_back(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    async with opened(database, clock, tmp_path) as (shop, provider):
        sari, phone = Member(shop), Member(shop)
        await come_back(sari, provider, await set_out(sari))
        await sari.open("/akun/keamanan/autentikator")
        page = await sari.send("/akun/keamanan/autentikator", {"deed": "begin"})
        code_of = pyotp.TOTP(page.one("code").text.replace(" ", ""))
        await sari.send("/akun/keamanan/autentikator", {"deed": "confirm", "otp": code_of.at(clock.now())})
        recovery = sari.page.all("code")[0].text
        await come_back(phone, provider, await set_out(phone))
        assert phone.page.one("h1").text == "Satu langkah lagi"
        state = phone.value("state")
        await phone.send(RETURN, {"state": state, "otp": "000000"})
        assert phone.page.one("p", id="otp-note").text
        await phone.send(RETURN, {"state": state, "otp": recovery})
        assert phone.path == "/akun/alamat"
