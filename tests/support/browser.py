"""Visitors of the shop in headless Chromium.

A `Visit` is one person with a browser of her own: a width, a language, light or dark, with or without scripts. What no
visitor may ever meet (an error in the console, a blocked resource, a failing answer, another host) is noted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response

FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PHONE, DESKTOP = (390, 844), (1280, 900)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = {"serious", "critical"}


@dataclass
class Visit:
    """One person's browser. `trouble` is what it met that nobody should."""

    context: BrowserContext
    page: Page
    base: str
    trouble: list[str] = field(default_factory=list)
    # Blocked on purpose, so that a visit meets the shop and not what an earlier one kept.
    excused: list[str] = field(default_factory=lambda: ["Service Worker registration blocked"])

    async def open(self, path: str) -> None:
        """Go to a page of the shop."""
        await self.page.goto(self.base + path)

    def excuse(self, pattern: str) -> None:
        """What this test brings about on purpose: trouble that matches is none."""
        self.excused.append(pattern)

    def watch(self) -> None:
        """Note what goes wrong from now on."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def troubled(self) -> list[str]:
        """What was met and not excused."""
        return [one for one in self.trouble if not any(re.search(known, one) for known in self.excused)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.trouble.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.trouble.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.trouble.append(f"{response.status}: {response.request.method} {response.url}")


Visiting = Callable[..., Awaitable[Visit]]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


async def grave_violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical under WCAG 2.2 AA: rule, where, and how to mend it."""
    # Evaluated by the debugger: the page's own content policy would refuse a script of ours, as it should.
    await page.evaluate(_axe())
    found: dict[str, Any] = await page.evaluate(
        "levels => axe.run(document, {runOnly: {type: 'tag', values: levels}, resultTypes: ['violations']})", LEVELS
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


async def sideways_pixels(page: Page) -> int:
    """How far the page can be scrolled sideways; 0 is right at every width."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(await page.evaluate(script))


async def settle_pictures(page: Page) -> None:
    """Bring lazy pictures in, wait for them, and go back to the top (before a screenshot)."""
    await page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 600) {
                scrollTo(0, y);
                await new Promise(done => requestAnimationFrame(done));
            }
            scrollTo(0, 0);
            await Promise.all([...document.images].map(one => one.decode().catch(() => 0)));
        }"""
    )
