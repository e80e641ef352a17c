"""Answers already given: looked up by the first statement of a transaction, remembered by one of its writes.

Two requests with one key at the same moment both find nothing; the second one's row then breaks on the primary key, the
edge runs its unit again, and it becomes a replay. Bodies are packed and sealed: they hold names and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.platform.database import Asked, Code, Question, Write, WriteStatement, rowset
from niaga.platform.database.rowsets import execute_rows
from niaga.platform.idempotency.claims import Claim, KeyReused
from niaga.platform.idempotency.packing import pack, unpack
from niaga.platform.idempotency.tables import idempotency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from niaga.platform.database import Database, Engine, Reader, Rowset, Transaction

KEPT_FOR = timedelta(hours=48)
_PURGED_AT_ONCE = 1000
_NAMES = {"scope": Code(200), "key": Code(255)}
_FOUND = (
    idempotency.c.scope,
    idempotency.c.key,
    idempotency.c.fingerprint,
    idempotency.c.status,
    idempotency.c.body,
)
_FIND_ONE = sa.select(*_FOUND).where(
    idempotency.c.scope == sa.bindparam("scope"),
    idempotency.c.key == sa.bindparam("key"),
)
_INSERT = WriteStatement.insert(idempotency, "scope", "key", "fingerprint", "status", "body", "created_at")
_OLDEST = (
    sa.select(idempotency.c.created_at)
    .where(idempotency.c.created_at < sa.bindparam("before"))
    .order_by(idempotency.c.created_at)
    .limit(sa.bindparam("most"))
)
_UP_TO = sa.delete(idempotency).where(idempotency.c.created_at <= sa.bindparam("last"))


@dataclass(frozen=True, slots=True)
class Answer:
    """A success as it was sent: its status and the very bytes of its body."""

    status: int
    body: bytes


def answers_known(db: Reader, claims: Sequence[Claim]) -> dict[Claim, Answer | KeyReused]:
    """For each claim that was made before: its answer, or KeyReused when the key came with another request then.

    Must be the first statement of a replayable unit. Claims that are not in the result are new; of two new ones with
    the same `name` in one batch only the first may be carried out.
    """
    return _known(db, claims, _find(db, _names_of(claims)))


def ask_answers(db: Reader, claims: Sequence[Claim]) -> Asked[dict[Claim, Answer | KeyReused]]:
    """The same to be asked together with other questions, none of which may change what it finds."""
    return Asked(_KNOWN, _names_of(claims), lambda rows: _known(db, claims, rows), lambda: answers_known(db, claims))


def _names_of(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(claim.name for claim in claims))


def _known(
    db: Reader, claims: Sequence[Claim], rows: Iterable[tuple[str, str, str, int, str]]
) -> dict[Claim, Answer | KeyReused]:
    known: dict[tuple[str, str], tuple[str, Answer]] = {}
    for scope, key, fingerprint, status, body in rows:
        raw = db.vault.open_bytes(body, table="idempotency", column="body", row=_row(scope, key))
        known[scope, key] = fingerprint, Answer(status, unpack(raw))
    result: dict[Claim, Answer | KeyReused] = {}
    for claim in claims:
        found = known.get(claim.name)
        if found is not None:
            fingerprint, answer = found
            result[claim] = answer if fingerprint == claim.fingerprint else KeyReused()
    return result


async def answered_before(database: Database, claim: Claim) -> Answer | None:
    """What the same request was answered, for a unit that has just refused it. Raises KeyReused for another request's key.

    Two at once may both find no row; the second then waits for the first one's rows and finds them changed.
    """
    found = (await database.read(lambda db: answers_known(db, [claim]))).get(claim)
    if isinstance(found, KeyReused):
        raise found
    return found


def remember_writes(tx: Transaction, given: Iterable[tuple[Claim, Answer]]) -> list[Write]:
    """The write that keeps these answers, to be fused with the writes of their effects. Only successes belong here."""
    rows = [
        (
            claim.scope,
            claim.key,
            claim.fingerprint,
            answer.status,
            tx.vault.seal_bytes(
                pack(answer.body),
                table="idempotency",
                column="body",
                row=_row(claim.scope, claim.key),
            ),
            tx.now,
        )
        for claim, answer in given
    ]
    return [Write(_INSERT, rows, expect=len(rows))] if rows else []


def purge_answers(tx: Transaction) -> int:
    """Forget about a thousand answers older than 48 hours; how many were forgotten. Call again until it says 0.

    By a span of their index, not by their keys: MariaDB would hold each row of the table against a list of keys.
    """
    due = tx.execute(_OLDEST, {"before": tx.now - KEPT_FOR, "most": _PURGED_AT_ONCE}).scalars().all()
    return tx.execute(_UP_TO, {"last": due[-1]}).rowcount if due else 0


def _find(db: Reader, names: list[tuple[str, str]]) -> Iterable[tuple[str, str, str, int, str]]:
    if not names:
        return []
    if len(names) == 1:
        scope, key = names[0]
        return map(tuple, db.execute(_FIND_ONE, {"scope": scope, "key": key}))
    return map(tuple, execute_rows(db, _find_statement(db.engine), "names", _NAMES, names))


@lru_cache
def _find_statement(engine: Engine) -> sa.Select[str, str, str, int, str]:
    return _find_named(rowset(engine, "names", _NAMES))


def _find_named(names: Rowset) -> sa.Select[str, str, str, int, str]:
    same = sa.and_(idempotency.c.scope == names.c.scope, idempotency.c.key == names.c.key)
    return sa.select(*_FOUND).select_from(names.join(idempotency, same))


_KNOWN = Question("known answers", _NAMES, _find_named)


def _row(scope: str, key: str) -> str:
    return f"{scope}|{key}"
