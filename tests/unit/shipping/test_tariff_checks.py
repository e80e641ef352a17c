"""A price list from outside is refused row by row, with the field at fault."""

import pytest

from niaga.shipping.model import Tariff
from niaga.shipping.rules.tariff_checks import tariff_problems

GOOD = Tariff("31.74", "32.73", "jne", "REG", 11_000, 1000, 11_000, 1000, 1000, 0, 1, 2)
KNOWN = {"31.74", "32.73", "31.74.02", "31"}


def problems(*tariffs: Tariff, of: tuple[str, str] | None = None) -> list[tuple[str, str]]:
    found = tariff_problems(tariffs, is_region=KNOWN.__contains__, of=of)
    return [(problem.path, problem.code) for problem in found]


def test_a_sound_list_has_no_problems() -> None:
    assert problems(GOOD, GOOD._replace(destination_code="*"), GOOD._replace(origin_code="31")) == []


@pytest.mark.parametrize("code", ["99.99", "", "31.7", "3174", "31.74.", "31 ", "**"])
def test_an_unknown_region_is_named(code: str) -> None:
    assert problems(GOOD._replace(destination_code=code)) == [("tariffs[0].destination_code", "regions.unknown_region")]


def test_vehicle_tariffs_and_other_unknown_services_are_refused() -> None:
    assert problems(GOOD, GOOD._replace(service="JTR<130")) == [("tariffs[1].service", "shipping.unknown_service")]


def test_a_route_may_stand_once() -> None:
    assert problems(GOOD, GOOD._replace(price_first=1)) == [("tariffs[1]", "shipping.duplicate_tariff")]


def test_days_in_the_wrong_order_are_refused() -> None:
    assert problems(GOOD._replace(etd_min_days=7, etd_max_days=6)) == [
        ("tariffs[0].etd_max_days", "shipping.days_reversed")
    ]


def test_a_list_for_one_service_holds_no_other() -> None:
    assert problems(GOOD, of=("jnt", "EZ")) == [("tariffs[0].service", "shipping.other_service")]


def test_a_broken_list_of_thousands_names_twenty_rows() -> None:
    assert len(problems(*[GOOD._replace(origin_code=str(number)) for number in range(5_000)])) == 20
