"""What the documents tell a person to do in a browser, done word for word."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import expect
from tests.journeys.test_readme import blocks, follow
from tests.support.browser import DESKTOP, PHONE, Visiting
from tests.support.buyer import Buyer
from tests.support.demo_shop import DemoShop

pytestmark = pytest.mark.asyncio(loop_scope="session")
ROOT = Path(__file__).parents[2]
BUYER = {"name": "Sari", "phone": "0812 3456 7890", "street": "Jl. Melati 3", "district": "setiabudi jaksel"}

HEARD = """word => new Promise((done, fail) => {
    setInterval(() => heard.includes(word) && done(), 20);
    setTimeout(() => fail(new Error(`${word} is not among ${heard}`)), 15000);
})"""


async def test_a_front_end_of_ones_own_buys_and_hears_of_the_payment(visiting: Visiting, demo_shop: DemoShop) -> None:
    text = (ROOT / "docs/storefront.md").read_text(encoding="utf-8")
    example = text.partition("<!-- front-end: begin -->")[2].partition("<!-- front-end: end -->")[0]
    script = re.findall(r"```js\n(.*?)```", example, re.DOTALL)[0]
    page = (await visiting(DESKTOP)).page
    await page.goto(demo_shop.base)
    sku = demo_shop.variant("gembor-seng")["sku"]
    order = await page.evaluate(
        f"async ([shop, sku, buyer]) => {{ {script}; window.heard = [];"
        "return buy(shop, sku, buyer, one => heard.push(one.type ?? 'ready')); }",
        [demo_shop.base, sku, BUYER],
    )
    assert order["status"] == "awaiting_payment"
    await page.evaluate(HEARD, "ready")
    demo_shop.staff("POST", f"/admin/v1/payments/{order['payment']['id']}/confirm", {})
    await page.evaluate(HEARD, "order.paid")


@pytest.mark.parametrize(("document", "language"), [("README.md", "en"), ("README.id.md", "id")])
async def test_the_owner_of_the_readme_changes_the_open_page(
    visiting: Visiting, demo_shop: DemoShop, tmp_path: Path, document: str, language: str
) -> None:
    (tmp_path / "data").symlink_to(demo_shop.folder)
    confirm, send = blocks(document, "owner")
    host = demo_shop.base.removeprefix("http://")
    buyer = Buyer(await visiting(PHONE, language=language), language)
    await buyer.buy("gembor-seng")
    await expect(buyer.headline()).to_have_text(buyer.word("waiting"))
    await asyncio.to_thread(follow, tmp_path, [confirm], host)
    await expect(buyer.headline()).to_have_text(buyer.word("packing"))
    await asyncio.to_thread(follow, tmp_path, [confirm, send], host)
    await expect(buyer.headline()).to_have_text(buyer.word("sent"))
    await expect(buyer.page.get_by_text(re.compile(r"JP\d{10}"))).to_be_visible()
