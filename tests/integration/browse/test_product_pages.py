"""A product's page over HTTP."""

from __future__ import annotations

import httpx
from tests.support.catalogue import a_product, a_variant, bring_in, feature, sell, statements_of, words

from niaga.catalogue.public import CategoryDraft, create_categories
from niaga.platform.database import Database


async def test_a_page_says_what_the_contract_promises(client: httpx.AsyncClient, database: Database) -> None:
    shelf = CategoryDraft(slug="kopi", name=words("Kopi", "Coffee"))
    await database.write(lambda tx: create_categories(tx, [shelf]))
    draft = a_product(
        name=words("Kopi Gayo", "Gayo Coffee"),
        description=words("Dari Aceh", "From Aceh"),
        category="kopi",
        attributes=(feature("asal", "Aceh Tengah", "Central Aceh"),),
        images=("/media/a.svg", "/media/b.svg"),
        metadata={"rak": "B-2"},
        variants=(
            a_variant("A", options=(feature("isi", "1 bungkus", "1 bag"),), compare_at_price=90_000),
            a_variant("B", options=(feature("isi", "2 bungkus", "2 bags"),), published=False),
        ),
    )
    [made] = await sell(database, draft)
    await bring_in(database, {"A": 5, "B": 9}, reserved=2)
    page = (await client.get("/store/v1/products/kopi-gayo")).json()
    [variant] = page.pop("variants")
    assert page == {
        "id": f"prd_{made.id}",
        "slug": "kopi-gayo",
        "name": "Gayo Coffee",
        "description": "From Aceh",
        "image_url": "/media/a.svg",
        "images": ["/media/a.svg", "/media/b.svg"],
        "attributes": [{"code": "asal", "name": "Asal", "value_code": "aceh-tengah", "value": "Central Aceh"}],
        "category": {"slug": "kopi", "name": "Coffee"},
        "price_min": 85_000,
        "price_max": 85_000,
        "currency": "IDR",
        "in_stock": True,
        "metadata": {"rak": "B-2"},
    }
    assert variant == {
        "id": f"var_{made.variants[0].id}",
        "sku": "A",
        "name": "1 bag",
        "options": [{"code": "isi", "name": "Isi", "value_code": "1-bungkus", "value": "1 bag"}],
        "price": 85_000,
        "compare_at_price": 90_000,
        "currency": "IDR",
        "weight_grams": 300,
        "length_mm": 200,
        "width_mm": 100,
        "height_mm": 80,
        "available": 3,
    }


async def test_what_never_had_stock_has_none(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi"))
    page = (await client.get("/store/v1/products/kopi")).json()
    assert (page["variants"][0]["available"], page["in_stock"]) == (0, False)


async def test_what_is_not_published_is_not_there(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi"), a_product("Draf", published=False))
    for slug in ("draf", "tidak-ada", "KOPI", "kopi%20", "%27", "x" * 500):
        answer = await client.get(f"/store/v1/products/{slug}")
        assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found"), slug


async def test_a_page_takes_two_statements(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi"))
    seen = statements_of(database)
    assert (await client.get("/store/v1/products/kopi")).status_code == 200
    assert len(seen) == 2
