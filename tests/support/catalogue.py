"""Makers of products for tests: believable, small, and different only where a test says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from niaga.catalogue.public import Feature, ProductDraft, VariantDraft, Words, create_products, slug_of
from niaga.platform.audit import Actor, ActorKind

if TYPE_CHECKING:
    from niaga.catalogue.public import Product
    from niaga.platform.database import Database

WATI = Actor(ActorKind.STAFF, "01jd6x7f7mk3v1q8w2e5r9t0ya")
"""The admin."""


def words(both: str, english: str | None = None) -> Words:
    """The words, alike in both languages unless told."""
    return Words(both, english if english is not None else both)


def feature(name: str, value: str, english: str | None = None) -> Feature:
    """An option or attribute whose codes are made from its words."""
    return Feature(slug_of(name), words(name.title()), slug_of(value), words(value, english))


def a_variant(sku: str = "KOPI-250", **different: Any) -> VariantDraft:
    """A quarter of a kilogram of something for Rp85.000."""
    usual = {"price": 85_000, "weight_grams": 300, "length_mm": 200, "width_mm": 100, "height_mm": 80}
    return VariantDraft(sku=sku, **{**usual, **different})


def a_product(name: str = "Kopi Gayo", *, sku: str | None = None, **different: Any) -> ProductDraft:
    """A product with one variant, called by its name."""
    variant = a_variant(
        sku or slug_of(name).upper(), **({"price": different.pop("price")} if "price" in different else {})
    )
    usual = {"name": words(name), "variants": (variant,), "images": ("/media/kopi.svg",)}
    return ProductDraft(**{**usual, **different})


async def sell(database: Database, *drafts: ProductDraft) -> list[Product]:
    """Put the drafts on the shelves."""
    return await database.write(lambda tx: create_products(tx, list(drafts)))
