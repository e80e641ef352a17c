"""A buyer fills a cart, comes back to it, and orders it once; the same story on every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.shop import OpenShop, an_order, bearer, fresh_key, open_shop

from niaga.platform.database import Database

KOPI, TEH = "KOPI-250", "TEH-100"
CARTS = "/store/v1/carts"
PAYING = {"payment_method": "bank_transfer"}


@dataclass
class Trolley:
    """A cart that a test pushes through a shop."""

    shop: OpenShop
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"{CARTS}/{self.seen['id']}"

    def line(self, sku: str) -> dict[str, Any]:
        """Its line of that SKU."""
        found: dict[str, Any] = next(line for line in self.seen["lines"] if line["sku"] == sku)
        return found

    async def send(
        self, method: str, path: str = "", body: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        """Any call of it; remembers the cart it answers."""
        more.setdefault("headers", fresh_key() if method == "POST" else {})
        if body is not None:
            more["json"] = body
        answer = await self.shop.client.request(method, f"{self.path}{path}", **more)
        if answer.is_success and "expires_at" in answer.json() and "lines" in answer.json():
            self.seen = answer.json() if "version" in answer.json() else self.seen
        return answer

    async def works(self, method: str, path: str = "", body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Any call of it, which must be taken."""
        answer = await self.send(method, path, body)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def check_out(self, expected: int | None = None, **more: Any) -> httpx.Response:
        """Sari orders it at the total she saw."""
        total = self.seen["totals"]["total"] if expected is None else expected
        return await self.send("POST", "/checkout", {**PAYING, "expected_total": total}, **more)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with five packs of coffee and two of tea."""
    async with open_shop(database, tmp_path, stock={KOPI: 5, TEH: 2}) as opened:
        yield opened


async def a_cart(shop: OpenShop, *lines: tuple[str, int], **more: Any) -> Trolley:
    """A cart with these lines."""
    wanted = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    answer = await shop.client.post(CARTS, json={"lines": wanted, **more}, headers=fresh_key())
    assert answer.status_code == 201, answer.text
    return Trolley(shop, answer.json())


async def a_ready_cart(shop: OpenShop, *lines: tuple[str, int], **more: Any) -> Trolley:
    """A cart that could be ordered now."""
    told = {name: an_order()[name] for name in ("contact", "shipping_address", "shipping")}
    return await a_cart(shop, *lines, **{**told, **more})


async def test_from_an_empty_cart_to_an_order(shop: OpenShop) -> None:
    cart = await a_cart(shop)
    assert cart.seen["id"].startswith("crt_")
    assert (cart.seen["lines"], cart.seen["totals"]["total"]) == ([], 0)
    await cart.works("POST", "/lines", {"sku": KOPI, "quantity": 1})
    variant = cart.line(KOPI)["variant_id"]
    await cart.works("POST", "/lines", {"variant_id": variant, "quantity": 1})
    await cart.works("POST", "/lines", {"sku": TEH, "quantity": 2})
    assert [(line["sku"], line["quantity"], line["amount"]) for line in cart.seen["lines"]] == [
        (KOPI, 2, 170_000),
        (TEH, 2, 80_000),
    ]
    tea = cart.line(TEH)["id"]
    await cart.works("PATCH", f"/lines/{tea}", {"quantity": 1})
    assert cart.seen["totals"]["total"] == 210_000
    await cart.works("DELETE", f"/lines/{tea}")
    await cart.works("PATCH", "", {"shipping_address": {"region_code": "31.74.02"}})
    offered = await cart.works("GET", "/shipping-options")
    await cart.works("PATCH", "", {"shipping": {"option_id": offered["options"][0]["id"]}})
    assert cart.seen["shipping"]["name"]
    assert cart.seen["totals"]["total"] == 170_000 + offered["options"][0]["price"]
    assert sum(line["amount"] for line in cart.seen["totals"]["lines"]) == cart.seen["totals"]["total"]
    body = an_order()
    await cart.works("PATCH", "", {"contact": body["contact"], "shipping_address": body["shipping_address"]})
    paying = await cart.works("GET", "/payment-options")
    assert [one["channel"] for one in paying["items"]] == ["bca", "mandiri"]
    total = cart.seen["totals"]["total"]
    answer = await cart.check_out(total)
    assert answer.status_code == 201, answer.text
    order = answer.json()
    assert (order["totals"]["total"], order["lines"][0]["quantity"]) == (total, 2)
    assert (await shop.read(order))["status"] == "awaiting_payment"
    assert (await cart.works("GET"))["order_id"] == order["id"]
    assert bearer(order)
