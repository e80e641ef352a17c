"""The statements of the roles that the shop made."""

from typing import Any

import sqlalchemy as sa

from niaga.accounts.model import CustomRole, Permission
from niaga.accounts.rules.permissions import known_permissions
from niaga.accounts.tables import role, staff
from niaga.platform.database import Reader, Transaction

_ALL = sa.select(role).order_by(role.c.name)
_ONE = role.c.id == sa.bindparam("the_role")
_BY_ID = sa.select(role).where(_ONE)
_BY_NAME = sa.select(role).where(role.c.name == sa.bindparam("called"))
# While somebody is given a role, nobody takes it away: both want its row.
_HELD = _BY_NAME.with_for_update()
_CHANGE = (
    sa.update(role)
    .where(_ONE, role.c.version == sa.bindparam("seen"))
    .values(permissions=sa.bindparam("new", type_=role.c.permissions.type), version=role.c.version + 1)
)
_TAKE = _BY_ID.with_for_update()
_UNUSED = sa.not_(sa.exists(sa.select(staff.c.id).where(staff.c.role == role.c.name)))
_DELETE = sa.delete(role).where(_ONE, _UNUSED)


def list_roles(db: Reader) -> list[CustomRole]:
    """All of them, by name."""
    return [_read(row) for row in db.execute(_ALL)]


def find_role(db: Reader, role_id: str) -> CustomRole | None:
    """The role with that id."""
    row = db.execute(_BY_ID, {"the_role": role_id}).one_or_none()
    return None if row is None else _read(row)


def find_role_named(db: Reader, name: str) -> CustomRole | None:
    """The role of that name."""
    row = db.execute(_BY_NAME, {"called": name}).one_or_none()
    return None if row is None else _read(row)


def hold_role(tx: Transaction, name: str) -> CustomRole | None:
    """The role of that name, which stays as it is until this transaction ends."""
    row = tx.execute(_HELD, {"called": name}).one_or_none()
    return None if row is None else _read(row)


def insert_role(tx: Transaction, made: CustomRole) -> None:
    """Store a new role."""
    row = {
        "id": made.id,
        "name": made.name,
        "permissions": sorted(made.permissions),
        "version": made.version,
        "created_at": made.created_at,
    }
    tx.execute(sa.insert(role), row)


def change_role(tx: Transaction, seen: CustomRole, permissions: frozenset[Permission]) -> bool:
    """Give a role other permissions; False when somebody was faster."""
    bind = {"the_role": seen.id, "seen": seen.version, "new": sorted(permissions)}
    return tx.execute(_CHANGE, bind).rowcount == 1


def delete_role(tx: Transaction, role_id: str) -> bool:
    """Delete a role that nobody has; False when somebody has it."""
    tx.execute(_TAKE, {"the_role": role_id}).all()
    return tx.execute(_DELETE, {"the_role": role_id}).rowcount == 1


def _read(row: Any) -> CustomRole:
    return CustomRole(
        id=row.id,
        name=row.name,
        permissions=known_permissions(row.permissions),
        version=row.version,
        created_at=row.created_at,
    )
