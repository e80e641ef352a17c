"""Order numbers: prefix, the year in the shop's zone, at least six digits, none twice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from niaga.orders.numbers import OrderNumbers


@dataclass
class At:
    """As much of a transaction as a number needs while its block lasts."""

    now: datetime


SUMMER: Any = At(datetime(2026, 6, 1, tzinfo=UTC))
NEW_YEARS_EVE: Any = At(datetime(2026, 12, 31, 17, 30, tzinfo=UTC))


def numbers(**blocks: list[tuple[int, int]]) -> OrderNumbers:
    """A process that holds these blocks by year."""
    made = OrderNumbers(None)  # type: ignore[arg-type]
    made._left = {int(year.removeprefix("y")): given for year, given in blocks.items()}
    return made


def test_a_number_has_the_year_of_the_shops_zone() -> None:
    made = numbers(y2026=[(1, 10)], y2027=[(1, 10)])
    assert made.take(NEW_YEARS_EVE, "NG", "Asia/Jakarta") == "NG-2027-000001"
    assert made.take(NEW_YEARS_EVE, "NG", "UTC") == "NG-2026-000001"


def test_blocks_are_used_up_one_after_the_other() -> None:
    made = numbers(y2026=[(1, 3), (501, 503)])
    given = [made.take(SUMMER, "TK", "Asia/Jakarta") for _ in range(4)]
    assert given == ["TK-2026-000001", "TK-2026-000002", "TK-2026-000501", "TK-2026-000502"]
    assert made._remaining(2026) == 0


def test_a_million_orders_only_make_the_number_longer() -> None:
    assert numbers(y2026=[(1_000_000, 1_000_001)]).take(SUMMER, "NG", "UTC") == "NG-2026-1000000"
