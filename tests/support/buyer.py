"""Sari in a browser: she finds her way by what stands on the page, in either language, with scripts or without."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page
from tests.support.browser import Visit

SLUGS = ("gembor-seng", "anggrek-bulan")
WORDS = {
    "id": {
        "product": "/produk/", "cart": "/keranjang", "checkout": "/checkout", "order": "/pesanan/", "find": "/cek-pesanan",
        "add": "Keranjang", "go": "Lanjut ke checkout", "pay": "Pesan dan bayar", "waiting": "Menunggu pembayaran Anda",
        "packing": "Lunas, sedang kami kemas", "sent": "Dalam perjalanan", "arrived": "Sampai",
    },
    "en": {
        "product": "/en/products/", "cart": "/en/cart", "checkout": "/en/checkout", "order": "/en/orders/",
        "find": "/en/find-order", "add": "Add to cart", "go": "Go to checkout", "pay": "Order and pay",
        "waiting": "Waiting for your payment", "packing": "Paid, we pack it", "sent": "On its way", "arrived": "Arrived",
    },
}  # fmt: skip


@dataclass
class Buyer:
    """A visit with the wish to buy."""

    visit: Visit
    language: str = "id"

    @property
    def page(self) -> Page:
        """What she sees."""
        return self.visit.page

    def word(self, name: str) -> str:
        """A word or an address in her language."""
        return WORDS[self.language][name]

    async def add(self, slug: str) -> None:
        """Put a product into the cart, and stand before the cart."""
        await self.visit.open(self.word("product") + slug)
        await self.page.locator(".buy-form button.large").click()
        await self.page.wait_for_url(f"**{self.word('cart')}")

    async def go_to_checkout(self) -> None:
        """On from the cart."""
        await self.page.get_by_role("link", name=self.word("go")).click()
        await self.page.wait_for_url(f"**{self.word('checkout')}")

    async def tell_who_and_where(self) -> None:
        """Everything that is typed, up to the district."""
        await self.page.fill("#name", "Sari Dewi")
        await self.page.fill("#phone", "0812-3456-7890")
        await self.page.fill("#email", "sari@example.com")
        await self.page.fill("#street", "Jl. Melati No. 3, RT 02/RW 05")

    async def choose_district(self, words: str = "setiabudi") -> None:
        """Type, and take the first that is offered."""
        await self.page.locator("#district").press_sequentially(words, delay=10)
        await self.page.locator("#region-suggestions li").first.click()
        await self.page.locator("[name=service]").first.wait_for()
        await self.page.fill("#postal_code", "12910")

    async def choose_district_without_scripts(self, words: str = "setiabudi") -> None:
        """Search, choose, go on."""
        await self.page.fill("#district", words)
        await self.page.locator("button[value=find_region]").click()
        await self.page.locator(".found [name=region_code]").first.check()
        await self.page.locator(".found button[value=save]").click()
        await self.page.fill("#postal_code", "12910")

    async def choose_courier(self, place: int = 0) -> None:
        """One of those that are offered; with scripts the total follows."""
        await self.page.locator("[name=service]").nth(place).check()

    def order_button(self) -> Locator:
        """The last button."""
        return self.page.locator("button[value=order]")

    async def order(self) -> str:
        """Order; her order's id."""
        await self.order_button().click()
        await self.page.wait_for_url(f"**{self.word('order')}*")
        return self.page.url.rpartition("/")[2]

    async def buy(self, *slugs: str) -> str:
        """From the first product to the order's page; her order's id."""
        for slug in slugs:
            await self.add(slug)
        await self.go_to_checkout()
        await self.tell_who_and_where()
        await self.choose_district()
        async with self.page.expect_response(
            lambda answer: answer.request.method == "GET" and "checkout" in answer.url
        ):
            await self.choose_courier()
        await self.page.locator(".summary:not([aria-busy])").wait_for()
        return await self.order()

    def headline(self) -> Locator:
        """What the order's page says first."""
        return self.page.locator("h1")
