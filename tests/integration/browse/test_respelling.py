"""A search that finds nothing is tried again as the shop spells; what is found as written stays as it is."""

from __future__ import annotations

import httpx
import pytest
from tests.support.catalogue import a_product, sell, words

from niaga.platform.database import Database

SHOP = (
    a_product(words("Kopi Arabika Gayo", "Gayo Arabica Coffee"), sku="GAYO-250"),
    a_product(words("Keranjang Rotan", "Rattan Basket"), sku="RANJANG"),
    a_product(words("Kemeja Batik", "Batik Shirt"), sku="KEMEJA"),
)


@pytest.fixture
async def shop(client: httpx.AsyncClient, database: Database) -> httpx.AsyncClient:
    await sell(database, *SHOP)
    return client


async def asked(client: httpx.AsyncClient, search: str, **more: str) -> dict[str, object]:
    answer = await client.get("/store/v1/products", params={"search": search, **more})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return {"slugs": [one["slug"] for one in body["items"]], "respelt": body.get("respelt")}


@pytest.mark.parametrize(
    ("search", "respelt", "slug"),
    [
        ("koppi", "kopi", "kopi-arabika-gayo"),
        ("kernjang rotn", "keranjang rotan", "keranjang-rotan"),
        ("arbaika gayo", "arabika gayo", "kopi-arabika-gayo"),
    ],
)
async def test_a_slip_of_the_finger_still_finds(shop: httpx.AsyncClient, search: str, respelt: str, slug: str):
    assert await asked(shop, search) == {"slugs": [slug], "respelt": respelt}


async def test_what_is_found_as_written_is_not_respelt(shop: httpx.AsyncClient):
    assert (await asked(shop, "kopi"))["respelt"] is None


@pytest.mark.parametrize("search", ["zzzzzz", "kopi sepeda", "ab", "kopi 500", "'; drop table", "%", "\u0130stanbul"])
async def test_what_nothing_is_near_finds_nothing(shop: httpx.AsyncClient, search: str):
    assert await asked(shop, search) == {"slugs": [], "respelt": None}


async def test_filters_hold_for_the_respelt_search_too(shop: httpx.AsyncClient):
    assert await asked(shop, "koppi", price_max="1") == {"slugs": [], "respelt": None}


async def test_facets_count_what_is_shown(shop: httpx.AsyncClient):
    answer = await shop.get("/store/v1/products", params={"search": "koppi", "facets": "true"})
    assert answer.json()["respelt"] == "kopi"
    assert "facets" in answer.json()
