"""What a shop's books say, read with SQL of the tests' own: balances, pieces, slots, versions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from tests.support.shop import OpenShop

_BALANCES = """
    SELECT account, SUM(amount) AS balance FROM (
        SELECT debit_account AS account, amount FROM ledger_transfer
        UNION ALL SELECT credit_account, -amount FROM ledger_transfer
    ) entries GROUP BY account
"""
_VERSIONS = """
    SELECT o.id, o.version, o.status,
        (SELECT COUNT(*) FROM order_timeline t WHERE t.order_id = o.id) AS told,
        (SELECT MAX(t.version) FROM order_timeline t WHERE t.order_id = o.id) AS last_told,
        (SELECT COUNT(*) FROM event e WHERE e.aggregate = 'order' AND e.aggregate_id = o.id) AS events,
        (SELECT COUNT(DISTINCT e.version) FROM event e WHERE e.aggregate = 'order' AND e.aggregate_id = o.id) AS distinct_events,
        (SELECT COUNT(DISTINCT e.position) FROM event e WHERE e.aggregate = 'order' AND e.aggregate_id = o.id) AS positions
    FROM customer_order o
"""


async def query(shop: OpenShop, sql: str, **values: Any) -> list[Any]:
    """Rows of plain SQL."""
    return list(await shop.database.read(lambda db: db.execute(sa.text(sql), values).all()))


async def balances(shop: OpenShop) -> dict[str, int]:
    """What stands on each account (debits less credits); accounts at zero are left out. The whole is checked to be zero."""
    found = {row.account: int(row.balance) for row in await query(shop, _BALANCES)}
    assert sum(found.values()) == 0, found
    return {account: balance for account, balance in found.items() if balance}


async def pieces(shop: OpenShop, sku: str) -> tuple[int, int]:
    """On hand and reserved."""
    row = (
        await query(
            shop,
            "SELECT s.on_hand, s.reserved FROM stock s JOIN variant v ON v.id = s.variant_id WHERE v.sku = :sku",
            sku=sku,
        )
    )[0]
    return int(row.on_hand), int(row.reserved)


async def check_versions(shop: OpenShop) -> None:
    """Each version of each order is told once in its timeline and is one event, which has a position of its own."""
    for row in await query(shop, _VERSIONS):
        assert row.told == row.last_told == row.events == row.distinct_events == row.positions == row.version, row


async def payment_of(shop: OpenShop, order: dict[str, Any]) -> Any:
    """The payment's row."""
    found = await query(shop, "SELECT * FROM payment WHERE id = :id", id=order["payment"]["id"].removeprefix("pay_"))
    return found[0]


async def slots(shop: OpenShop) -> list[Any]:
    """The amounts that are taken."""
    return await query(shop, "SELECT account, amount_due, payment_id, kept_until_at FROM payment_slot")


async def audited(shop: OpenShop) -> list[str]:
    """What staff did, in order; not what they looked at."""
    rows = await query(
        shop, "SELECT action FROM audit_entry WHERE actor_kind = 'staff' AND action <> 'personal_data.read' ORDER BY id"
    )
    return [row.action for row in rows]
