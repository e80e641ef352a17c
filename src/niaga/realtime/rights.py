"""Whether the rights by which streams were opened still hold: asked for all of them together, every few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.orders.public import token_versions
from niaga.realtime.stream import OrderHold, OwnerHold, StaffHold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from niaga.accounts.public import Sessions, StaffDoor
    from niaga.platform.database import Database
    from niaga.realtime.stream import Hold

_AT_ONCE = 500


class Rights:
    """Looks rights up again."""

    def __init__(self, database: Database, staff_door: StaffDoor, sessions: Sessions) -> None:
        self._database = database
        self._staff_door = staff_door
        self._sessions = sessions

    async def lapsed(self, holds: Iterable[Hold]) -> set[Hold]:
        """Those that hold no longer. Raises DatabaseUnavailable."""
        asked = set(holds)
        orders = [hold for hold in asked if isinstance(hold, OrderHold)]
        others = [hold for hold in asked if not isinstance(hold, OrderHold)]
        found: set[Hold] = {hold for hold in others if not await self._holds(hold)}
        for start in range(0, len(orders), _AT_ONCE):
            found |= await self._lapsed_orders(orders[start : start + _AT_ONCE])
        return found

    async def _lapsed_orders(self, holds: Sequence[OrderHold]) -> set[OrderHold]:
        versions = await self._database.read(lambda db: token_versions(db, [hold.order_id for hold in holds]))
        return {hold for hold in holds if versions.get(hold.order_id) != hold.token_version}

    async def _holds(self, hold: OwnerHold | StaffHold) -> bool:
        if isinstance(hold, OwnerHold):
            return await self._sessions.principal(hold.token) is not None
        visitor = await self._staff_door.visitor(hold.token)
        return visitor is not None and hold.permissions <= visitor.usable
