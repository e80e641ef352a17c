"""Statements over the catalogue, all of constant text, and the rows they read as structs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.catalogue.model import Category, Feature, Product, Variant, VariantView, Words
from niaga.catalogue.tables import category, product, product_attribute, search_term, variant
from niaga.foundation.money import Money
from niaga.platform.database import Asked, Code, Engine, Id, Question, Rowset, WriteStatement, rowset
from niaga.platform.database.rowsets import execute_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from niaga.catalogue.rules.search import WordSought
    from niaga.platform.database import Reader, Transaction

_ID = {"id": Id()}
_SKU = {"sku": Code(64)}
_SLUG = {"slug": Code(120)}

INSERT_CATEGORIES = WriteStatement.insert(category)
INSERT_PRODUCTS = WriteStatement.insert(product)
INSERT_VARIANTS = WriteStatement.insert(variant)
INSERT_TERMS = WriteStatement.insert(search_term, "product_id", "term", "weight")
INSERT_ATTRIBUTES = WriteStatement.insert(product_attribute)
UPDATE_PRODUCTS = WriteStatement.update(
    product,
    match=("id",),
    values=(
        "slug", "name", "description", "category_id", "attributes", "images", "image_url", "published", "listed",
        "metadata",
    ),
)  # fmt: skip
UPDATE_SPANS = WriteStatement.update(product, match=("id",), values=("listed", "price_min", "price_max"))
_VARIANT_VALUES = (
    "name", "price", "compare_at_price", "weight_grams", "length_mm", "width_mm", "height_mm", "published", "revision",
)  # fmt: skip


def _update_variants(rows: Rowset) -> sa.Update:
    same = (variant.c.id == rows.c.id, variant.c.revision == rows.c.revision_before)
    return sa.update(variant).where(*same).values({name: rows.c[name] for name in _VARIANT_VALUES})


UPDATE_VARIANTS = WriteStatement(
    "update variant",
    {
        "id": variant.c.id.type,
        "revision_before": variant.c.revision.type,
        **{name: variant.c[name].type for name in _VARIANT_VALUES},
    },
    _update_variants,
)


_UNFILE = [
    sa.delete(table).where(table.c.product_id == sa.bindparam("the_id")) for table in (search_term, product_attribute)
]

_CLAIM = sa.update(product).where(product.c.id == sa.bindparam("the_id")).values(revision=product.c.revision + 1)
_PRODUCT = sa.select(product).where(product.c.id == sa.bindparam("the_id"))
_VARIANTS = sa.select(variant).where(variant.c.product_id == sa.bindparam("the_id")).order_by(variant.c.position)
_ONE_VARIANT = sa.select(variant).where(variant.c.id == sa.bindparam("the_id"))
_PRODUCT_OF_VARIANT = sa.select(variant.c.product_id).where(variant.c.id == sa.bindparam("the_id"))
_CATEGORIES = sa.select(category).order_by(category.c.position, category.c.id)
_SLUGS_LIKE = sa.select(product.c.slug).where(
    product.c.slug >= sa.bindparam("low"), product.c.slug < sa.bindparam("high")
)


def unfile_product(tx: Transaction, product_id: str) -> None:
    """Take a product out of searches and filters, to be filed anew."""
    for statement in _UNFILE:
        tx.execute(statement, {"the_id": product_id})


def claim_product(tx: Transaction, product_id: str) -> bool:
    """Raise the product's revision, which also makes whoever changes it or its variants wait for this transaction."""
    return tx.execute(_CLAIM, {"the_id": product_id}).rowcount == 1


def find_product(db: Reader, product_id: str) -> Product | None:
    """The product with its variants."""
    row = db.execute(_PRODUCT, {"the_id": product_id}).one_or_none()
    if row is None:
        return None
    variants = tuple(_variant(one) for one in db.execute(_VARIANTS, {"the_id": product_id}))
    return _product(row, variants)


def find_product_of_variant(db: Reader, variant_id: str) -> str | None:
    """The id of the product that the variant belongs to."""
    return db.execute(_PRODUCT_OF_VARIANT, {"the_id": variant_id}).scalar_one_or_none()


def find_variant(db: Reader, variant_id: str) -> Variant | None:
    """The variant."""
    row = db.execute(_ONE_VARIANT, {"the_id": variant_id}).one_or_none()
    return None if row is None else _variant(row)


def list_products(db: Reader, *, words: Sequence[WordSought], after: str | None, limit: int) -> list[Product]:
    """Products that have all words, without their variants, the newest first."""
    values: dict[str, Any] = {"most": limit} if after is None else {"most": limit, "after": after}
    for place, word in enumerate(words):
        beginning = word.prefix if word.prefix is not None else word.terms[0]
        end = beginning + "\U0010ffff" if word.prefix is not None else beginning
        values |= {f"w{place}": list(word.terms), f"from{place}": beginning, f"to{place}": end}
    return [_product(row, ()) for row in db.execute(_list_statement(len(words), after is not None), values)]


@lru_cache(maxsize=16)
def _list_statement(words: int, after: bool) -> sa.Select[Any]:  # noqa: FBT001 - the shape of a statement
    statement = sa.select(product).order_by(product.c.id.desc()).limit(sa.bindparam("most"))
    if after:
        statement = statement.where(product.c.id < sa.bindparam("after"))
    for place in range(words):
        terms = search_term.alias(f"s{place}")
        is_word = terms.c.term.in_(sa.bindparam(f"w{place}", expanding=True))
        begins = terms.c.term.between(sa.bindparam(f"from{place}"), sa.bindparam(f"to{place}"))
        statement = statement.where(product.c.id.in_(sa.select(terms.c.product_id).where(is_word | begins)))
    return statement


def list_categories(db: Reader) -> list[Category]:
    """All categories in the shop's order."""
    return [
        Category(id=row.id, slug=row.slug, name=_words(row.name), parent_id=row.parent_id, position=row.position)
        for row in db.execute(_CATEGORIES)
    ]


def taken_slugs(db: Reader, slugs: Sequence[str]) -> set[str]:
    """Which of these slugs products already have."""
    rows = execute_rows(db, _there(db.engine, "product_slug"), "wanted", _SLUG, [(slug,) for slug in slugs])
    return set(rows.scalars())


def slugs_beginning(db: Reader, beginning: str) -> set[str]:
    """The slugs of products that begin with this text."""
    return set(db.execute(_SLUGS_LIKE, {"low": beginning, "high": f"{beginning}\U0010ffff"}).scalars())


def taken_skus(db: Reader, skus: Sequence[str]) -> set[str]:
    """Which of these SKUs variants already have."""
    rows = execute_rows(db, _there(db.engine, "sku"), "wanted", _SKU, [(sku,) for sku in skus])
    return set(rows.scalars())


@lru_cache(maxsize=6)
def _there(engine: Engine, what: str) -> sa.Select[Any]:
    if what == "sku":
        wanted = rowset(engine, "wanted", _SKU)
        return sa.select(variant.c.sku).join_from(wanted, variant, variant.c.sku == wanted.c.sku)
    wanted = rowset(engine, "wanted", _SLUG)
    return sa.select(product.c.slug).join_from(wanted, product, product.c.slug == wanted.c.slug)


_VIEW_COLUMNS = (
    variant,
    product.c.name.label("product_name"),
    product.c.slug.label("product_slug"),
    product.c.image_url,
    (product.c.published & variant.c.published).label("on_sale"),
)
_VIEWS_FOLLOWING = (
    sa.select(*_VIEW_COLUMNS)
    .join(product, product.c.id == variant.c.product_id)
    .where(variant.c.sku > sa.bindparam("the_sku"))
    .order_by(variant.c.sku)
    .limit(sa.bindparam("most"))
)


@lru_cache(maxsize=6)
def _views(engine: Engine, known_by: str) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", {known_by: variant.c[known_by].type})
    return (
        sa.select(*_VIEW_COLUMNS)
        .select_from(wanted)
        .join(variant, variant.c[known_by] == wanted.c[known_by])
        .join(product, product.c.id == variant.c.product_id)
    )


def find_variants_by_sku(db: Reader, skus: Sequence[str]) -> dict[str, VariantView]:
    """The variants with these SKUs, published or not, in one statement; SKUs that nobody has are left out."""
    if not skus:
        return {}
    rows = execute_rows(db, _views(db.engine, "sku"), "wanted", _SKU, [(sku,) for sku in dict.fromkeys(skus)])
    return {row.sku: _view(row) for row in rows}


def variants_following(db: Reader, sku: str, most: int) -> dict[str, VariantView]:
    """The variants that come next in the order of SKUs, published or not, by SKU."""
    return {row.sku: _view(row) for row in db.execute(_VIEWS_FOLLOWING, {"the_sku": sku, "most": most})}


def find_variants(db: Reader, variant_ids: Sequence[str]) -> dict[str, VariantView]:
    """The variants with these ids, published or not, in one statement; ids that nobody has are left out."""
    if not variant_ids:
        return {}
    rows = execute_rows(db, _views(db.engine, "id"), "wanted", _ID, [(one,) for one in dict.fromkeys(variant_ids)])
    return {row.id: _view(row) for row in rows}


@lru_cache(maxsize=3)
def _revisions(engine: Engine) -> sa.Select[Any]:
    return _revisions_of(rowset(engine, "wanted", _ID))


def _revisions_of(wanted: Rowset) -> sa.Select[Any]:
    return (
        sa.select(variant.c.id, variant.c.revision, (product.c.published & variant.c.published).label("on_sale"))
        .select_from(wanted)
        .join(variant, variant.c.id == wanted.c.id)
        .join(product, product.c.id == variant.c.product_id)
    )


def variant_revisions(db: Reader, variant_ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """The revision of these variants and whether buyers may have them, in one statement on the primary keys."""
    if not variant_ids:
        return {}
    rows = execute_rows(db, _revisions(db.engine), "wanted", _ID, [(one,) for one in dict.fromkeys(variant_ids)])
    return _by_variant(rows)


def ask_variant_revisions(db: Reader, variant_ids: Sequence[str]) -> Asked[dict[str, tuple[int, bool]]]:
    """The same to be asked together with other questions."""
    rows = [(one,) for one in dict.fromkeys(variant_ids)]
    return Asked(_REVISIONS, rows, _by_variant, lambda: variant_revisions(db, variant_ids))


def _by_variant(rows: Iterable[Any]) -> dict[str, tuple[int, bool]]:
    return {identity: (revision, bool(on_sale)) for identity, revision, on_sale in map(tuple, rows)}


_REVISIONS = Question("variant revisions", _ID, _revisions_of)


def product_row(one: Product) -> tuple[Any, ...]:
    """A row of INSERT_PRODUCTS."""
    return (
        one.id, one.slug, one.name, one.description, one.category_id, one.attributes, one.images, one.image_url,
        one.published, one.listed, one.price_min, one.price_max, one.currency, one.revision, one.demo, one.metadata,
        one.created_at,
    )  # fmt: skip


def variant_row(one: Variant) -> tuple[Any, ...]:
    """A row of INSERT_VARIANTS."""
    return (
        one.id, one.product_id, one.sku, one.name, one.options, one.price, one.compare_at_price, one.currency,
        one.weight_grams, one.length_mm, one.width_mm, one.height_mm, one.published, one.revision, one.position,
    )  # fmt: skip


def _product(row: Any, variants: tuple[Variant, ...]) -> Product:
    return Product(
        id=row.id,
        slug=row.slug,
        name=_words(row.name),
        description=_words(row.description),
        category_id=row.category_id,
        attributes=_features(row.attributes),
        images=tuple(row.images),
        image_url=row.image_url,
        published=bool(row.published),
        listed=bool(row.listed),
        price_min=row.price_min,
        price_max=row.price_max,
        currency=row.currency,
        revision=row.revision,
        demo=bool(row.demo),
        metadata=row.metadata,
        created_at=row.created_at,
        variants=variants,
    )


def _variant(row: Any) -> Variant:
    return Variant(
        id=row.id,
        product_id=row.product_id,
        sku=row.sku,
        name=_words(row.name),
        options=_features(row.options),
        price=row.price,
        compare_at_price=row.compare_at_price,
        currency=row.currency,
        weight_grams=row.weight_grams,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        published=bool(row.published),
        revision=row.revision,
        position=row.position,
    )


def _view(row: Any) -> VariantView:
    before = row.compare_at_price
    return VariantView(
        id=row.id,
        product_id=row.product_id,
        product_slug=row.product_slug,
        sku=row.sku,
        product_name=_words(row.product_name),
        name=_words(row.name),
        options=_features(row.options),
        price=Money(row.price, row.currency),
        compare_at_price=None if before is None else Money(before, row.currency),
        weight_grams=row.weight_grams,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        published=bool(row.on_sale),
        revision=row.revision,
        image_url=row.image_url,
    )


def _words(value: Any) -> Words:
    return Words(value["id"], value["en"])


def _features(value: Any) -> tuple[Feature, ...]:
    return msgspec.convert(value, tuple[Feature, ...]) if value else ()
