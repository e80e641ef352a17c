"""Lists narrow, order and turn pages by links alone, and forgive what people type."""

from __future__ import annotations

import pytest
from tests.support.catalogue import a_product, sell
from tests.support.markup import Page
from tests.support.pages import Look
from tests.support.shop import OpenShop


def names(page: Page) -> list[str]:
    """The products on a page."""
    return [one.text for one in page.all("h3")]


async def test_a_search_shows_what_was_looked_for(look: Look):
    page = await look("/produk?q=toraja")
    assert names(page) == ["Kopi Toraja"]
    assert page.one("input", id="search").attributes["value"] == "toraja"


async def test_a_slip_of_the_finger_is_forgiven_and_said(look: Look):
    page = await look("/produk?q=koppi+toraj%C3%A1")
    assert "Tidak ada yang cocok dengan “koppi torajá”. Ini hasil untuk “kopi toraja”." in page.text
    assert names(page) == ["Kopi Toraja"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("price_max=50.000", ["Kopi Gayo"]),
        ("price_min=Rp100.000", ["Kemeja Batik"]),
        ("in_stock=true&q=kopi", ["Kopi Gayo"]),
        ("attr.bahan=katun", ["Kemeja Batik"]),
        ("sort=-price", ["Kemeja Batik", "Kopi Toraja", "Kopi Gayo"]),
        (
            "sort=sideways&in_stock=maybe&price_min=&utm_source=x&attr.=&cursor=",
            ["Kopi Toraja", "Kopi Gayo", "Kemeja Batik"],
        ),
    ],
)
async def test_an_address_narrows_and_orders(look: Look, query: str, found: list[str]):
    assert names(await look(f"/produk?{query}")) == found


async def test_a_filter_that_is_set_can_be_taken_away(look: Look):
    page = await look("/produk?in_stock=true&q=kopi")
    ways = [one.attributes["href"] for one in page.all("a", class_="chip")]
    assert ways[0] == "/produk?q=kopi"


async def test_a_filter_by_words_can_be_taken_away_too(look: Look):
    page = await look("/produk?attr.bahan=cotton&attr.warna=%3Cb%3E")
    ways = {one.text: one.attributes["href"] for one in page.all("a", class_="chip")}
    assert ways["<b> hapus"] == "/produk?attr.bahan=cotton"


async def test_prices_the_wrong_way_round_are_said_beside_the_field(look: Look):
    page = await look("/produk?price_min=9000&price_max=1000")
    assert "Harga tertinggi lebih rendah" in page.one("p", id="price-note").text
    assert page.one("input", name="price_min").attributes["value"] == "9000"


async def test_a_cursor_of_another_list_does_not_break_the_page(look: Look):
    assert "Kursor" in (await look("/produk?cursor=nonsense")).text


async def test_pages_follow_each_other_without_a_gap(shop: OpenShop, look: Look):
    await sell(shop.database, *(a_product(f"Barang {number:02}", sku=f"B-{number:02}") for number in range(40)))
    seen: list[str] = []
    path = "/produk?sort=price"
    while path:
        page = await look(path)
        seen += names(page)
        path = next((one.attributes["href"] for one in page.all("a", rel="next")), "")
    assert len(seen) == len(set(seen)) == 43


async def test_nothing_found_says_so_and_shows_a_way_on(look: Look):
    page = await look("/kategori/kopi?price_max=1")
    assert "Tidak ketemu" in page.text
    assert "/kategori/kopi" in [one.attributes["href"] for one in page.all("a", class_="button")]
