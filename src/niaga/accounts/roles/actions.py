"""Roles that the shop makes for itself: added, changed, deleted. Nobody puts into one what he does not hold."""

from niaga.accounts.errors import RoleInUse, RoleNameTaken, RoleStale
from niaga.accounts.granting import Grantor
from niaga.accounts.model import CustomRole, Permission, Role
from niaga.accounts.roles import store
from niaga.accounts.rules.permissions import check_held, permissions_of, unknown_role
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.audit import record_audit
from niaga.platform.database import Reader, Transaction


def get_role(db: Reader, role_id: str) -> CustomRole:
    """A role that the shop made. Raises NotFound."""
    found = store.find_role(db, role_id)
    if found is None:
        raise NotFound("role", with_prefix("rol", role_id))
    return found


def role_permissions(db: Reader, name: str) -> frozenset[Permission]:
    """What a role may do, built in or made; nothing when there is no such role."""
    found = None if name in set(Role) else store.find_role_named(db, name)
    return permissions_of(name, found.permissions if found else None)


def hold_permissions(tx: Transaction, name: str) -> frozenset[Permission]:
    """What a role may do that somebody is given now: it stays so until this transaction ends. Raises InvalidFields."""
    if name in set(Role):
        return permissions_of(name, None)
    found = store.hold_role(tx, name)
    if found is None:
        raise unknown_role(one.name for one in store.list_roles(tx))
    return found.permissions


def create_role(tx: Transaction, by: Grantor, *, name: str, permissions: frozenset[Permission]) -> CustomRole:
    """Make a role. Raises RoleNameTaken, also for a built-in one's name, and BeyondYourRights."""
    check_held(permissions, held=by.held)
    if name in set(Role) or store.find_role_named(tx, name) is not None:
        raise RoleNameTaken
    made = CustomRole(id=new_id(), name=name, permissions=permissions, version=1, created_at=tx.now)
    store.insert_role(tx, made)
    _audit(tx, by, "role.created", made)
    return made


def change_role(
    tx: Transaction, by: Grantor, role_id: str, permissions: frozenset[Permission], *, if_version: int | None
) -> CustomRole:
    """Give a role other permissions; whoever has it may do that within a second.

    Raises NotFound, RoleStale, and BeyondYourRights for what the role holds now or shall hold.
    """
    role = get_role(tx, role_id)
    check_held(permissions | role.permissions, held=by.held)
    if if_version not in (None, role.version) or not store.change_role(tx, role, permissions):
        raise RoleStale
    changed = get_role(tx, role_id)
    _audit(tx, by, "role.changed", changed)
    return changed


def delete_role(tx: Transaction, by: Grantor, role_id: str) -> None:
    """Delete a role that nobody has. Raises NotFound, BeyondYourRights, RoleInUse."""
    role = get_role(tx, role_id)
    check_held(role.permissions, held=by.held)
    if not store.delete_role(tx, role_id):
        raise RoleInUse
    _audit(tx, by, "role.deleted", role)


def _audit(tx: Transaction, by: Grantor, action: str, role: CustomRole) -> None:
    detail = {"name": role.name, "permissions": sorted(role.permissions)}
    record_audit(tx, by.actor, action=action, subject_type="role", subject_id=role.id, detail=detail)
