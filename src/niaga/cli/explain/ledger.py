"""What the ledger holds about one order: its postings as they came, and where that leaves each account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.foundation.clock import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from niaga.platform.database import Reader

# The rooms read postings by their source; here all sources of one order are wanted at once, in time.
_POSTINGS = sa.text(
    """
    SELECT t.posted_at, t.debit_account, t.credit_account, t.amount FROM ledger_transfer t
    WHERE (t.source_type IN ('order', 'return') AND t.source_id = :order_id)
       OR (t.source_type = 'payment' AND t.source_id IN (SELECT p.id FROM payment p WHERE p.order_id = :order_id))
       OR (t.source_type = 'shipment' AND t.source_id IN (SELECT s.id FROM shipment s WHERE s.order_id = :order_id))
    ORDER BY t.posted_at, t.id
    """
)


@dataclass(frozen=True, slots=True)
class Posted:
    """An amount that moved from the credited account to the debited one."""

    at: datetime
    debit: str
    credit: str
    amount: int


def list_posted(db: Reader, order_id: str) -> list[Posted]:
    """Every posting of an order, its payment, its parcels and its return, oldest first."""
    return [
        Posted(from_microseconds(row.posted_at), row.debit_account, row.credit_account, row.amount)
        for row in db.execute(_POSTINGS, {"order_id": order_id})
    ]


def balances(postings: Iterable[Posted]) -> dict[str, int]:
    """What is left on each account that these postings touched, debits positive; accounts at nothing are left out."""
    left: dict[str, int] = {}
    for one in postings:
        left[one.debit] = left.get(one.debit, 0) + one.amount
        left[one.credit] = left.get(one.credit, 0) - one.amount
    return {account: amount for account, amount in left.items() if amount}
