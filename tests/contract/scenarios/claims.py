"""Claims: guests' orders become a customer's who has proven the contact they were placed with."""

from __future__ import annotations

from tests.contract.scenarios.customers import joined
from tests.contract.scenarios.selling import KOPI, Line, selling
from tests.contract.scenarios.stage import rows, shows

from niaga.accounts.public import Channel, Target
from niaga.orders.public import claim_orders, index_orders
from niaga.platform.database import Database


@shows("orders.claim_orders")
async def guest_orders_are_claimed_once_by_their_contact(database: Database) -> None:
    shop = await selling(database)
    order = await shop.place(Line(KOPI, 1))
    hers, _ = await joined(database, Target(channel=Channel.EMAIL, address=order.contact.email or ""))
    strangers, _ = await joined(database, Target(channel=Channel.EMAIL, address="stranger@example.com"))
    assert await database.write(lambda tx: claim_orders(tx, hers)) == 0, "it has no tokens yet"
    await database.write(lambda tx: index_orders(tx, [order.id]))
    assert await database.write(lambda tx: claim_orders(tx, strangers)) == 0
    assert await database.write(lambda tx: claim_orders(tx, hers)) == 1
    assert await rows(database, "SELECT customer_id FROM customer_order") == [(hers.id,)]
    assert await database.write(lambda tx: claim_orders(tx, hers)) == 0
    assert (await rows(database, "SELECT action FROM audit_entry ORDER BY id"))[-1] == ("orders.claimed",)
