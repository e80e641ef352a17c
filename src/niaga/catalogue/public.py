"""The door of the catalogue: variants as checkout and shipping need them, and what fills the shelves."""

from niaga.catalogue.actions import add_product, change_product, change_variant, create_categories, create_products
from niaga.catalogue.cache import VariantCache
from niaga.catalogue.model import (
    Category,
    CategoryDraft,
    Feature,
    Product,
    ProductChange,
    ProductDraft,
    Variant,
    VariantChange,
    VariantDraft,
    VariantView,
    Words,
)
from niaga.catalogue.rules.filing import attribute_value
from niaga.catalogue.rules.products import is_slug, slug_of
from niaga.catalogue.rules.search import WordSought, words_sought
from niaga.catalogue.store import (
    ask_variant_revisions,
    find_variants,
    find_variants_by_sku,
    list_categories,
    taken_skus,
    variant_revisions,
)

__all__ = [
    "Category",
    "CategoryDraft",
    "Feature",
    "Product",
    "ProductChange",
    "ProductDraft",
    "Variant",
    "VariantCache",
    "VariantChange",
    "VariantDraft",
    "VariantView",
    "WordSought",
    "Words",
    "add_product",
    "ask_variant_revisions",
    "attribute_value",
    "change_product",
    "change_variant",
    "create_categories",
    "create_products",
    "find_variants",
    "find_variants_by_sku",
    "is_slug",
    "list_categories",
    "slug_of",
    "taken_skus",
    "variant_revisions",
    "words_sought",
]
