"""Frames: how facts and a stream's own words look as server-sent events. Ids, statuses and amounts; nobody's name.

Only facts of the log, `ready`, `reset` and the sign of life carry an `id:`, which is a position. A change of stock has
none: it is a state, sent whole again whenever a stream begins.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec

from niaga.foundation.clock import rfc3339
from niaga.foundation.identity import with_prefix
from niaga.realtime.model import Topic, TopicKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from niaga.platform.outbox import RecordedEvent

AGGREGATES = {TopicKind.ORDERS: "order", TopicKind.PAYMENTS: "payment"}
RETRY_MS = 3000
_EARLIEST_RETURN_MS = 1000
_LATEST_RETURN_MS = 5000
_encode = msgspec.json.Encoder().encode


def topics_of(fact: RecordedEvent) -> Iterator[Topic]:
    """The topics that a fact belongs to: its order's, and that of all of its kind."""
    if fact.aggregate == "order":
        yield Topic(TopicKind.ORDER, fact.aggregate_id)
        yield Topic(TopicKind.ORDERS)
    elif fact.aggregate == "payment":
        yield Topic(TopicKind.ORDER, fact.data["order_id"])
        yield Topic(TopicKind.PAYMENTS)


def fact_frame(fact: RecordedEvent, topic: Topic) -> bytes:
    """A fact of the log, as a stream that follows the topic gets it."""
    told = {
        "type": fact.kind,
        "topic": str(topic),
        **_subject(fact),
        "status": fact.data.get("status"),
        "version": fact.version,
        "at": rfc3339(fact.at),
    }
    return b"id: %d\ndata: %b\n\n" % (fact.position or 0, _encode(told))


def stock_frame(variant_id: str, available: int, at: datetime) -> bytes:
    """How many pieces of a variant may still be ordered."""
    topic = Topic(TopicKind.STOCK, variant_id)
    told = {
        "type": "stock.changed",
        "topic": str(topic),
        "variant_id": topic.reference,
        "available": available,
        "at": rfc3339(at),
    }
    return b"data: %b\n\n" % _encode(told)


def ready_frame(position: int) -> bytes:
    """The stream is up to date and live from here."""
    return b'event: ready\nid: %d\nretry: %d\ndata: {"position":%d}\n\n' % (position, RETRY_MS, position)


def reset_frame(position: int) -> bytes:
    """Something may have been missed: fetch anew what you show. The stream goes on from here."""
    return b'event: reset\nid: %d\nretry: %d\ndata: {"position":%d}\n\n' % (position, RETRY_MS, position)


def alive_frame(position: int) -> bytes:
    """A sign of life. It moves the client's last id along without an event, so that a quiet stream does not grow old."""
    return b": alive\nid: %d\n\n" % position


def goodbye_frame() -> bytes:
    """Come back, each at a moment of its own, so that not all return at once."""
    pause = random.randint(_EARLIEST_RETURN_MS, _LATEST_RETURN_MS)  # noqa: S311 - spreading returns is not cryptography
    return b": goodbye\nretry: %d\n\n" % pause


def _subject(fact: RecordedEvent) -> dict[str, str]:
    if fact.aggregate == "payment":
        order_id = with_prefix("ord", fact.data["order_id"])
        return {"payment_id": with_prefix("pay", fact.aggregate_id), "order_id": order_id}
    return {"order_id": with_prefix("ord", fact.aggregate_id), "number": fact.data["number"]}
