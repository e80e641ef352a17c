"""The demo shop's pages as somebody with a small phone on a slow network meets them for the first time.

Each load is cold: a browser context of its own, on a network and a CPU that Chromium slows down itself. The server is
warm, as it is for everybody but its first visitor.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import async_playwright
from tests.support.browser import FLAGS, PHONE
from tests.support.chromium import find_chromium
from tests.support.demo_shop import DemoShop

from benchmarks.photo import photo
from benchmarks.recording import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, CDPSession, Page

    from benchmarks.recording import Record

LOADS = 5
CPU_SLOWDOWN = 4
# Both are Lighthouse's, in milliseconds and kilobits a second. Chromium adds the delay to each request, not to making a
# connection; Lighthouse's "applied" figures are there to make up for that.
NETWORKS = {"slow 4G": (150, 1600, 750), "slow 4G, applied": (562.5, 1474.56, 675)}
PATIENCE_MS = 30_000
WATCH = """
window.met = {lcp_ms: 0, lcp_is: '', shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(one => {
    met.lcp_ms = one.startTime;
    met.lcp_is = [one.element?.localName, one.url && new URL(one.url).pathname].filter(Boolean).join(' ');
})).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => {
    if (!one.hadRecentInput) met.shift += one.value;
})).observe({type: 'layout-shift', buffered: true});
"""
# Evaluated by the debugger, once the page is there: waits for the pictures in view, and for what they may move.
READ = """async () => {
    const isThere = one => one.complete || one.getBoundingClientRect().top > innerHeight;
    while (![...document.images].every(isThere)) await new Promise(done => setTimeout(done, 50));
    await new Promise(done => setTimeout(done, 500));
    return {...met, first_paint_ms: performance.getEntriesByName('first-contentful-paint')[0].startTime};
}"""


class NoChromium(Exception):
    """There is no browser on this machine, and why."""


async def measure(record: Record) -> None:
    """Every page on every network by turns, each load a line of the record. Skips with a reason without a browser."""
    try:
        async with _opened_shop() as (shop, browser):
            pages = {
                "home": "/",
                "list": "/produk",
                "product": "/produk/kopi-arabika-gayo",
                "product with a photo": f"/produk/{_add_photo(shop)}",
            }
            for path in pages.values():
                await load(browser, shop.base + path, None)
            took: defaultdict[str, list[float]] = defaultdict(list)
            for round_ in range(LOADS):
                for (name, path), network in product(pages.items(), NETWORKS):
                    found = await load(browser, shop.base + path, network)
                    record.add("page", page=name, network=network, round=round_, **found)
                    took[f"{name}, {network}"].append(found["lcp_ms"])
            for what, lcp in took.items():
                say(f"{what:<42} largest contentful paint {statistics.median(lcp):>6,.0f} ms")
    except NoChromium as reason:
        record.skip("pages", str(reason))


async def load(browser: Browser, url: str, network: str | None) -> dict[str, Any]:
    """Open a page on a phone that was never here; what it met, and bytes over the wire by kind. None: nothing is slowed."""
    # Without touch: to announce it, the emulation lays the page out once before its styles are there. No phone does.
    context = await browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, device_scale_factor=2, is_mobile=True
    )
    try:
        page = await context.new_page()
        await page.add_init_script(WATCH)
        session = await context.new_cdp_session(page)
        weighed = await _weigh(session)
        if network is not None:
            await _slow_down(session, *NETWORKS[network])
        return {**await _look(page, url), "bytes": weighed, "load_average": round(os.getloadavg()[0], 2)}
    finally:
        await context.close()


@contextlib.asynccontextmanager
async def _opened_shop() -> AsyncIterator[tuple[DemoShop, Browser]]:
    """A demo shop of its own and a browser to look at it. Raises NoChromium."""
    chromium = find_chromium()
    if chromium.missing:
        raise NoChromium(chromium.missing)
    with tempfile.TemporaryDirectory(prefix="niaga-bench-") as folder, DemoShop(Path(folder)).serving() as shop:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium.path, chromium_sandbox=False, args=FLAGS
            )
            yield shop, browser
            await browser.close()


def _add_photo(shop: DemoShop) -> str:
    """A product with a photo: those of the demo shop are drawings, which weigh little. Its slug."""
    (shop.folder / "media" / "bench-photo.jpg").write_bytes(photo())
    variant = {
        "sku": "BENCH-PHOTO", "price": 90_000, "weight_grams": 300, "length_mm": 200, "width_mm": 100, "height_mm": 80,
    }  # fmt: skip
    name = {"id": "Kopi dengan foto", "en": "Coffee with a photo"}
    body = {"slug": "bench-photo", "name": name, "images": ["/media/bench-photo.jpg"], "variants": [variant]}
    return str(shop.staff("POST", "/admin/v1/products", body)["slug"])


async def _weigh(session: CDPSession) -> dict[str, int]:
    """Counts bytes from now on, heads of answers included, by what they are for (`Document`, `Stylesheet`, …)."""
    kinds: dict[str, str] = {}
    weighed: defaultdict[str, int] = defaultdict(int)

    def received(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        weighed[kinds.get(event["requestId"], "Other")] += round(event["encodedDataLength"])

    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    await session.send("Network.enable")
    return weighed


async def _slow_down(session: CDPSession, delay_ms: float, down_kbit: float, up_kbit: float) -> None:
    network = {
        "offline": False,
        "latency": delay_ms,
        "downloadThroughput": 1000 * down_kbit / 8,
        "uploadThroughput": 1000 * up_kbit / 8,
    }
    await session.send("Network.emulateNetworkConditions", network)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


async def _look(page: Page, url: str) -> dict[str, Any]:
    await page.goto(url, timeout=PATIENCE_MS)
    found: dict[str, Any] = await page.evaluate(READ)
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()}
