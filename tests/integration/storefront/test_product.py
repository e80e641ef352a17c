"""A product's page: what can be chosen, what is left, what it costs, and what engines and chats read of it."""

from __future__ import annotations

import pytest
from tests.support.markup import Page
from tests.support.pages import Look

SHIRT = "/produk/kemeja-batik"


def ways(page: Page) -> dict[str, str]:
    """Where each choice leads."""
    return {one.text: one.attributes["href"] for one in page.all("a", class_="chip")}


async def test_the_first_variant_in_stock_is_chosen(look: Look):
    page = await look(SHIRT)
    assert [one.text for one in page.all("a", class_="chip") if "aria-current" in one.attributes] == ["Merah", "M"]
    assert "Rp150.000" in page.one("p", class_="product-price").text


async def test_choosing_keeps_the_other_choice(look: Look):
    page = await look(f"{SHIRT}?variant=MERAH-L")
    assert ways(page) == {
        "Merah": f"{SHIRT}?variant=MERAH-L",
        "Biru (habis)": f"{SHIRT}?variant=BIRU-L",
        "M": f"{SHIRT}?variant=MERAH-M",
        "L": f"{SHIRT}?variant=MERAH-L",
    }


@pytest.mark.parametrize(("sku", "said"), [("MERAH-M", "Tersedia"), ("MERAH-L", "Tinggal 3"), ("BIRU-L", "Habis")])
async def test_what_is_left_is_said(look: Look, sku: str, said: str):
    assert (await look(f"{SHIRT}?variant={sku}")).one("p", class_="stock").text == said


async def test_a_lower_price_stands_beside_the_old_one(look: Look):
    page = await look(f"{SHIRT}?variant=MERAH-M")
    assert page.one("p", class_="product-price").text == "Sebelumnya Rp200.000 sekarang Rp150.000 Hemat Rp50.000"


async def test_engines_read_offers_and_the_way_here(look: Look):
    product, crumbs = (await look(SHIRT)).data()
    assert [(one["sku"], one["price"], one["availability"].rpartition("/")[2]) for one in product["offers"]] == [
        ("MERAH-M", 150_000, "InStock"),
        ("MERAH-L", 160_000, "InStock"),
        ("BIRU-M", 150_000, "InStock"),
        ("BIRU-L", 170_000, "OutOfStock"),
    ]
    assert product["image"][0] == "http://127.0.0.1:8000/media/kemeja.jpg"
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Busana", "Kemeja Batik"]


async def test_the_first_picture_comes_at_once_in_the_width_of_the_screen(look: Look):
    first, second, *_ = (await look(SHIRT)).all("img")
    assert first.attributes["fetchpriority"] == "high"
    assert "/media/640/kemeja.jpg.webp 640w" in first.attributes["srcset"]
    assert second.attributes["loading"] == "lazy"
    assert first.attributes["alt"] == "Kemeja Batik"
    assert all(one.attributes["width"] and one.attributes["height"] for one in (first, second))


async def test_a_chat_opens_with_the_question(look: Look):
    page = await look(f"{SHIRT}?variant=BIRU-M")
    chats = [one.attributes["href"] for one in page.all("a") if "wa.me" in one.attributes["href"]]
    assert chats
    assert all(one.startswith("https://wa.me/6281220010210?text=") for one in chats)
    assert any("Kemeja%20Batik" in one for one in chats)


async def test_stock_is_followed_by_the_variant_that_is_shown(look: Look):
    page = await look(f"{SHIRT}?variant=BIRU-M")
    assert page.one("p", class_="stock").attributes["data-stock"].startswith("var_")
