"""The tariff book: most specific first, small, and refusing what no price list may say."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.shipping.model import Tariff
from niaga.shipping.rules.book import TariffBook

VILLAGE = "31.74.02.1001"
PLACES = [VILLAGE, "31.74.02", "31.74", "31", "*"]


def tariff(
    destination: str, price: int, *, origin: str = "32.73", service: str = "REG", days: int | None = 2
) -> Tariff:
    return Tariff(origin, destination, "jne", service, price, 1000, price, 1000, 1000, 0, 1, days)


def price(book: TariffBook, destination: str = VILLAGE, *, origin: str = "32.73") -> int | None:
    rate = book.find_tariff("jne", "REG", origin_code=origin, destination_code=destination)
    return None if rate is None else rate.price_first


@given(st.sets(st.sampled_from(range(5)), min_size=1), st.randoms())
def test_the_most_specific_destination_wins(present: set[int], chance: random.Random) -> None:
    rows = [tariff(PLACES[place], 10_000 + place) for place in present]
    chance.shuffle(rows)
    assert price(TariffBook(rows)) == 10_000 + min(present)


def test_a_district_is_not_priced_by_one_of_its_villages() -> None:
    book = TariffBook([tariff(VILLAGE, 1_000), tariff("31.74", 2_000)])
    assert price(book, "31.74.02") == 2_000


def test_for_one_destination_the_most_specific_origin_wins() -> None:
    rows = [tariff("31.74", 1, origin="*"), tariff("31.74", 2, origin="32"), tariff("31.74", 3, origin="32.73")]
    assert [price(TariffBook(rows[:count])) for count in (1, 2, 3)] == [1, 2, 3]


def test_a_specific_destination_beats_a_specific_origin() -> None:
    assert price(TariffBook([tariff("31", 1, origin="32.73"), tariff("31.74.02", 2, origin="*")])) == 2


def test_nothing_is_found_for_another_place_origin_or_service() -> None:
    book = TariffBook([tariff("31.74", 1)])
    assert price(book, "31.75.01") is None
    assert price(book, origin="33.74") is None
    assert book.find_tariff("jne", "YES", origin_code="32.73", destination_code=VILLAGE) is None


def test_a_rate_comes_back_as_it_was_written() -> None:
    row = Tariff("32.73", "94", "jne", "JTR", 4_000_000, 11_000, 3_999, 500, 10_000, 77, None, 30)
    rate = TariffBook([row]).find_tariff("jne", "JTR", origin_code="32.73", destination_code="94.01.05")
    assert rate is not None
    assert (rate.price_first, rate.first_grams, rate.price_next, rate.step_grams) == row[4:8]
    assert (rate.min_grams, rate.min_price, rate.etd_min_days, rate.etd_max_days) == row[8:]


@pytest.mark.parametrize("bad", [0, -1, 1_000_000_001])
def test_a_price_that_no_courier_asks_is_refused(bad: int) -> None:
    with pytest.raises(AssertionError):
        TariffBook([tariff("31", bad)])


def test_two_rates_for_one_route_are_refused() -> None:
    with pytest.raises(AssertionError):
        TariffBook([tariff("31", 1), tariff("31", 2)])


def test_a_hundred_thousand_district_rates_take_less_than_two_megabytes() -> None:
    codes = [
        f"{province}.{regency:02}.{district:02}"
        for province in range(11, 21)
        for regency in range(1, 21)
        for district in range(50)
    ]
    book = TariffBook(
        tariff(code, 9_000 + at, service=f"S{count}", days=at % 9)
        for count in range(10)
        for at, code in enumerate(codes)
    )
    assert len(book) == 100_000
    assert book.size_bytes() < 2_000_000
