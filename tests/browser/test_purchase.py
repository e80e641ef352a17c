"""A person buys: on a phone and at a desk, in both languages, with the keyboard alone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect
from tests.support.browser import DESKTOP, PHONE, Visiting
from tests.support.buyer import Buyer
from tests.support.demo_shop import DemoShop

pytestmark = pytest.mark.asyncio(loop_scope="session")
SIZES = {"phone": PHONE, "desktop": DESKTOP}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["id", "en"])
async def test_a_purchase(visiting: Visiting, demo_shop: DemoShop, size: str, language: str) -> None:
    buyer = Buyer(await visiting(SIZES[size], language=language), language)
    order_id = await buyer.buy("gembor-seng", "anggrek-bulan")
    await expect(buyer.headline()).to_have_text(buyer.word("waiting"))
    order = demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")
    assert [line["sku"].partition("-")[0] for line in order["lines"]] == ["GEMBOR", "ANGGREK"]
    assert (order["contact"]["name"], order["contact"]["phone"]) == ("Sari Dewi", "+6281234567890")
    assert order["shipping_address"]["region_code"] == "31.74.02"
    assert order["language"] == language
    amount = f"{order['payment']['amount']:,}".replace(",", ".")
    await expect(buyer.page.get_by_text(f"Rp{amount}").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
async def test_a_purchase_without_scripts(visiting: Visiting, demo_shop: DemoShop, size: str) -> None:
    buyer = Buyer(await visiting(SIZES[size], scripts=False))
    await buyer.add("gembor-seng")
    await buyer.page.fill("input[name=quantity]", "2")
    await buyer.page.get_by_role("button", name="Perbarui").click()
    await buyer.go_to_checkout()
    await buyer.tell_who_and_where()
    await buyer.choose_district_without_scripts()
    await buyer.choose_courier()
    await buyer.page.get_by_role("button", name="Perbarui total").click()
    order_id = await buyer.order()
    await expect(buyer.headline()).to_have_text(buyer.word("waiting"))
    assert demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")["lines"][0]["quantity"] == 2


async def test_a_total_that_was_not_seen_is_not_charged(visiting: Visiting) -> None:
    buyer = Buyer(await visiting(DESKTOP, scripts=False))
    buyer.visit.excuse("409")
    await buyer.add("gembor-seng")
    await buyer.go_to_checkout()
    await buyer.tell_who_and_where()
    await buyer.choose_district_without_scripts()
    # She chooses a courier and orders at once: the total on the page is still without shipping.
    await buyer.choose_courier()
    await buyer.order_button().click()
    await expect(buyer.page.get_by_role("alert").first).to_contain_text("Totalnya berubah")
    await buyer.order()


async def test_a_purchase_with_the_keyboard_alone(visiting: Visiting) -> None:
    buyer = Buyer(await visiting(DESKTOP))
    page = buyer.page
    await buyer.visit.open("/produk/gembor-seng")
    await tab_to(page, ".buy-form button.large")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/keranjang")
    await tab_to(page, ".summary a.large")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/checkout")
    for field, text in (
        ("#name", "Sari"),
        ("#phone", "081234567890"),
        ("#street", "Jl. Melati 3"),
        ("#district", "setiabudi"),
    ):
        await tab_to(page, field)
        await page.keyboard.type(text)
    await page.locator("#region-suggestions li").first.wait_for()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.locator("[name=service]").first.wait_for()
    await tab_to(page, "#postal_code")
    await page.keyboard.type("12910")
    await tab_to(page, "[name=service]")
    async with page.expect_response(lambda answer: "checkout" in answer.url and answer.request.method == "GET"):
        await page.keyboard.press("Space")
    await page.locator(".summary:not([aria-busy])").wait_for()
    await tab_to(page, "button[value=order]")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/pesanan/*")
    await expect(buyer.headline()).to_have_text(buyer.word("waiting"))


async def test_nothing_typed_is_lost_and_errors_stand_beside_their_fields(visiting: Visiting) -> None:
    buyer = Buyer(await visiting(PHONE))
    buyer.visit.excuse("422|409")
    await buyer.add("gembor-seng")
    await buyer.go_to_checkout()
    await buyer.page.fill("#name", "Sari")
    await buyer.page.fill("#phone", "bukan nomor")
    await buyer.page.fill("#street", "Jl. Melati 3")
    await buyer.order_button().click()
    note = buyer.page.locator("#phone-note")
    await expect(note).to_contain_text("nomor telepon")
    await expect(buyer.page.locator("#phone")).to_have_value("bukan nomor")
    await expect(buyer.page.locator("#street")).to_have_value("Jl. Melati 3")
    await expect(buyer.page.locator("#phone")).to_have_attribute("aria-describedby", "phone-note")


async def test_a_double_tap_orders_once(visiting: Visiting, demo_shop: DemoShop) -> None:
    buyer = Buyer(await visiting(PHONE))
    before = len(demo_shop.staff("GET", "/admin/v1/orders?limit=100")["items"])
    await buyer.add("anggrek-bulan")
    await buyer.go_to_checkout()
    await buyer.tell_who_and_where()
    await buyer.choose_district()
    async with buyer.page.expect_response(lambda answer: "checkout" in answer.url and answer.request.method == "GET"):
        await buyer.choose_courier()
    await buyer.page.locator(".summary:not([aria-busy])").wait_for()
    await buyer.order_button().dblclick()
    await buyer.page.wait_for_url("**/pesanan/*")
    assert len(demo_shop.staff("GET", "/admin/v1/orders?limit=100")["items"]) <= before + 1


async def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")
