"""A buyer fills a cart, comes back to it, and orders it once; the same story on every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.shop import REGIONS, SYSTEM, OpenShop, an_order, bearer, fresh_key, open_shop

from niaga.cart.public import purge_carts
from niaga.catalogue import public as catalogue
from niaga.catalogue.public import VariantChange
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.shop.public import SettingsPatch, change_settings

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
        if answer.is_success and answer.json().get("id") == self.seen["id"]:
            self.seen = answer.json()
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


async def test_an_order_is_what_its_cart_was(shop: OpenShop) -> None:
    more = {"insured": True, "notes": "Rumah biru", "metadata": {"source": "app"}}
    cart = await a_ready_cart(shop, (TEH, 2), (KOPI, 1), **more)
    order = (await cart.check_out()).json()
    seen = await shop.read(order)
    assert (seen["notes"], seen["metadata"], seen["shipping"]["insured"]) == ("Rumah biru", {"source": "app"}, True)
    assert [(line["sku"], line["quantity"]) for line in seen["lines"]] == [(TEH, 2), (KOPI, 1)]
    assert seen["totals"] == cart.seen["totals"]
    assert seen["contact"] == cart.seen["contact"]
    assert seen["shipping_address"]["street"] == cart.seen["shipping_address"]["street"]


async def test_nobody_between_keeps_a_cart(shop: OpenShop) -> None:
    cart = await a_cart(shop)
    assert (await cart.send("GET")).headers["Cache-Control"] == "no-store"


async def test_what_changed_since_is_told_before_it_hurts(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 3), (TEH, 2))
    assert [line["problems"] for line in cart.seen["lines"]] == [[], []]
    await shop.placed_order((KOPI, 4), (TEH, 2))
    await change_variant(shop, KOPI, price=90_000)
    await cart.works("GET")
    assert problems(cart, KOPI) == [("inventory.out_of_stock", True), ("cart.price_changed", False)]
    assert cart.line(KOPI)["problems"][0]["message"] == "Only 1 left."
    assert cart.line(KOPI)["problems"][1]["message"] == "The price was Rp85.000 and is now Rp90.000."
    assert (cart.line(KOPI)["unit_price"], cart.line(KOPI)["available"]) == (90_000, 1)
    assert cart.line(TEH)["problems"][0]["message"] == "This is sold out."
    told = (await shop.client.get(cart.path, headers={"Accept-Language": "id"})).json()
    assert told["lines"][1]["problems"][0]["message"] == "Barang ini habis."
    refused = await cart.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, "inventory.out_of_stock")
    assert [one["path"] for one in refused.json()["errors"]] == ["lines[0].quantity", "lines[1].quantity"]


async def test_whoever_sets_a_quantity_has_seen_the_price(shop: OpenShop) -> None:
    cart = await a_cart(shop, (KOPI, 1))
    await change_variant(shop, KOPI, price=90_000)
    await cart.works("GET")
    assert problems(cart, KOPI) == [("cart.price_changed", False)]
    await cart.works("PATCH", f"/lines/{cart.line(KOPI)['id']}", {"quantity": 2})
    assert problems(cart, KOPI) == []


async def test_a_price_that_changed_is_never_charged_in_silence(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1))
    seen = cart.seen["totals"]["total"]
    await change_variant(shop, KOPI, price=90_000)
    refused = await cart.check_out(seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "checkout.total_changed")
    assert refused.json()["totals"]["total"] == seen + 5_000
    assert (await cart.check_out(seen + 5_000)).status_code == 201


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (VariantChange(price=90_000), "checkout.total_changed"),
        (VariantChange(published=False), "checkout.item_withdrawn"),
    ],
    ids=["repriced", "withdrawn"],
)
async def test_terms_that_change_behind_the_desk_are_noticed_in_the_transaction(
    shop: OpenShop, change: VariantChange, code: str
) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1))
    await shop.placed_order((KOPI, 1))
    variant = cart.line(KOPI)["variant_id"].removeprefix("var_")
    await shop.database.write(lambda tx: catalogue.change_variant(tx, SYSTEM, variant, change))
    refused = await cart.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_what_is_withdrawn_stays_in_sight_and_blocks(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1), (TEH, 1))
    await change_variant(shop, TEH, published=False)
    await cart.works("GET")
    assert problems(cart, TEH) == [("checkout.item_withdrawn", True)]
    assert cart.line(TEH)["available"] == 0
    refused = await cart.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, "checkout.item_withdrawn")
    assert refused.json()["errors"][0]["path"] == "lines[1].sku"
    again = await cart.send("POST", "/lines", {"sku": TEH, "quantity": 1})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "catalogue.unknown_sku")
    await cart.works("DELETE", f"/lines/{cart.line(TEH)['id']}")
    assert (await cart.check_out()).status_code == 201


async def test_a_cart_is_ordered_once_and_answers_its_order_again(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1))
    key = fresh_key()
    first = await cart.check_out(headers=key)
    same = await cart.check_out(headers=key)
    assert (same.status_code, same.content) == (201, first.content)
    assert (await shop.pay(first.json())).status_code == 200
    other = await cart.check_out(expected=1)
    assert (other.status_code, other.headers["Idempotency-Replayed"]) == (201, "true")
    assert (other.json()["id"], other.json()["status"]) == (first.json()["id"], "processing")
    assert other.json()["access_token"] == first.json()["access_token"]
    misused = await cart.check_out(expected=1, headers=key)
    assert (misused.status_code, misused.json()["code"]) == (422, "idempotency.key_reused")
    listed = await shop.client.get("/admin/v1/orders", headers=shop.owner)
    assert len(listed.json()["items"]) == 1


async def test_an_ordered_cart_changes_no_more(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 5))
    line = cart.line(KOPI)["id"]
    order = (await cart.check_out()).json()
    for method, path, body in (
        ("POST", "/lines", {"sku": TEH, "quantity": 1}),
        ("PATCH", f"/lines/{line}", {"quantity": 1}),
        ("DELETE", f"/lines/{line}", None),
        ("PATCH", "", {"notes": "x"}),
    ):
        refused = await cart.send(method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "cart.completed"), path
        assert refused.json()["order_id"] == order["id"]
    await cart.works("GET")
    assert problems(cart, KOPI) == [], "what this cart took is no trouble of its own"


async def test_a_cart_that_lacks_something_says_what(shop: OpenShop) -> None:
    cart = await a_cart(shop)
    refused = await cart.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, "cart.incomplete")
    assert [one["path"] for one in refused.json()["errors"]] == [
        "lines",
        "contact.name",
        "contact",
        *(f"shipping_address.{name}" for name in ("recipient", "phone", "street", "region_code", "postal_code")),
        "shipping",
    ]
    options = await cart.send("GET", "/shipping-options")
    assert [one["path"] for one in options.json()["errors"]] == ["lines", "shipping_address.region_code"]


async def test_an_address_may_be_told_bit_by_bit_and_taken_back(shop: OpenShop) -> None:
    cart = await a_cart(shop, contact={"phone": "0812-3456-7890"})
    assert cart.seen["contact"] == {"name": None, "phone": "+6281234567890", "email": None}
    await cart.works("PATCH", "", {"shipping_address": {"street": "Jl. Melati 5"}, "notes": "Rumah biru"})
    await cart.works("PATCH", "", {"shipping_address": {"region_code": "31.74.02"}, "contact": {"name": " Sari "}})
    address = cart.seen["shipping_address"]
    assert (address["street"], address["region_path"][-1]) == ("Jl. Melati 5", "Setiabudi")
    assert (cart.seen["contact"]["name"], cart.seen["notes"]) == ("Sari", "Rumah biru")
    nobody = await cart.send("PATCH", "", {"contact": {"phone": None}})
    assert [one["path"] for one in nobody.json()["errors"]] == ["contact"]
    await cart.works("PATCH", "", {"contact": None, "shipping_address": {"street": None}, "notes": None})
    assert (cart.seen["contact"], cart.seen["notes"]) == (None, "")
    assert cart.seen["shipping_address"]["street"] is None
    await cart.works("PATCH", "", {"shipping_address": None})
    assert cart.seen["shipping_address"] is None


async def test_shipping_that_no_longer_fits_is_a_problem_and_not_the_price(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1))
    option = (await cart.works("GET", "/shipping-options"))["options"][0]["id"]
    await cart.works("PATCH", "", {"shipping": {"option_id": option}})
    assert cart.seen["shipping"]["option_id"] == option
    await cart.works("POST", "/lines", {"sku": KOPI, "quantity": 1})
    assert (cart.seen["shipping"], cart.seen["totals"]["shipping"]) == (None, 0)
    assert [(one["code"], one["blocking"]) for one in cart.seen["problems"]] == [("shipping.option_mismatch", True)]
    refused = await cart.check_out()
    assert (refused.status_code, refused.json()["code"]) == (409, "shipping.option_mismatch")
    await cart.works("PATCH", "", {"shipping": {"courier": "jne", "service": "REG"}, "insured": True})
    assert cart.seen["problems"] == []
    assert cart.seen["totals"]["insurance"] == cart.seen["shipping"]["insurance_fee"] > 0


async def test_a_choice_that_is_none_is_refused_where_it_is_made(shop: OpenShop) -> None:
    cart = await a_ready_cart(shop, (KOPI, 1))
    for chosen, path in (
        ({"option_id": "opt_nonsense"}, "shipping.option_id"),
        ({"courier": "jne", "service": "NONE"}, "shipping.service"),
    ):
        refused = await cart.send("PATCH", "", {"shipping": chosen})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, path)
    assert (await cart.works("GET"))["shipping"]["service"] == "REG"


async def test_a_cart_that_nobody_touches_is_forgotten(shop: OpenShop, clock: FixedClock) -> None:
    cart, kept = await a_cart(shop, (KOPI, 1), notes="Rahasia"), await a_cart(shop, (TEH, 1))
    clock.advance(timedelta(days=29))
    await kept.works("POST", "/lines", {"sku": TEH, "quantity": 1})
    clock.advance(timedelta(days=2))
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/lines", {"sku": KOPI, "quantity": 1}),
        ("POST", "/checkout", {**PAYING, "expected_total": 1}),
    ):
        gone = await cart.send(method, path, body)
        assert (gone.status_code, gone.json()["code"]) == (404, "cart.not_found")
    assert await shop.database.write(purge_carts) == 1
    assert await shop.database.write(purge_carts) == 0
    assert (await cart.send("GET")).status_code == 404
    assert (await kept.works("GET"))["quantity"] == 2


async def test_an_order_is_answered_again_when_its_cart_is_forgotten(shop: OpenShop, clock: FixedClock) -> None:
    await shop.database.write(
        lambda tx: change_settings(tx, SYSTEM, SettingsPatch(cart_expiry_days=1), None, places=REGIONS)
    )
    cart = await a_ready_cart(shop, (KOPI, 1))
    key = fresh_key()
    first = await cart.check_out(headers=key)
    clock.advance(timedelta(hours=47))
    again = await cart.check_out(headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert (await cart.check_out()).status_code == 404


async def test_the_same_call_twice_adds_once(shop: OpenShop) -> None:
    cart = await a_cart(shop)
    key = fresh_key()
    body = {"sku": KOPI, "quantity": 1}
    first, again = [await cart.send("POST", "/lines", body, headers=key) for _ in range(2)]
    assert (again.status_code, again.content) == (201, first.content)
    assert (await cart.works("GET"))["quantity"] == 1


async def test_a_cart_holds_as_much_as_an_order_and_no_more(shop: OpenShop) -> None:
    cart = await a_cart(shop, (KOPI, 5_000), (KOPI, 4_999))
    assert [line["quantity"] for line in cart.seen["lines"]] == [9_999]
    full = await cart.send("POST", "/lines", {"sku": KOPI, "quantity": 1})
    assert (full.status_code, full.json()["code"], full.json()["pieces"]) == (409, "cart.full", 9_999)
    both = [{"sku": TEH, "quantity": 9_999}, {"sku": TEH, "quantity": 1}]
    started = await shop.client.post(CARTS, json={"lines": both}, headers=fresh_key())
    assert (started.status_code, started.json()["code"]) == (409, "cart.full")


async def test_what_opens_a_cart_is_not_in_the_database(shop: OpenShop) -> None:
    cart = await a_cart(shop, (KOPI, 1), contact={"email": "sari@example.com"}, notes="Rumah biru")
    stored = str(await shop.database.read(lambda db: db.execute(sa.text("SELECT * FROM cart")).all()))
    for secret in (cart.seen["id"].removeprefix("crt_"), "sari@example.com", "Rumah biru"):
        assert secret not in stored


def problems(cart: Trolley, sku: str) -> list[tuple[str, bool]]:
    """The problems of a line."""
    return [(one["code"], one["blocking"]) for one in cart.line(sku)["problems"]]


async def change_variant(shop: OpenShop, sku: str, **changes: Any) -> None:
    """Agus changes a variant."""
    stock = await shop.client.get("/admin/v1/stock", params={"sku": sku}, headers=shop.staff)
    path = f"/admin/v1/variants/{stock.json()['items'][0]['variant_id']}"
    answer = await shop.client.patch(path, json=changes, headers={**shop.staff, "If-Match": "*"})
    assert answer.status_code == 200, answer.text
