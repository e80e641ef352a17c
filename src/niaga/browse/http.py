"""What buyers read: lists of products, a product's page, the categories. In one language, with an entity tag."""

from itertools import groupby
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from niaga.browse.asked import category_and_below, order_of, place_in, sought
from niaga.browse.queries import count_categories, count_facets, find_detail, list_cards, look_ahead, search_respelt
from niaga.browse.views import (
    MAX_AMOUNT,
    AttributeFilter,
    Card,
    CategoryCount,
    Facets,
    Place,
    ProductDetail,
    ProductPage,
    ProductQuery,
    SoldVariant,
    Sort,
)
from niaga.catalogue.public import Feature, attribute_value, is_slug
from niaga.foundation.errors import NotFound, invalid_field
from niaga.foundation.identity import with_prefix
from niaga.foundation.paging import DEFAULT_LIMIT, BadCursor, encode_cursor
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC, Cursor, Limit, Search, ShopRequest, language_of

_ATTRIBUTE = "attr."
_MOST_ATTRIBUTES = 8
_LONGEST_SLUG = 120
_LONGEST_VALUE = 200

Price = Annotated[int | None, Parameter(ge=0, le=MAX_AMOUNT, description="In whole rupiah.")]


class ProductItem(msgspec.Struct, kw_only=True):
    """A product in a list. Its prices span the variants that can be had; `in_stock` says whether one is there."""

    id: str
    slug: str
    name: str
    image_url: str | None
    price_min: int
    price_max: int
    currency: str
    in_stock: bool


class FacetCategory(msgspec.Struct, kw_only=True):
    """A category and how many of the products found are in it or below it."""

    slug: str
    name: str
    count: int


class FacetValue(msgspec.Struct, kw_only=True):
    """A value of an attribute and how many of the products found have it."""

    value: str
    label: str
    count: int


class FacetAttribute(msgspec.Struct, kw_only=True):
    """An attribute of the products found: `attr.NAME=VALUE` narrows the list to one of its values."""

    name: str
    label: str
    values: list[FacetValue]


class ProductFacets(msgspec.Struct, kw_only=True):
    """What the products found have in common, counted over at most the first 10,000 of them."""

    categories: list[FacetCategory]
    attributes: list[FacetAttribute]


class ProductList(msgspec.Struct, kw_only=True):
    """A page of products."""

    items: list[ProductItem]
    next_cursor: str | None
    facets: ProductFacets | UnsetType = UNSET
    respelt: Annotated[
        str | UnsetType,
        Meta(description="The search these products were found by, since nothing was found by the one that was asked."),
    ] = UNSET


class FeatureItem(msgspec.Struct, kw_only=True):
    """A named value; `code` and `value_code` are the same in every language."""

    code: str
    name: str
    value_code: str
    value: str


class VariantItem(msgspec.Struct, kw_only=True):
    """A variant on a product's page. `available` pieces may still be ordered."""

    id: str
    sku: str
    name: str
    options: list[FeatureItem]
    price: int
    compare_at_price: int | None
    currency: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    available: int


class ProductCategory(msgspec.Struct, kw_only=True):
    """The category a product stands in."""

    slug: str
    name: str


class ProductAnswer(msgspec.Struct, kw_only=True):
    """A product's page."""

    id: str
    slug: str
    name: str
    description: str
    image_url: str | None
    images: list[str]
    attributes: list[FeatureItem]
    category: ProductCategory | None
    price_min: int
    price_max: int
    currency: str
    in_stock: bool
    metadata: dict[str, str]
    variants: list[VariantItem]


class CategoryItem(msgspec.Struct, kw_only=True):
    """A category; `parent` is the slug of the one it stands in, `count` the products in it and below it."""

    id: str
    slug: str
    name: str
    parent: str | None
    count: int


class CategoryList(msgspec.Struct, kw_only=True):
    """All categories in the shop's order; a parent may stand behind its children."""

    items: list[CategoryItem]
    next_cursor: str | None


@get(
    "/store/v1/products",
    policy=PUBLIC,
    tags=["products"],
    summary="Find products",
    tagged=True,
    hot=("catalogue", "stock"),
    query_prefixes=(_ATTRIBUTE,),
    refuses=(BadCursor,),
)
async def list_products(
    request: ShopRequest,
    database: Database,
    search: Search = None,
    category: Annotated[
        str | None, Parameter(max_length=_LONGEST_SLUG, description="A category's slug; all below it too.")
    ] = None,
    in_stock: Annotated[bool | None, Parameter(description="Only what is there, or only what is sold out.")] = None,
    price_min: Price = None,
    price_max: Price = None,
    sort: Annotated[Sort | None, Parameter(description="Usually `relevance` in a search, `newest` elsewhere.")] = None,
    facets: Annotated[bool, Parameter(description="Count categories and attributes of what is found.")] = False,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ProductList:
    """Products that fit all filters. A search wants all words (the last may be a beginning) and forgives affixes.

    A search that finds nothing is tried once more with the words of products that are spelt nearly so; then `respelt`
    says what was searched for, and further pages are asked for by it. `attr.NAME=VALUE` narrows to products with that
    attribute (names and values as `facets=true` tells them). A cursor holds its place while products come and go.
    With `in_stock` a page may hold fewer than `limit`, even none, while more follow: it looks at 2,000 products at most.
    Ask on for as long as there is a `next_cursor`.
    """
    words = sought(search)
    order = order_of(sort, searching=words is not None)
    if price_min is not None and price_max is not None and price_min > price_max:
        raise invalid_field("price_max", "browse.price_range", "The highest price is below the lowest.")
    query = ProductQuery(
        sort=order,
        limit=limit,
        words=words,
        attributes=_attributes(request),
        in_stock=in_stock,
        price_min=price_min,
        price_max=price_max,
        after=place_in(cursor, order, Place),
    )
    page = await database.read(lambda db: _read_page(db, query, category or None, facets=facets))
    return _list_answer(page, language_of(request))


@get(
    "/store/v1/products/{slug:str}",
    policy=PUBLIC,
    tags=["products"],
    summary="A product's page",
    tagged=True,
    hot=("catalogue", "stock"),
)
async def get_product(request: ShopRequest, database: Database, slug: str) -> ProductAnswer:
    """A product with its pictures, attributes and variants. 404 when it does not exist or is not published."""
    # MariaDB takes no notice of blanks at the end of a text; what is no slug is no product anywhere.
    found = await database.read(lambda db: find_detail(db, slug)) if is_slug(slug) else None
    if found is None:
        raise NotFound("product", slug[:_LONGEST_SLUG])
    return _detail_answer(found, language_of(request))


@get(
    "/store/v1/categories",
    policy=PUBLIC,
    tags=["products"],
    summary="All categories",
    tagged=True,
    hot=("catalogue",),
)
async def list_shop_categories(request: ShopRequest, database: Database) -> CategoryList:
    """The categories with how many products they and all below them hold."""
    counted = await database.read(count_categories)
    slugs = {one.category.id: one.category.slug for one in counted}
    language = language_of(request)
    return CategoryList(items=[_category_item(one, slugs, language) for one in counted], next_cursor=None)


def _attributes(request: ShopRequest) -> tuple[AttributeFilter, ...]:
    wanted = {
        parameter.removeprefix(_ATTRIBUTE): attribute_value(text[:_LONGEST_VALUE])
        for parameter, text in request.query_params.items()
        if parameter.startswith(_ATTRIBUTE) and text.strip()
    }
    names = sorted(wanted)
    if len(names) > _MOST_ATTRIBUTES:
        path = f"{_ATTRIBUTE}{names[_MOST_ATTRIBUTES][:_LONGEST_VALUE]}"
        raise invalid_field(path, "request.too_many", "Must have at most {limit} entries.", limit=_MOST_ATTRIBUTES)
    return tuple(AttributeFilter(attribute_value(name[:_LONGEST_VALUE]), wanted[name]) for name in names)


def _read_page(db: Reader, query: ProductQuery, category: str | None, *, facets: bool) -> ProductPage:
    shelves, query = look_ahead(db, query, shelves=bool(category) or facets)
    if category:
        query = msgspec.structs.replace(query, categories=category_and_below(shelves, category))
    page = list_cards(db, query)
    if query.words and not page.cards and query.after is None:
        page, query = search_respelt(db, query) or (page, query)
    return msgspec.structs.replace(page, facets=count_facets(db, query, shelves)) if facets else page


def _list_answer(page: ProductPage, language: str) -> ProductList:
    return ProductList(
        items=[_item(card, language) for card in page.cards],
        next_cursor=encode_cursor(page.next_place) if page.next_place else None,
        facets=_facets(page.facets, language) if page.facets else UNSET,
        respelt=page.respelt or UNSET,
    )


def _item(card: Card, language: str) -> ProductItem:
    return ProductItem(
        id=with_prefix("prd", card.id),
        slug=card.slug,
        name=card.name.in_language(language),
        image_url=card.image_url or None,
        price_min=card.price_min,
        price_max=card.price_max,
        currency=card.currency,
        in_stock=card.in_stock,
    )


def _facets(facets: Facets, language: str) -> ProductFacets:
    attributes = []
    for name, group in groupby(facets.values, key=lambda one: one.name):
        counted = list(group)
        values = [
            FacetValue(value=one.value, label=one.value_words.in_language(language), count=one.count) for one in counted
        ]
        attributes.append(FacetAttribute(name=name, label=counted[0].name_words.in_language(language), values=values))
    categories = [
        FacetCategory(slug=one.category.slug, name=one.category.name.in_language(language), count=one.count)
        for one in facets.categories
    ]
    return ProductFacets(categories=categories, attributes=attributes)


def _detail_answer(found: ProductDetail, language: str) -> ProductAnswer:
    category = None
    if found.category_slug is not None and found.category_name is not None:
        category = ProductCategory(slug=found.category_slug, name=found.category_name.in_language(language))
    return ProductAnswer(
        id=with_prefix("prd", found.id),
        slug=found.slug,
        name=found.name.in_language(language),
        description=found.description.in_language(language),
        image_url=found.image_url or None,
        images=list(found.images),
        attributes=_features(found.attributes, language),
        category=category,
        price_min=found.price_min,
        price_max=found.price_max,
        currency=found.currency,
        in_stock=any(one.available > 0 for one in found.variants),
        metadata=found.metadata,
        variants=[_variant_item(one, found.currency, language) for one in found.variants],
    )


def _variant_item(one: SoldVariant, currency: str, language: str) -> VariantItem:
    return VariantItem(
        id=with_prefix("var", one.id),
        sku=one.sku,
        name=one.name.in_language(language),
        options=_features(one.options, language),
        price=one.price,
        compare_at_price=one.compare_at_price,
        currency=currency,
        weight_grams=one.weight_grams,
        length_mm=one.length_mm,
        width_mm=one.width_mm,
        height_mm=one.height_mm,
        available=one.available,
    )


def _features(features: tuple[Feature, ...], language: str) -> list[FeatureItem]:
    return [
        FeatureItem(
            code=one.code,
            name=one.name.in_language(language),
            value_code=one.value_code,
            value=one.value.in_language(language),
        )
        for one in features
    ]


def _category_item(one: CategoryCount, slugs: dict[str, str], language: str) -> CategoryItem:
    category = one.category
    return CategoryItem(
        id=with_prefix("cat", category.id),
        slug=category.slug,
        name=category.name.in_language(language),
        parent=slugs.get(category.parent_id or ""),
        count=one.count,
    )


routes = [list_products, get_product, list_shop_categories]
