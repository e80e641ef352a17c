"""The sequencer by hand: one turn in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.outbox.follow_ups import follow_ups
from niaga.platform.outbox.sequencer import place_events, read_waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Database
    from niaga.platform.outbox import Subscription


async def sequence(database: Database, owner: str = "one", subscriptions: Sequence[Subscription] = ()) -> int:
    """Give positions and tasks to what waits now; to how many events. 0 where another turn came between."""
    waiting = await database.read(read_waiting)
    new = await follow_ups(waiting.facts, subscriptions)
    placed = await database.write(lambda tx: place_events(tx, owner, waiting, new))
    return len(waiting.facts) if placed else 0
