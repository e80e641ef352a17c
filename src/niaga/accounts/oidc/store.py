"""The statements of foreign identities."""

import sqlalchemy as sa

from niaga.accounts.tables import FOREIGN_SUBJECT, foreign_identity
from niaga.foundation.identity import new_id
from niaga.platform.database import Reader, Transaction

_FIND = sa.select(foreign_identity.c.customer_id).where(
    foreign_identity.c.subject_index.in_(sa.bindparam("indexes", expanding=True))
)
_DROP = sa.delete(foreign_identity).where(foreign_identity.c.customer_id == sa.bindparam("customer"))
_LIST = sa.select(foreign_identity.c.id, foreign_identity.c.subject).where(
    foreign_identity.c.customer_id == sa.bindparam("customer")
)


def subject_of(issuer: str, subject: str) -> str:
    """Somebody's name at a provider, and whose name it is: the same name means another elsewhere."""
    return f"{issuer} {subject}"


def find_customer_of(db: Reader, subject: str) -> str | None:
    """The id of the customer whom a foreign identity stands for."""
    indexes = FOREIGN_SUBJECT.candidates(db.vault, subject)
    found: str | None = db.execute(_FIND, {"indexes": indexes}).scalar_one_or_none()
    return found


def insert_identity(tx: Transaction, subject: str, customer_id: str) -> None:
    """Let a foreign identity stand for a customer. One that stands for somebody fails the UNIQUE of its index."""
    identity = new_id()
    row = {
        "id": identity,
        "subject": tx.vault.seal(subject, table="foreign_identity", column="subject", row=identity),
        "subject_index": FOREIGN_SUBJECT.of(tx.vault, subject),
        "customer_id": customer_id,
        "created_at": tx.now,
    }
    tx.execute(sa.insert(foreign_identity), row)


def list_identities(db: Reader, customer_id: str) -> list[str]:
    """The foreign identities that stand for a customer."""
    return [
        db.vault.open(row.subject, table="foreign_identity", column="subject", row=row.id)
        for row in db.execute(_LIST, {"customer": customer_id})
    ]


def delete_identities(tx: Transaction, customer_id: str) -> None:
    """Let none stand for her any more."""
    tx.execute(_DROP, {"customer": customer_id})
