"""The statements of API keys."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from niaga.accounts.model import ApiKey, Permission, StaffPrincipal
from niaga.accounts.rules.permissions import known_permissions, permissions_of
from niaga.accounts.tables import api_key, role, staff
from niaga.platform.database import Reader, Transaction

_OPEN = api_key.c.revoked_at.is_(None)
_FIND = (
    sa.select(
        api_key.c.id,
        api_key.c.staff_id,
        api_key.c.last_used_at,
        api_key.c.expires_at,
        api_key.c.scopes,
        staff.c.role,
        role.c.permissions.label("made"),
    )
    .join_from(api_key, staff, staff.c.id == api_key.c.staff_id)
    .outerjoin(role, role.c.name == staff.c.role)
    .where(api_key.c.key_hash == sa.bindparam("key_hash"), _OPEN, staff.c.disabled_at.is_(None))
)
_OF = api_key.c.staff_id == sa.bindparam("of_staff")
_COUNT = sa.select(sa.func.count()).select_from(api_key).where(_OF, _OPEN)
_LIST = (
    sa.select(api_key)
    .where(_OPEN, api_key.c.id > sa.bindparam("after", type_=api_key.c.id.type))
    .order_by(api_key.c.id)
    .limit(sa.bindparam("most"))
)
_LIST_OF = _LIST.where(_OF)
_ONE = sa.select(api_key).where(api_key.c.id == sa.bindparam("key_id"), _OPEN)
_AT = sa.bindparam("at", type_=api_key.c.revoked_at.type)
_TOUCH = (
    sa.update(api_key)
    .where(
        api_key.c.id == sa.bindparam("key_id"),
        sa.or_(api_key.c.last_used_at.is_(None), api_key.c.last_used_at < _AT),
    )
    .values(last_used_at=_AT)
)
_REVOKE = sa.update(api_key).where(api_key.c.id == sa.bindparam("key_id"), _OPEN).values(revoked_at=_AT)
_REVOKE_ALL = sa.update(api_key).where(_OF, _OPEN).values(revoked_at=_AT)


def find_key(db: Reader, key_hash: str) -> StaffPrincipal | None:
    """Whom the key with that hash stands for, unless it or the person was switched off."""
    row = db.execute(_FIND, {"key_hash": key_hash}).one_or_none()
    return row and StaffPrincipal(
        key_id=row.id,
        staff_id=row.staff_id,
        role=row.role,
        permissions=_allowed(row),
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )


def count_keys_of(db: Reader, staff_id: str) -> int:
    """How many keys of a person were not revoked."""
    return int(db.execute(_COUNT, {"of_staff": staff_id}).scalar_one())


def list_keys(db: Reader, *, of: str | None, after: str, most: int) -> list[ApiKey]:
    """So many keys that were not revoked, somebody's or everybody's, from after that one."""
    bind = {"after": after, "most": most}
    rows = db.execute(_LIST, bind) if of is None else db.execute(_LIST_OF, {**bind, "of_staff": of})
    return [_read(row) for row in rows]


def find_key_named(db: Reader, key_id: str) -> ApiKey | None:
    """The key with that id, unless it was revoked."""
    row = db.execute(_ONE, {"key_id": key_id}).one_or_none()
    return None if row is None else _read(row)


def insert_key(tx: Transaction, key: ApiKey, *, key_hash: str) -> None:
    """Store a key and its hash."""
    row = {
        "id": key.id,
        "staff_id": key.staff_id,
        "key_hash": key_hash,
        "created_at": key.created_at,
        "revoked_at": None,
        "last_used_at": None,
        "name": key.name,
        "scopes": None if key.scopes is None else sorted(key.scopes),
        "expires_at": key.expires_at,
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


def _allowed(row: Any) -> frozenset[Permission]:
    permissions = permissions_of(row.role, row.made)
    return permissions if row.scopes is None else permissions & known_permissions(row.scopes)


def _read(row: Any) -> ApiKey:
    return ApiKey(
        id=row.id,
        staff_id=row.staff_id,
        name=row.name or "",
        scopes=None if row.scopes is None else known_permissions(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
