"""The outbox: facts written with their effects, ordered after commit, and handed to whoever subscribed, at least once."""

from niaga.platform.outbox.backlog import Backlog, read_backlog
from niaga.platform.outbox.events import RecordedEvent, event_writes, record_events
from niaga.platform.outbox.relay import Relay
from niaga.platform.outbox.subscriptions import Delivery, Subscription, Together, Undeliverable
from niaga.platform.outbox.tail import Tail

__all__ = [
    "Backlog",
    "Delivery",
    "RecordedEvent",
    "Relay",
    "Subscription",
    "Tail",
    "Together",
    "Undeliverable",
    "event_writes",
    "read_backlog",
    "record_events",
]
