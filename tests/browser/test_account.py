"""An account in a browser: from the code in the mailbox to its end, with passkeys, without scripts, by keyboard; each page by axe."""

from __future__ import annotations

import asyncio

import pyotp
import pytest
from playwright.async_api import expect
from tests.browser.test_pages import SIZES, check, looks
from tests.browser.test_purchase import tab_to
from tests.support.account_holder import PASSWORD, AccountHolder
from tests.support.browser import DESKTOP, PHONE, Visiting
from tests.support.demo_shop import DemoShop

pytestmark = pytest.mark.asyncio(loop_scope="session")
OUTSIDE = {"sign-up": "/daftar", "sign-in": "/masuk", "forgotten": "/lupa-kata-sandi", "sign-in-en": "/en/sign-in"}
INSIDE = {
    "account": "/akun",
    "account-orders": "/akun/pesanan",
    "addresses": "/akun/alamat",
    "new-address": "/akun/alamat/baru",
    "profile": "/akun/profil",
    "contact": "/akun/profil/email",
    "security": "/akun/keamanan",
    "password": "/akun/keamanan/kata-sandi",
    "authenticator": "/akun/keamanan/autentikator",
    "privacy": "/akun/privasi",
    "privacy-en": "/en/account/privacy",
    "erase": "/akun/privasi/hapus",
}


@looks
async def test_the_pages_of_an_account(visiting: Visiting, demo_shop: DemoShop, size: str, dark: bool) -> None:  # noqa: FBT001
    sari = AccountHolder(await visiting(SIZES[size], dark=dark), shop=demo_shop)
    visit, page, kind = sari.visit, sari.page, f"{size}-{'dark' if dark else 'light'}"
    visit.excuse("422")
    for name, path in OUTSIDE.items():
        await visit.open(path)
        await check(visit, f"{name}-{kind}")
    await visit.open("/daftar")
    await page.locator("main form .button.large").click()
    await check(visit, f"sign-up-wrong-{kind}")
    await visit.open("/lupa-kata-sandi")
    await page.fill("#who", sari.email.replace("sari", "nobody"))
    await page.locator("main form .button.large").click()
    await page.locator("#code").wait_for()
    await check(visit, f"new-password-{kind}")
    await sari.sign_up()
    await keep_address(sari)
    for name, path in INSIDE.items():
        await visit.open(path)
        await check(visit, f"{name}-{kind}")
    await visit.open("/akun/keamanan/autentikator")
    await page.get_by_role("button", name="Mulai").click()
    await check(visit, f"authenticator-setup-{kind}")
    secret = (await page.locator(".secret code").inner_text()).replace(" ", "")
    await page.fill("#otp", pyotp.TOTP(secret).now())
    await page.get_by_role("button", name="Aktifkan").click()
    await page.locator(".codes").wait_for()
    await check(visit, f"recovery-codes-{kind}")
    await sari.given_device()
    await visit.open("/akun/keamanan")
    await page.get_by_role("button", name="Tambah kunci sandi").click()
    await page.locator("#passkey-options").wait_for(state="attached")
    await check(visit, f"passkey-{kind}")


async def test_from_the_code_in_the_mailbox_to_an_order_with_a_kept_address(
    visiting: Visiting, demo_shop: DemoShop
) -> None:
    sari = AccountHolder(await visiting(PHONE), shop=demo_shop)
    visit, page = sari.visit, sari.page
    await visit.open("/daftar")
    await page.fill("#password", "x")
    await page.get_by_role("button", name="Tampilkan").click()
    await expect(page.locator("#password")).to_have_attribute("type", "text")
    await sari.sign_up()
    await expect(page.locator(".news")).to_contain_text("Akun Anda sudah siap")
    await keep_address(sari)
    order_id = await order_with_kept_address(sari)
    await visit.open("/akun/pesanan")
    await expect(page.locator(f"a[href$='{order_id}']")).to_be_visible()


async def test_in_again_with_a_second_factor_and_with_a_passkey(visiting: Visiting, demo_shop: DemoShop) -> None:
    sari = AccountHolder(await visiting(DESKTOP), shop=demo_shop)
    visit, page = sari.visit, sari.page
    visit.excuse("401")
    await sari.sign_up()
    await visit.open("/akun/keamanan/autentikator")
    await page.get_by_role("button", name="Mulai").click()
    clock = pyotp.TOTP((await page.locator(".secret code").inner_text()).replace(" ", ""))
    await page.fill("#otp", clock.now())
    await page.get_by_role("button", name="Aktifkan").click()
    recovery = await page.locator(".codes code").first.inner_text()
    await sari.sign_out()
    await sari.sign_in(otp=recovery)
    await sari.given_device()
    await visit.open("/akun/keamanan")
    await page.get_by_role("button", name="Tambah kunci sandi").click()
    await page.get_by_role("button", name="Buat kunci sandi").click()
    await expect(page.locator(".news")).to_contain_text("Kunci sandi sudah siap")
    await sari.sign_out()
    await visit.open("/masuk?back=/akun/keamanan")
    await page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    await page.wait_for_url("**/akun/keamanan")
    await expect(page.get_by_text("Perangkat ini", exact=True)).to_be_visible()


async def test_everything_about_her_and_then_nothing_any_more(visiting: Visiting, demo_shop: DemoShop) -> None:
    sari = AccountHolder(await visiting(PHONE), shop=demo_shop)
    visit, page = sari.visit, sari.page
    await sari.sign_up()
    await keep_address(sari)
    order_id = await order_with_kept_address(sari)
    await visit.open("/akun/privasi")
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Unduh sebagai JSON").click()
    copy = await asyncio.to_thread((await (await downloading.value).path()).read_text)
    assert sari.email in copy
    assert "Jl. Melati No. 3" in copy
    visit.excuse("409")
    await visit.open("/akun/privasi/hapus")
    await page.fill("#word", "HAPUS")
    await page.get_by_role("button", name="Hapus akun saya selamanya").click()
    await expect(page.get_by_role("alert")).to_contain_text("pesanan")
    await visit.open(f"/pesanan/{order_id}")
    await page.locator("details summary", has_text="Batalkan pesanan ini").click()
    await page.get_by_role("button", name="Ya, batalkan").click()
    await expect(sari.headline()).to_have_text("Dibatalkan")
    await visit.open("/akun/privasi/hapus")
    await page.fill("#word", "HAPUS")
    await page.get_by_role("button", name="Hapus akun saya selamanya").click()
    await expect(page.locator(".news")).to_contain_text("sudah dihapus")


async def test_an_account_without_scripts(visiting: Visiting, demo_shop: DemoShop) -> None:
    sari = AccountHolder(await visiting(PHONE, scripts=False), shop=demo_shop)
    await sari.sign_up()
    await sari.visit.open("/akun/alamat/baru")
    await sari.page.get_by_text("Isi dari alamat lengkap").click()
    await sari.page.fill("#whole", "Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910")
    await sari.page.get_by_role("button", name="Isikan").click()
    await expect(sari.page.locator("#street")).to_have_value("Jl. Sudirman 5")
    await sari.page.fill("#recipient_phone", "0812-3456-7890")
    await sari.page.get_by_role("button", name="Simpan alamat").click()
    await expect(sari.page.locator(".box address")).to_contain_text("Setiabudi")
    await sari.sign_out()


async def test_signing_in_with_the_keyboard_alone(visiting: Visiting, demo_shop: DemoShop) -> None:
    sari = AccountHolder(await visiting(DESKTOP), shop=demo_shop)
    await sari.sign_up()
    await sari.sign_out()
    await sari.visit.open("/akun/keamanan")
    for field, text in (("#who", sari.email), ("#password", PASSWORD)):
        await tab_to(sari.page, field)
        await sari.page.keyboard.type(text)
    await sari.page.keyboard.press("Enter")
    await sari.page.wait_for_url("**/akun/keamanan")


async def keep_address(sari: AccountHolder) -> None:
    """Her first address, chosen from what is offered while she types."""
    page = sari.page
    await sari.visit.open("/akun/alamat/baru")
    await page.fill("#recipient_phone", "0812-3456-7890")
    await page.fill("#street", "Jl. Melati No. 3")
    await page.locator("#district").press_sequentially("setiabudi", delay=10)
    await page.locator("#region-suggestions li").first.click()
    await page.fill("#postal_code", "12910")
    await page.get_by_role("button", name="Simpan alamat").click()
    await page.wait_for_url("**/akun/alamat")


async def order_with_kept_address(sari: AccountHolder) -> str:
    """The kept address stands in the checkout; she adds a number and orders. The order's id."""
    await sari.add("gembor-seng")
    await sari.go_to_checkout()
    await expect(sari.page.locator("#street")).to_have_value("Jl. Melati No. 3")
    await sari.page.locator("[name=service]").first.wait_for()
    async with sari.page.expect_response(lambda answer: answer.request.method == "GET" and "checkout" in answer.url):
        await sari.choose_courier()
    await sari.page.locator(".summary:not([aria-busy])").wait_for()
    return await sari.order()
