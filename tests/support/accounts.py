"""A shop whose buyers have accounts: signing up, proving and signing in over HTTP, with codes read as the letters' writer does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.shop import KeptMail, OpenShop, open_shop

from niaga.accounts.customers.store import renew_hash
from niaga.accounts.public import Passwords, code_for, find_customer, find_question
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Transaction

PASSWORD = "kopi tubruk pagi"
SARI = "sari@example.com"


@dataclass(frozen=True)
class SignedIn:
    """Somebody with an account and a session."""

    id: str
    token: str
    email: str | None

    @property
    def headers(self) -> dict[str, str]:
        """Her session."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class AccountShop:
    """A shop, and what buyers do at its doors."""

    opened: OpenShop

    @property
    def client(self) -> httpx.AsyncClient:
        """Whoever calls."""
        return self.opened.client

    @property
    def database(self) -> Database:
        """Its database."""
        return self.opened.database

    @property
    def mail(self) -> KeptMail:
        """What was sent."""
        return self.opened.mail

    @property
    def clock(self) -> FixedClock:
        """Its time."""
        assert isinstance(self.database.clock, FixedClock)
        return self.database.clock

    async def sign_up(
        self, *, email: str = SARI, password: str = PASSWORD, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Ask for an account."""
        body = {"email": email, "password": password, "name": "Sari Wulandari"}
        answer = await self.client.post("/store/v1/customers", json=body, headers=headers)
        assert answer.status_code == 202, answer.text
        asked: dict[str, Any] = answer.json()
        return asked

    async def code(self, asked: dict[str, Any]) -> str:
        """The code that the letter says."""
        found = await self.database.read(lambda db: find_question(db, asked["verification"].removeprefix("ver_")))
        assert found is not None
        return code_for(self.database.vault, found)

    async def verify(self, asked: dict[str, Any], *, email: str = SARI, code: str | None = None) -> httpx.Response:
        """Give the code back."""
        body = {"email": email, "code": code or await self.code(asked), "verification": asked["verification"]}
        return await self.client.post("/store/v1/customers/verify", json=body)

    async def customer(self, email: str = SARI) -> SignedIn:
        """Sign up and prove the address."""
        answer = await self.verify(await self.sign_up(email=email), email=email)
        assert answer.status_code == 201, answer.text
        start = answer.json()
        return SignedIn(start["customer"]["id"], start["token"], email)

    async def sign_in(
        self, *, email: str = SARI, password: str = PASSWORD, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Give address and password."""
        return await self.client.post(
            "/store/v1/sessions", json={"email": email, "password": password}, headers=headers
        )

    async def move_to(self, who: SignedIn, email: str) -> httpx.Response:
        """Another e-mail address, proven."""
        asked = await self.client.post("/store/v1/me/email", json={"email": email}, headers=who.headers)
        assert asked.status_code == 202, asked.text
        body = {"email": email, "code": await self.code(asked.json())}
        return await self.client.post("/store/v1/me/email/confirm", json=body, headers=who.headers)

    async def order(self, **changes: Any) -> dict[str, Any]:
        """A guest orders."""
        return await self.opened.placed_order(("KOPI-250", 1), **changes)

    async def relay(self) -> None:
        """Send what is due."""
        await self.opened.shop.relay.drain()

    async def stored_hash(self, who: SignedIn) -> str:
        """The hash of her password."""
        found = await self.database.read(lambda db: find_customer(db, who.id.removeprefix("cus_")))
        assert found is not None
        return found.password_hash or ""

    async def put_hash(self, who: SignedIn, password_hash: str) -> None:
        """Another hash of her password, as an older program made it."""

        def act(tx: Transaction) -> None:
            found = find_customer(tx, who.id.removeprefix("cus_"))
            assert found is not None
            renew_hash(tx, found, password_hash)

        await self.database.write(act)

    async def change(self, sql: str) -> None:
        """Change rows past all of our code."""
        await self.database.write(lambda tx: tx.execute(sa.text(sql)))

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        """Rows, looked up past all of our code."""
        return await self.database.read(lambda db: list(db.execute(sa.text(sql), values)))


@asynccontextmanager
async def open_account_shop(
    database: Database, folder: Path, *, passwords: Passwords | None = None, **flags: Any
) -> AsyncIterator[AccountShop]:
    """A shop whose passwords are hashed in a millisecond, and where nobody is counted unless `throttle` is on."""

    async def shop_name() -> str:
        return "Toko Uji"

    passwords = passwords or Passwords(memory_kibibytes=64, shop_name=shop_name)
    async with open_shop(database, folder, passwords=passwords, **{"throttle": "off", **flags}) as opened:
        yield AccountShop(opened)
    passwords.close()


@pytest.fixture
async def account_shop(database: Database, tmp_path: Path) -> AsyncIterator[AccountShop]:
    """The shop of these tests."""
    async with open_account_shop(database, tmp_path) as opened:
        yield opened


__all__ = ["PASSWORD", "SARI", "AccountShop", "SignedIn", "account_shop", "open_account_shop"]
