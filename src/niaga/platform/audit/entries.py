"""Recording what somebody did: one row in the transaction that did it. Seals come after the commit (`seals.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from niaga.foundation.identity import new_id
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Write, WriteStatement, write_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from niaga.platform.audit.actors import Actor
    from niaga.platform.database import Transaction

INSERT_ENTRY = WriteStatement.insert(
    audit_entry, "id", "at", "actor_kind", "actor_id", "action", "subject_type", "subject_id", "detail"
)


def audit_writes(
    tx: Transaction, actor: Actor, *, action: str, subject_type: str, subject_id: str, detail: Mapping[str, Any]
) -> list[Write]:
    """The write that records this deed, to be run with the writes of its effect.

    `action` is a dotted fact (`order.shipped`); `detail` holds ids, amounts and names of settings, never personal data.
    """
    row = (new_id(), tx.now, actor.kind.value, actor.id, action, subject_type, subject_id, dict(detail))
    return [Write(INSERT_ENTRY, [row], expect=1)]


def record_audit(
    tx: Transaction, actor: Actor, *, action: str, subject_type: str, subject_id: str, detail: Mapping[str, Any]
) -> None:
    """Record this deed now; see `audit_writes`."""
    write_all(
        tx, audit_writes(tx, actor, action=action, subject_type=subject_type, subject_id=subject_id, detail=detail)
    )
