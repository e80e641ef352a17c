"""Sample tariffs reach the whole country, differ as real ones do, and are absent where real ones are."""

from collections import defaultdict

import pytest
from lokal import wilayah

from niaga.shipping.model import Tariff
from niaga.shipping.rules.book import TableRates, TariffBook
from niaga.shipping.rules.couriers import SERVICES
from niaga.shipping.rules.quote import quote_shipping, shipping_request
from niaga.shipping.rules.sample import sample_tariffs

REGENCIES = [regency.code for province in wilayah.list_wilayah() for regency in wilayah.list_wilayah(province.code)]
JAKARTA = "31.74"


@pytest.fixture(scope="module")
def tariffs() -> dict[str, dict[str, Tariff]]:
    found: dict[str, dict[str, Tariff]] = defaultdict(dict)
    for tariff in sample_tariffs(JAKARTA, REGENCIES):
        found[tariff.destination_code][f"{tariff.courier} {tariff.service}"] = tariff
    return found


def test_there_are_six_couriers_and_twelve_services_and_no_vehicle_tariff() -> None:
    assert len({service.courier for service in SERVICES}) >= 6
    assert len({(service.courier, service.service) for service in SERVICES}) == len(SERVICES) >= 12
    vehicles = ("JTR<", "JTR>", "JTR25", "M-1", "OTOPACK", "T15", "T25", "T60")
    assert not [service for service in SERVICES if service.service.startswith(vehicles)]


@pytest.mark.parametrize("origin", [JAKARTA, "35.78", "91.71", "12.04"])
def test_each_of_the_514_regencies_has_at_least_six_services_of_four_couriers(origin: str) -> None:
    assert len(REGENCIES) == 514
    book = TableRates(TariffBook(sample_tariffs(origin, REGENCIES)))
    for regency in REGENCIES:
        quote = quote_shipping(book, shipping_request([], origin_code=origin, destination_code=f"{regency}.01"))
        assert len(quote.options) >= 6, regency
        assert len({option.courier for option in quote.options}) >= 4, regency
        assert all(option.price > 0 for option in quote.options)


def test_same_city_services_exist_within_the_city_alone(tariffs: dict[str, dict[str, Tariff]]) -> None:
    places = {place for place, services in tariffs.items() if "jne CTC" in services or "anteraja SAMEDAY" in services}
    assert places == {JAKARTA}


def test_prices_are_plausible_and_grow_with_distance(tariffs: dict[str, dict[str, Tariff]]) -> None:
    bandung, surabaya, jayapura = (tariffs[code]["jne REG"].price_first for code in ("32.73", "35.78", "91.71"))
    assert 11_000 <= bandung <= 13_000
    assert 18_000 <= surabaya <= 21_000
    assert 80_000 <= jayapura <= 130_000
    assert tariffs["91.71"]["jne REG"].etd_max_days > tariffs["35.78"]["jne REG"].etd_max_days  # type: ignore[operator]


def test_couriers_differ_and_services_of_one_courier_keep_their_order(tariffs: dict[str, dict[str, Tariff]]) -> None:
    for services in tariffs.values():
        assert len({tariff.price_first for tariff in services.values()}) > 2
        if "jne YES" in services and "jne OKE" in services:
            assert services["jne OKE"].price_first < services["jne REG"].price_first < services["jne YES"].price_first


def test_some_services_are_absent_by_region(tariffs: dict[str, dict[str, Tariff]]) -> None:
    assert "jne YES" in tariffs["35.78"]
    assert "jne YES" not in tariffs["91.71"]
    assert "jne OKE" not in tariffs["91.71"]
    assert "sicepat GOKIL" not in tariffs["95.01"]


def test_they_are_whole_sane_and_the_same_every_time(tariffs: dict[str, dict[str, Tariff]]) -> None:
    rows = list(sample_tariffs(JAKARTA, REGENCIES))
    assert rows == list(sample_tariffs(JAKARTA, REGENCIES))
    assert all(
        type(row.price_first) is int and row.price_first % 100 == 0 and 0 < row.price_first < 400_000 for row in rows
    )
    assert all(0 <= row.etd_min_days <= row.etd_max_days <= 30 for row in rows)  # type: ignore[operator]
