"""While the database does not answer, a process counts by itself, and together with the others again afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.support.engines import test_vault as make_vault

from niaga.foundation.clock import FixedClock
from niaga.foundation.errors import DatabaseUnavailable, NiagaError, OutcomeUnknown
from niaga.platform.throttle import Rule, Throttle, Throttled

TRIES = Rule(name="tests.tries", limit=6, per=timedelta(minutes=1), burst=2)
SARI = TRIES.about("sari")


class Database:
    """Answers, or is away."""

    def __init__(self) -> None:
        self.vault = make_vault()
        self.clock = FixedClock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
        self.away: type[NiagaError] | None = None
        self.asked = 0

    async def write(self, _action: Callable[[Any], Any], **_how: Any) -> None:
        """Count nothing: what it counts is shown on real ones."""
        self.asked += 1
        if self.away:
            raise self.away


async def throttled(throttle: Throttle) -> int | None:
    try:
        await throttle.take(SARI)
    except Throttled as told:
        return told.retry_after_seconds()
    return None


@pytest.mark.parametrize("trouble", [DatabaseUnavailable, OutcomeUnknown])
async def test_an_outage_leaves_each_process_with_its_own_count(trouble: type[NiagaError]):
    database = Database()
    throttle = Throttle(database)  # type: ignore[arg-type]
    database.away = trouble
    assert [await throttled(throttle) for _ in range(3)] == [None, None, 10]
    await throttle.give_back(SARI)
    assert await throttled(throttle) is None
    database.clock.advance(timedelta(seconds=10))
    assert [await throttled(throttle), await throttled(throttle)] == [None, 10]


async def test_after_the_outage_the_database_counts_and_the_own_count_is_forgotten():
    database = Database()
    throttle = Throttle(database)  # type: ignore[arg-type]
    database.away = DatabaseUnavailable
    assert [await throttled(throttle) for _ in range(3)] == [None, None, 10]
    database.away = None
    assert await throttled(throttle) is None
    database.away = DatabaseUnavailable
    assert await throttled(throttle) is None


async def test_a_give_back_that_finds_the_database_away_fails_nobody():
    database = Database()
    throttle = Throttle(database)  # type: ignore[arg-type]
    database.away = DatabaseUnavailable
    await throttle.give_back(SARI)


async def test_a_lifted_throttle_asks_nobody():
    database = Database()
    throttle = Throttle(database, lifted=True)  # type: ignore[arg-type]
    assert {await throttled(throttle) for _ in range(9)} == {None}
    await throttle.give_back(SARI)
    assert database.asked == 0
