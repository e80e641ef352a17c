"""What a product must be like, and what follows from its variants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalogue import a_product, a_variant, feature, words

from niaga.catalogue.model import Words
from niaga.catalogue.rules.products import (
    MAX_SLUG,
    check_products,
    check_variant,
    free_slug,
    is_listed,
    is_slug,
    price_range,
    slug_of,
    variant_name,
)
from niaga.foundation.errors import InvalidFields


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kopi Gayo, 250 g", "kopi-gayo-250-g"),
        ("  Crème  Brûlée! ", "creme-brulee"),
        ("Teh & Kopi", "teh-kopi"),
        ("---", ""),
        ("☂", ""),
        ("\uff11\uff12", "12"),
    ],
)
def test_a_slug_is_what_can_stand_in_an_address(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text(max_size=300))
def test_every_slug_made_is_a_slug_or_empty(text: str) -> None:
    made = slug_of(text)
    assert made == "" or is_slug(made)


@given(st.integers(1, 20), st.text("ab", min_size=1, max_size=MAX_SLUG))
def test_a_free_slug_is_not_taken(count: int, wanted: str) -> None:
    taken: set[str] = set()
    for _ in range(count):
        slug = free_slug(wanted, taken)
        assert is_slug(slug)
        assert slug not in taken
        taken.add(slug)


def test_prices_span_the_published_variants() -> None:
    variants = [a_variant("A", price=5), a_variant("B", price=1, published=False), a_variant("C", price=9)]
    assert price_range(variants) == (5, 9)
    assert price_range(variants[1:2]) == (1, 1)


def test_a_product_is_listed_when_it_and_a_variant_are_published() -> None:
    shown, hidden = a_variant("A"), a_variant("B", published=False)
    assert is_listed(published=True, variants=[hidden, shown])
    assert not is_listed(published=True, variants=[hidden])
    assert not is_listed(published=False, variants=[shown])


def test_a_variant_is_called_by_its_options_or_like_its_product() -> None:
    product = words("Kaos", "T-shirt")
    assert variant_name(a_variant(), product) == product
    options = (feature("ukuran", "Besar", "Large"), feature("warna", "Merah", "Red"))
    assert variant_name(a_variant(options=options), product) == Words("Besar / Merah", "Large / Red")
    assert variant_name(a_variant(options=options, name=words("Paket")), product) == words("Paket")


@pytest.mark.parametrize(
    ("different", "path"),
    [
        ({"sku": "a b"}, "sku"),
        ({"sku": "-a"}, "sku"),
        ({"sku": "a" * 65}, "sku"),
        ({"price": -1}, "price"),
        ({"price": 10**15 + 1}, "price"),
        ({"compare_at_price": 85_000}, "compare_at_price"),
        ({"weight_grams": 0}, "weight_grams"),
        ({"width_mm": 0}, "width_mm"),
        ({"width_mm": 10**6}, "width_mm"),
    ],
)
def test_a_variant_that_breaks_a_rule_is_refused(different: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidFields) as refusal:
        check_variant(a_variant(**different))
    assert [problem.path for problem in refusal.value.problems()] == [path]


def test_every_field_at_fault_is_named_where_it_stands() -> None:
    size, other = feature("ukuran", "S"), feature("ukuran", "M")
    bad = a_product(
        slug="Kopi Gayo",
        attributes=(size, other),
        variants=(a_variant("A", options=(size,)), a_variant("A", options=(size,), price=-1), a_variant("B")),
        path="products[3].",
    )
    with pytest.raises(InvalidFields) as refusal:
        check_products([bad])
    assert {problem.path for problem in refusal.value.problems()} == {
        "products[3].slug",
        "products[3].attributes[1]",
        "products[3].variants[1].price",
        "products[3].variants[1].sku",
        "products[3].variants[1].options",
        "products[3].variants[2].options",
    }
