"""A quote on the wire: what is to be sent where; options, each with its working in words and an id that promises it."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from niaga.foundation.money import IDR
from niaga.platform.http import Quantity, ShortLine
from niaga.platform.language import Language
from niaga.shipping.model import (
    MAX_LINES,
    Quote,
    Reason,
    ShippingOption,
    ShippingRequest,
    Source,
    StepKind,
    Unavailable,
)
from niaga.shipping.ports import Signer
from niaga.shipping.rules.couriers import PARCEL_WEIGHT
from niaga.shipping.rules.explanation import freight_steps
from niaga.shipping.rules.promises import promise_scope, seal_option
from niaga.shipping.rules.weight import parcel_weight
from niaga.shipping.wording import reason_text, step_text

RegionCode = Annotated[str, Meta(min_length=1, max_length=13)]


class QuoteDestination(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where it goes: a district or a village. Postal code and position are for couriers that ask for them."""

    region_code: RegionCode
    postal_code: Annotated[str, Meta(pattern=r"^[0-9]{5}$(?!\n)", max_length=5)] | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class QuoteLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of one variant."""

    sku: ShortLine
    quantity: Quantity


class QuoteBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be sent where."""

    destination: QuoteDestination
    lines: Annotated[list[QuoteLine], Meta(min_length=1, max_length=MAX_LINES)]
    insured: bool = False
    cod: bool = False


class QuoteParcel(msgspec.Struct, kw_only=True):
    """A parcel under the usual rule of parcel couriers; each option says what its own courier bills."""

    actual_grams: int
    volumetric_grams: int
    billed_grams: int
    volume_cm3: int


class QuoteStep(msgspec.Struct, kw_only=True):
    """A step of the price, in words; the amounts of all steps sum to `price`."""

    step: StepKind
    text: str
    amount: int


class QuoteOption(msgspec.Struct, kw_only=True):
    """A way to send it. `price` is freight alone; `id` promises price and fees for these lines and this place."""

    id: str
    courier: str
    service: str
    name: str
    price: int
    insurance_fee: int
    cod_fee: int
    currency: str
    billed_grams: int
    etd_min_days: int | None
    etd_max_days: int | None
    source: Source
    explanation: list[QuoteStep]


class QuoteAbsence(msgspec.Struct, kw_only=True):
    """A service that is not offered; `code` is for machines, `reason` for people."""

    courier: str
    service: str
    name: str
    code: Reason
    reason: str


class QuoteAnswer(msgspec.Struct, kw_only=True):
    """Options, cheapest first (fees included), until `expires_at`."""

    parcels: list[QuoteParcel]
    options: list[QuoteOption]
    unavailable: list[QuoteAbsence]
    expires_at: datetime


def quote_answer(
    signer: Signer, asked: ShippingRequest, quote: Quote, *, expires_at: datetime, language: Language
) -> QuoteAnswer:
    """The quote from outside, in the reader's language; every option is promised until `expires_at`."""
    scope = promise_scope(asked)
    ids = [seal_option(signer, option, scope=scope, expires_at=expires_at) for option in quote.options]
    return render_quote(asked, quote, ids, expires_at=expires_at, language=language)


def render_quote(
    asked: ShippingRequest, quote: Quote, ids: list[str], *, expires_at: datetime, language: Language
) -> QuoteAnswer:
    """The quote in the reader's language, each option under its id."""
    return QuoteAnswer(
        parcels=_parcels(asked),
        options=[_option(option, its_id, language) for option, its_id in zip(quote.options, ids, strict=True)],
        unavailable=[_absence(gone, language) for gone in quote.unavailable],
        expires_at=expires_at,
    )


def _parcels(asked: ShippingRequest) -> list[QuoteParcel]:
    parcels = []
    for parcel in asked.parcels:
        weight = parcel_weight(PARCEL_WEIGHT, [parcel])
        parcels.append(
            QuoteParcel(
                actual_grams=weight.actual_grams,
                volumetric_grams=weight.volumetric_grams,
                billed_grams=weight.billed_grams,
                volume_cm3=-(-parcel.volume_mm3 // 1_000),
            )
        )
    return parcels


def _option(option: ShippingOption, option_id: str, language: Language) -> QuoteOption:
    return QuoteOption(
        id=option_id,
        courier=option.courier,
        service=option.service,
        name=option.name,
        price=option.price,
        insurance_fee=option.insurance_fee,
        cod_fee=option.cod_fee,
        currency=IDR,
        billed_grams=option.billed_grams,
        etd_min_days=option.etd_min_days,
        etd_max_days=option.etd_max_days,
        source=option.source,
        explanation=[
            QuoteStep(step=step.step, text=step_text(step, language), amount=step.amount)
            for step in freight_steps(option.freight)
        ],
    )


def _absence(gone: Unavailable, language: Language) -> QuoteAbsence:
    return QuoteAbsence(
        courier=gone.courier,
        service=gone.service,
        name=gone.name,
        code=gone.reason,
        reason=reason_text(gone.reason, language),
    )
