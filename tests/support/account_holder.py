"""Sari in a browser, with an account: she reads the codes that were sent to her, and signs in with what she has."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import CDPSession
from tests.support.buyer import Buyer
from tests.support.demo_shop import DemoShop

PASSWORD = "kopi tubruk pagi"
_MAIL_SECONDS = 15
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class AccountHolder(Buyer):
    """A buyer who has, or gets, an account. Browsers make passkeys for `localhost`, not for an address of numbers."""

    shop: DemoShop = field(kw_only=True)
    email: str = field(default_factory=lambda: f"sari.{secrets.token_hex(4)}@example.com")

    def __post_init__(self) -> None:
        self.visit.base = f"http://localhost:{self.shop.port}"

    async def sign_up(self) -> None:
        """From the form to the account."""
        await self.visit.open("/daftar")
        await self.page.fill("#name", "Sari Dewi")
        await self.page.fill("#who", self.email)
        await self.page.fill("#password", PASSWORD)
        await self.page.locator("main form .button.large").click()
        await self.page.wait_for_url("**/daftar/kode")
        await self.page.fill("#code", await self.mailed_code())
        await self.page.locator("main form .button.large").click()
        await self.page.wait_for_url("**/akun")

    async def sign_in(self, *, otp: str = "") -> None:
        """With the password; where a code is asked for as well, both are typed on the second page."""
        await self.visit.open("/masuk")
        await self._give_password()
        if otp:
            await self.page.locator("#otp").wait_for()
            await self.page.fill("#otp", otp)
            await self._give_password()
        await self.page.wait_for_url("**/akun")

    async def sign_out(self) -> None:
        """By the button of every page of the account."""
        await self.visit.open("/akun")
        await self.page.get_by_role("button", name="Keluar").click()
        await self.page.wait_for_url(f"{self.visit.base}/")

    async def mailed_code(self) -> str:
        """The code in the newest message to her."""
        for _ in range(_MAIL_SECONDS * 10):
            found = re.search(r"\b[0-9]{6}\b", await asyncio.to_thread(self._newest_message))
            if found is not None:
                return found[0]
            await asyncio.sleep(0.1)
        raise AssertionError(f"no code came to {self.email}")

    async def given_device(self) -> CDPSession:
        """A device of hers that makes passkeys and asks for a finger, which she always gives."""
        session = await self.visit.context.new_cdp_session(self.page)
        await session.send("WebAuthn.enable")
        await session.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
        return session

    async def _give_password(self) -> None:
        await self.page.fill("#who", self.email)
        await self.page.fill("#password", PASSWORD)
        await self.page.locator("main form .button.large").first.click()

    def _newest_message(self) -> str:
        messages: Any = self.shop.call("GET", "/dev/mailbox", headers={"Accept": "application/json"})
        mine = [one for one in messages if self.email in one["to"]]
        return str(max(mine, key=lambda one: one["at"])["text"]) if mine else ""
