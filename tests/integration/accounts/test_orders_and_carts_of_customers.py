"""Orders and carts of a customer: which are hers, who opens them, how guests' orders and carts become hers, once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.support.accounts import AccountShop, SignedIn, account_shop
from tests.support.shop import fresh_key

from niaga.platform.database import Engine

__all__ = ["account_shop"]
on_sqlite = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


async def place_as(shop: AccountShop, who: SignedIn, **changes: Any) -> dict[str, Any]:
    from tests.support.shop import an_order

    body = an_order(("KOPI-250", 1), **changes)
    answer = await shop.client.post("/store/v1/orders", json=body, headers={**who.headers, **fresh_key()})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()
    return order


async def claim(shop: AccountShop, who: SignedIn) -> int:
    answer = await shop.client.post("/store/v1/me/order-claims", json={}, headers=who.headers)
    assert answer.status_code == 200, answer.text
    count: int = answer.json()["claimed"]
    return count


async def my_orders(shop: AccountShop, who: SignedIn, **query: Any) -> dict[str, Any]:
    page: dict[str, Any] = (await shop.client.get("/store/v1/me/orders", headers=who.headers, params=query)).json()
    return page


async def a_cart(shop: AccountShop, *lines: tuple[str, int], **more: Any) -> str:
    body = {"lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines], **more}
    answer = await shop.client.post("/store/v1/carts", json=body)
    assert answer.status_code == 201, answer.text
    cart_id: str = answer.json()["id"]
    return cart_id


async def take(shop: AccountShop, who: SignedIn, cart_id: str) -> Any:
    return await shop.client.post("/store/v1/me/cart", json={"cart_id": cart_id}, headers=who.headers)


def held(cart: dict[str, Any]) -> dict[str, int]:
    return {line["sku"]: line["quantity"] for line in cart["lines"]}


async def test_an_order_placed_with_a_session_is_hers_and_nobody_elses(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    order = await place_as(shop, sari)
    path = f"/store/v1/orders/{order['id']}"
    guests = await shop.order()
    assert (await shop.client.get(path, headers=sari.headers)).json()["number"] == order["number"]
    assert (await shop.client.get(path, headers=budi.headers)).status_code == 404
    assert (await shop.client.get(f"/store/v1/orders/{guests['id']}", headers=sari.headers)).status_code == 404
    assert [one["id"] for one in (await my_orders(shop, sari))["items"]] == [order["id"]]
    assert (await my_orders(shop, budi))["items"] == []
    assert (await shop.client.post(f"{path}/cancel", headers=budi.headers)).status_code == 404
    cancelled = await shop.client.post(f"{path}/cancel", headers=sari.headers)
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")


@on_sqlite
async def test_a_session_that_opens_nothing_places_nothing(account_shop: AccountShop) -> None:
    shop = account_shop
    stale = SignedIn("", "ng_s_" + "A" * 43, None)
    with pytest.raises(AssertionError, match="unauthenticated"):
        await place_as(shop, stale)
    assert await shop.rows("SELECT id FROM customer_order") == []


@on_sqlite
async def test_her_list_is_paged_and_filtered(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    orders = [await place_as(shop, sari) for _ in range(3)]
    await shop.client.post(f"/store/v1/orders/{orders[1]['id']}/cancel", headers=sari.headers)
    first = await my_orders(shop, sari, limit=2)
    second = await my_orders(shop, sari, limit=2, cursor=first["next_cursor"])
    assert [one["id"] for one in first["items"] + second["items"]] == [order["id"] for order in reversed(orders)]
    assert [one["id"] for one in (await my_orders(shop, sari, status="cancelled"))["items"]] == [orders[1]["id"]]


async def test_guest_orders_are_claimed_by_whoever_proved_their_contact_once(account_shop: AccountShop) -> None:
    shop = account_shop
    hers = await shop.order(contact={"name": "Sari", "email": "SARI@Example.com"})
    await shop.order(contact={"name": "Budi", "phone": "081234567890", "email": "budi@example.com"})
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    await place_as(shop, budi, contact={"name": "Sari", "email": "sari@example.com"})
    await shop.relay()
    assert await asyncio.gather(claim(shop, sari), claim(shop, sari), claim(shop, budi)) in ([1, 0, 1], [0, 1, 1])
    assert [one["id"] for one in (await my_orders(shop, sari))["items"]] == [hers["id"]]
    assert await claim(shop, sari) == 0


@on_sqlite
async def test_the_recipients_phone_claims_nothing(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    asked = await shop.client.post("/store/v1/me/phone", json={"phone": "081234567890"}, headers=sari.headers)
    body = {"phone": "081234567890", "code": await shop.code(asked.json())}
    assert (await shop.client.post("/store/v1/me/phone/confirm", json=body, headers=sari.headers)).status_code == 200
    await shop.order(contact={"name": "Budi", "email": "budi@example.com"})
    mine = await shop.order(contact={"name": "Sari", "phone": "0812 3456 7890"})
    await shop.relay()
    assert await claim(shop, sari) == 1
    assert [one["id"] for one in (await my_orders(shop, sari))["items"]] == [mine["id"]]


async def test_a_guests_cart_becomes_hers_and_later_ones_go_into_it(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    assert (await shop.client.get("/store/v1/me/cart", headers=sari.headers)).status_code == 404
    first = await a_cart(shop, ("KOPI-250", 2), contact={"name": "Sari", "phone": "081234567890"})
    assert (await take(shop, sari, first)).json()["id"] == first
    second = await a_cart(
        shop, ("KOPI-250", 3), ("TEH-100", 1), contact={"name": "B", "phone": "081234567891"}, notes="x"
    )
    merged = (await take(shop, sari, second)).json()
    assert (merged["id"], held(merged)) == (first, {"KOPI-250": 5, "TEH-100": 1})
    assert (merged["contact"]["name"], merged["notes"]) == ("Sari", "x")
    again = (await take(shop, sari, second)).json()
    assert held(again) == held(merged)
    assert held((await shop.client.get(f"/store/v1/carts/{second}")).json()) == {}
    assert held((await shop.client.get("/store/v1/me/cart", headers=sari.headers)).json()) == held(merged)


@on_sqlite
async def test_another_customers_cart_and_what_is_none_are_not_found(account_shop: AccountShop) -> None:
    shop = account_shop
    sari, budi = await shop.customer(), await shop.customer("budi@example.com")
    cart_id = await a_cart(shop, ("KOPI-250", 1))
    await take(shop, sari, cart_id)
    for wrong in (cart_id, "crt_" + "0" * 32, "ord_01m87040px89qqpz97gpqgzmb5"):
        assert (await take(shop, budi, wrong)).json()["code"] == "cart.not_found"
    assert held((await shop.client.get("/store/v1/me/cart", headers=sari.headers)).json()) == {"KOPI-250": 1}


async def test_after_ordering_her_cart_she_begins_another(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    from tests.support.shop import an_order

    ready = {key: value for key, value in an_order().items() if key in ("contact", "shipping_address", "shipping")}
    cart_id = await a_cart(shop, ("KOPI-250", 1), **ready)
    total = (await take(shop, sari, cart_id)).json()["totals"]["total"]
    body = {"payment_method": "bank_transfer", "expected_total": total}
    path = f"/store/v1/carts/{cart_id}/checkout"
    placed = await shop.client.post(path, json=body, headers={**sari.headers, **fresh_key()})
    assert placed.status_code == 201, placed.text
    assert [one["id"] for one in (await my_orders(shop, sari))["items"]] == [placed.json()["id"]]
    assert (await shop.client.get("/store/v1/me/cart", headers=sari.headers)).status_code == 404
    other = await a_cart(shop, ("TEH-100", 1))
    assert (await take(shop, sari, other)).json()["id"] == other


async def test_two_tabs_merge_one_cart_once(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    await take(shop, sari, await a_cart(shop, ("KOPI-250", 1)))
    guests = await a_cart(shop, ("KOPI-250", 2), ("TEH-100", 1))
    answers = await asyncio.gather(*(take(shop, sari, guests) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert held((await shop.client.get("/store/v1/me/cart", headers=sari.headers)).json()) == {
        "KOPI-250": 3,
        "TEH-100": 1,
    }


async def test_two_devices_that_bring_a_first_cart_each_make_one_cart(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    carts = [await a_cart(shop, ("KOPI-250", number)) for number in (1, 2, 4)]
    answers = await asyncio.gather(*(take(shop, sari, one) for one in carts))
    assert {answer.status_code for answer in answers} == {200}
    assert held((await shop.client.get("/store/v1/me/cart", headers=sari.headers)).json()) == {"KOPI-250": 7}
    assert len(await shop.rows("SELECT id FROM cart WHERE customer_id IS NOT NULL")) == 1


@on_sqlite
async def test_the_database_holds_no_cart_id(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    cart_id = await a_cart(shop, ("KOPI-250", 1))
    await take(shop, sari, cart_id)
    assert cart_id.removeprefix("crt_") not in str(await shop.rows("SELECT * FROM cart"))
