"""Staff, roles and keys on the wire."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from niaga.accounts.model import ApiKey, CustomRole, Permission, Staff, StaffStatus
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.platform.http import Line, Moment

Address = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=500)]
RoleName = Annotated[str, Meta(min_length=2, max_length=20, pattern=r"^[a-z][a-z0-9_-]+$(?!\n)")]
Permissions = Annotated[list[Permission], Meta(min_length=1, max_length=100)]
Token = Annotated[str, Meta(min_length=1, max_length=200)]


class InviteBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody who shall work here. `role` is a built-in one or one of the shop's own."""

    email: Address
    role: RoleName
    name: Line | None = None


class AcceptBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The token of the letter, and a password of at least 15 characters."""

    token: Token
    password: Password


class StaffPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to change; what is left out stays."""

    name: Line | None = None
    role: RoleName | None = None


class StaffView(msgspec.Struct, kw_only=True):
    """Somebody who works here, is invited to, or did (`disabled`)."""

    id: str
    email: str
    name: str
    role: str
    status: StaffStatus
    version: int
    created_at: datetime


class StaffList(msgspec.Struct, kw_only=True):
    """A page of the people."""

    items: list[StaffView]
    next_cursor: str | None


class RoleBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A role of the shop's own; its name stays."""

    name: RoleName
    permissions: Permissions


class RolePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The permissions that the role has from now on, all of them."""

    permissions: Permissions


class RoleView(msgspec.Struct, kw_only=True):
    """A role. Built-in ones have no `id`: nobody changes them."""

    id: str | None
    name: str
    built_in: bool
    permissions: list[str]
    version: int | None


class RoleList(msgspec.Struct, kw_only=True):
    """All roles, the built-in ones first."""

    items: list[RoleView]
    next_cursor: str | None


class KeyBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A key for a program: what it may do at most (never more than you), and when it ends by itself."""

    name: Line
    scopes: Permissions
    expires_at: Moment | None = None


class KeyView(msgspec.Struct, kw_only=True):
    """A key. `scopes` is null for one that may do all that its owner may."""

    id: str
    staff_id: str
    name: str
    scopes: list[str] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class MadeKey(KeyView, kw_only=True):
    """A new key. `key` is shown this once."""

    key: str


class KeyList(msgspec.Struct, kw_only=True):
    """A page of keys."""

    items: list[KeyView]
    next_cursor: str | None


def staff_view(person: Staff) -> StaffView:
    """A person."""
    return StaffView(
        id=with_prefix("stf", person.id),
        email=person.email,
        name=person.name,
        role=person.role,
        status=person.status,
        version=person.version,
        created_at=person.created_at,
    )


def role_view(role: CustomRole) -> RoleView:
    """A role of the shop's own."""
    return RoleView(
        id=with_prefix("rol", role.id),
        name=role.name,
        built_in=False,
        permissions=_sorted(role.permissions),
        version=role.version,
    )


def built_in_view(name: str, permissions: Iterable[Permission]) -> RoleView:
    """A role that every shop has."""
    return RoleView(id=None, name=name, built_in=True, permissions=_sorted(permissions), version=None)


def key_view(key: ApiKey) -> KeyView:
    """A key without what opens."""
    return KeyView(
        id=with_prefix("key", key.id),
        staff_id=with_prefix("stf", key.staff_id),
        name=key.name,
        scopes=None if key.scopes is None else _sorted(key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
    )


def own_id(prefix: str, what: str, wire_id: str) -> str:
    """The id without its prefix. Raises NotFound for what cannot be one."""
    found = without_prefix(prefix, wire_id)
    if found is None:
        raise NotFound(what, wire_id)
    return found


def _sorted(permissions: Iterable[Permission]) -> list[str]:
    return sorted(permission.value for permission in permissions)
