"""The statements of a list: one text for each shape of a request, whatever is in it.

A page is found in two steps inside one statement: first the ids of the page from an index or from the terms of a
search, then the rows and stock of those ids alone, so that nothing is looked up for products that are not shown.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from niaga.browse.views import MAX_AMOUNT, Sort
from niaga.catalogue.tables import category, product, product_attribute, search_term, variant
from niaga.inventory.tables import stock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.browse.views import ProductQuery
    from niaga.catalogue.public import WordSought

MOST_POSTINGS = 6_000
FACET_PRODUCTS = 10_000
WALKED_PRODUCTS = 2_000
FACET_VALUES = 200
BEYOND = "\U0010ffff"

Clause = sa.ColumnElement[bool]
_MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer)
_ONE = sa.literal_column("1", sa.Integer)
_LAST_WALKED = sa.literal_column(str(WALKED_PRODUCTS - 1), sa.Integer)
_NO_EDGE = sa.literal_column("0", sa.Integer).label("edge")


class Shape(NamedTuple):
    """What decides the text of a list's statement."""

    sort: Sort
    after: bool
    words: int
    driver: int
    categories: bool
    attributes: int
    in_stock: bool | None
    price_min: bool
    price_max: bool


def shape_of(query: ProductQuery) -> Shape:
    """The shape of a query."""
    return Shape(
        query.sort,
        query.after is not None,
        len(query.words or ()),
        query.driver,
        query.categories is not None,
        len(query.attributes),
        query.in_stock,
        query.price_min is not None,
        query.price_max is not None,
    )


def parameters_of(query: ProductQuery) -> dict[str, Any]:
    """What is in a query, for the statement of its shape."""
    values: dict[str, Any] = {}
    values |= word_parameters(query.words or ())
    for place, wanted in enumerate(query.attributes):
        values |= {f"a{place}": wanted.name, f"v{place}": wanted.value}
    if query.categories is not None:
        values["categories"] = list(query.categories)
    if query.price_min is not None:
        values["price_low"] = query.price_min
    if query.price_max is not None:
        values["price_high"] = query.price_max
    if query.after is not None:
        values |= {"after_key": query.after.key, "after_id": query.after.id}
    return values


def word_parameters(words: Sequence[WordSought]) -> dict[str, Any]:
    """The words of a search, for a statement about that many words."""
    if not words:
        return {}
    values: dict[str, Any] = {f"w{place}": list(word.terms) for place, word in enumerate(words)}
    beginning = words[-1].prefix or ""
    return values | {"begins": beginning, "ends": beginning + BEYOND}


@lru_cache(maxsize=512)
def list_statement(shape: Shape) -> sa.Select[Any]:
    """The cards of a page and one more, in order. Where a page ends early, its last row is its `edge`.

    Whether a product has stock is in no index, so a page of those that have (or have not) looks at `WALKED_PRODUCTS` at
    most, and says where it stopped; what a search proposes is bounded already.
    """
    page = _with_edge(shape) if stops_early(shape) else _page(shape)
    return (
        sa.select(
            product.c.id,
            product.c.slug,
            product.c.name,
            product.c.image_url,
            product.c.price_min,
            product.c.price_max,
            product.c.currency,
            page.c.key,
            page.c.edge,
            _has_stock(product.c.id).label("in_stock"),
        )
        .join_from(page, product, product.c.id == page.c.id)
        .order_by(*_order(page, shape.sort), page.c.edge)
    )


def stops_early(shape: Shape) -> bool:
    """Whether a page may end before it is full although more products follow."""
    return shape.in_stock is not None and not shape.words


@lru_cache(maxsize=256)
def facet_statement(shape: Shape) -> sa.CompoundSelect[Any]:
    """Counts of attribute values and of categories over what a query finds."""
    limit = sa.literal_column(str(FACET_PRODUCTS), sa.Integer)
    found = sa.select(_found(shape._replace(after=False, in_stock=None))).limit(limit).subquery("walked")
    some = sa.select(found.c.id).where(*_stocked(shape, found.c.id)).cte("some")
    count = sa.func.count().label("how_many")
    values = (
        sa.select(
            product_attribute.c.name,
            product_attribute.c.value,
            sa.func.min(product_attribute.c.label).label("label"),
            count,
        )
        .join_from(some, product_attribute, product_attribute.c.product_id == some.c.id)
        .where(product_attribute.c.counted)
        .group_by(product_attribute.c.name, product_attribute.c.value)
        .order_by(sa.desc("how_many"), product_attribute.c.name, product_attribute.c.value)
        .limit(sa.literal_column(str(FACET_VALUES), sa.Integer))
        .subquery()
    )
    shelves = (
        sa.select(sa.null().label("name"), product.c.category_id, sa.null().label("label"), count)
        .join_from(some, product, product.c.id == some.c.id)
        .where(product.c.category_id.is_not(None))
        .group_by(product.c.category_id)
    )
    return sa.union_all(sa.select(values), shelves)


def _page(shape: Shape) -> sa.Subquery:
    """The ids of a page in order, with what they are ordered by."""
    return _best(_found(shape), shape).subquery("page")


def _best(found: sa.Subquery, shape: Shape) -> sa.Select[Any]:
    return sa.select(found, _NO_EDGE).order_by(*_order(found, shape.sort)).limit(_MOST)


def _with_edge(shape: Shape) -> sa.Subquery:
    """The same of the first `WALKED_PRODUCTS`; beside a page that is not full stands the last of them, if there is one."""
    all_of_them = _found(shape._replace(in_stock=None))
    last = (
        sa.select(all_of_them).order_by(*_order(all_of_them, shape.sort)).limit(_ONE).offset(_LAST_WALKED).cte("last")
    )
    page = _best(_found(shape, until=last), shape).cte("best")
    full = sa.select(sa.func.count()).select_from(page).scalar_subquery() >= _MOST
    edge = sa.select(last, sa.literal_column("1", sa.Integer).label("edge")).where(~full)
    return sa.union_all(sa.select(page), edge).subquery("page")


def _stocked(shape: Shape, product_id: sa.ColumnElement[Any]) -> list[Clause]:
    if shape.in_stock is None:
        return []
    has = _has_stock(product_id)
    return [has if shape.in_stock else ~has]


def _order(rows: sa.Subquery, sort: Sort) -> tuple[sa.ColumnElement[Any], ...]:
    if sort is Sort.NEWEST:
        return (rows.c.id.desc(),)
    return (rows.c.key, rows.c.id) if sort is Sort.PRICE else (rows.c.key.desc(), rows.c.id.desc())


def _found(shape: Shape, *, until: sa.CTE | None = None) -> sa.Subquery:
    """Everything that a query finds, or what stands before the place of `until` (of one row or none), with its order."""
    matches = _matches(shape.words, shape.driver) if shape.words else None
    if shape.sort is Sort.RELEVANCE and matches is not None:
        key: sa.ColumnElement[Any] = matches.c.score
    elif shape.sort in (Sort.PRICE, Sort.PRICE_DOWN):
        key = product.c.price_min
    else:
        key = sa.literal_column("0", sa.Integer)
    statement = sa.select(product.c.id, key.label("key")).where(product.c.listed, *_narrowed(shape))
    if matches is not None:
        statement = statement.join_from(matches, product, product.c.id == matches.c.product_id)
    if shape.after:
        statement = statement.where(_beyond(key, shape.sort))
    if until is not None:
        statement = statement.where(_within(key, shape.sort, until))
    return statement.subquery("found")


def _beyond(key: sa.ColumnElement[Any], sort: Sort) -> Clause:
    """What stands after the last product of the page before."""
    last: sa.BindParameter[int] = sa.bindparam("after_key")
    last_id: sa.BindParameter[str] = sa.bindparam("after_id")
    if sort is Sort.NEWEST:
        return product.c.id < last_id
    if sort is Sort.PRICE:
        return sa.and_(key >= last, sa.or_(key > last, product.c.id > last_id))
    return sa.and_(key <= last, sa.or_(key < last, product.c.id < last_id))


def _within(key: sa.ColumnElement[Any], sort: Sort, until: sa.CTE) -> Clause:
    """What stands before a place, and what stands in it; everything where there is no such place."""
    last_id = sa.select(until.c.id).scalar_subquery()
    last = sa.select(until.c.key).scalar_subquery()
    if sort is Sort.NEWEST:
        return product.c.id >= sa.func.coalesce(last_id, "")
    if sort is Sort.PRICE:
        return sa.and_(
            key <= sa.func.coalesce(last, MAX_AMOUNT), sa.or_(key < last, product.c.id <= last_id, last.is_(None))
        )
    return sa.and_(key >= sa.func.coalesce(last, 0), sa.or_(key > last, product.c.id >= last_id, last.is_(None)))


def _matches(words: int, driver: int) -> sa.Subquery:
    """The products that have all words, with how well: a word itself counts twice as much as one that begins like it.

    The rarest word proposes, the others are looked up for what it proposes.
    """
    proposed = _proposed(driver, words)
    columns: list[sa.ColumnElement[Any]] = [proposed.c.product_id, proposed.c.score]
    columns += [
        _weight_of(place, proposed.c.product_id, may_begin=place == words - 1).label(f"score{place}")
        for place in range(words)
        if place != driver
    ]
    looked_up = sa.select(*columns).subquery("looked_up")
    scores = [column for column in looked_up.c if column.name != "product_id"]
    total: sa.ColumnElement[Any] = scores[0]
    for score in scores[1:]:
        total += score
    return (
        sa.select(looked_up.c.product_id, total.label("score"))
        .where(*(score.is_not(None) for score in scores[1:]))
        .subquery("matches")
    )


def _proposed(place: int, words: int) -> sa.Subquery:
    """The best products of one word, bounded however many have it: read backwards off the index, names before texts."""
    most = _most_postings(words)
    postings = _postings(search_term.c.term.in_(_terms(place)), 2, most, "exact")
    if place == words - 1:
        begins = sa.and_(search_term.c.term > _BEGINS, search_term.c.term < _ENDS)
        beginning = _postings(begins, 1, most, "beginning")
        postings = sa.union_all(postings, beginning)  # type: ignore[assignment]
    found = postings.subquery("postings")
    return (
        sa.select(found.c.product_id, sa.func.max(found.c.weight).label("score"))
        .group_by(found.c.product_id)
        .subquery("proposed")
    )


def _most_postings(words: int) -> sa.ColumnElement[int]:
    # All words together may propose so many products, so that a search of many words works no longer than one of one.
    # It stands in the text because PostgreSQL plans for a tenth of the table when it must plan without the number.
    return sa.literal_column(str(MOST_POSTINGS // words), sa.Integer)


def _postings(clause: Clause, factor: int, most: sa.ColumnElement[int], name: str) -> sa.Select[Any]:
    best = (
        sa.select(search_term.c.product_id, search_term.c.weight)
        .where(clause)
        .order_by(search_term.c.term.desc(), search_term.c.weight.desc(), search_term.c.product_id.desc())
        .limit(most)
        .subquery(name)
    )
    return sa.select(best.c.product_id, (factor * best.c.weight).label("weight"))


def _weight_of(place: int, product_id: sa.ColumnElement[Any], *, may_begin: bool) -> sa.ScalarSelect[Any]:
    terms = search_term.alias(f"s{place}")
    exact = terms.c.term.in_(_terms(place))
    weight: sa.ColumnElement[Any] = 2 * terms.c.weight
    clause: Clause = exact
    if may_begin:
        weight = sa.case((exact, weight), else_=terms.c.weight)
        clause = sa.or_(exact, sa.and_(terms.c.term > _BEGINS, terms.c.term < _ENDS))
    return sa.select(sa.func.max(weight)).where(terms.c.product_id == product_id, clause).scalar_subquery()


def _terms(place: int) -> sa.BindParameter[Any]:
    return sa.bindparam(f"w{place}", expanding=True)


_BEGINS: sa.BindParameter[str] = sa.bindparam("begins")
_ENDS: sa.BindParameter[str] = sa.bindparam("ends")


@lru_cache(maxsize=16)
def look_ahead_statement(words: int, shelves: bool) -> sa.Executable:  # noqa: FBT001 - the shape of a statement
    """How many products each word has, as far as it matters which has the fewest; beside them all categories, if asked.

    There is always at least one row.
    """
    counts = [_how_common(place, words).label(f"count{place}") for place in range(words)]
    if not shelves:
        return sa.select(*counts)
    one = sa.select(sa.literal_column("1").label("one")).subquery("one")
    return (
        sa.select(*counts, category)
        .select_from(one.outerjoin(category, sa.literal_column("1") == one.c.one))
        .order_by(category.c.position, category.c.id)
    )


def _how_common(place: int, words: int) -> sa.ScalarSelect[int]:
    clause: Clause = search_term.c.term.in_(_terms(place))
    if place == words - 1:
        clause = sa.or_(clause, sa.and_(search_term.c.term > _BEGINS, search_term.c.term < _ENDS))
    some = sa.select(search_term.c.weight).where(clause).limit(_most_postings(words)).subquery(f"some{place}")
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _narrowed(shape: Shape) -> list[Clause]:
    clauses: list[Clause] = []
    if shape.categories:
        clauses.append(product.c.category_id.in_(sa.bindparam("categories", expanding=True)))
    for place in range(shape.attributes):
        filed = product_attribute.alias(f"f{place}")
        having = sa.select(filed.c.product_id).where(
            filed.c.name == sa.bindparam(f"a{place}"), filed.c.value == sa.bindparam(f"v{place}")
        )
        clauses.append(product.c.id.in_(having))
    clauses += _stocked(shape, product.c.id)
    clauses += _priced(shape)
    return clauses


def _priced(shape: Shape) -> list[Clause]:
    low: sa.BindParameter[int] = sa.bindparam("price_low")
    high: sa.BindParameter[int] = sa.bindparam("price_high")
    clauses: list[Clause] = []
    if shape.price_min:
        clauses.append(product.c.price_max >= low)
    if shape.price_max:
        clauses.append(product.c.price_min <= high)
    if shape.price_min and shape.price_max:
        # A span that reaches across is not enough: one variant has to cost that much.
        clauses.append(
            sa.exists().where(
                variant.c.product_id == product.c.id, variant.c.published, variant.c.price.between(low, high)
            )
        )
    return clauses


def _has_stock(product_id: sa.ColumnElement[Any]) -> Clause:
    # A scalar and no EXISTS: PostgreSQL would turn that into a join over all stock there is, for a page of 24.
    return (
        sa.select(sa.literal_column("1"))
        .where(
            variant.c.product_id == product_id,
            variant.c.published,
            stock.c.variant_id == variant.c.id,
            stock.c.on_hand > stock.c.reserved,
        )
        .limit(_ONE)
        .correlate(product_id.table)
        .scalar_subquery()
        .is_not(None)
    )


DETAIL = (
    sa.select(product, category.c.slug.label("category_slug"), category.c.name.label("category_name"))
    .join_from(product, category, category.c.id == product.c.category_id, isouter=True)
    .where(product.c.slug == sa.bindparam("the_slug"), product.c.listed)
)
_LEFT = (
    sa.select(sa.func.sum(stock.c.on_hand - stock.c.reserved))
    .where(stock.c.variant_id == variant.c.id)
    .correlate(variant)
    .scalar_subquery()
)
DETAIL_VARIANTS = (
    sa.select(variant, _LEFT.label("available"))
    .where(variant.c.product_id == sa.bindparam("the_product"), variant.c.published)
    .order_by(variant.c.position)
)
# A count for each category, and no GROUP BY: each is a walk along one index, on every engine.
_LISTED_IN = (
    sa.select(sa.func.count())
    .where(product.c.category_id == category.c.id, product.c.listed)
    .correlate(category)
    .scalar_subquery()
)
CATEGORY_COUNTS = sa.select(category, _LISTED_IN.label("how_many")).order_by(category.c.position, category.c.id)
