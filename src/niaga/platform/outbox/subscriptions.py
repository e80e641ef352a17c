"""Who wants to hear of what. A handler either works inside a transaction of ours or delivers to the outside world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Database, Transaction
    from niaga.platform.outbox.events import RecordedEvent

Inside = Callable[["Transaction", "RecordedEvent"], Any]
Outside = Callable[["Database", "RecordedEvent"], Awaitable[None]]
Choice = Callable[[Sequence["RecordedEvent"]], Awaitable[Sequence["RecordedEvent"]]]


class Undeliverable(Exception):
    """Trying again makes no sense: the task is given up at once, visibly. Its text ends in logs and names nobody."""


@dataclass(frozen=True)
class Together:
    """A handler that takes many events in one transaction: what it costs should not depend on how many they are.

    When it fails for some, each is handed to it alone.
    """

    handle: Callable[[Transaction, Sequence[RecordedEvent]], Any]


@dataclass(frozen=True)
class Delivery:
    """A handler that talks to the outside (mail, webhook). Called outside any transaction, at least once.

    Whatever it raises has it called again later; Undeliverable has the task given up. The attempt is counted before it
    is called, so that a process which dies of one cannot die of it forever. What is `urgent` goes out before what is not,
    and has places of its own: somebody sits waiting for it, whatever else there is to send.
    """

    deliver: Outside
    timeout_seconds: float = 30.0
    urgent: bool = False


@dataclass(frozen=True)
class Subscription:
    """`handler` is a stable name (`checkout.expire_order`): it stands in the task rows.

    `handle` is a function of (transaction, event), whose effects commit together with the task, a Together, or a
    Delivery. `due_at` makes it a timer: the handler runs at that time of the shop. `choose` is asked, outside any
    transaction, which of the events get a task at all: a task that can only do nothing need not be made. Where `due_at`
    or `choose` fails, the task is made and due at once.
    """

    handler: str
    kinds: frozenset[str]
    handle: Inside | Together | Delivery
    due_at: Callable[[RecordedEvent], datetime] | None = None
    choose: Choice | None = None
