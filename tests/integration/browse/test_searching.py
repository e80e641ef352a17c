"""A search finds what a person means, on every engine, and costs little whatever is typed."""

from __future__ import annotations

import httpx
import pytest
from tests.support.catalogue import a_product, a_variant, feature, sell, words

from niaga.browse.asked import sought
from niaga.browse.queries import look_ahead
from niaga.browse.views import ProductQuery, Sort
from niaga.platform.database import Database

SHOP = (
    a_product(words("Kopi Gayo 250 g", "Gayo Coffee 250 g"), sku="GAYO-250", description=words("Sangrai di Takengon")),
    a_product(
        words("Sekop Berkebun", "Garden Trowels"), sku="SEKOP", attributes=(feature("bahan", "Kayu Jati", "Teak"),)
    ),
    a_product(words("Keranjang Rotan", "Rattan Basket"), sku="RANJANG", description=words("Untuk lesehan di kebun")),
    a_product(words("Kopiah Hitam", "Black Cap"), variants=(a_variant("KPH-XL", options=(feature("ukuran", "XL"),)),)),
    a_product(words("Crème Brûlée Beku", "Frozen Crème Brûlée"), sku="CREME"),
)


@pytest.fixture
async def shop(client: httpx.AsyncClient, database: Database) -> httpx.AsyncClient:
    await sell(database, *SHOP)
    return client


async def found(client: httpx.AsyncClient, search: str) -> list[str]:
    answer = await client.get("/store/v1/products", params={"search": search})
    assert answer.status_code == 200, answer.text
    return [item["slug"] for item in answer.json()["items"]]


MEANT = {
    "kopi-gayo-250-g": ("kopi", "KOPI", "kopinya", "gayo kopi", "coffee", "gay", "GAYO-250", "takengon"),
    "sekop-berkebun": ("kebun", "perkebunan", "trowel", "jati", "teak"),
    "keranjang-rotan": ("keranjang untuk kebun", "baskets"),
    "kopiah-hitam": ("xl kopiah",),
    "creme-brulee-beku": ("creme brulee", "CR\u00c8ME br\u00fbl\u00e9"),
}


async def test_what_is_meant_comes_first(shop: httpx.AsyncClient) -> None:
    for slug, searches in MEANT.items():
        for search in searches:
            assert (await found(shop, search))[:1] == [slug], search


async def test_all_words_are_wanted(shop: httpx.AsyncClient) -> None:
    assert await found(shop, "kopi rotan") == []
    assert await found(shop, "hitam kopiah") == ["kopiah-hitam"]


async def test_the_word_itself_comes_before_one_that_begins_like_it(shop: httpx.AsyncClient) -> None:
    assert await found(shop, "kopi") == ["kopi-gayo-250-g", "kopiah-hitam"]


async def test_only_the_last_word_may_be_a_beginning(shop: httpx.AsyncClient) -> None:
    assert await found(shop, "hit kopiah") == []
    assert await found(shop, "kopiah hit") == ["kopiah-hitam"]


async def test_a_word_of_a_description_is_found_whole_but_not_begun(shop: httpx.AsyncClient) -> None:
    assert await found(shop, "lesehan") == ["keranjang-rotan"]
    assert await found(shop, "leseh") in ([], ["keranjang-rotan"])
    assert await found(shop, "tak") == []


HOSTILE = (
    "!!!", "%", "_", "' OR 1=1 --", "*", "kopi*", "\\", "untuk", "\u200b", "\U0001d542" * 80, "a " * 50, "() | & !", "\u0130",
)  # fmt: skip


async def test_hostile_input_is_only_words(shop: httpx.AsyncClient) -> None:
    for search in HOSTILE:
        answer = await shop.get("/store/v1/products", params={"search": search})
        assert answer.status_code == 200, search
        assert len(answer.json()["items"]) <= 2, search


async def test_a_blank_search_is_none(shop: httpx.AsyncClient) -> None:
    assert len(await found(shop, "  ")) == len(await found(shop, "")) == len(SHOP)


async def test_a_word_that_everything_has_still_finds_a_page(client: httpx.AsyncClient, database: Database) -> None:
    await sell(database, *(a_product(f"Barang {place}") for place in range(40)))
    first = (await client.get("/store/v1/products?search=barang&limit=24")).json()
    rest = (await client.get(f"/store/v1/products?search=barang&limit=24&cursor={first['next_cursor']}")).json()
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (24, 16, None)


async def test_the_rarest_word_proposes_and_the_others_are_looked_up(database: Database) -> None:
    await sell(database, *(a_product(f"Barang {place}") for place in range(5)), a_product("Barang Langka"))
    for search, rarest in (("barang langka", 1), ("langka barang", 0), ("barang bar", 0)):
        query = ProductQuery(sort=Sort.RELEVANCE, limit=24, words=sought(search))
        _, ahead = await database.read(lambda db, query=query: look_ahead(db, query, shelves=False))  # type: ignore[misc]
        assert ahead.driver == rarest, search
