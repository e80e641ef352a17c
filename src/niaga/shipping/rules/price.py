"""Prices: the freight of a route, the fees for insuring and for collecting on delivery. Whole rupiah, rounded up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.shipping.model import CodRule, Freight, InsuranceRule, Rate, Reason, WeightRule
from niaga.shipping.rules.weight import parcel_weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.shipping.model import Parcel

_BASIS_POINTS = 10_000


def freight(rule: WeightRule, rate: Rate, parcels: Sequence[Parcel]) -> Freight:
    """First block, begun steps after it, minimum charge: covers flat per kg, first + next, and cargo from 10 kg."""
    min_grams = max(rule.min_grams, rate.min_grams)
    weight = parcel_weight(rule, parcels, min_grams=min_grams)
    price = rate.price_first + next_steps(weight.billed_grams, rate.first_grams, rate.step_grams) * rate.price_next
    return Freight(
        max(price, rate.min_price),
        weight.actual_grams,
        weight.volumetric_grams,
        weight.chargeable_grams,
        weight.billed_grams,
        rule.divisor,
        rate.price_first,
        rate.first_grams,
        rate.price_next,
        rate.step_grams,
        min_grams,
        rate.min_price,
    )


def next_steps(billed_grams: int, first_grams: int, step_grams: int) -> int:
    """How many begun steps lie above the first block."""
    return max(0, -(-(billed_grams - first_grams) // step_grams))


def insurance_fee(rule: InsuranceRule, goods_value: int) -> int:
    """What insuring goods of this value costs: JNE takes Rp11.000 for Rp3.000.000."""
    fee = -(-goods_value * rule.basis_points // _BASIS_POINTS) + rule.fixed
    return -(-fee // rule.round_up_to) * rule.round_up_to


def cod_fee(rule: CodRule | None, collected: int) -> int | Reason:
    """What collecting this amount costs, or why this service does not collect it."""
    if rule is None:
        return Reason.NO_COD
    if collected < rule.min_value:
        return Reason.COD_VALUE_TOO_LOW
    if collected > rule.max_value:
        return Reason.COD_VALUE_TOO_HIGH
    return max(rule.min_fee, -(-collected * rule.basis_points // _BASIS_POINTS))
