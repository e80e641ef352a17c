"""The newsroom: reads what letters tell of. Letters that begin at the same moment share one look at the database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.notifications.letters.news import News
from niaga.notifications.links import order_link
from niaga.orders.public import find_orders, get_order
from niaga.payments.public import find_payment_of, find_payments_of

if TYPE_CHECKING:
    from niaga.orders.public import Order
    from niaga.payments.public import Payment
    from niaga.platform.database import Database, Reader
    from niaga.platform.outbox import RecordedEvent
    from niaga.shop.public import SettingsCache

Story = tuple["Order", "Payment | None"]


class Newsroom:
    """News for letters that go out side by side; `public_url` is where their links lead."""

    def __init__(self, public_url: str, shop_settings: SettingsCache) -> None:
        self._public_url = public_url
        self._shop_settings = shop_settings
        self._asked: list[str] = []
        self._look: asyncio.Task[dict[str, Story]] | None = None

    async def news_of(self, database: Database, event: RecordedEvent) -> News:
        """The event beside its order and payment as they stand now. Raises NotFound, SealBroken, DatabaseUnavailable."""
        order, payment = await self._story_of(database, event.aggregate_id)
        vault, version = database.vault, order.token_version
        return News(
            kind=event.kind,
            facts=event.data,
            order=order,
            payment=payment,
            shop=await self._shop_settings.current(),
            link=order_link(self._public_url, vault, order_id=order.id, token_version=version, at=event.at),
            public_url=self._public_url,
            now=database.clock.now(),
        )

    async def _story_of(self, database: Database, order_id: str) -> Story:
        self._asked.append(order_id)
        if self._look is None:
            self._look = asyncio.create_task(self._read(database))
        try:
            # Shielded: whoever gives up must not take the others' look along.
            found = await asyncio.shield(self._look)
        except Exception:  # noqa: BLE001 - one order's trouble belongs to its own letter
            return await database.read(lambda db: (get_order(db, order_id), find_payment_of(db, order_id)))
        if order_id not in found:
            raise NotFound("order", with_prefix("ord", order_id))
        return found[order_id]

    async def _read(self, database: Database) -> dict[str, Story]:
        await asyncio.sleep(0)
        asked, self._asked, self._look = self._asked, [], None

        def look(db: Reader) -> dict[str, Story]:
            payments = find_payments_of(db, asked)
            return {name: (order, payments.get(name)) for name, order in find_orders(db, asked).items()}

        return await database.read(look)
