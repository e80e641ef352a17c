"""Lists of products over HTTP: order, pages, filters, facets, and what they cost."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.catalogue import WATI, a_product, a_variant, bring_in, feature, sell, statements_of, words

from niaga.catalogue.public import CategoryDraft, ProductChange, change_product, create_categories
from niaga.platform.database import Database


async def listed(client: httpx.AsyncClient, query: str = "") -> list[str]:
    answer = await client.get(f"/store/v1/products?{query}")
    assert answer.status_code == 200, answer.text
    return [item["slug"] for item in answer.json()["items"]]


async def pages(client: httpx.AsyncClient, query: str) -> list[str]:
    found, cursor = [], ""
    while cursor is not None:
        answer = (await client.get(f"/store/v1/products?{query}&cursor={cursor}")).json()
        found += [item["slug"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    return found


async def shelves(database: Database) -> None:
    drafts = [
        CategoryDraft(slug="minuman", name=words("Minuman", "Drinks")),
        CategoryDraft(slug="kopi", name=words("Kopi", "Coffee"), parent="minuman"),
        CategoryDraft(slug="alat", name=words("Alat", "Tools")),
    ]
    await database.write(lambda tx: create_categories(tx, drafts))


async def test_a_card_says_what_the_contract_promises(client: httpx.AsyncClient, database: Database) -> None:
    variants = (a_variant("A"), a_variant("B", price=160_000, options=(feature("isi", "2"),)))
    [made] = await sell(
        database, a_product("Kopi Gayo", variants=(a_variant("A", options=(feature("isi", "1"),)), variants[1]))
    )
    await bring_in(database, {"B": 1})
    [item] = (await client.get("/store/v1/products")).json()["items"]
    assert item == {
        "id": f"prd_{made.id}",
        "slug": "kopi-gayo",
        "name": "Kopi Gayo",
        "image_url": "/media/kopi.svg",
        "price_min": 85_000,
        "price_max": 160_000,
        "currency": "IDR",
        "in_stock": True,
    }


async def test_what_is_reserved_is_not_in_stock(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi", sku="A"), a_product("Teh", sku="B"))
    await bring_in(database, {"A": 2}, reserved=2)
    await bring_in(database, {"B": 3}, reserved=2)
    assert await listed(client, "in_stock=true") == ["teh"]
    assert await listed(client, "in_stock=false") == ["kopi"]


async def test_each_sort_has_its_order(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("B", price=2_000), a_product("C", price=1_000), a_product("A", price=3_000))
    assert await listed(client) == await listed(client, "sort=newest") == ["a", "c", "b"]
    assert await listed(client, "sort=price") == ["c", "b", "a"]
    assert await listed(client, "sort=-price") == ["a", "b", "c"]


@pytest.mark.parametrize("sort", ["newest", "price", "-price", "relevance"])
async def test_pages_join_without_gap_or_repetition(client: httpx.AsyncClient, database: Database, sort: str) -> None:
    await sell(database, *(a_product(f"Kopi {place:02d}", price=1_000 * (place % 3)) for place in range(11)))
    whole = await listed(client, f"sort={sort}&search=kopi")
    assert len(whole) == 11
    assert await pages(client, f"sort={sort}&search=kopi&limit=3") == whole


async def test_a_cursor_holds_its_place_while_products_come_and_go(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await sell(database, *(a_product(f"Kopi {place}", price=1_000 + place) for place in range(6)))
    for sort in ("newest", "price"):
        first = (await client.get(f"/store/v1/products?limit=3&sort={sort}")).json()
        await sell(database, a_product(f"Teh {sort}", price=1))
        gone = next(one for one in made if one.slug == first["items"][-1]["slug"])
        await database.write(lambda tx, gone=gone: change_product(tx, WATI, gone.id, ProductChange(published=False)))
        rest = await listed(client, f"limit=3&sort={sort}&cursor={first['next_cursor']}")
        expected = ["kopi-2", "kopi-1", "kopi-0"] if sort == "newest" else ["kopi-2", "kopi-4", "kopi-5"]
        assert rest == expected


async def test_a_category_holds_what_is_below_it(client: httpx.AsyncClient, database: Database) -> None:
    await shelves(database)
    drafts = [("Gayo", "kopi"), ("Sirup", "minuman"), ("Cangkir", "alat"), ("Lain", None)]
    await sell(database, *(a_product(name, category=category) for name, category in drafts))
    assert await listed(client, "category=minuman") == ["sirup", "gayo"]
    assert await listed(client, "category=kopi") == ["gayo"]
    categories = (await client.get("/store/v1/categories")).json()["items"]
    assert [(one["slug"], one["name"], one["parent"], one["count"]) for one in categories] == [
        ("minuman", "Drinks", None, 2),
        ("kopi", "Coffee", "minuman", 1),
        ("alat", "Tools", None, 1),
    ]


async def test_a_price_filter_wants_a_variant_at_that_price(client: httpx.AsyncClient, database: Database) -> None:
    both = (
        a_variant("A", price=10_000, options=(feature("isi", "1"),)),
        a_variant("B", price=90_000, options=(feature("isi", "9"),)),
    )
    await sell(database, a_product("Lebar", variants=both), a_product("Pas", price=50_000))
    assert await listed(client, "price_min=40000&price_max=60000") == ["pas"]
    assert await listed(client, "price_min=60000") == ["lebar"]
    assert await listed(client, "price_max=50000") == ["pas", "lebar"]
    assert await listed(client, "price_min=90000&price_max=90000&sort=price") == ["lebar"]


async def test_attributes_are_found_by_code_and_by_word(client: httpx.AsyncClient, database: Database) -> None:
    rattan, bamboo = feature("bahan", "Rotan Asli", "Real Rattan"), feature("bahan", "Bambu", "Bamboo")
    await sell(
        database,
        a_product("Kursi", attributes=(rattan, feature("asal", "Cirebon"))),
        a_product("Besek", attributes=(bamboo,)),
        a_product("Meja"),
    )
    assert await listed(client, "attr.bahan=rotan-asli") == ["kursi"]
    assert await listed(client, "attr.bahan=Real%20Rattan") == ["kursi"]
    assert await listed(client, "attr.bahan=rotan-asli&attr.asal=cirebon") == ["kursi"]
    assert await listed(client, "attr.bahan=rotan-asli&attr.asal=solo") == []
    assert await listed(client, "attr.warna=merah") == []


async def test_facets_count_what_the_list_finds(client: httpx.AsyncClient, database: Database) -> None:
    await shelves(database)
    rattan, bamboo = feature("bahan", "Rotan", "Rattan"), feature("bahan", "Bambu", "Bamboo")
    await sell(
        database,
        a_product("Kopi Rotan", category="kopi", attributes=(rattan,)),
        a_product("Kopi Bambu", category="kopi", attributes=(bamboo,)),
        a_product("Sirup", category="minuman", attributes=(rattan,)),
        a_product("Kopi Bubuk", category="alat", published=False, attributes=(rattan,)),
    )
    everything = (await client.get("/store/v1/products?facets=true")).json()["facets"]
    assert everything["categories"] == [
        {"slug": "minuman", "name": "Drinks", "count": 3},
        {"slug": "kopi", "name": "Coffee", "count": 2},
    ]
    [bahan] = everything["attributes"]
    assert (bahan["name"], bahan["label"]) == ("bahan", "Bahan")
    assert [(one["value"], one["label"], one["count"]) for one in bahan["values"]] == [
        ("rotan", "Rattan", 2),
        ("bambu", "Bamboo", 1),
    ]
    narrowed = (await client.get("/store/v1/products?facets=true&search=kopi&category=kopi&limit=1")).json()["facets"]
    assert [(one["value"], one["count"]) for one in narrowed["attributes"][0]["values"]] == [("bambu", 1), ("rotan", 1)]


async def test_unpublished_products_are_not_listed(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Ada"), a_product("Draf", published=False))
    await sell(database, a_product("Kosong", variants=(a_variant("X", published=False),)))
    assert await listed(client) == ["ada"]
    assert await listed(client, "search=draf") == await listed(client, "search=kosong") == []


MEANINGLESS = {
    "warna=merah": "warna",
    "sort=harga": "sort",
    "sort=price;drop table product": "sort",
    "category=tidak-ada": "category",
    "limit=0": "limit",
    "limit=101": "limit",
    "price_min=-1": "price_min",
    "price_min=1.5": "price_min",
    "price_max=99999999999999999999": "price_max",
    "price_min=2&price_max=1": "price_max",
    "in_stock=mungkin": "in_stock",
    "search=" + "a" * 101: "search",
    "sort=price&sort=newest": "sort",
    "attr.a=1&attr.a=2": "attr.a",
    "&".join(f"attr.a{place}=x" for place in range(9)): "attr.a8",
}


async def test_a_parameter_that_means_nothing_is_named(client: httpx.AsyncClient) -> None:
    for query, path in MEANINGLESS.items():
        answer = await client.get(f"/store/v1/products?{query}")
        assert answer.status_code in (400, 422), query
        assert path in [field["path"] for field in answer.json()["errors"]], query


async def test_a_made_up_cursor_is_refused(client: httpx.AsyncClient) -> None:
    for cursor in ("x", "eA", "WyJuZXdlc3QiXQ", "bm90IGpzb24", "%F0%9F%9B%8D", "W10" * 190):
        answer = await client.get(f"/store/v1/products?cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (422, "request.bad_cursor"), cursor


async def test_a_cursor_of_another_order_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("A"), a_product("B"))
    cursor = (await client.get("/store/v1/products?limit=1&sort=price")).json()["next_cursor"]
    answer = await client.get(f"/store/v1/products?limit=1&sort=newest&cursor={cursor}")
    assert answer.json()["code"] == "request.bad_cursor"


FULL = "search=kopi gayo&category=minuman&in_stock=true&price_min=1&price_max=900000&attr.asal=aceh&facets=true&limit=1"


async def test_a_list_takes_few_statements(client: httpx.AsyncClient, database: Database) -> None:
    await shelves(database)
    await sell(database, a_product("Kopi Gayo", category="kopi", attributes=(feature("asal", "Aceh"),)))
    await bring_in(database, {"KOPI-GAYO": 1})
    usual = {"": 1, "search=kopi": 1, "search=kopi gayo": 2, "category=minuman": 2, "facets=true": 3, FULL: 3}
    for query, most in usual.items():
        seen = statements_of(database)
        assert await listed(client, query) == ["kopi-gayo"]
        assert len(seen) <= most, query


async def test_the_sql_of_a_list_does_not_depend_on_what_is_asked_for(
    client: httpx.AsyncClient, database: Database
) -> None:
    await sell(database, a_product("Kopi"), a_product("Teh"))
    seen = statements_of(database)
    for word, low in (("kopi", 1), ("teh'--", 2), ("%25_", 3)):
        await client.get(f"/store/v1/products?search={word}&price_min={low}&sort=price")
    assert len(set(seen)) <= 1


async def test_the_answer_has_a_tag_that_spares_the_body(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi"))
    first = await client.get("/store/v1/products")
    again = await client.get("/store/v1/products", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await sell(database, a_product("Teh"))
    third = await client.get("/store/v1/products", headers={"If-None-Match": first.headers["etag"]})
    assert third.status_code == 200


async def test_names_come_in_the_language_asked_for(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product(words("Teh Melati", "Jasmine Tea")))
    for language, name in (("id", "Teh Melati"), ("en", "Jasmine Tea"), ("fr", "Teh Melati")):
        answer = await client.get("/store/v1/products", headers={"Accept-Language": language})
        item: dict[str, Any] = answer.json()["items"][0]
        assert (item["name"], answer.headers["content-language"]) == (name, "en" if language == "en" else "id")
