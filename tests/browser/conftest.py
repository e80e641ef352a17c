"""Fixtures of the browser tests: one demo shop and one Chromium for the whole run, a browser of her own for each visitor."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from tests.support.browser import DESKTOP, FLAGS, PHONE, Visit, Visiting
from tests.support.chromium import CHROMIUM, ChromiumUnderTest, find_chromium
from tests.support.demo_shop import DemoShop


@pytest.fixture(scope="session")
def demo_shop() -> Iterator[DemoShop]:
    """A real `niaga serve --demo` on SQLite, relay and mailbox included."""
    with tempfile.TemporaryDirectory(prefix="niaga-demo-") as folder, DemoShop(Path(folder)).serving() as shop:
        yield shop


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> ChromiumUnderTest:
    """The browser; tests are left out where there is none, but never in CI."""
    found = find_chromium()
    request.config.stash[CHROMIUM] = found
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: ChromiumUnderTest) -> AsyncIterator[Browser]:
    """Chromium, started once."""
    if chromium.missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"chromium may not be missing in CI: {chromium.missing}")
        pytest.skip(chromium.missing)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium.path, chromium_sandbox=False, args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visiting(browser: Browser, chromium: ChromiumUnderTest, demo_shop: DemoShop) -> AsyncIterator[Visiting]:
    """Lets people in, each with a browser of her own, and checks at the end that none of them met trouble.

    `await visiting(PHONE, language="en", dark=True, scripts=False)`
    """
    visits: list[Visit] = []
    chromium.tests += 1

    async def let_in(
        size: tuple[int, int] = DESKTOP, *, language: str = "id", dark: bool = False, scripts: bool = True
    ) -> Visit:
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="id-ID" if language == "id" else "en-GB",
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(15_000)
        visit = Visit(context, await context.new_page(), demo_shop.base)
        visit.watch()
        visits.append(visit)
        return visit

    yield let_in
    for visit in visits:
        await visit.context.close()
    assert [one for visit in visits for one in visit.troubled()] == []
