"""A whole shop around a test's database: the real application, driven over ASGI, with a mailbox that keeps what was sent."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from tests.support.catalogue import a_product, a_variant

from niaga.accounts.public import Passwords, create_staff
from niaga.app import Shop, assemble_shop, make_shop
from niaga.catalogue.public import create_products
from niaga.inventory.public import Quantity, Reason, Source, StockKey, receive_stock
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database
from niaga.platform.mail import Message
from niaga.platform.settings import load_settings
from niaga.regions.public import Regions
from niaga.shipping.public import Tariff, replace_tariffs
from niaga.shop.public import BankAccount, SettingsPatch, change_settings

BASE = "http://127.0.0.1:8000"
SYSTEM = Actor(ActorKind.SYSTEM)
SETIABUDI = {"region_code": "31.74.02", "postal_code": "12910"}
REGIONS = Regions()


class KeptMail:
    """A mailer that keeps messages for the test to read."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """Keep it."""
        self.messages.append(message)


@dataclass
class OpenShop:
    """A shop that a test talks to."""

    shop: Shop
    client: httpx.AsyncClient
    mail: KeptMail
    owner_key: str
    staff_key: str
    placed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """Its database."""
        return self.shop.database

    @property
    def owner(self) -> dict[str, str]:
        """Headers of wati the owner, with a fresh idempotency key."""
        return {"Authorization": f"Bearer {self.owner_key}", **fresh_key()}

    @property
    def staff(self) -> dict[str, str]:
        """Headers of a member of staff, with a fresh idempotency key."""
        return {"Authorization": f"Bearer {self.staff_key}", **fresh_key()}

    async def place(self, *lines: tuple[str, int], key: str | None = None, **changes: Any) -> httpx.Response:
        """Sari orders."""
        headers = {"Idempotency-Key": key} if key else fresh_key()
        return await self.client.post("/store/v1/orders", json=an_order(*lines, **changes), headers=headers)

    async def placed_order(self, *lines: tuple[str, int], **changes: Any) -> dict[str, Any]:
        """Sari orders and it works."""
        answer = await self.place(*lines, **changes)
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()
        return order

    async def pay(self, order: dict[str, Any], **receipt: Any) -> httpx.Response:
        """Wati confirms the transfer."""
        path = f"/admin/v1/payments/{order['payment']['id']}/confirm"
        return await self.client.post(path, json=receipt, headers=self.owner)

    async def ship(self, order: dict[str, Any], **changes: Any) -> httpx.Response:
        """Wati sends a parcel."""
        body = {"courier": "jne", "service": "REG", "tracking_number": f"JNE{secrets.token_hex(6)}".upper(), **changes}
        return await self.client.post(f"/admin/v1/orders/{order['id']}/shipments", json=body, headers=self.owner)

    async def read(self, order: dict[str, Any]) -> dict[str, Any]:
        """Sari looks at her order."""
        answer = await self.client.get(f"/store/v1/orders/{order['id']}", headers=bearer(order))
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen


def fresh_key() -> dict[str, str]:
    """An idempotency key nobody used."""
    return {"Idempotency-Key": secrets.token_hex(16)}


def bearer(order: dict[str, Any]) -> dict[str, str]:
    """The headers that open an order."""
    return {"Authorization": f"Bearer {order['access_token']}"}


def an_order(*lines: tuple[str, int], **changes: Any) -> dict[str, Any]:
    """The body of an order by Sari."""
    body: dict[str, Any] = {
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
        "contact": {"name": "Sari Wulandari", "phone": "0812-3456-7890", "email": "sari@example.com"},
        "shipping_address": {
            "recipient": "Sari Wulandari",
            "phone": "081234567890",
            "street": "Jl. Setiabudi Tengah No. 5",
            **SETIABUDI,
        },
        "shipping": {"courier": "jne", "service": "REG"},
        "payment_method": "bank_transfer",
    }
    return {**body, **changes}


@asynccontextmanager
async def open_shop(
    database: Database,
    folder: Path,
    *,
    stock: dict[str, int] | None = None,
    passwords: Passwords | None = None,
    environ: dict[str, str] | None = None,
    **flags: Any,
) -> AsyncIterator[OpenShop]:
    """A shop in Bandung that sells coffee: settings, tariffs to Jakarta, staff, and stock by SKU."""
    settings = load_settings(
        {"env": "development", "data": str(folder), "relay": "off", **flags}, environ or {}, folder
    )
    mail = KeptMail()
    shop = make_shop(settings, database, mail)  # type: ignore[arg-type]
    if passwords is not None:
        shop = replace(shop, passwords=passwords)
    shelves = {"KOPI-250": 100, "TEH-100": 100} if stock is None else stock
    owner_key, staff_key = await database.write(lambda tx: fit_out(tx, shelves))
    application: Any = assemble_shop(shop)
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url=BASE, headers={"Accept-Language": "en"}) as client:
        yield OpenShop(shop, client, mail, owner_key, staff_key)
    await shop.checkout.close()


def fit_out(tx: Any, stock: dict[str, int]) -> tuple[str, str]:
    """What a shop needs to sell; the keys of its owner and of a member of staff."""
    _, owner_key = create_staff(tx, "wati@example.com", "owner")
    _, staff_key = create_staff(tx, "agus@example.com", "manager")
    accounts = (
        BankAccount(key="bca", bank="BCA", number="7391005123", holder="Toko Uji"),
        BankAccount(key="mandiri", bank="Mandiri", number="1310012345678", holder="Toko Uji"),
    )
    patch = SettingsPatch(
        origin_region_code="32.73", bank_accounts=accounts, notification_email="wati@example.com", name="Toko Uji"
    )
    change_settings(tx, SYSTEM, patch, None, places=REGIONS)
    if stock:
        _fill_shelves(tx, stock)
    replace_tariffs(tx, [_tariff("31.74"), _tariff("*", price=20_000)])
    return owner_key, staff_key


def _fill_shelves(tx: Any, stock: dict[str, int]) -> None:
    products = [
        a_product(f"Barang {sku}", variants=(a_variant(sku, price=85_000 if sku == "KOPI-250" else 40_000),))
        for sku in stock
    ]
    made = create_products(tx, products)
    pieces = [
        Quantity(StockKey(variant.id), stock[variant.sku])
        for product in made
        for variant in product.variants
        if stock[variant.sku]
    ]
    receive_stock(tx, pieces, Reason.RECEIVED, Source("test", "opening"))


def _tariff(destination: str, price: int = 11_000) -> Tariff:
    return Tariff("32.73", destination, "jne", "REG", price, 1000, price, 1000, 0, 0, 1, 2)
