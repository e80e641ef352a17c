"""The arithmetic of allowances, and what one process counts by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.engines import test_vault as make_vault

from niaga.platform.throttle import Allowance, Rule, Throttled
from niaga.platform.throttle.local import LocalThrottle
from niaga.web.problems import problem_headers, status_of

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TRIES = Rule(name="tests.tries", limit=6, per=timedelta(minutes=1), burst=3)


def admitted(rule: Rule, *moments: datetime) -> list[bool]:
    full_at, seen = NOON - timedelta(days=1), []
    for now in moments:
        after = rule.after_one(full_at, now)
        seen.append(after is not None)
        full_at = after or full_at
    return seen


def test_a_burst_is_there_at_once_and_comes_back_one_by_one():
    assert admitted(TRIES, *[NOON] * 4) == [True, True, True, False]
    then = NOON + 10 * SECOND
    assert admitted(TRIES, *[NOON] * 3, then - SECOND, then, then) == [True, True, True, False, True, False]


def test_a_rest_brings_back_no_more_than_a_burst():
    later = NOON + timedelta(days=1)
    assert admitted(TRIES, *[NOON] * 3, *[later] * 4) == [True] * 6 + [False]


def test_no_window_holds_more_than_burst_and_limit():
    passed = [at for at, one in enumerate(admitted(TRIES, *(NOON + step * SECOND for step in range(600)))) if one]
    most = max(sum(begin <= at < begin + 60 for at in passed) for begin in range(540))
    assert most <= TRIES.burst + TRIES.limit


def test_a_clock_that_is_set_back_by_an_hour_locks_nobody_out_for_an_hour():
    full_at = TRIES.spent(NOON + timedelta(hours=1))
    assert TRIES.after_one(full_at, NOON) == TRIES.spent(NOON)
    assert TRIES.after_one(TRIES.spent(NOON), NOON) is None


def test_a_clock_that_is_a_little_behind_gets_nothing_extra():
    assert TRIES.after_one(TRIES.spent(NOON), NOON - 5 * SECOND) is None


def test_the_wait_ends_when_one_is_there():
    full_at = TRIES.spent(NOON)
    wait = TRIES.wait(full_at, NOON)
    assert TRIES.after_one(full_at, NOON + wait - timedelta(microseconds=1)) is None
    assert TRIES.after_one(full_at, NOON + wait) is not None


def test_a_rule_that_grants_nothing_is_a_mistake():
    for numbers in ({"limit": 0, "burst": 1}, {"limit": 1, "burst": 0}):
        with pytest.raises(AssertionError):
            Rule(name="tests.none", per=SECOND, **numbers)


def test_neither_repr_nor_key_names_the_subject():
    sari = TRIES.about("sari@example.com")
    assert "sari" not in repr(sari)
    assert len(sari.key(make_vault())) == 64
    other = Rule(name="tests.others", limit=6, per=timedelta(minutes=1), burst=3)
    assert len({one.key(make_vault()) for one in (sari, other.about("sari@example.com"), TRIES.about("budi"))}) == 3


def keyed(*allowances: Allowance) -> list[tuple[str, Rule]]:
    return [(one.subject, one.rule) for one in allowances]


def test_a_process_alone_takes_from_all_or_from_none():
    local, one, both = LocalThrottle(), TRIES.about("a"), (TRIES.about("a"), TRIES.about("b"))
    for _ in range(TRIES.burst):
        local.take(keyed(one), NOON)
    with pytest.raises(Throttled) as told:
        local.take(keyed(*both), NOON)
    assert told.value.retry_after_seconds() == 10
    for _ in range(TRIES.burst):
        local.take(keyed(TRIES.about("b")), NOON)
    local.give_back(keyed(one))
    local.take(keyed(one), NOON)


def test_a_process_alone_keeps_so_many_subjects():
    local = LocalThrottle(most=2)
    for name in ("a", "a", "a", "b", "c"):
        local.take(keyed(TRIES.about(name)), NOON)
    for name in ("a", "b", "c"):
        local.take(keyed(TRIES.about(name)), NOON)
    assert len(local._full_at) == 2


def test_whoever_is_throttled_is_told_how_long_and_not_by_what():
    told = Throttled(61)
    assert (status_of(told), problem_headers(told)) == (429, {"Retry-After": "61"})
    assert (told.code, told.facts()) == ("request.throttled", {"minutes": 2})
