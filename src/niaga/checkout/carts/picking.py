"""What buyers name by SKU or id becomes what a cart holds: a variant that is sold, with its price of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.cart.public import Pick
from niaga.catalogue.errors import unknown_sku
from niaga.catalogue.public import find_variants, find_variants_by_sku
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.foundation.identity import without_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.catalogue.public import VariantView
    from niaga.checkout.carts.wire import CartLineBody
    from niaga.platform.database import Reader


def picks_of(db: Reader, lines: Sequence[CartLineBody], *, paths: Sequence[str]) -> list[Pick]:
    """The lines as picks, in at most two statements. Raises InvalidFields naming every line that nobody sells.

    `paths` says what each line's fields begin with in the body: `lines[0].`.
    """
    by_sku = find_variants_by_sku(db, [line.sku for line in lines if line.sku is not None])
    ids = [without_prefix("var", line.variant_id) for line in lines if line.variant_id is not None]
    by_id = find_variants(db, [one for one in ids if one is not None])
    picks: list[Pick] = []
    problems: list[FieldProblem] = []
    for line, path in zip(lines, paths, strict=True):
        named = by_sku.get(line.sku or "") or by_id.get(without_prefix("var", line.variant_id or "") or "")
        found = _sold(line, named, path)
        if isinstance(found, FieldProblem):
            problems.append(found)
        else:
            picks.append(Pick(found.id, line.quantity, found.price.amount))
    if problems:
        raise InvalidFields(tuple(problems))
    return picks


def _sold(line: CartLineBody, named: VariantView | None, path: str) -> VariantView | FieldProblem:
    if (line.sku is None) == (line.variant_id is None):
        return FieldProblem(f"{path}sku", "cart.variant_unclear", "Give either sku or variant_id.")
    if named is not None and named.published:
        return named
    if line.sku is not None:
        return unknown_sku(f"{path}sku", line.sku)
    message = "There is no variant {variant}."
    return FieldProblem(f"{path}variant_id", "catalogue.unknown_variant", message, {"variant": line.variant_id})
