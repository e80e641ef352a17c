"""Reads of the catalogue for staff: products by id, variants by id, all products page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.catalogue import store
from niaga.catalogue.rules.search import words_sought
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import is_id, with_prefix
from niaga.foundation.paging import BadCursor, Page, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from niaga.catalogue.model import Product, Variant
    from niaga.platform.database import Reader


def get_product(db: Reader, product_id: str) -> Product:
    """The product with its variants, published or not. Raises NotFound."""
    found = store.find_product(db, product_id)
    if found is None:
        raise NotFound("product", with_prefix("prd", product_id))
    return found


def get_variant(db: Reader, variant_id: str) -> Variant:
    """The variant, published or not. Raises NotFound."""
    found = store.find_variant(db, variant_id)
    if found is None:
        raise NotFound("variant", with_prefix("var", variant_id))
    return found


def list_products(db: Reader, *, search: str | None, limit: int, cursor: str | None) -> Page[Product]:
    """A page of all products without their variants, the newest first. Raises BadCursor."""
    after = None
    if cursor:
        after = decode_cursor(cursor, str)
        if not is_id(after):
            raise BadCursor
    words = words_sought(search) if search and search.strip() else None
    if words == []:
        return Page([], None)
    found = store.list_products(db, words=words or [], after=after, limit=limit + 1)
    more = len(found) > limit
    return Page(found[:limit], encode_cursor(found[limit - 1].id) if more else None)
