"""What the catalogue holds. Everything people read stands in Indonesian and in English; amounts are whole units."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from niaga.foundation.money import IDR, Money


class Words(msgspec.Struct, frozen=True):
    """The same words in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The words a person reads who asked for that language."""
        return self.en if language == "en" else self.id


NO_WORDS = Words("", "")


class Feature(msgspec.Struct, frozen=True):
    """A named value: of a variant (its size is M) or of a product (its origin is Aceh). The codes are for machines."""

    code: str
    name: Words
    value_code: str
    value: Words


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A shelf of the shop; shelves stand inside one another."""

    id: str
    slug: str
    name: Words
    parent_id: str | None = None
    position: int = 0


class CategoryDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A category to be made; `parent` is the slug of one that exists or stands before it."""

    slug: str
    name: Words
    parent: str | None = None


class VariantDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A variant to be made. Without a name it is called by its options, or else like its product."""

    sku: str
    price: int
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    name: Words | None = None
    options: tuple[Feature, ...] = ()
    compare_at_price: int | None = None
    published: bool = True


class ProductDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A product to be made with its variants.

    `category` is a slug. Without a slug of its own one is made from the name. `path` is where the draft stands in the
    body or file that it came from, for what is said about its fields.
    """

    name: Words
    variants: tuple[VariantDraft, ...]
    slug: str | None = None
    description: Words = NO_WORDS
    category: str | None = None
    attributes: tuple[Feature, ...] = ()
    images: tuple[str, ...] = ()
    published: bool = True
    demo: bool = False
    metadata: dict[str, str] = {}
    path: str = ""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What is bought: one SKU. Its `revision` grows with every change, so that whoever priced it sees they are late."""

    id: str
    product_id: str
    sku: str
    name: Words
    options: tuple[Feature, ...]
    price: int
    compare_at_price: int | None
    currency: str
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    published: bool
    revision: int
    position: int


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown: a name, pictures, and the variants it can be bought as. Its prices span its published variants.

    `listed` says that buyers see it: it is published and so is one of its variants.
    """

    id: str
    slug: str
    name: Words
    description: Words
    category_id: str | None
    attributes: tuple[Feature, ...]
    images: tuple[str, ...]
    image_url: str
    published: bool
    listed: bool
    price_min: int
    price_max: int
    currency: str
    revision: int
    demo: bool
    metadata: dict[str, str]
    created_at: datetime
    variants: tuple[Variant, ...] = ()


class ProductChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a product; what is UNSET stays. `category` is a slug; None: off its shelf."""

    slug: str | UnsetType = UNSET
    name: Words | UnsetType = UNSET
    description: Words | UnsetType = UNSET
    category: str | UnsetType | None = UNSET
    attributes: tuple[Feature, ...] | UnsetType = UNSET
    images: tuple[str, ...] | UnsetType = UNSET
    published: bool | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET


class VariantChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a variant; what is UNSET stays."""

    name: Words | UnsetType = UNSET
    price: int | UnsetType = UNSET
    compare_at_price: int | UnsetType | None = UNSET
    weight_grams: int | UnsetType = UNSET
    length_mm: int | UnsetType = UNSET
    width_mm: int | UnsetType = UNSET
    height_mm: int | UnsetType = UNSET
    published: bool | UnsetType = UNSET


class VariantView(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as checkout and shipping need it, with its product's name. `published` counts for both."""

    id: str
    product_id: str
    product_slug: str
    sku: str
    product_name: Words
    name: Words
    options: tuple[Feature, ...]
    price: Money
    compare_at_price: Money | None
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    published: bool
    revision: int
    image_url: str


def given(change: ProductChange | VariantChange) -> dict[str, Any]:
    """The fields of a change that were given, with their new values."""
    return {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}


CURRENCY = IDR
