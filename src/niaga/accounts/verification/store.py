"""The statements of verification. Tries are counted and codes used up by conditional UPDATEs, whoever comes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.accounts.model import Channel, Purpose, Question, Target
from niaga.accounts.rules.codes import CODE_LIFE, MOST_TRIES
from niaga.accounts.rules.emails import target_identity
from niaga.accounts.tables import VERIFICATION_TARGET, verification
from niaga.platform.database import Utc

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from niaga.platform.database import Reader, Transaction

# There can hardly be more: a new one comes at most every minute and lives for ten.
_MOST_OPEN = 12
_NOW = sa.bindparam("now", type_=Utc())
_THIS = verification.c.id == sa.bindparam("the_id")
_UNUSED = verification.c.used_at.is_(None)
_IS_OPEN = sa.and_(_UNUSED, verification.c.expires_at > _NOW)
_OF_TARGET = sa.and_(
    verification.c.target_index.in_(sa.bindparam("indexes", expanding=True)),
    verification.c.purpose.in_(sa.bindparam("purposes", expanding=True)),
)
_ONE = sa.select(verification).where(_THIS)
_OPEN_ONES = (
    sa.select(verification)
    .where(_OF_TARGET, _IS_OPEN, verification.c.holder_id == sa.bindparam("holder"))
    .order_by(verification.c.id.desc())
    .limit(_MOST_OPEN)
)
_COUNT = (
    sa.update(verification)
    .where(_THIS, _IS_OPEN, verification.c.tries < MOST_TRIES)
    .values(tries=verification.c.tries + 1)
)
_USE = sa.update(verification).where(_THIS, _IS_OPEN).values(used_at=_NOW)
_CLOSE = sa.update(verification).where(_OF_TARGET, _UNUSED).values(used_at=_NOW)
_REISSUE = (
    sa.update(verification)
    .where(
        _THIS,
        _UNUSED,
        verification.c.target_index.in_(sa.bindparam("indexes", expanding=True)),
        verification.c.expires_at > sa.bindparam("at_the_earliest", type_=Utc()),
    )
    .values(
        issue=verification.c.issue + 1,
        tries=0,
        issued_at=_NOW,
        expires_at=sa.bindparam("until", type_=Utc()),
    )
)
_NOTE = sa.update(verification).where(_THIS).values(wish=sa.bindparam("new_wish"))
_OVER = (
    sa.select(verification.c.expires_at)
    .where(verification.c.expires_at <= _NOW)
    .order_by(verification.c.expires_at)
    .limit(sa.bindparam("most_at_once"))
)
_PURGE = sa.delete(verification).where(verification.c.expires_at <= sa.bindparam("last", type_=Utc()))


def insert_question(tx: Transaction, asked: Question) -> None:
    """Store a question."""
    row = {
        "id": asked.id,
        "purpose": asked.purpose.value,
        "channel": asked.target.channel.value,
        "holder_id": asked.holder_id,
        "target_index": VERIFICATION_TARGET.of(tx.vault, target_identity(asked.target.address)),
        "target": _sealed(tx, asked.target.address, column="target", row=asked.id),
        "wish": None if asked.wish is None else _sealed(tx, asked.wish, column="wish", row=asked.id),
        "language": asked.language,
        "issue": asked.issue,
        "tries": 0,
        "issued_at": asked.issued_at,
        "expires_at": asked.expires_at,
        "used_at": None,
    }
    tx.execute(sa.insert(verification), row)


def find_question(db: Reader, question_id: str) -> Question | None:
    """The question, whatever became of it."""
    row = db.execute(_ONE, {"the_id": question_id}).one_or_none()
    return None if row is None else _read(db, row)


def list_open(db: Reader, target: Target, purposes: Collection[Purpose], holder_id: str) -> list[Question]:
    """The questions to this address that can still be answered, the newest first."""
    bind = {**_about(db, target, purposes), "now": db.now, "holder": holder_id}
    return [_read(db, row) for row in db.execute(_OPEN_ONES, bind)]


def count_try(tx: Transaction, question_id: str) -> bool:
    """Count a try; False when there is none left, or the question was answered or is over."""
    return tx.execute(_COUNT, {"the_id": question_id, "now": tx.now}).rowcount == 1


def use_up(tx: Transaction, question_id: str) -> bool:
    """Let the question be answered from now on; False when it was before."""
    return tx.execute(_USE, {"the_id": question_id, "now": tx.now}).rowcount == 1


def close_questions(tx: Transaction, target: Target, purposes: Collection[Purpose]) -> None:
    """Nobody can answer these questions to this address any more."""
    tx.execute(_CLOSE, {**_about(tx, target, purposes), "now": tx.now})


def reissue(tx: Transaction, question_id: str, target: Target, *, at_the_earliest: datetime) -> bool:
    """Let the question have another code; False when it is not to this address, was answered, or is long over."""
    bind = {
        "the_id": question_id,
        "indexes": VERIFICATION_TARGET.candidates(tx.vault, target_identity(target.address)),
        "at_the_earliest": at_the_earliest,
        "now": tx.now,
        "until": tx.now + CODE_LIFE,
    }
    return tx.execute(_REISSUE, bind).rowcount == 1


def keep_wish(tx: Transaction, question_id: str, wish: str) -> None:
    """Keep something else with the question."""
    tx.execute(_NOTE, {"the_id": question_id, "new_wish": _sealed(tx, wish, column="wish", row=question_id)})


def purge_questions(tx: Transaction, before: datetime, *, most_at_once: int) -> int:
    """Forget about so many questions that ended before; how many."""
    due = tx.execute(_OVER, {"now": before, "most_at_once": most_at_once}).scalars().all()
    return tx.execute(_PURGE, {"last": due[-1]}).rowcount if due else 0


def _about(db: Reader, target: Target, purposes: Collection[Purpose]) -> dict[str, Any]:
    return {
        "indexes": VERIFICATION_TARGET.candidates(db.vault, target_identity(target.address)),
        "purposes": [purpose.value for purpose in purposes],
    }


def _sealed(tx: Transaction, text: str, *, column: str, row: str) -> str:
    return tx.vault.seal(text, table="verification", column=column, row=row)


def _read(db: Reader, row: Any) -> Question:
    address = db.vault.open(row.target, table="verification", column="target", row=row.id)
    wish = row.wish and db.vault.open(row.wish, table="verification", column="wish", row=row.id)
    return Question(
        id=row.id,
        purpose=Purpose(row.purpose),
        holder_id=row.holder_id,
        target=Target(channel=Channel(row.channel), address=address),
        wish=wish,
        language=row.language,
        issue=row.issue,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
