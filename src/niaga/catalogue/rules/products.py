"""What a product must be like, and what follows from its variants: its address, its prices, whether it is listed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from niaga.catalogue.model import Words
from niaga.foundation.errors import FieldProblem, InvalidFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from niaga.catalogue.model import Feature, ProductDraft, Variant, VariantDraft

MAX_SLUG = 120
MAX_CODE = 40
MAX_VALUE_CODE = 80
MAX_VARIANTS = 250
MAX_AMOUNT = 10**15
MAX_GRAMS = 10**7
MAX_MILLIMETRES = 10**5
_SKU = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_MEASURES = ("length_mm", "width_mm", "height_mm")


class PriceRange(NamedTuple):
    """The lowest and the highest price of a product."""

    lowest: int
    highest: int


def slug_of(text: str, *, limit: int = MAX_SLUG) -> str:
    """`Kopi Gayo, 250 g` → `kopi-gayo-250-g`; empty when nothing of the text can stand in an address."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-")[:limit].strip("-")


def is_slug(text: str) -> bool:
    """Whether the text may be a slug."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def free_slug(wanted: str, taken: Iterable[str]) -> str:
    """The wanted slug, or the first of `wanted-2`, `wanted-3` … that is not taken."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted[: MAX_SLUG - 8]}-{number}" in used:
        number += 1
    return f"{wanted[: MAX_SLUG - 8]}-{number}"


def price_range(variants: Sequence[Variant] | Sequence[VariantDraft]) -> PriceRange:
    """The prices of the published variants; of all of them when none is published."""
    prices = [variant.price for variant in variants if variant.published] or [variant.price for variant in variants]
    return PriceRange(min(prices), max(prices))


def is_listed(*, published: bool, variants: Sequence[Variant] | Sequence[VariantDraft]) -> bool:
    """Whether buyers see the product: it and one of its variants are published."""
    return published and any(variant.published for variant in variants)


def variant_name(draft: VariantDraft, product_name: Words) -> Words:
    """What the variant is called: its own name, its options' values, or its product's name."""
    if draft.name is not None:
        return draft.name
    if not draft.options:
        return product_name
    values = [option.value for option in draft.options]
    return Words(" / ".join(value.id for value in values), " / ".join(value.en for value in values))


def check_products(drafts: Sequence[ProductDraft]) -> None:
    """Refuse drafts that break a rule. Raises InvalidFields naming every field at fault."""
    problems = [problem for draft in drafts for problem in _product_problems(draft)]
    if problems:
        raise InvalidFields(tuple(problems[:100]))


def check_variant(variant: VariantDraft | Variant, path: str = "") -> None:
    """Refuse a variant that breaks a rule. Raises InvalidFields naming every field at fault."""
    problems = tuple(_variant_problems(variant, path))
    if problems:
        raise InvalidFields(problems)


def check_features(features: Sequence[Feature], path: str) -> None:
    """Refuse attributes or options that stand twice. Raises InvalidFields."""
    problems = tuple(_feature_problems(features, path))
    if problems:
        raise InvalidFields(problems)


def _product_problems(draft: ProductDraft) -> Iterator[FieldProblem]:
    at = draft.path
    if draft.slug is not None and not is_slug(draft.slug):
        yield bad_slug(f"{at}slug")
    if not draft.variants:
        yield FieldProblem(f"{at}variants", "catalogue.no_variants", "A product needs at least one variant.")
    if len(draft.variants) > MAX_VARIANTS:
        yield FieldProblem(
            f"{at}variants", "request.too_many", "Must have at most {limit} entries.", {"limit": str(MAX_VARIANTS)}
        )
    yield from _feature_problems(draft.attributes, f"{at}attributes")
    seen: set[str] = set()
    choices: set[tuple[str, ...]] = set()
    for place, variant in enumerate(draft.variants):
        here = f"{at}variants[{place}]."
        yield from _variant_problems(variant, here)
        yield from _feature_problems(variant.options, f"{here}options")
        if variant.sku in seen:
            yield FieldProblem(
                f"{here}sku", "catalogue.sku_repeated", "The SKU {sku} stands here twice.", {"sku": variant.sku}
            )
        if {one.code for one in variant.options} != {one.code for one in draft.variants[0].options}:
            yield FieldProblem(
                f"{here}options", "catalogue.options_differ", "All variants of a product need the same options."
            )
        choice = tuple(sorted(f"{one.code}={one.value_code}" for one in variant.options))
        if choice in choices:
            yield FieldProblem(
                f"{here}options", "catalogue.choice_repeated", "Another variant already has these options."
            )
        seen.add(variant.sku)
        choices.add(choice)


def bad_slug(path: str) -> FieldProblem:
    """The problem of a slug that cannot stand in an address."""
    return FieldProblem(path, "catalogue.bad_slug", "Use small letters, digits and single hyphens, such as kopi-gayo.")


def _variant_problems(variant: VariantDraft | Variant, at: str) -> Iterator[FieldProblem]:
    if not _SKU.fullmatch(variant.sku):
        yield FieldProblem(
            f"{at}sku", "catalogue.bad_sku", "A SKU has letters, digits and . _ / - between them, at most 64."
        )
    yield from _out_of_bounds(f"{at}price", variant.price, 0, MAX_AMOUNT)
    yield from _out_of_bounds(f"{at}weight_grams", variant.weight_grams, 1, MAX_GRAMS)
    for name in _MEASURES:
        yield from _out_of_bounds(f"{at}{name}", getattr(variant, name), 1, MAX_MILLIMETRES)
    before = variant.compare_at_price
    if before is not None and not variant.price < before <= MAX_AMOUNT:
        yield FieldProblem(
            f"{at}compare_at_price", "catalogue.compare_at_too_low", "The price before must be above the price."
        )


def _out_of_bounds(path: str, value: int, low: int, high: int) -> Iterator[FieldProblem]:
    if value < low:
        yield FieldProblem(path, "request.too_small", "Must be at least {limit}.", {"limit": str(low)})
    if value > high:
        yield FieldProblem(path, "request.too_large", "Must be at most {limit}.", {"limit": str(high)})


def _feature_problems(features: Sequence[Feature], path: str) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for place, feature in enumerate(features):
        here = f"{path}[{place}]"
        for name, limit in (("code", MAX_CODE), ("value_code", MAX_VALUE_CODE)):
            code = getattr(feature, name)
            if not is_slug(code) or len(code) > limit:
                yield bad_slug(f"{here}.{name}")
        if feature.code in seen:
            yield FieldProblem(here, "catalogue.feature_repeated", "{code} stands here twice.", {"code": feature.code})
        seen.add(feature.code)
