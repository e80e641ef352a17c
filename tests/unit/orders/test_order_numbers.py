"""Order numbers: prefix, the year in the shop's zone, at least six digits, none twice."""

from datetime import UTC, datetime

import pytest

from niaga.orders.numbers import OrderNumbers

NEW_YEARS_EVE = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)


def numbers(**blocks: list[tuple[int, int]]) -> OrderNumbers:
    """A process that holds these blocks by year."""
    made = OrderNumbers(None)  # type: ignore[arg-type]
    made._left = {int(year.removeprefix("y")): given for year, given in blocks.items()}
    return made


def test_a_number_has_the_year_of_the_shops_zone() -> None:
    made = numbers(y2026=[(1, 10)], y2027=[(1, 10)])
    assert made.take("NG", NEW_YEARS_EVE, "Asia/Jakarta") == "NG-2027-000001"
    assert made.take("NG", NEW_YEARS_EVE, "UTC") == "NG-2026-000001"


def test_blocks_are_used_up_one_after_the_other() -> None:
    made = numbers(y2026=[(1, 3), (501, 503)])
    given = [made.take("TK", datetime(2026, 6, 1, tzinfo=UTC), "Asia/Jakarta") for _ in range(4)]
    assert given == ["TK-2026-000001", "TK-2026-000002", "TK-2026-000501", "TK-2026-000502"]
    with pytest.raises(AssertionError):
        made.take("TK", datetime(2026, 6, 1, tzinfo=UTC), "Asia/Jakarta")


def test_a_million_orders_only_make_the_number_longer() -> None:
    assert (
        numbers(y2026=[(1_000_000, 1_000_001)]).take("NG", datetime(2026, 6, 1, tzinfo=UTC), "UTC") == "NG-2026-1000000"
    )
