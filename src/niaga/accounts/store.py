"""The statements of accounts."""

from datetime import datetime

import sqlalchemy as sa

from niaga.accounts.model import Role, Staff, StaffPrincipal
from niaga.accounts.rules.emails import email_identity
from niaga.accounts.tables import STAFF_EMAIL, api_key, staff
from niaga.platform.database import Reader, Transaction

_FIND_KEY = (
    sa.select(api_key.c.id, api_key.c.staff_id, api_key.c.last_used_at, staff.c.role)
    .join_from(api_key, staff, staff.c.id == api_key.c.staff_id)
    .where(
        api_key.c.key_hash == sa.bindparam("key_hash"), api_key.c.revoked_at.is_(None), staff.c.disabled_at.is_(None)
    )
)
_FIND_STAFF = sa.select(staff.c.id, staff.c.email, staff.c.role, staff.c.created_at).where(
    staff.c.email_index.in_(sa.bindparam("indexes", expanding=True))
)
_TOUCH = (
    sa.update(api_key)
    .where(
        api_key.c.id == sa.bindparam("key_id"),
        sa.or_(
            api_key.c.last_used_at.is_(None),
            api_key.c.last_used_at < sa.bindparam("at", type_=api_key.c.last_used_at.type),
        ),
    )
    .values(last_used_at=sa.bindparam("at", type_=api_key.c.last_used_at.type))
)
_REVOKE = (
    sa.update(api_key)
    .where(api_key.c.id == sa.bindparam("key_id"), api_key.c.revoked_at.is_(None))
    .values(revoked_at=sa.bindparam("at", type_=api_key.c.revoked_at.type))
)
_REVOKE_ALL = (
    sa.update(api_key)
    .where(api_key.c.staff_id == sa.bindparam("of_staff"), api_key.c.revoked_at.is_(None))
    .values(revoked_at=sa.bindparam("at", type_=api_key.c.revoked_at.type))
)


def find_key(db: Reader, key_hash: str) -> StaffPrincipal | None:
    """Whom the key with that hash stands for, unless it or the person was switched off."""
    row = db.execute(_FIND_KEY, {"key_hash": key_hash}).one_or_none()
    return row and StaffPrincipal(
        key_id=row.id, staff_id=row.staff_id, role=Role(row.role), last_used_at=row.last_used_at
    )


def find_staff_by_email(db: Reader, address: str) -> Staff | None:
    """The person with that (normalised) address, also when an older key of the ring made the index."""
    indexes = STAFF_EMAIL.candidates(db.vault, email_identity(address))
    row = db.execute(_FIND_STAFF, {"indexes": indexes}).one_or_none()
    if row is None:
        return None
    email = db.vault.open(row.email, table="staff", column="email", row=row.id)
    return Staff(id=row.id, email=email, role=Role(row.role), created_at=row.created_at)


def insert_staff(tx: Transaction, person: Staff) -> None:
    """Store a new person."""
    row = {
        "id": person.id,
        "email": tx.vault.seal(person.email, table="staff", column="email", row=person.id),
        "email_index": STAFF_EMAIL.of(tx.vault, email_identity(person.email)),
        "role": person.role.value,
        "created_at": person.created_at,
        "disabled_at": None,
    }
    tx.execute(sa.insert(staff), row)


def insert_key(tx: Transaction, *, key_id: str, staff_id: str, key_hash: str) -> None:
    """Store a key's hash."""
    row = {
        "id": key_id,
        "staff_id": staff_id,
        "key_hash": key_hash,
        "created_at": tx.now,
        "revoked_at": None,
        "last_used_at": None,
    }
    tx.execute(sa.insert(api_key), row)


def revoke_key(tx: Transaction, key_id: str) -> bool:
    """Switch one key off; whether there was one to switch off."""
    return tx.execute(_REVOKE, {"key_id": key_id, "at": tx.now}).rowcount == 1


def revoke_keys_of(tx: Transaction, staff_id: str) -> int:
    """Switch all keys of a person off; how many there were."""
    return tx.execute(_REVOKE_ALL, {"of_staff": staff_id, "at": tx.now}).rowcount


def touch_key(tx: Transaction, key_id: str, at: datetime) -> None:
    """Write down when a key was used, never backwards."""
    tx.execute(_TOUCH, {"key_id": key_id, "at": at})
