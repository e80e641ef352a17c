"""What changes while somebody looks: the order's page follows its events, and the cart tells what was sold meanwhile."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from tests.support.browser import DESKTOP, PHONE, Visiting
from tests.support.buyer import Buyer
from tests.support.demo_shop import DemoShop

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_changes_while_staff_confirm_and_ship(visiting: Visiting, demo_shop: DemoShop) -> None:
    buyer = Buyer(await visiting(PHONE))
    order_id = await buyer.buy("gembor-seng")
    order = demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")
    await buyer.page.evaluate("window.stays = true")
    demo_shop.staff("POST", f"/admin/v1/payments/{order['payment']['id']}/confirm", {})
    await expect(buyer.headline()).to_have_text(buyer.word("packing"))
    sent = {"courier": "jne", "service": "REG", "tracking_number": "JP20261124"}
    demo_shop.staff("POST", f"/admin/v1/orders/{order_id}/shipments", sent)
    await expect(buyer.headline()).to_have_text(buyer.word("sent"))
    await expect(buyer.page.get_by_text("JP20261124")).to_be_visible()
    assert await buyer.page.evaluate("window.stays"), "the page was never loaded anew"
    await buyer.page.get_by_role("button", name="Sudah sampai").click()
    await expect(buyer.headline()).to_have_text(buyer.word("arrived"))


async def test_she_cancels_while_nothing_is_paid(visiting: Visiting, demo_shop: DemoShop) -> None:
    buyer = Buyer(await visiting(DESKTOP))
    order_id = await buyer.buy("anggrek-bulan")
    await buyer.page.get_by_text("Batalkan pesanan ini").click()
    await buyer.page.get_by_role("button", name="Ya, batalkan").click()
    await expect(buyer.headline()).to_have_text("Dibatalkan")
    assert demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")["cancel_reason"] == "buyer"


async def test_sold_out_while_in_the_cart(visiting: Visiting, demo_shop: DemoShop) -> None:
    buyer = Buyer(await visiting(PHONE))
    variant = demo_shop.variant("kopi-toraja-sapan")
    await buyer.add("kopi-toraja-sapan")
    demo_shop.move_stock(variant["sku"], -variant["available"])
    await buyer.page.reload()
    await expect(buyer.page.locator(".cart-line.blocked .note")).to_contain_text("habis")
    await expect(buyer.page.get_by_role("link", name=buyer.word("go"))).to_have_count(0)
    await buyer.page.get_by_role("button", name="Hapus").click()
    await expect(buyer.page.get_by_role("heading", name="Keranjang Anda kosong")).to_be_visible()
    demo_shop.move_stock(variant["sku"], variant["available"])


async def test_the_last_pieces_go_while_the_page_is_open(visiting: Visiting, demo_shop: DemoShop) -> None:
    buyer = Buyer(await visiting(PHONE))
    variant = demo_shop.variant("kalung-manik-dayak")
    await buyer.visit.open("/produk/kalung-manik-dayak")
    await expect(buyer.page.locator(".stock")).not_to_have_text("Habis")
    demo_shop.move_stock(variant["sku"], -variant["available"])
    await expect(buyer.page.locator(".stock")).to_have_text("Habis")
    demo_shop.move_stock(variant["sku"], variant["available"])
    await expect(buyer.page.locator(".stock")).not_to_have_text("Habis")


async def test_a_price_that_changed_in_checkout_is_shown_before_it_is_charged(
    visiting: Visiting, demo_shop: DemoShop
) -> None:
    buyer = Buyer(await visiting(DESKTOP))
    buyer.visit.excuse("409")
    variant = demo_shop.variant("teh-melati-kaleng")
    await buyer.add("teh-melati-kaleng")
    await buyer.go_to_checkout()
    await buyer.tell_who_and_where()
    await buyer.choose_district()
    async with buyer.page.expect_response(lambda answer: "checkout" in answer.url and answer.request.method == "GET"):
        await buyer.choose_courier()
    await buyer.page.locator(".summary:not([aria-busy])").wait_for()
    demo_shop.set_price(variant["id"], variant["price"] + 1_000)
    await buyer.order_button().click()
    await expect(buyer.page.get_by_role("alert").first).to_contain_text("Totalnya berubah")
    order_id = await buyer.order()
    order = demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")
    assert order["lines"][0]["unit_price"] == variant["price"] + 1_000
    demo_shop.set_price(variant["id"], variant["price"])


async def test_an_order_is_found_by_number_and_contact(visiting: Visiting, demo_shop: DemoShop) -> None:
    order_id = await Buyer(await visiting(PHONE)).buy("gembor-seng")
    number = demo_shop.staff("GET", f"/admin/v1/orders/{order_id}")["number"]
    other = Buyer(await visiting(PHONE))
    other.visit.excuse("404")
    await other.visit.open(other.word("order") + order_id)
    await other.page.wait_for_url(f"**{other.word('find')}")
    await other.page.fill("#number", number)
    await other.page.fill("#contact", "0899 9999 9999")
    await other.page.get_by_role("button", name="Buka pesanan").click()
    await expect(other.page.get_by_role("alert")).to_be_visible()
    await expect(other.page.locator("#number")).to_have_value(number)
    await other.page.fill("#contact", "0812 3456 7890")
    await other.page.get_by_role("button", name="Buka pesanan").click()
    await expect(other.headline()).to_have_text(other.word("waiting"))
