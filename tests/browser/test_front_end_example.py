"""The example in docs/storefront.md, run word for word by a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.browser import DESKTOP, Visiting
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
