"""Who wants to hear of what. A handler either works inside a transaction of ours or delivers to the outside world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Database, Transaction
    from niaga.platform.outbox.events import RecordedEvent

Inside = Callable[["Transaction", "RecordedEvent"], Any]
Outside = Callable[["Database", "RecordedEvent"], Awaitable[None]]


class Undeliverable(Exception):
    """Trying again makes no sense: the task is given up at once, visibly. Its text ends in logs and names nobody."""


@dataclass(frozen=True)
class Delivery:
    """A handler that talks to the outside (mail, webhook). Called outside any transaction, at least once.

    Whatever it raises has it called again later; Undeliverable has the task given up.
    """

    deliver: Outside
    timeout_seconds: float = 30.0


@dataclass(frozen=True)
class Subscription:
    """`handler` is a stable name (`checkout.expire_order`): it stands in the task rows.

    `handle` is a function of (transaction, event), whose effects commit together with the task, or a Delivery.
    `due_at` makes it a timer: the handler runs at that time of the shop.
    """

    handler: str
    kinds: frozenset[str]
    handle: Inside | Delivery
    due_at: Callable[[RecordedEvent], datetime] | None = None
