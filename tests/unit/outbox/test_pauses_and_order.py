"""How long a failed task waits, and in which order an aggregate's events are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.platform.outbox import RecordedEvent, Relay, Subscription
from niaga.platform.outbox.sequencer import in_version_order
from niaga.platform.outbox.tasks import MOST_ATTEMPTS, pause_after

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)


@given(st.integers(1, MOST_ATTEMPTS * 3))
def test_pauses_grow_to_an_hour_and_no_further(attempts: int) -> None:
    usual = min(5 * 2 ** (attempts - 1), 3600)
    assert timedelta(seconds=usual * 0.8) <= pause_after(attempts) <= timedelta(seconds=usual * 1.2)


def test_all_attempts_together_last_hours_not_days() -> None:
    longest = sum((timedelta(seconds=min(5 * 2**number, 3600)) for number in range(MOST_ATTEMPTS)), timedelta())
    assert timedelta(hours=2) < longest < timedelta(hours=12)


def fact(place: int, aggregate: str, version: int) -> RecordedEvent:
    """An event as it waits, by the order of its id."""
    return RecordedEvent(
        id=f"{place:026d}", aggregate="order", aggregate_id=aggregate, version=version, kind="order.x", data={}, at=NOW
    )


@given(st.lists(st.sampled_from("abc"), max_size=30), st.randoms())
def test_an_aggregates_events_are_told_in_the_order_of_their_versions(aggregates: list[str], random: object) -> None:
    versions = {name: list(range(1, aggregates.count(name) + 1)) for name in "abc"}
    for numbers in versions.values():
        random.shuffle(numbers)  # type: ignore[attr-defined]
    waiting = [fact(place, name, versions[name].pop()) for place, name in enumerate(aggregates)]
    ordered = in_version_order(waiting)
    assert sorted(one.id for one in ordered) == [one.id for one in waiting], "each once"
    assert [one.aggregate_id for one in ordered] == aggregates, "aggregates keep their turns"
    for name in "abc":
        own = [one.version for one in ordered if one.aggregate_id == name]
        assert own == sorted(own)


def test_two_subscriptions_cannot_share_a_name() -> None:
    class Quiet:
        def on_news(self, listener: object) -> None:
            """Nothing happens here."""

    twice = [Subscription("a.b", frozenset({"order.x"}), lambda *_: None)] * 2
    with pytest.raises(AssertionError):
        Relay(Quiet(), twice)  # type: ignore[arg-type]
