"""Posting and reading transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.foundation.identity import new_id
from niaga.ledger.model import Posting
from niaga.ledger.tables import ledger_transfer
from niaga.platform.database import Write, WriteStatement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.database import Reader

_INSERT = WriteStatement.insert(
    ledger_transfer,
    "id", "source_type", "source_id", "kind", "debit_account", "credit_account", "amount", "currency", "posted_at",
)  # fmt: skip
_OF_SOURCE = (
    sa.select(ledger_transfer)
    .where(
        ledger_transfer.c.source_type == sa.bindparam("source_type"),
        ledger_transfer.c.source_id == sa.bindparam("source_id"),
    )
    .order_by(ledger_transfer.c.id)
)


def post_writes(postings: Sequence[Posting], at: datetime) -> list[Write]:
    """The writes that post these transfers; postings of nothing are left out."""
    rows = [
        (
            new_id(),
            one.source_type,
            one.source_id,
            one.kind,
            one.debit,
            one.credit,
            one.amount,
            one.currency,
            at,
        )
        for one in postings
        if one.amount != 0
    ]
    return [Write(_INSERT, rows)]


def list_postings(db: Reader, source_type: str, source_id: str) -> list[Posting]:
    """What was posted for one source, in order."""
    found = db.execute(_OF_SOURCE, {"source_type": source_type, "source_id": source_id})
    return [
        Posting(
            source_type=row.source_type,
            source_id=row.source_id,
            kind=row.kind,
            debit=row.debit_account,
            credit=row.credit_account,
            amount=row.amount,
            currency=row.currency,
        )
        for row in found
    ]
