"""Explanations and reasons in the buyer's words and language. The facts come from `rules`; nothing is decided here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from niaga.foundation.money import format_rupiah
from niaga.platform.language import Language, translate
from niaga.shipping.model import Reason, StepKind

if TYPE_CHECKING:
    from niaga.shipping.model import Step

_GRAMS_PER_KG = 1_000


def weight_text(grams: int, language: Language) -> str:
    """`700 g`, `2 kg`, `1,4 kg` (in English `1.4 kg`)."""
    kilograms, rest = divmod(grams, _GRAMS_PER_KG)
    if not kilograms:
        return f"{rest} g"
    if not rest:
        return f"{kilograms} kg"
    point = "," if language is Language.ID else "."
    return f"{kilograms}{point}{f'{rest:03}'.rstrip('0')} kg"


def step_text(step: Step, language: Language) -> str:
    """One step of a freight's explanation, in words."""
    return _remembered(step.step, step.amount, tuple(step.facts.items()), language)


# Couriers share weights and often prices: of the 45 sentences of a quote most were said a moment ago.
@lru_cache(maxsize=4096)
def _remembered(kind: StepKind, amount: int, facts: tuple[tuple[str, int], ...], language: Language) -> str:
    return _sentence(kind, amount, dict(facts), language)


def _sentence(kind: StepKind, amount: int, facts: dict[str, int], language: Language) -> str:
    match kind:
        case StepKind.VOLUME:
            return translate(
                "By its size it counts as {volumetric} ({divisor} cm³ are 1 kg), more than its {actual} on the scale",
                language,
                volumetric=weight_text(facts["volumetric"], language),
                actual=weight_text(facts["actual"], language),
                divisor=facts["divisor"],
            )
        case StepKind.FIRST | StepKind.NEXT | StepKind.NEXT_ONE | StepKind.MINIMUM_PRICE:
            return _charged_text(kind, amount, facts, language)
        case _:
            return _billed_text(kind, facts, language)


def _charged_text(kind: StepKind, amount: int, facts: dict[str, int], language: Language) -> str:
    if kind is StepKind.MINIMUM_PRICE:
        return translate("Up to the minimum charge of {price}", language, price=format_rupiah(facts["minimum"]))
    grams = weight_text(facts["grams"], language)
    if kind is StepKind.FIRST:
        return translate("First {grams} {price}", language, grams=grams, price=format_rupiah(amount))
    if kind is StepKind.NEXT_ONE:
        return translate("Next {grams} {price}", language, grams=grams, price=format_rupiah(amount))
    return translate(
        "Next {grams}, {price} per {step_grams}",
        language,
        grams=grams,
        step_grams=weight_text(facts["step_grams"], language),
        price=format_rupiah(facts["each"]),
    )


def _billed_text(kind: StepKind, facts: dict[str, int], language: Language) -> str:
    billed, weight = weight_text(facts["billed"], language), weight_text(facts["weight"], language)
    if kind is StepKind.WEIGHT_UP:
        return translate("Billed weight {billed} ({weight} rounded up)", language, billed=billed, weight=weight)
    if kind is StepKind.WEIGHT_DOWN:
        return translate("Billed weight {billed} ({weight} rounded down)", language, billed=billed, weight=weight)
    if kind is StepKind.WEIGHT_MINIMUM:
        return translate(
            "Billed weight {billed} (the least for this service; the parcel has {weight})",
            language,
            billed=billed,
            weight=weight,
        )
    return translate("Billed weight {billed}", language, billed=billed)


def reason_text(reason: Reason, language: Language) -> str:
    """Why a service is not offered, in words."""
    match reason:
        case Reason.NO_RATE:
            return translate("No rate to this address", language)
        case Reason.SAME_CITY_ONLY:
            return translate("Only within the shop's own city", language)
        case Reason.TOO_HEAVY:
            return translate("The parcel is too heavy for this service", language)
        case Reason.NO_COD:
            return translate("This service does not collect payment on delivery", language)
        case Reason.COD_VALUE_TOO_LOW:
            return translate("The amount is too small to be collected on delivery", language)
        case Reason.COD_VALUE_TOO_HIGH:
            return translate("The amount is too large to be collected on delivery", language)
        case _:
            assert_never(reason)
