"""A person takes all her data along, and goes: what named her is gone from every table, what was sold stays."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.customers import SignedInCustomer, sign_in_somebody
from tests.support.shop import OpenShop, an_order, bearer, open_shop

from niaga.accounts.tables import customer
from niaga.foundation.clock import FixedClock
from niaga.orders.public import anonymise_old_orders, index_orders
from niaga.orders.tables import customer_order
from niaga.platform.database import Database, metadata
from niaga.platform.search.tables import search_token

ADDRESS = {
    "recipient": "Sari Wulandari",
    "phone": "081234567890",
    "street": "Jl. Mawar 7",
    "region_code": "31.74.02",
    "postal_code": "12910",
    "label": "Rumah",
}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def sari(shop: OpenShop) -> SignedInCustomer:
    """Sari, who ordered, has an address and a cart."""
    made = await sign_in_somebody(shop.database)
    await shop.client.post("/store/v1/me/addresses", json=ADDRESS, headers=made.headers)
    cart = (await shop.client.post("/store/v1/carts", json={"lines": [{"sku": "TEH-100", "quantity": 1}]})).json()
    await shop.client.post("/store/v1/me/cart", json={"cart_id": cart["id"]}, headers=made.headers)
    return made


async def order_of(shop: OpenShop, who: SignedInCustomer) -> dict[str, Any]:
    answer = await shop.client.post("/store/v1/orders", json=an_order(("KOPI-250", 2)), headers=who.headers)
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = answer.json()
    await shop.database.write(lambda tx: index_orders(tx, [order["id"].removeprefix("ord_")]))
    return order


async def cancelled_order_of(shop: OpenShop, who: SignedInCustomer) -> dict[str, Any]:
    order = await order_of(shop, who)
    answer = await shop.client.post(f"/store/v1/orders/{order['id']}/cancel", headers={**who.headers})
    assert answer.status_code == 200, answer.text
    return order


async def test_an_export_holds_everything_and_nobody_elses(shop: OpenShop, sari: SignedInCustomer):
    order = await order_of(shop, sari)
    budi = await sign_in_somebody(shop.database, "Budi <b>Santoso</b>", "budi@example.com")
    hers = (await shop.client.post("/store/v1/me/export", headers=sari.headers)).json()
    assert hers["data"]["account"]["email"] == "sari@example.com"
    assert [one["street"] for one in hers["data"]["addresses"]] == ["Jl. Mawar 7"]
    assert [(one["number"], one["payment"]["status"]) for one in hers["data"]["orders"]] == [
        (order["number"], "pending")
    ]
    assert "Jl. Mawar 7" in hers["html"]
    assert "Santoso" not in str(hers)
    his = (await shop.client.post("/store/v1/me/export", headers=budi.headers)).json()
    assert (his["data"]["orders"], his["data"]["addresses"]) == ([], [])
    assert "Budi &lt;b&gt;" in his["html"]


async def test_after_an_erasure_nothing_opens_to_her_name(shop: OpenShop, sari: SignedInCustomer):
    order = await cancelled_order_of(shop, sari)
    answer = await shop.client.delete("/store/v1/me", headers=sari.headers)
    assert answer.status_code == 204, answer.text
    assert (await shop.client.get("/store/v1/me", headers=sari.headers)).status_code == 401
    assert (await shop.client.get(f"/store/v1/orders/{order['id']}", headers=bearer(order))).status_code == 404
    opened = await shop.database.read(everything_opened)
    assert not [text for text in opened if any(word in text for word in ("Sari", "sari@", "Mawar", "6281234567890"))]
    assert await shop.database.read(lambda db: db.execute(sa.select(search_token)).all()) == []


async def test_what_was_sold_stays(shop: OpenShop, sari: SignedInCustomer):
    order = await cancelled_order_of(shop, sari)
    await shop.client.delete("/store/v1/me", headers=sari.headers)
    seen = (await shop.client.get(f"/admin/v1/orders/{order['id']}", headers=shop.owner)).json()
    assert (seen["totals"]["total"], seen["contact"]["name"]) == (order["totals"]["total"], "—")
    assert seen["shipping_address"]["region_code"] == "31.74.02"


async def test_with_an_order_under_way_she_stays(shop: OpenShop, sari: SignedInCustomer):
    order = await order_of(shop, sari)
    answer = await shop.client.delete("/store/v1/me", headers=sari.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "privacy.orders_under_way")
    assert answer.json()["numbers"] == [order["number"]]
    assert (await shop.client.get("/store/v1/me", headers=sari.headers)).status_code == 200


async def test_an_old_sign_in_erases_nobody(shop: OpenShop, sari: SignedInCustomer, clock: FixedClock):
    clock.advance(timedelta(minutes=20))
    answer = await shop.client.delete("/store/v1/me", headers=sari.headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "accounts.sign_in_again")


async def test_her_address_is_free_again_and_she_may_come_back(shop: OpenShop, sari: SignedInCustomer):
    await shop.client.delete("/store/v1/me", headers=sari.headers)
    again = await sign_in_somebody(shop.database)
    assert again.id != sari.id
    rows = await shop.database.read(lambda db: db.execute(sa.select(customer.c.erased_at)).scalars().all())
    assert sorted(one is not None for one in rows) == [False, True]


async def test_orders_name_nobody_after_ten_years(shop: OpenShop, clock: FixedClock):
    await shop.placed_order(("KOPI-250", 1))
    assert await shop.database.write(anonymise_old_orders) == 0
    clock.advance(timedelta(days=3654))
    assert await shop.database.write(anonymise_old_orders) == 1
    assert await shop.database.write(anonymise_old_orders) == 0
    opened = await shop.database.read(lambda db: opened_column(db, customer_order, "contact"))
    assert not [text for text in opened if "Sari" in text]


def everything_opened(db: Any) -> list[str]:
    """Every sealed text of every table, opened, and every text that is not sealed. Remembered answers are gone in 48 h."""
    found = []
    for table in metadata.sorted_tables:
        if table.name == "idempotency":
            continue
        for row in db.execute(sa.select(table)).mappings():
            found += [_opened(db, table, row, name, value) for name, value in row.items()]
    return found


def opened_column(db: Any, table: sa.Table, name: str) -> list[str]:
    return [_opened(db, table, row, name, row[name]) for row in db.execute(sa.select(table)).mappings()]


def _opened(db: Any, table: sa.Table, row: Any, name: str, value: Any) -> str:
    if not (isinstance(value, str) and value.startswith("v1|")):
        return str(value)
    keys = getattr(table.c[name].type, "row", ()) or tuple(column.name for column in table.primary_key.columns)
    place = "|".join(str(row[key]) for key in keys)
    return db.vault.open_bytes(value, table=table.name, column=name, row=place).decode(errors="replace")
