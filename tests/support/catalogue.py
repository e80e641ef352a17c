"""Makers of products for tests: believable, small, and different only where a test says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.catalogue.public import (
    Feature,
    ProductDraft,
    VariantDraft,
    Words,
    create_products,
    find_variants_by_sku,
    slug_of,
)
from niaga.foundation.identity import new_id
from niaga.inventory.public import Quantity, Reason, Source, StockKey, receive_stock, reserve_writes
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from niaga.catalogue.public import Product
    from niaga.platform.database import Database, Transaction

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


def a_product(name: str | Words = "Kopi Gayo", *, sku: str | None = None, **different: Any) -> ProductDraft:
    """A product with one variant, called by its name."""
    called = words(name) if isinstance(name, str) else name
    price = {"price": different.pop("price")} if "price" in different else {}
    variant = a_variant(sku or slug_of(called.id).upper(), **price)
    usual = {"name": called, "variants": (variant,), "images": ("/media/kopi.svg",)}
    return ProductDraft(**{**usual, **different})


async def sell(database: Database, *drafts: ProductDraft) -> list[Product]:
    """Put the drafts on the shelves."""
    return await database.write(lambda tx: create_products(tx, list(drafts)))


async def bring_in(database: Database, stock: dict[str, int], *, reserved: int = 0) -> None:
    """Pieces of these SKUs arrive, and orders reserve some of each."""

    def act(tx: Transaction) -> None:
        ids = {sku: one.id for sku, one in find_variants_by_sku(tx, list(stock)).items()}
        pieces = [Quantity(StockKey(ids[sku]), count) for sku, count in stock.items()]
        receive_stock(tx, pieces, Reason.RECEIVED, Source("test", new_id()))
        if reserved:
            write_all(tx, reserve_writes([Quantity(one.key, reserved) for one in pieces]))

    await database.write(act)


def statements_of(database: Database) -> list[str]:
    """A list that grows with every statement that is read with."""
    seen: list[str] = []
    engine = getattr(database._reader, "sync_engine", database._reader)
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    return seen
