"""Freight, insurance, collection on delivery: published figures, and explanations that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.shipping.model import Parcel, Rate, Reason, WeightRule
from niaga.shipping.rules.couriers import (
    CARGO_WEIGHT,
    JNE_COD,
    JNE_INSURANCE,
    JNE_WEIGHT,
    JNT_INSURANCE,
    JTR_WEIGHT,
    SERVICES,
    USUAL_INSURANCE,
)
from niaga.shipping.rules.explanation import freight_steps
from niaga.shipping.rules.price import cod_fee, freight, insurance_fee

RULES = st.sampled_from([service.weight for service in SERVICES])
GRAMS = st.sampled_from([1, 500, 1000, 2500, 10_000])
RATES = st.builds(
    Rate,
    price_first=st.integers(1, 10**7),
    first_grams=GRAMS,
    price_next=st.integers(0, 10**7),
    step_grams=GRAMS,
    min_grams=st.sampled_from([0, 1, 1000, 10_000, 100_000]),
    min_price=st.integers(0, 10**7),
    etd_min_days=st.none(),
    etd_max_days=st.none(),
)
PARCELS = st.builds(Parcel, st.integers(0, 10**7), st.integers(0, 10**11))


def per_kg(price: int, *, min_grams: int = 0, min_price: int = 0) -> Rate:
    return Rate(price, 1000, price, 1000, min_grams, min_price, None, None)


def test_flat_per_kilogram() -> None:
    assert freight(JNE_WEIGHT, per_kg(11_000), [Parcel(1400, 0)]).price == 22_000


def test_first_kilogram_and_next_kilograms() -> None:
    rate = Rate(18_000, 1000, 9_000, 1000, 0, 0, 1, 2)
    assert freight(JNE_WEIGHT, rate, [Parcel(3000, 0)]).price == 36_000


def test_a_first_block_of_eleven_kilograms() -> None:
    rate = Rate(55_000, 11_000, 4_500, 1000, 0, 0, None, None)
    assert freight(JNE_WEIGHT, rate, [Parcel(11_000, 0)]).price == 55_000
    assert freight(JNE_WEIGHT, rate, [Parcel(13_000, 0)]).price == 64_000


@pytest.mark.parametrize(
    ("rule", "price", "expected"),
    [(CARGO_WEIGHT, 3_500, 35_000), (JTR_WEIGHT, 4_000, 40_000), (CARGO_WEIGHT, 3_000, 30_000)],
)
def test_one_kilogram_by_cargo_costs_ten(rule: WeightRule, price: int, expected: int) -> None:
    assert freight(rule, per_kg(price), [Parcel(1000, 0)]).price == expected


def test_the_price_list_may_ask_for_a_minimum_weight_or_price() -> None:
    assert freight(JNE_WEIGHT, per_kg(2_000, min_grams=20_000), [Parcel(1000, 0)]).price == 40_000
    assert freight(JNE_WEIGHT, per_kg(5_000, min_price=50_000), [Parcel(1000, 0)]).price == 50_000


@pytest.mark.parametrize(("value", "fee"), [(3_000_000, 11_000), (8_000_000, 21_000), (1_000_000, 7_000), (1, 5_100)])
def test_jne_insurance(value: int, fee: int) -> None:
    assert insurance_fee(JNE_INSURANCE, value) == fee


def test_other_couriers_insure_without_a_fixed_part_and_round_up_to_a_hundred() -> None:
    assert insurance_fee(JNT_INSURANCE, 1_234_567) == 2_500
    assert insurance_fee(USUAL_INSURANCE, 500_000) == 2_500


def test_collecting_costs_a_share_with_a_floor_and_within_bounds() -> None:
    assert cod_fee(JNE_COD, 25_000) == 3_500
    assert cod_fee(JNE_COD, 1_000_001) == 40_001
    assert cod_fee(JNE_COD, 24_999) is Reason.COD_VALUE_TOO_LOW
    assert cod_fee(JNE_COD, 5_000_001) is Reason.COD_VALUE_TOO_HIGH
    assert cod_fee(None, 100_000) is Reason.NO_COD


@given(RULES, RATES, PARCELS)
def test_an_explanation_sums_to_the_price(rule: WeightRule, rate: Rate, parcel: Parcel) -> None:
    charged = freight(rule, rate, [parcel])
    assert sum(step.amount for step in freight_steps(charged)) == charged.price
    assert all(step.amount >= 0 for step in freight_steps(charged))


@given(RULES, RATES, PARCELS, st.integers(0, 10**6), st.integers(0, 10**9))
def test_a_heavier_or_larger_parcel_never_costs_less(
    rule: WeightRule, rate: Rate, parcel: Parcel, grams: int, mm3: int
) -> None:
    more = Parcel(parcel.actual_grams + grams, parcel.volume_mm3 + mm3)
    assert freight(rule, rate, [parcel]).price <= freight(rule, rate, [more]).price


@given(RULES, RATES, PARCELS)
def test_a_freight_is_never_free(rule: WeightRule, rate: Rate, parcel: Parcel) -> None:
    assert freight(rule, rate, [parcel]).price >= rate.price_first > 0


def test_steps_say_what_happened() -> None:
    steps = freight_steps(freight(JNE_WEIGHT, per_kg(11_000), [Parcel(1400, 0)]))
    assert [(step.step, step.amount) for step in steps] == [("weight_up", 0), ("first", 11_000), ("next_one", 11_000)]
    steps = freight_steps(freight(JNE_WEIGHT, per_kg(5_000, min_price=50_000), [Parcel(800, 18_000_000)]))
    assert [(step.step, step.amount) for step in steps] == [
        ("volume", 0),
        ("weight", 0),
        ("first", 5_000),
        ("next", 10_000),
        ("minimum_price", 35_000),
    ]
