"""Chargeable weight: item weights are summed first, size counts per parcel, and the sum is rounded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.shipping.model import Parcel, ParcelWeight, ShippingLine, WeightRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MM3_PER_CM3 = 1_000


def parcels_of(lines: Iterable[ShippingLine]) -> tuple[Parcel, ...]:
    """One parcel with everything in it: nothing is packed, the volume is that of the goods without air between them."""
    grams = volume = 0
    for _, quantity, weight_grams, length_mm, width_mm, height_mm, _ in lines:
        grams += quantity * weight_grams
        volume += quantity * length_mm * width_mm * height_mm
    return (Parcel(grams, volume),)


def volumetric_grams(rule: WeightRule, parcel: Parcel) -> int:
    """What the parcel's size counts for. cm3 / divisor are kilograms, so mm3 / divisor are grams, rounded up."""
    if parcel.volume_mm3 < rule.volumetric_threshold_cm3 * _MM3_PER_CM3:
        return 0
    return -(-parcel.volume_mm3 // rule.divisor)


def parcel_weight(rule: WeightRule, parcels: Sequence[Parcel], *, min_grams: int = 0) -> ParcelWeight:
    """The weights of the parcels: the larger of scale and size of each, summed, rounded once, at least the minimum."""
    actual = volumetric = chargeable = 0
    for parcel in parcels:
        size = volumetric_grams(rule, parcel)
        actual += parcel.actual_grams
        volumetric += size
        chargeable += max(size, parcel.actual_grams)
    billed = max(rounded_grams(rule, chargeable), rule.min_grams, min_grams)
    return ParcelWeight(actual, volumetric, chargeable, billed)


def rounded_grams(rule: WeightRule, grams: int) -> int:
    """The weight in whole steps: 1,300 g → 1,000 and 1,301 g → 2,000 under JNE's rule."""
    steps, rest = divmod(grams, rule.step_grams)
    if rest > rule.tolerance_grams or (0 < rest == rule.tolerance_grams and not rule.boundary_inclusive):
        steps += 1
    return steps * rule.step_grams
