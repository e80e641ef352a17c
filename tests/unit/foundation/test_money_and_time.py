"""Money and time as plain values."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.foundation.clock import FixedClock, from_microseconds, rfc3339, to_microseconds
from niaga.foundation.money import Money, format_rupiah, half_up

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "Rp0"),
        (1, "Rp1"),
        (999, "Rp999"),
        (12_500, "Rp12.500"),
        (-5_000, "-Rp5.000"),
        (10**12, "Rp1.000.000.000.000"),
    ],
)
def test_rupiah_are_written_as_shops_write_them(amount: int, text: str) -> None:
    assert format_rupiah(amount) == str(Money(amount)) == text


@given(st.integers(-(10**18), 10**18))
def test_what_is_written_can_be_read_back(amount: int) -> None:
    assert int(format_rupiah(amount).replace("Rp", "").replace(".", "")) == amount


@given(st.integers(0, 10**15), st.integers(1, 10**6))
def test_halves_are_rounded_upwards(numerator: int, denominator: int) -> None:
    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert half_up(numerator, denominator) == int(exact)


@given(st.integers(), st.integers(), st.integers(-1000, 1000))
def test_money_adds_up(first: int, second: int, times: int) -> None:
    both = Money(first) + Money(second)
    assert both - Money(second) == Money(first)
    assert (both * times).amount == first * times + second * times
    assert -both == Money(0) - both


def test_two_currencies_do_not_mix() -> None:
    with pytest.raises(AssertionError):
        Money(1) + Money(1, "USD")


@given(MOMENTS)
def test_a_moment_survives_being_stored_and_told(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment)) == moment
    assert datetime.fromisoformat(rfc3339(moment)) == moment
    assert rfc3339(moment).endswith("Z")


def test_a_moment_is_the_same_in_every_zone() -> None:
    noon = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=7)))
    assert rfc3339(noon) == "2026-11-24T05:00:00Z"
    assert to_microseconds(noon) == to_microseconds(noon.astimezone(UTC))
    with pytest.raises(AssertionError):
        to_microseconds(noon.replace(tzinfo=None))


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    before = clock.now()
    assert clock.now() == before
    clock.advance(timedelta(hours=-2))
    assert clock.now() == before - timedelta(hours=2)
