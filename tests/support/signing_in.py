"""Sari with an account on the pages of the shop: she signs up, and reads the codes that were sent to her."""

from __future__ import annotations

import msgspec
from tests.support.markup import Page
from tests.support.purchases import Shopper
from tests.support.shop import OpenShop

from niaga.accounts.public import code_for, find_question
from niaga.storefront.account.waiting import Waiting

PASSWORD = "kopi tubruk pagi"
SARI = "sari@example.com"


class Member(Shopper):
    """A browser whose owner has, or gets, an account."""

    def __init__(self, shop: OpenShop) -> None:
        super().__init__(shop)
        self.shop = shop

    async def sign_up(self, who: str = SARI, *, back: str = "") -> Page:
        """From the form to an account."""
        await self.open("/daftar")
        fields = {"name": "Sari Dewi", "who": who, "password": PASSWORD, "back": back}
        await self.send("/daftar", fields)
        return await self.send("/daftar/kode", {"code": await self.code()})

    async def sign_in(self, who: str = SARI, *, password: str = PASSWORD, path: str = "/masuk", **more: str) -> Page:
        """With address and password."""
        await self.open(path)
        back = self.value("back")
        return await self.send("/masuk", {"who": who, "password": password, "back": back, **more})

    async def code(self) -> str:
        """The code that was sent because this browser asked for it."""
        vault = self.shop.database.vault
        sealed = self.client.cookies["niaga_code"]
        opened = vault.open(sealed, table="cookie", column="waiting", row=self.client.cookies["niaga_visit"])
        waiting = msgspec.json.decode(opened, type=Waiting)
        question = waiting.verification.removeprefix("ver_")
        found = await self.shop.database.read(lambda db: find_question(db, question))
        assert found is not None
        return code_for(vault, found)

    @property
    def status(self) -> int:
        """What the last page came with."""
        assert self.answer is not None
        return self.answer.status_code

    @property
    def path(self) -> str:
        """Where she stands."""
        assert self.answer is not None
        return self.answer.url.path

    def news(self) -> str:
        """What the page says has happened."""
        return " ".join(one.text for one in self.page.all("div", class_="notice") if "good" in one.attributes["class"])
