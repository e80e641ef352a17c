"""Staff keep the catalogue over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import sqlalchemy as sa
from tests.support.catalogue import a_product, sell

from niaga.catalogue.tables import product
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database

KEY = {"Idempotency-Key": "0123456789abcdef"}


def a_body(**different: Any) -> dict[str, Any]:
    variant = {
        "sku": "GAYO-250",
        "price": 85_000,
        "weight_grams": 300,
        "length_mm": 200,
        "width_mm": 100,
        "height_mm": 80,
    }
    return {"name": {"id": "Kopi Gayo", "en": "Gayo Coffee"}, "variants": [variant], **different}


def a_variant_body(**different: Any) -> dict[str, Any]:
    return {**a_body()["variants"][0], **different}


async def test_a_product_is_added_once_under_its_key(wati: httpx.AsyncClient, database: Database) -> None:
    body = a_body(
        description={"id": "Dari Aceh"},
        attributes=[{"name": {"id": "Asal", "en": "Origin"}, "value": {"id": "Aceh Tengah"}}],
        images=["/media/kopi.svg"],
        metadata={"rak": "B-2"},
    )
    first = await wati.post("/admin/v1/products", json=body, headers=KEY)
    again = await wati.post("/admin/v1/products", json=body, headers=KEY)
    assert (first.status_code, again.content, again.headers["idempotency-replayed"]) == (201, first.content, "true")
    made = first.json()
    assert (made["slug"], made["revision"], made["listed"]) == ("kopi-gayo", 1, True)
    assert made["attributes"] == [
        {
            "code": "asal",
            "name": {"id": "Asal", "en": "Origin"},
            "value_code": "aceh-tengah",
            "value": {"id": "Aceh Tengah", "en": "Aceh Tengah"},
        }
    ]
    read = await wati.get(f"/admin/v1/products/{made['id']}")
    assert (read.json(), read.headers["etag"]) == (made, '"1"')
    actions = await database.read(lambda db: db.execute(sa.select(audit_entry.c.action)).scalars().all())
    assert list(actions).count("product.created") == 1


async def test_a_price_is_changed_by_whoever_has_seen_it_last(wati: httpx.AsyncClient, database: Database) -> None:
    [made] = await sell(database, a_product())
    path = f"/admin/v1/variants/var_{made.variants[0].id}"
    seen = (await wati.get(path)).headers["etag"]
    changed = await wati.patch(path, json={"price": 70_000, "compare_at_price": 85_000}, headers={"If-Match": seen})
    assert (changed.status_code, changed.json()["price"], changed.headers["etag"]) == (200, 70_000, '"2"')
    stale = await wati.patch(path, json={"price": 1}, headers={"If-Match": seen})
    assert (stale.status_code, stale.json()["code"]) == (412, "catalogue.stale")
    blind = await wati.patch(path, json={"price": 1})
    assert (blind.status_code, blind.json()["code"]) == (400, "request.if_match_missing")
    assert (await wati.get(path)).json()["price"] == 70_000


async def test_a_product_is_renamed_and_taken_off_the_list(wati: httpx.AsyncClient, database: Database) -> None:
    [made] = await sell(database, a_product())
    path = f"/admin/v1/products/prd_{made.id}"
    change = {"name": {"id": "Kopi Toraja"}, "published": False, "images": [], "slug": "kopi-toraja"}
    after = await wati.patch(path, json=change, headers={"If-Match": '"1"'})
    assert (after.status_code, after.headers["etag"]) == (200, '"2"')
    assert (after.json()["name"], after.json()["listed"]) == ({"id": "Kopi Toraja", "en": "Kopi Toraja"}, False)
    assert (await wati.get(path)).json() == after.json()
    assert (await wati.patch(path, json={"published": True}, headers={"If-Match": '"1"'})).status_code == 412


async def test_the_list_of_staff_holds_drafts_and_finds_skus(wati: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product("Kopi", sku="KOPI-1"), a_product("Draf", published=False), a_product("Teh"))
    page = (await wati.get("/admin/v1/products?limit=2")).json()
    assert [item["slug"] for item in page["items"]] == ["teh", "draf"]
    rest = (await wati.get(f"/admin/v1/products?limit=2&cursor={page['next_cursor']}")).json()
    assert ([item["slug"] for item in rest["items"]], rest["next_cursor"]) == (["kopi"], None)
    for search, slugs in (("KOPI-1", ["kopi"]), ("dr", ["draf"]), ("draf kopi", []), ("?", [])):
        found = (await wati.get("/admin/v1/products", params={"search": search})).json()
        assert [item["slug"] for item in found["items"]] == slugs, search


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    (a_body(harga=1), "harga"),
    (a_body(revision=9), "revision"),
    (a_body(variants=[]), "variants"),
    (a_body(category="tidak-ada"), "category"),
    (a_body(images=["https://elsewhere.example/x.png"]), "images[0]"),
    (a_body(images=["/media/../keys"]), "images[0]"),
    (a_body(name={"en": "Coffee"}), "name.id"),
    (a_body(variants=[a_variant_body(price=-1)]), "variants[0].price"),
    (a_body(variants=[a_variant_body(price=1.5)]), "variants[0].price"),
    (a_body(variants=[a_variant_body(price="85000")]), "variants[0].price"),
    (a_body(variants=[a_variant_body(price=2**63)]), "variants[0].price"),
    (a_body(variants=[a_variant_body(compare_at_price=85_000)]), "variants[0].compare_at_price"),
    (a_body(variants=[a_variant_body(weight_grams=0)]), "variants[0].weight_grams"),
    (a_body(variants=[a_variant_body(sku="ada spasi")]), "variants[0].sku"),
    (a_body(variants=[a_variant_body(), a_variant_body()]), "variants[1].sku"),
    (a_body(variants=[a_variant_body(), a_variant_body(sku="B")]), "variants[1].options"),
    (a_body(attributes=[{"name": {"id": "☂"}, "value": {"id": "x"}}]), "attributes[0].code"),
)


async def test_a_field_that_breaks_a_rule_is_named_and_nothing_is_stored(
    wati: httpx.AsyncClient, database: Database
) -> None:
    for body, path in REFUSED:
        answer = await wati.post("/admin/v1/products", json=body)
        assert answer.status_code in (400, 422), (path, answer.text)
        assert path in [field["path"] for field in answer.json()["errors"]], (path, answer.text)
    assert await database.read(lambda db: db.execute(sa.select(sa.func.count()).select_from(product)).scalar_one()) == 0


async def test_a_sku_that_is_sold_already_is_a_conflict(wati: httpx.AsyncClient, database: Database) -> None:
    await sell(database, a_product(sku="GAYO-250"))
    answer = await wati.post("/admin/v1/products", json=a_body())
    assert (answer.status_code, answer.json()["code"]) == (409, "catalogue.sku_taken")


async def test_the_catalogue_is_kept_by_staff_alone(wati: httpx.AsyncClient) -> None:
    for method, path in (
        ("GET", "products"),
        ("POST", "products"),
        ("PATCH", "products/prd_x"),
        ("PATCH", "variants/var_x"),
    ):
        answer = await wati.request(method, f"/admin/v1/{path}", json={}, headers={"Authorization": ""})
        assert answer.status_code == 401, path


async def test_what_is_not_there_is_not_found(wati: httpx.AsyncClient) -> None:
    for path in (
        "products/prd_x",
        "products/var_01jd6x7f7mk3v1q8w2e5r9t0ya",
        "variants/var_01jd6x7f7mk3v1q8w2e5r9t0ya",
    ):
        assert (await wati.get(f"/admin/v1/{path}")).status_code == 404, path
        assert (await wati.patch(f"/admin/v1/{path}", json={}, headers={"If-Match": "*"})).status_code == 404, path
