"""Orders that are refused for what has changed: stock, totals, promises; and keys that decide whether one is placed again."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.hostile import TEXTS, census
from tests.support.shop import OpenShop, an_order, bearer, fresh_key, open_shop

from niaga.foundation.clock import FixedClock
from niaga.foundation.identity import without_prefix
from niaga.platform.database import Database
from niaga.shipping.public import Tariff, replace_tariffs

KOPI, TEH = "KOPI-250", "TEH-100"
ORDERS = "/store/v1/orders"
KEY = "k" * 16


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with five packs of coffee and two of tea."""
    async with open_shop(database, tmp_path, stock={KOPI: 5, TEH: 2, "GULA-1": 100}) as opened:
        yield opened


async def stored(shop: OpenShop) -> dict[str, Any]:
    """What is stored."""
    return await shop.database.run_sync(census)


async def option(shop: OpenShop, *lines: tuple[str, int], **more: Any) -> str:
    """The id of the first shipping option for these lines."""
    destination = {"region_code": more.pop("region_code", "31.74.02")}
    wanted = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    answer = await shop.client.post(
        "/store/v1/shipping/quotes", json={"destination": destination, "lines": wanted, **more}
    )
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["options"][0]["id"]
    return found


async def reprice(shop: OpenShop, sku: str, **changes: Any) -> None:
    """Agus changes a variant."""
    stock = await shop.client.get("/admin/v1/stock", params={"sku": sku}, headers=shop.staff)
    path = f"/admin/v1/variants/{stock.json()['items'][0]['variant_id']}"
    answer = await shop.client.patch(path, json=changes, headers={**shop.staff, "If-Match": "*"})
    assert answer.status_code == 200, answer.text


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem, which must be this one."""
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    problem: dict[str, Any] = answer.json()
    return problem


async def test_a_sold_out_line_is_named_with_what_is_left(shop: OpenShop) -> None:
    before = await stored(shop)
    answer = await shop.place((KOPI, 4), (TEH, 3), (KOPI, 2))
    problem = refused(answer, 409, "inventory.out_of_stock")
    assert [(one["path"], one["message"]) for one in problem["errors"]] == [
        ("lines[0].quantity", "KOPI-250: only 5 left."),
        ("lines[1].quantity", "TEH-100: only 2 left."),
        ("lines[2].quantity", "KOPI-250: only 5 left."),
    ]
    assert problem["lines"][1] == {"sku": TEH, "requested": 3, "available": 2}
    assert await stored(shop) == before
    assert (await shop.place((KOPI, 5), (TEH, 2))).status_code == 201


async def test_a_total_that_changed_comes_with_the_new_totals(shop: OpenShop) -> None:
    await reprice(shop, KOPI, price=90_000)
    before = await stored(shop)
    for path in (ORDERS, f"{ORDERS}?dry_run=true"):
        answer = await shop.client.post(path, json=an_order((KOPI, 2), expected_total=181_000), headers=fresh_key())
        problem = refused(answer, 409, "checkout.total_changed")
        assert (problem["expected"], problem["total"]) == (181_000, 191_000)
        assert problem["totals"]["subtotal"] == 180_000
        assert problem["totals"]["shipping"] == 11_000
    assert await stored(shop) == before
    assert (await shop.place((KOPI, 2), expected_total=191_000)).status_code == 201


async def test_what_is_withdrawn_cannot_be_ordered(shop: OpenShop) -> None:
    await reprice(shop, TEH, published=False)
    problem = refused(await shop.place((KOPI, 1), (TEH, 1)), 422, "request.invalid")
    assert [(one["path"], one["code"]) for one in problem["errors"]] == [("lines[1].sku", "catalogue.unknown_sku")]


async def test_a_promise_holds_until_it_expires(shop: OpenShop, clock: FixedClock) -> None:
    promised = await option(shop, (KOPI, 1))
    dearer = [Tariff("32.73", "*", "jne", "REG", 99_000, 1000, 99_000, 1000, 0, 0, 1, 2)]
    await shop.database.write(lambda tx: replace_tariffs(tx, dearer))
    kept = await shop.placed_order((KOPI, 1), shipping={"option_id": promised})
    assert kept["totals"]["shipping"] == 11_000
    clock.advance(timedelta(days=2))
    before = await stored(shop)
    refused(await shop.place((KOPI, 1), shipping={"option_id": promised}), 409, "shipping.option_expired")
    assert await stored(shop) == before


async def test_an_option_of_other_goods_or_another_place_is_refused(shop: OpenShop) -> None:
    before = await stored(shop)
    for foreign in (
        await option(shop, (KOPI, 2)),
        await option(shop, (TEH, 1)),
        await option(shop, (KOPI, 1), region_code="31.73.02"),
        await option(shop, (KOPI, 1), insured=True),
        await option(shop, (KOPI, 1), cod=True),
    ):
        refused(await shop.place((KOPI, 1), shipping={"option_id": foreign}), 409, "shipping.option_mismatch")
    assert await stored(shop) == before


async def test_a_forged_option_is_refused_wherever_it_was_touched(shop: OpenShop) -> None:
    genuine = await option(shop, (KOPI, 1))
    for place in range(4, len(genuine) - 1):
        forged = genuine[:place] + ("A" if genuine[place] != "A" else "B") + genuine[place + 1 :]
        answer = await shop.client.post(
            f"{ORDERS}?dry_run=true", json=an_order((KOPI, 1), shipping={"option_id": forged}), headers=fresh_key()
        )
        problem = refused(answer, 422, "shipping.unknown_option")
        assert problem["errors"][0]["path"] == "shipping.option_id"


async def test_every_text_is_kept_and_told_as_it_was_sent(shop: OpenShop) -> None:
    for name, text in TEXTS.items():
        order = await shop.placed_order(("GULA-1", 1), **saying(text))
        path = f"/admin/v1/orders/{order['id']}/cancel"
        cancelled = await shop.client.post(path, json={"note": text}, headers=shop.staff)
        assert cancelled.status_code == 200, cancelled.text
        seen, kept = await shop.read(order), unicodedata.normalize("NFC", text)
        address = seen["shipping_address"]
        told = [seen["contact"]["name"], address["recipient"], address["street"], address["notes"]]
        told += [*seen["metadata"].values(), seen["timeline"][-1]["detail"]["note"]]
        assert told == [kept] * 6, name
        assert seen["notes"] == f"{kept}\n{kept}", name
    ran = await shop.shop.relay.drain()
    assert ran >= len(TEXTS)
    sent = [message for message in shop.mail.messages if message.to == "sari@example.com"]
    assert len(sent) >= len(TEXTS), "a mail for each order, whatever its buyer is called"


def saying(text: str) -> dict[str, Any]:
    """The text wherever an order takes one."""
    return {
        "contact": {"name": text, "email": "sari@example.com"},
        "shipping_address": {**an_order()["shipping_address"], "recipient": text, "street": text, "notes": text},
        "notes": f"{text}\n{text}",
        "metadata": {text[:64].strip(): text},
    }


async def test_the_shop_and_its_products_may_be_called_anything(shop: OpenShop) -> None:
    measures = {"weight_grams": 300, "length_mm": 200, "width_mm": 100, "height_mm": 80}
    for number, (name, text) in enumerate(TEXTS.items()):
        kept = unicodedata.normalize("NFC", text)
        changed = {**shop.owner, "If-Match": "*"}
        named = await shop.client.patch("/admin/v1/settings", json={"name": text}, headers=changed)
        assert named.json()["name"] == kept, named.text
        words = {"id": text, "en": text}
        variants = [{"sku": f"SKU-{number}", "price": 90_000, **measures}]
        body = {"name": words, "description": words, "variants": variants}
        made = await shop.client.post("/admin/v1/products", json=body, headers=shop.staff)
        assert made.status_code == 201, made.text
        shown = (await shop.client.get(f"/store/v1/products/{made.json()['slug']}")).json()
        assert (shown["name"], shown["description"]) == (kept, kept), name
        found = await shop.client.get("/store/v1/products", params={"search": text})
        assert found.status_code == 200, found.text


async def test_placing_needs_a_key(shop: OpenShop) -> None:
    before = await stored(shop)
    for path, headers in ((ORDERS, {}), ("/admin/v1/orders", shop.owner)):
        without = {name: value for name, value in headers.items() if name != "Idempotency-Key"}
        answer = await shop.client.post(path, json=an_order((KOPI, 1)), headers=without)
        refused(answer, 400, "idempotency.key_missing")
    assert await stored(shop) == before


BAD_KEYS = {
    "empty": b"",
    "short": b"k" * 15,
    "long": b"k" * 256,
    "spaces": b"a key with spaces",
    "tab": b"a\tkey\twith\ttabs",
    "latin": "kunci-räsmi-0000".encode("latin-1"),
    "emoji": "kunci-\U0001f511-00000000".encode(),
    "delete": b"kunci-\x7f-00000000",
}


@pytest.mark.parametrize("key", BAD_KEYS.values(), ids=BAD_KEYS)
async def test_a_malformed_key_is_refused(shop: OpenShop, key: bytes) -> None:
    before = await stored(shop)
    answer = await shop.client.post(ORDERS, json=an_order((KOPI, 1)), headers=[(b"Idempotency-Key", key)])
    refused(answer, 400, "idempotency.key_malformed")
    assert await stored(shop) == before


async def test_a_key_with_another_body_is_refused(shop: OpenShop) -> None:
    await shop.placed_order((KOPI, 1), key=KEY)
    before = await stored(shop)
    for other in (an_order((KOPI, 2)), an_order((KOPI, 1), notes="x"), an_order((TEH, 1)), an_order(("NO-SUCH", 1))):
        answer = await shop.client.post(ORDERS, json=other, headers={"Idempotency-Key": KEY})
        refused(answer, 422, "idempotency.key_reused")
    assert await stored(shop) == before


async def test_a_key_belongs_to_who_came_and_where(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1), key=KEY)
    taken = await shop.client.post(
        "/admin/v1/orders", json=an_order((KOPI, 1)), headers={**shop.owner, "Idempotency-Key": KEY}
    )
    assert taken.status_code == 201, taken.text
    assert "Idempotency-Replayed" not in taken.headers
    assert taken.json()["id"] != order["id"]
    by_other = await shop.client.post(
        "/admin/v1/orders", json=an_order((KOPI, 1)), headers={**shop.staff, "Idempotency-Key": KEY}
    )
    assert by_other.json()["id"] not in (order["id"], taken.json()["id"])


async def test_the_same_request_again_gets_the_same_bytes_whatever_changed(shop: OpenShop, clock: FixedClock) -> None:
    first = await shop.place((KOPI, 5), key=KEY)
    assert first.status_code == 201
    await reprice(shop, KOPI, price=1)
    await reprice(shop, KOPI, published=False)
    clock.advance(timedelta(hours=47))
    before = await stored(shop)
    again = await shop.place((KOPI, 5), key=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await stored(shop) == before


async def test_order_of_keys_and_blanks_make_no_other_request(shop: OpenShop) -> None:
    first = await shop.place((KOPI, 1), key=KEY)
    body = dict(reversed(list(an_order((KOPI, 1)).items())))
    again = await shop.client.post(
        ORDERS,
        content=json.dumps(body, indent=4).encode(),
        headers={"Idempotency-Key": KEY, "Content-Type": "application/json"},
    )
    assert again.content == first.content


async def test_a_refused_request_may_be_sent_again_with_its_key(shop: OpenShop) -> None:
    refused(await shop.place((KOPI, 6), key=KEY), 409, "inventory.out_of_stock")
    body = {"sku": KOPI, "delta": 1, "reason": "received"}
    assert (await shop.client.post("/admin/v1/stock-adjustments", json=body, headers=shop.staff)).status_code == 201
    placed = await shop.place((KOPI, 6), key=KEY)
    assert placed.status_code == 201
    assert "Idempotency-Replayed" not in placed.headers


async def test_acting_twice_with_one_key_acts_once(shop: OpenShop) -> None:
    order = await shop.placed_order((KOPI, 1))
    assert without_prefix("ord", order["id"])
    headers = {**bearer(order), "Idempotency-Key": KEY}
    path = f"{ORDERS}/{order['id']}/cancel"
    first, again = [await shop.client.post(path, headers=headers) for _ in range(2)]
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    refused(await shop.client.post(path, headers={**bearer(order), **fresh_key()}), 409, "request.illegal_move")
