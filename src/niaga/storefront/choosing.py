"""Choosing a variant by links: each value leads to the variant that is like the chosen one but for that value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.storefront.answers import Variant


class Choice(NamedTuple):
    """A value of an option, the variant it leads to, and whether it is the one chosen now."""

    label: str
    variant: Variant
    chosen: bool


class Option(NamedTuple):
    """What there is to choose: `Berat` with its values."""

    name: str
    choices: list[Choice]


def chosen_variant(variants: Sequence[Variant], sku: str | None) -> Variant:
    """The variant with that SKU; else the first that is in stock, else the first."""
    asked = next((one for one in variants if one.sku == sku), None)
    return asked or next((one for one in variants if one.available > 0), variants[0])


def options_of(variants: Sequence[Variant], chosen: Variant) -> list[Option]:
    """The options in the order of the variants. Variants without options are chosen by their names."""
    if len(variants) > 1 and not any(one.options for one in variants):
        return [Option("", [Choice(one.name, one, one is chosen) for one in variants])]
    names = {feature.code: feature.name for one in variants for feature in one.options}
    return [Option(name, _choices(variants, chosen, code)) for code, name in names.items()]


def _choices(variants: Sequence[Variant], chosen: Variant, code: str) -> list[Choice]:
    labels: dict[str, str] = {}
    for one in variants:
        labels |= {feature.value_code: feature.value for feature in one.options if feature.code == code}
    mine = _values(chosen)
    return [
        Choice(label, _nearest(variants, mine | {code: value}, code), mine.get(code) == value)
        for value, label in labels.items()
    ]


def _nearest(variants: Sequence[Variant], wanted: dict[str, str], code: str) -> Variant:
    """The variant with that value which shares most of the rest; one in stock before one that is sold out."""
    having = [one for one in variants if _values(one).get(code) == wanted[code]]
    return max(having, key=lambda one: (len(_values(one).items() & wanted.items()), one.available > 0))


def _values(variant: Variant) -> dict[str, str]:
    return {feature.code: feature.value_code for feature in variant.options}
