"""What the pages read in the API's answers; whatever else an answer holds is passed over."""

from __future__ import annotations

import msgspec

from niaga.platform.dates import Zone


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How buyers reach the shop."""

    email: str | None = None
    phone: str | None = None
    whatsapp: str | None = None


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """The shop itself."""

    name: str
    languages: tuple[str, ...]
    currency: str
    zone: Zone = Zone.JAKARTA
    contact: Contact = Contact()
    tagline: str | None = None
    logo_url: str | None = None
    accent_color: str


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A shelf; `parent` is the slug of the one it stands in."""

    slug: str
    name: str
    parent: str | None
    count: int


class CategoryList(msgspec.Struct, frozen=True, kw_only=True):
    """All shelves in the shop's order."""

    items: tuple[Category, ...]


class ProductCard(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list."""

    slug: str
    name: str
    image_url: str | None
    price_min: int
    price_max: int
    in_stock: bool


class FacetCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A shelf and how many of the products found stand on it."""

    slug: str
    name: str
    count: int


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value and how many of the products found have it."""

    value: str
    label: str
    count: int


class FacetAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """What products can be narrowed by."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What the products found have in common."""

    categories: tuple[FacetCategory, ...] = ()
    attributes: tuple[FacetAttribute, ...] = ()


class ProductList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of products."""

    items: tuple[ProductCard, ...]
    next_cursor: str | None
    facets: Facets = Facets()
    respelt: str | None = None


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """A named value."""

    code: str
    name: str
    value_code: str
    value: str


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What is bought."""

    id: str
    sku: str
    name: str
    options: tuple[Feature, ...]
    price: int
    compare_at_price: int | None
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    available: int


class ProductCategory(msgspec.Struct, frozen=True, kw_only=True):
    """The shelf of a product."""

    slug: str
    name: str


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product's page."""

    id: str
    slug: str
    name: str
    description: str
    images: tuple[str, ...]
    attributes: tuple[Feature, ...]
    category: ProductCategory | None
    price_min: int
    price_max: int
    in_stock: bool
    variants: tuple[Variant, ...]
