"""Every page, on a phone and at a desk, light and dark: accessible by WCAG 2.2 AA, never wider than the screen, never jumping.

`NIAGA_SCREENSHOTS=DIR` keeps a picture of each.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.browser import (
    DESKTOP,
    PHONE,
    Visit,
    Visiting,
    grave_violations,
    settle_pictures,
    sideways_pixels,
)
from tests.support.buyer import Buyer

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = {"phone": PHONE, "desktop": DESKTOP}
# Each size and each scheme once; all four together where there is time.
LOOKS = [("phone", False), ("desktop", True)]
if os.environ.get("NIAGA_TORTURE"):
    LOOKS += [("phone", True), ("desktop", False)]
looks = pytest.mark.parametrize(
    ("size", "dark"), LOOKS, ids=lambda value: {False: "light", True: "dark"}.get(value, value)
)
MOST_SHIFT = 0.05
PAGES = {
    "home": "/",
    "home-en": "/en",
    "products": "/produk",
    "search": "/produk?q=kopi&in_stock=true",
    "search-nothing": "/produk?q=xyzzyplugh",
    "category": "/kategori/kopi-teh",
    "product": "/produk/kopi-arabika-gayo",
    "product-en": "/en/products/gembor-seng",
    "cart-empty": "/keranjang",
    "find-order": "/cek-pesanan",
    "offline": "/luring",
}


@looks
@pytest.mark.parametrize("name", PAGES)
async def test_a_page(visiting: Visiting, name: str, size: str, dark: bool) -> None:  # noqa: FBT001
    visit = await visiting(SIZES[size], dark=dark)
    await visit.open(PAGES[name])
    await check(visit, f"{name}-{size}-{'dark' if dark else 'light'}")


@looks
async def test_the_pages_of_a_purchase(visiting: Visiting, size: str, dark: bool) -> None:  # noqa: FBT001
    visit = await visiting(SIZES[size], dark=dark)
    visit.excuse("422|409")
    buyer, kind = Buyer(visit), f"{size}-{'dark' if dark else 'light'}"
    for slug in ("gembor-seng", "kopi-arabika-gayo"):
        await buyer.add(slug)
    await check(visit, f"cart-{kind}")
    await buyer.go_to_checkout()
    await buyer.order_button().click()
    await visit.page.locator(".field.wrong").first.wait_for()
    await check(visit, f"checkout-wrong-{kind}")
    await buyer.tell_who_and_where()
    await buyer.choose_district()
    await buyer.choose_courier()
    await visit.page.locator(".working summary").first.click()
    await visit.page.locator(".summary:not([aria-busy])").wait_for()
    await check(visit, f"checkout-{kind}")
    await buyer.order()
    await check(visit, f"order-{kind}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_that_is_not_there(visiting: Visiting, size: str) -> None:
    visit = await visiting(SIZES[size])
    visit.excuse("404")
    await visit.open("/produk/tidak-ada")
    await check(visit, f"not-found-{size}")


@pytest.mark.parametrize("path", ["/", "/produk", "/produk/kopi-arabika-gayo"])
async def test_nothing_jumps_while_a_page_loads(visiting: Visiting, path: str) -> None:
    visit = await visiting(PHONE)
    await visit.context.add_init_script(
        "window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(one => "
        "{ if (!one.hadRecentInput) shifted += one.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    await visit.open(path)
    await settle_pictures(visit.page)
    assert await visit.page.evaluate("shifted") < MOST_SHIFT


async def check(visit: Visit, name: str) -> None:
    """What holds of every page."""
    await settle_pictures(visit.page)
    assert await grave_violations(visit.page) == []
    assert await sideways_pixels(visit.page) == 0
    kept = os.environ.get("NIAGA_SCREENSHOTS")
    if kept:
        await visit.page.screenshot(path=Path(kept) / f"{name}.png", full_page=True)
