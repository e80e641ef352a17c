"""Choosing a variant by links keeps as much of the choice as there is."""

from __future__ import annotations

from niaga.storefront.answers import Feature, Variant
from niaga.storefront.choosing import chosen_variant, options_of


def variant(sku: str, available: int = 1, **options: str) -> Variant:
    """A variant with these options."""
    features = tuple(Feature(code=code, name=code, value_code=value, value=value) for code, value in options.items())
    sizes = {"weight_grams": 1, "length_mm": 1, "width_mm": 1, "height_mm": 1}
    return Variant(
        id=sku, sku=sku, name=sku, options=features, price=1, compare_at_price=None, available=available, **sizes
    )


SHIRTS = [
    variant("RED-M", 0, colour="red", size="m"),
    variant("RED-L", colour="red", size="l"),
    variant("BLUE-M", colour="blue", size="m"),
    variant("GREEN-XL", colour="green", size="xl"),
]


def leads(variants: list[Variant], sku: str | None) -> dict[str, str]:
    """Where each value leads."""
    options = options_of(variants, chosen_variant(variants, sku))
    return {choice.label: choice.variant.sku for option in options for choice in option.choices}


def test_what_is_in_stock_is_chosen_first():
    assert chosen_variant(SHIRTS, None).sku == "RED-L"


def test_a_sold_out_variant_can_be_looked_at():
    assert chosen_variant(SHIRTS, "RED-M").sku == "RED-M"


def test_a_variant_that_is_not_there_chooses_nothing():
    assert chosen_variant(SHIRTS, "PINK").sku == "RED-L"


def test_another_colour_keeps_the_size_where_there_is_one():
    assert leads(SHIRTS, "RED-M")["blue"] == "BLUE-M"


def test_a_colour_in_no_such_size_leads_to_the_size_there_is():
    assert leads(SHIRTS, "RED-M")["green"] == "GREEN-XL"


def test_each_value_stands_once_and_the_chosen_are_marked():
    options = options_of(SHIRTS, SHIRTS[0])
    assert [[one.label for one in option.choices] for option in options] == [["red", "blue", "green"], ["m", "l", "xl"]]
    assert [one.label for option in options for one in option.choices if one.chosen] == ["red", "m"]


def test_variants_without_options_are_chosen_by_name():
    assert leads([variant("SMALL"), variant("LARGE")], None) == {"SMALL": "SMALL", "LARGE": "LARGE"}


def test_one_variant_alone_offers_no_choice():
    assert options_of([variant("ONLY")], variant("ONLY")) == []
