"""A shop whose pages tests look at: two shelves, a shirt in two colours and two sizes, and its own words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from tests.support.catalogue import a_product, a_variant, feature, words
from tests.support.markup import Page
from tests.support.shop import REGIONS, SYSTEM, OpenShop

from niaga.catalogue.public import CategoryDraft, create_categories, create_products
from niaga.shop.public import ContactPatch, SettingsPatch, Tagline, change_settings

Look = Callable[..., Awaitable[Page]]
COLOURS = (feature("warna", "Merah", "Red"), feature("warna", "Biru", "Blue"))
SIZES = (feature("ukuran", "M"), feature("ukuran", "L"))


def fill_shelves(tx: Any) -> None:
    """Shelves, goods and words; stock is brought in apart."""
    create_categories(
        tx,
        [
            CategoryDraft(slug="busana", name=words("Busana", "Clothing")),
            CategoryDraft(slug="kopi", name=words("Kopi", "Coffee")),
        ],
    )
    shirt = [
        a_variant(
            f"{colour.value.id.upper()}-{size.value.id}", options=(colour, size), price=price, compare_at_price=before
        )
        for colour, size, price, before in (
            (COLOURS[0], SIZES[0], 150_000, 200_000),
            (COLOURS[0], SIZES[1], 160_000, None),
            (COLOURS[1], SIZES[0], 150_000, None),
            (COLOURS[1], SIZES[1], 170_000, None),
        )
    ]
    create_products(
        tx,
        [
            a_product(
                words("Kemeja Batik", "Batik Shirt"),
                slug="kemeja-batik",
                category="busana",
                description=words("Katun halus.", "Fine cotton."),
                attributes=(feature("bahan", "Katun", "Cotton"),),
                images=("/media/kemeja.jpg", "/media/punggung.jpg"),
                variants=tuple(shirt),
            ),
            a_product(words("Kopi Gayo", "Gayo Coffee"), sku="KOPI-1", slug="kopi-gayo", category="kopi", price=40_000),
            a_product(words("Kopi Toraja", "Toraja Coffee"), sku="KOPI-2", slug="kopi-toraja", category="kopi"),
        ],
    )
    look = SettingsPatch(
        tagline=Tagline(id="Dari kebun ke rumah", en="From garden to home"),
        contact=ContactPatch(whatsapp="081220010210"),
    )
    change_settings(tx, SYSTEM, look, None, places=REGIONS)


async def opened(shop: OpenShop, path: str, **headers: str) -> httpx.Response:
    """A page as a browser asks for it."""
    return await shop.client.get(path, headers={"Accept": "text/html", **headers})
