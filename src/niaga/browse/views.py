"""What buyers ask for and what they see, before it is put into a language."""

from enum import StrEnum
from typing import Annotated

import msgspec

from niaga.catalogue.public import Category, Feature, Words, WordSought

MAX_AMOUNT = 10**15


class Sort(StrEnum):
    """The order of a list."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"


class Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a page of a list ends: the order it is in, what it is ordered by, and the product."""

    sort: Sort
    key: Annotated[int, msgspec.Meta(ge=0, le=MAX_AMOUNT)]
    id: Annotated[str, msgspec.Meta(min_length=26, max_length=26, pattern=r"^[0-9a-z]+$(?!\n)")]


class AttributeFilter(msgspec.Struct, frozen=True):
    """A value that an attribute must have."""

    name: str
    value: str


class ProductQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A list of products: what it is narrowed to, its order, and where the page starts.

    `words` are all to be found; None means that nothing is searched for, an empty list that nothing can be found.
    `categories` are the ids of a category and of all below it, `driver` is the place of the rarest word.
    """

    sort: Sort
    limit: int
    words: tuple[WordSought, ...] | None = None
    categories: tuple[str, ...] | None = None
    attributes: tuple[AttributeFilter, ...] = ()
    in_stock: bool | None = None
    price_min: int | None = None
    price_max: int | None = None
    after: Place | None = None
    driver: int = 0


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list."""

    id: str
    slug: str
    name: Words
    image_url: str
    price_min: int
    price_max: int
    currency: str
    in_stock: bool
    key: int


class CategoryCount(msgspec.Struct, frozen=True, kw_only=True):
    """A category and how many listed products it and all below it hold."""

    category: Category
    count: int


class ValueCount(msgspec.Struct, frozen=True, kw_only=True):
    """A value of an attribute and how many products have it."""

    name: str
    name_words: Words
    value: str
    value_words: Words
    count: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What the products of a list have in common. Counted over the first ten thousand of them."""

    categories: list[CategoryCount]
    values: list[ValueCount]


class ProductPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list."""

    cards: list[Card]
    next_place: Place | None
    facets: Facets | None = None
    respelt: str | None = None


class SoldVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant on a product's page, with the pieces that may still be sold."""

    id: str
    sku: str
    name: Words
    options: tuple[Feature, ...]
    price: int
    compare_at_price: int | None
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    available: int


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A product's page."""

    id: str
    slug: str
    name: Words
    description: Words
    image_url: str
    images: tuple[str, ...]
    attributes: tuple[Feature, ...]
    category_slug: str | None
    category_name: Words | None
    price_min: int
    price_max: int
    currency: str
    metadata: dict[str, str]
    variants: tuple[SoldVariant, ...]
