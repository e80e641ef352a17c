"""Reads straight to what buyers see: a list in at most three statements, a product's page in two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.browse import store
from niaga.browse.asked import counts_with_below
from niaga.browse.spelling import respelt
from niaga.browse.views import (
    Card,
    CategoryCount,
    Facets,
    Place,
    ProductDetail,
    ProductPage,
    SoldVariant,
    Sort,
    ValueCount,
)
from niaga.catalogue.public import Category, Feature, Words, list_categories, words_sought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.browse.views import ProductQuery
    from niaga.platform.database import Reader

__all__ = ["count_categories", "count_facets", "find_detail", "list_cards", "look_ahead", "search_respelt"]


def list_cards(db: Reader, query: ProductQuery) -> ProductPage:
    """A page of the products that a query finds. One statement.

    It may end before it is full where it is narrowed to what has stock: there is a next place then.
    """
    if query.words is not None and not query.words:
        return ProductPage(cards=[], next_place=None)
    values = {**store.parameters_of(query), "most": query.limit + 1}
    rows = list(db.execute(store.list_statement(store.shape_of(query)), values))
    ends_at = rows.pop() if rows and rows[-1].edge else None
    if len(rows) > query.limit:
        rows.pop()
        ends_at = rows[-1]
    next_place = None if ends_at is None else Place(query.sort, int(ends_at.key), ends_at.id)
    return ProductPage(cards=[_card(row) for row in rows], next_place=next_place)


def look_ahead(db: Reader, query: ProductQuery, *, shelves: bool) -> tuple[list[Category], ProductQuery]:
    """What has to be known before a list is read: all categories where they are wanted, the rarest of several words.

    One statement, or none where there is nothing to know.
    """
    words = query.words or ()
    if len(words) < 2:  # noqa: PLR2004 - one word is the rarest
        return (list_categories(db) if shelves else []), query
    rows = db.execute(store.look_ahead_statement(len(words), shelves), store.word_parameters(words)).all()
    counts = rows[0]
    driver = min(range(len(words)), key=lambda place: counts[place])
    categories = [_category(row) for row in rows if shelves and row.id is not None]
    return categories, msgspec.structs.replace(query, driver=driver)


def search_respelt(db: Reader, query: ProductQuery) -> tuple[ProductPage, ProductQuery] | None:
    """The page and the query of a search that found nothing, spelt as products are; None when that finds nothing too."""
    spelt = respelt(db, query.words or ())
    if spelt is None:
        return None
    _, again = look_ahead(db, msgspec.structs.replace(query, words=tuple(words_sought(spelt))), shelves=False)
    page = list_cards(db, again)
    return (msgspec.structs.replace(page, respelt=spelt), again) if page.cards else None


def count_facets(db: Reader, query: ProductQuery, categories: Sequence[Category]) -> Facets:
    """What the products that a query finds have in common. One statement."""
    if query.words is not None and not query.words:
        return Facets(categories=[], values=[])
    wider = msgspec.structs.replace(query, after=None, sort=Sort.NEWEST)
    shelves: dict[str, int] = {}
    counted = []
    for row in db.execute(store.facet_statement(store.shape_of(wider)), store.parameters_of(wider)):
        if row.name is None:
            shelves[row.value] = row.how_many
        else:
            counted.append(_value_count(row))
    return Facets(
        categories=[one for one in counts_with_below(categories, shelves) if one.count],
        values=sorted(counted, key=lambda one: (one.name, -one.count, one.value)),
    )


def find_detail(db: Reader, slug: str) -> ProductDetail | None:
    """The page of a listed product. Two statements."""
    row = db.execute(store.DETAIL, {"the_slug": slug}).one_or_none()
    if row is None:
        return None
    variants = db.execute(store.DETAIL_VARIANTS, {"the_product": row.id})
    return _detail(row, tuple(_sold(one) for one in variants))


def count_categories(db: Reader) -> list[CategoryCount]:
    """All categories in the shop's order, with the listed products in them and below. One statement."""
    rows = db.execute(store.CATEGORY_COUNTS).all()
    return counts_with_below([_category(row) for row in rows], {row.id: row.how_many for row in rows})


def _card(row: Any) -> Card:
    return Card(
        id=row.id,
        slug=row.slug,
        name=_words(row.name),
        image_url=row.image_url,
        price_min=row.price_min,
        price_max=row.price_max,
        currency=row.currency,
        in_stock=bool(row.in_stock),
        key=int(row.key),
    )


def _category(row: Any) -> Category:
    return Category(id=row.id, slug=row.slug, name=_words(row.name), parent_id=row.parent_id, position=row.position)


def _value_count(row: Any) -> ValueCount:
    return ValueCount(
        name=row.name,
        name_words=_words(row.label["name"]),
        value=row.value,
        value_words=_words(row.label["value"]),
        count=row.how_many,
    )


def _detail(row: Any, variants: tuple[SoldVariant, ...]) -> ProductDetail:
    return ProductDetail(
        id=row.id,
        slug=row.slug,
        name=_words(row.name),
        description=_words(row.description),
        image_url=row.image_url,
        images=tuple(row.images),
        attributes=_features(row.attributes),
        category_slug=row.category_slug,
        category_name=None if row.category_name is None else _words(row.category_name),
        price_min=row.price_min,
        price_max=row.price_max,
        currency=row.currency,
        metadata=row.metadata,
        variants=variants,
    )


def _sold(row: Any) -> SoldVariant:
    return SoldVariant(
        id=row.id,
        sku=row.sku,
        name=_words(row.name),
        options=_features(row.options),
        price=row.price,
        compare_at_price=row.compare_at_price,
        weight_grams=row.weight_grams,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        available=max(int(row.available or 0), 0),
    )


def _words(value: Any) -> Words:
    return Words(value["id"], value["en"])


def _features(value: Any) -> tuple[Feature, ...]:
    return msgspec.convert(value, tuple[Feature, ...]) if value else ()
