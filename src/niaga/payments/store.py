"""Statements over payments and their slots."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.payments.model import (
    Payment,
    PaymentMethod,
    PaymentStatus,
    TransferInstructions,
)
from niaga.payments.rules import FOUR_DIGITS
from niaga.payments.tables import payment, payment_slot
from niaga.platform.database import (
    Asked,
    Code,
    Engine,
    Id,
    Question,
    Rowset,
    Rupiah,
    Utc,
    Write,
    WriteStatement,
    rowset,
)
from niaga.platform.database.rowsets import Columns, execute_rows
from niaga.platform.database.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader, Transaction

SLOT_GRACE = timedelta(days=3)
_TABLE = "payment"
_INSERT = WriteStatement.insert(payment)
_INSERT_SLOTS = WriteStatement.insert(payment_slot)
_ORDER: Columns = {"order_id": Id()}
_SLOT_KEY: Columns = {"account": Code(40), "amount_due": Rupiah()}


def _advance(rows: Rowset) -> sa.Update:
    values = {name: rows.c[name] for name in ("status", "settled_at", "received_amount", "received_at", "note")}
    return (
        sa.update(payment)
        .where(payment.c.id == rows.c.id, payment.c.version == rows.c.seen_version)
        .values(version=payment.c.version + 1, **values)
    )


_ADVANCE = WriteStatement(
    "advance payment",
    {
        "id": Id(), "seen_version": sa.Integer(), "status": Code(20), "settled_at": Utc(), "received_amount": Rupiah(),
        "received_at": Utc(), "note": Text(),
    },
    _advance,
)  # fmt: skip


@lru_cache(maxsize=3)
def _taken(engine: Engine) -> sa.Select[Any]:
    return _taken_of(rowset(engine, "asked", _SLOT_KEY))


def _taken_of(asked: Rowset) -> sa.Select[Any]:
    same = sa.and_(
        payment_slot.c.account == asked.c.account,
        payment_slot.c.amount_due == asked.c.amount_due,
    )
    return sa.select(payment_slot.c.account, payment_slot.c.amount_due).join_from(asked, payment_slot, same)


_TAKEN_RANGE = sa.select(payment_slot.c.amount_due).where(
    payment_slot.c.account == sa.bindparam("the_account"),
    payment_slot.c.amount_due > sa.bindparam("above"),
    payment_slot.c.amount_due <= sa.bindparam("most"),
)
_KEEP_SLOTS = WriteStatement.update(
    payment_slot, match=["account", "amount_due", "payment_id"], values=["kept_until_at"]
)
_FREE_SLOT = sa.delete(payment_slot).where(payment_slot.c.payment_id == sa.bindparam("the_payment"))
_PURGE_SLOTS = sa.delete(payment_slot).where(payment_slot.c.kept_until_at < sa.bindparam("now", type_=Utc()))
_BY_ID = sa.select(payment).where(payment.c.id == sa.bindparam("the_id"))
_BY_ORDER = sa.select(payment).where(payment.c.order_id == sa.bindparam("the_order"))


def taken_amounts(tx: Transaction, asked: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these (account, amount) pairs somebody was already told to transfer."""
    if not asked:
        return set()
    return _pairs(execute_rows(tx, _taken(tx.engine), "asked", _SLOT_KEY, asked))


def ask_taken_amounts(tx: Transaction, pairs: Sequence[tuple[str, int]]) -> Asked[set[tuple[str, int]]]:
    """The same to be asked together with other questions."""
    return Asked(_TAKEN, pairs, _pairs, lambda: taken_amounts(tx, pairs))


def _pairs(rows: Iterable[Any]) -> set[tuple[str, int]]:
    return {(account, amount) for account, amount in map(tuple, rows)}


_TAKEN = Question("taken amounts", _SLOT_KEY, _taken_of)


def taken_range(tx: Transaction, account: str, total: int) -> set[int]:
    """Every taken amount that a code of up to four digits could make of this total."""
    bind = {
        "the_account": account,
        "above": total,
        "most": total + FOUR_DIGITS.stop - 1,
    }
    return set(tx.execute(_TAKEN_RANGE, bind).scalars())


def insert_writes(payments: Sequence[Payment], vault: Vault) -> list[Write]:
    """New payments, and a slot for each that has a code."""
    slots = [(one.account, one.amount, one.id, None) for one in payments if one.unique_code]
    return [
        Write(_INSERT, [_row(one, vault) for one in payments]),
        Write(_INSERT_SLOTS, slots),
    ]


def advance_writes(seen: Payment, changed: Payment) -> list[Write]:
    """Store a changed payment unless somebody else changed it since it was seen (GuardRefused)."""
    row = (
        seen.id, seen.version, changed.status.value, changed.settled_at, changed.received_amount, changed.received_at,
        changed.note,
    )  # fmt: skip
    return [Write(_ADVANCE, [row], expect=1)]


def free_slot(tx: Transaction, payment_id: str) -> None:
    """The amount may be used again at once."""
    tx.execute(_FREE_SLOT, {"the_payment": payment_id})


def keep_writes(one: Payment, now: datetime) -> list[Write]:
    """The amount stays taken for three more days: a late transfer must not be taken for another buyer's."""
    return [Write(_KEEP_SLOTS, [(one.account, one.amount, one.id, now + SLOT_GRACE)])]


def purge_slots(tx: Transaction) -> int:
    """Free the amounts whose grace is over; how many."""
    return tx.execute(_PURGE_SLOTS, {"now": tx.now}).rowcount


def find_payment(db: Reader, payment_id: str) -> Payment | None:
    """A payment by its id."""
    return _read(db, db.execute(_BY_ID, {"the_id": payment_id}).one_or_none())


def find_payment_of(db: Reader, order_id: str) -> Payment | None:
    """The payment of an order."""
    return _read(db, db.execute(_BY_ORDER, {"the_order": order_id}).one_or_none())


def find_payments_of(db: Reader, order_ids: Sequence[str]) -> dict[str, Payment]:
    """The payments of orders by the order's id, in one statement however many."""
    if not order_ids:
        return {}
    rows = execute_rows(db, _of_orders(db.engine), "wanted", _ORDER, [(one,) for one in dict.fromkeys(order_ids)])
    return {row.order_id: payment for row in rows if (payment := _read(db, row)) is not None}


@lru_cache(maxsize=3)
def _of_orders(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ORDER)
    return sa.select(payment).join_from(wanted, payment, payment.c.order_id == wanted.c.order_id)


def _row(one: Payment, vault: Vault) -> tuple[Any, ...]:
    sealed = vault.seal(
        msgspec.json.encode(one.instructions).decode(),
        table=_TABLE,
        column="instructions",
        row=one.id,
    )
    return (
        one.id, one.order_id, one.method.value, one.account, one.status.value, one.amount, one.unique_code, one.currency,
        sealed, one.version, one.expires_at, one.settled_at, one.received_amount, one.received_at, one.note,
    )  # fmt: skip


def _read(db: Reader, row: Any) -> Payment | None:
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - public in SQLAlchemy
    text = db.vault.open(values["instructions"], table=_TABLE, column="instructions", row=values["id"])
    values["instructions"] = msgspec.json.decode(text, type=TransferInstructions)
    values["method"] = PaymentMethod(values["method"])
    values["status"] = PaymentStatus(values["status"])
    return Payment(**values)
