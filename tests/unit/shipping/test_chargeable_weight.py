"""Chargeable weight: the real cases of couriers, and what holds for every parcel."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.shipping.model import Parcel, ShippingLine, WeightRule
from niaga.shipping.rules.couriers import JNE_WEIGHT, JTR_WEIGHT, SERVICES
from niaga.shipping.rules.weight import parcel_weight, parcels_of, rounded_grams, volumetric_grams

EVERPRO = msgspec.structs.replace(JNE_WEIGHT, boundary_inclusive=False, source="Everpro: x.30 rounds up")
RULES = st.sampled_from([service.weight for service in SERVICES])
PARCELS = st.builds(Parcel, st.integers(0, 10**8), st.integers(0, 10**12))


def billed(rule: WeightRule, *, grams: int = 0, mm3: int = 0) -> int:
    return parcel_weight(rule, [Parcel(grams, mm3)]).billed_grams


@pytest.mark.parametrize(
    ("grams", "expected"),
    [(1, 1000), (999, 1000), (1300, 1000), (1301, 2000), (1310, 2000), (2200, 2000), (2450, 3000), (3000, 3000)],
)
def test_jne_drops_up_to_three_tenths_of_a_kilogram(grams: int, expected: int) -> None:
    assert billed(JNE_WEIGHT, grams=grams) == expected


def test_everpro_counts_exactly_three_tenths_as_a_kilogram() -> None:
    assert billed(EVERPRO, grams=1299) == 1000
    assert billed(EVERPRO, grams=1300) == 2000
    assert billed(EVERPRO, grams=2000) == 2000


def test_a_half_is_the_boundary_for_couriers_that_say_so() -> None:
    half = msgspec.structs.replace(JNE_WEIGHT, tolerance_grams=500, source="8.3 -> 8, 8.6 -> 9")
    assert (billed(half, grams=8300), billed(half, grams=8600)) == (8000, 9000)


def test_a_courier_that_does_not_round_bills_every_gram() -> None:
    exact = msgspec.structs.replace(
        JNE_WEIGHT, tolerance_grams=0, step_grams=1, min_grams=1, source="kurirpedia: J&T Cargo"
    )
    assert billed(exact, grams=1234) == 1234


def test_a_volumetric_weight_of_41_7_kilograms_is_billed_as_42() -> None:
    mm3 = 500 * 500 * 1_001  # 50 x 50 x 100.1 cm = 250,250 cm3 = 41.7 kg
    assert volumetric_grams(JNE_WEIGHT, Parcel(3000, mm3)) == 41_709
    assert billed(JNE_WEIGHT, grams=3000, mm3=mm3) == 42_000


def test_item_weights_are_summed_before_rounding() -> None:
    parcels = parcels_of([ShippingLine("A", 2, 700, 10, 10, 10, 50_000)])
    assert parcel_weight(JNE_WEIGHT, parcels).billed_grams == 2000


def test_several_parcels_count_their_size_one_by_one_and_are_rounded_once() -> None:
    light_and_large, heavy_and_small = Parcel(100, 7_200_000), Parcel(1100, 1000)
    weight = parcel_weight(JNE_WEIGHT, [light_and_large, heavy_and_small])
    assert (weight.chargeable_grams, weight.billed_grams) == (2300, 2000)


def test_trucking_bills_at_least_ten_kilograms() -> None:
    assert billed(JTR_WEIGHT, grams=1000) == 10_000
    assert billed(JTR_WEIGHT, grams=11_400) == 12_000


def test_small_volume_is_ignored_below_a_threshold() -> None:
    old_jne = msgspec.structs.replace(JNE_WEIGHT, volumetric_threshold_cm3=18_000, source="old JNE practice")
    assert billed(old_jne, grams=500, mm3=17_999_999) == 1000
    assert billed(old_jne, grams=500, mm3=18_000_000) == 3000


@given(RULES, PARCELS)
def test_billed_weight_is_whole_steps_never_below_the_minimum_and_forgives_only_the_tolerance(
    rule: WeightRule, parcel: Parcel
) -> None:
    weight = parcel_weight(rule, [parcel])
    assert weight.billed_grams >= rule.min_grams > 0
    assert weight.billed_grams % rule.step_grams == 0
    assert weight.billed_grams >= weight.chargeable_grams - rule.tolerance_grams
    assert weight.billed_grams < max(weight.chargeable_grams + rule.step_grams, rule.min_grams + 1)


@given(RULES, st.integers(0, 10**8), st.integers(0, 10**6))
def test_more_grams_never_round_to_less(rule: WeightRule, grams: int, more: int) -> None:
    assert rounded_grams(rule, grams) <= rounded_grams(rule, grams + more)


@given(RULES, st.integers(0, 10**12))
def test_volumetric_weight_is_the_exact_quotient_with_a_begun_gram_counted(rule: WeightRule, mm3: int) -> None:
    grams = volumetric_grams(rule, Parcel(0, mm3))
    assert grams * rule.divisor - rule.divisor < mm3 <= grams * rule.divisor


def test_every_rule_says_where_it_was_read() -> None:
    assert all(rule.source for service in SERVICES for rule in (service.weight, service.insurance, service.cod) if rule)
