"""Follow-ups: which tasks come of events, decided before any transaction is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from niaga.foundation.clock import EPOCH
from niaga.foundation.identity import new_id
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from niaga.platform.outbox.events import RecordedEvent
    from niaga.platform.outbox.subscriptions import Subscription

_log = get_logger(__name__)


class NewTask(NamedTuple):
    """A row of the table of tasks, in the order of its first columns."""

    id: str
    handler: str
    event_id: str
    state: str
    available_at: datetime
    attempts: int
    lease_owner: str
    lease_until_at: datetime
    fence: int


async def follow_ups(facts: Sequence[RecordedEvent], subscriptions: Iterable[Subscription]) -> list[NewTask]:
    """A task for each subscription that wants one of these events, in the order of the events."""
    made = []
    for one in subscriptions:
        heard = [fact for fact in facts if fact.kind in one.kinds]
        if heard:
            made += [_task(fact, one) for fact in await _chosen(heard, one)]
    return made


async def _chosen(heard: Sequence[RecordedEvent], subscription: Subscription) -> Sequence[RecordedEvent]:
    if subscription.choose is None:
        return heard
    try:
        return await subscription.choose(heard)
    except Exception as error:  # noqa: BLE001 - one subscriber's trouble must not hold up everybody's events
        _log.failure("relay.choice_failed", error, handler=subscription.handler)
        return heard


def _task(fact: RecordedEvent, subscription: Subscription) -> NewTask:
    due_at = _due_at(fact, subscription)
    return NewTask(new_id(), subscription.handler, fact.id, "ready", due_at, 0, "", EPOCH, 0)


def _due_at(fact: RecordedEvent, subscription: Subscription) -> datetime:
    if subscription.due_at is None:
        return fact.at
    try:
        return subscription.due_at(fact)
    except Exception as error:  # noqa: BLE001 - as above
        _log.failure("relay.due_time_failed", error, handler=subscription.handler, event_id=fact.id)
        return fact.at
