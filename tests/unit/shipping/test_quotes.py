"""Quotes: what is offered, in which order, and what is not and why."""

import pytest

from niaga.shipping.errors import ServiceUnavailable, UnknownService
from niaga.shipping.model import (
    CourierService,
    Freight,
    Offer,
    Quote,
    Reason,
    ShippingLine,
    ShippingRequest,
    Source,
    Tariff,
)
from niaga.shipping.rules.book import TableRates, TariffBook
from niaga.shipping.rules.quote import choose_service, quote_shipping, shipping_request

SHIRT = ShippingLine("KAOS-M", 2, 700, 300, 200, 20, 100_000)


def tariff(courier: str, service: str, price: int, destination: str = "*") -> Tariff:
    return Tariff("31.74", destination, courier, service, price, 1000, price, 1000, 0, 0, 1, 2)


TABLE = TableRates(
    TariffBook(
        [
            tariff("jne", "REG", 11_000),
            tariff("jne", "CTC", 9_000),
            tariff("jnt", "EZ", 10_500),
            tariff("pos", "REGULER", 10_000),
            tariff("sicepat", "REG", 12_000, destination="32"),
        ]
    )
)


class AskedBefore:
    """What a live courier's answers look like to a quote: one freight for everything."""

    source = Source.LIVE

    def __init__(self, price: object) -> None:
        self.price = price

    def offer(self, service: CourierService, request: ShippingRequest) -> Offer | Reason:  # noqa: ARG002
        return Offer(Freight(self.price, 1, 0, 1, 1000, 6000, 1, 1000, 0, 1000, 1, 0), None, None)  # type: ignore[arg-type]


def request(destination: str = "31.74.02", **more: bool) -> ShippingRequest:
    return shipping_request([SHIRT], origin_code="31.74", destination_code=destination, **more)


def reasons(quote: Quote) -> dict[str, Reason]:
    return {f"{gone.courier} {gone.service}": gone.reason for gone in quote.unavailable}


def test_options_come_cheapest_first_and_the_rest_says_why_not() -> None:
    quote = quote_shipping(TABLE, request())
    assert [(option.name, option.price) for option in quote.options] == [
        ("JNE CTC", 18_000),
        ("Pos Reguler", 20_000),
        ("J&T EZ", 21_000),
        ("JNE REG", 22_000),
    ]
    assert reasons(quote)["sicepat REG"] is Reason.NO_RATE
    assert len(quote.options) + len(quote.unavailable) >= 12


def test_same_city_services_stay_within_the_regency_whatever_the_price_list_says() -> None:
    gone = reasons(quote_shipping(TABLE, request("31.75.01")))
    assert gone["jne CTC"] is Reason.SAME_CITY_ONLY


def test_insurance_and_collection_come_on_top_of_the_freight() -> None:
    option = choose_service(TABLE, request(insured=True, cod=True), courier="jne", service="REG")
    assert (option.price, option.insurance_fee) == (22_000, 5_400)
    assert option.cod_fee == 9_096  # 4 % of 200,000 + 22,000 + 5,400
    assert option.total == 36_496


def test_who_does_not_collect_is_not_offered_for_collection() -> None:
    assert reasons(quote_shipping(TABLE, request(cod=True)))["pos REGULER"] is Reason.NO_COD


def test_a_parcel_too_heavy_for_a_service_is_not_offered() -> None:
    heavy = shipping_request([SHIRT._replace(weight_grams=26_000)], origin_code="31.74", destination_code="31.74.02")
    assert reasons(quote_shipping(TABLE, heavy))["pos REGULER"] is Reason.TOO_HEAVY


@pytest.mark.parametrize("price", [0, -1, 1_000_000_001, float("nan"), 12_000.0, True, None, "12000"])
def test_a_freight_that_is_no_price_is_refused_from_every_source(price: object) -> None:
    quote = quote_shipping(AskedBefore(price), request())
    assert quote.options == ()
    assert set(reasons(quote).values()) == {Reason.NO_RATE}


def test_an_option_says_which_source_priced_it() -> None:
    assert {option.source for option in quote_shipping(TABLE, request()).options} == {Source.TABLE}
    assert {option.source for option in quote_shipping(AskedBefore(9_000), request()).options} == {Source.LIVE}


def test_an_unknown_service_is_a_field_error_and_an_absent_one_a_conflict() -> None:
    with pytest.raises(UnknownService) as unknown:
        choose_service(TABLE, request(), courier="jne", service="JTR<130")
    assert unknown.value.problems()[0].path == "shipping.service"
    with pytest.raises(ServiceUnavailable):
        choose_service(TABLE, request(), courier="sicepat", service="REG")
