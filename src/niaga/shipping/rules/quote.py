"""Quotes: every service is asked, what is impossible says why, the rest is sorted by what the buyer pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.shipping.errors import ServiceUnavailable, UnknownService
from niaga.shipping.model import MAX_FREIGHT, Coverage, Quote, Reason, ShippingOption, ShippingRequest, Unavailable
from niaga.shipping.rules.couriers import SERVICES, find_service
from niaga.shipping.rules.price import cod_fee, insurance_fee
from niaga.shipping.rules.weight import parcels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.shipping.model import CourierService, ShippingLine
    from niaga.shipping.ports import RateSource

_REGENCY_LENGTH = len("31.74")


def shipping_request(
    lines: Sequence[ShippingLine], *, origin_code: str, destination_code: str, insured: bool = False, cod: bool = False
) -> ShippingRequest:
    """The lines as one parcel on its way; the goods are worth their prices."""
    value = 0
    for line in lines:
        value += line.quantity * line.price
    return ShippingRequest(
        origin_code=origin_code,
        destination_code=destination_code,
        lines=tuple(lines),
        parcels=parcels_of(lines),
        goods_value=value,
        insured=insured,
        cod=cod,
    )


def quote_shipping(
    rates: RateSource, request: ShippingRequest, *, services: Sequence[CourierService] = SERVICES
) -> Quote:
    """All options for the request, cheapest first (fees included), and the services that are not among them."""
    options: list[ShippingOption] = []
    unavailable: list[Unavailable] = []
    for service in services:
        answer = _option(rates, service, request)
        if isinstance(answer, ShippingOption):
            options.append(answer)
        else:
            unavailable.append(Unavailable(service.courier, service.service, service.name, answer))
    options.sort(key=lambda option: (option.total, option.etd_max_days or 0, option.courier, option.service))
    return Quote(tuple(options), tuple(unavailable))


def choose_service(rates: RateSource, request: ShippingRequest, *, courier: str, service: str) -> ShippingOption:
    """The option of one service. Raises UnknownService, or ServiceUnavailable with the reason."""
    found = find_service(courier, service)
    if found is None:
        raise UnknownService(courier, service)
    answer = _option(rates, found, request)
    if isinstance(answer, Reason):
        raise ServiceUnavailable(found.name, answer.value)
    return answer


def same_city(origin_code: str, destination_code: str) -> bool:
    """Whether both lie in one regency or city."""
    return len(origin_code) >= _REGENCY_LENGTH and origin_code[:_REGENCY_LENGTH] == destination_code[:_REGENCY_LENGTH]


def _option(rates: RateSource, service: CourierService, request: ShippingRequest) -> ShippingOption | Reason:
    if service.coverage is Coverage.SAME_CITY and not same_city(request.origin_code, request.destination_code):
        return Reason.SAME_CITY_ONLY
    offer = rates.offer(service, request)
    if isinstance(offer, Reason):
        return offer
    price = offer.freight.price
    # The last wall against a free or broken freight, whichever source answered (a bool or a float is no price either).
    if type(price) is not int or not 0 < price <= MAX_FREIGHT:
        return Reason.NO_RATE
    if service.max_grams is not None and offer.freight.billed_grams > service.max_grams:
        return Reason.TOO_HEAVY
    insurance = insurance_fee(service.insurance, request.goods_value) if request.insured else 0
    collecting = cod_fee(service.cod, request.goods_value + price + insurance) if request.cod else 0
    if isinstance(collecting, Reason):
        return collecting
    return ShippingOption(
        service.courier,
        service.service,
        service.name,
        price,
        insurance,
        collecting,
        offer.etd_min_days,
        offer.etd_max_days,
        rates.source,
        offer.freight,
    )
