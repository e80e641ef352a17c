"""Roles and API keys over HTTP."""

from litestar import Response, delete, get, patch, post

from niaga.accounts.errors import (
    BeyondYourRights,
    KeysFull,
    RoleInUse,
    RoleNameTaken,
    RoleStale,
)
from niaga.accounts.gate import grantor_of, staff, visitor_of
from niaga.accounts.keys.actions import KeyWish, create_key
from niaga.accounts.keys.queries import list_keys
from niaga.accounts.model import CustomRole, Permission
from niaga.accounts.roles.actions import change_role, create_role, delete_role
from niaga.accounts.roles.queries import list_roles
from niaga.accounts.rules.permissions import PERMISSIONS
from niaga.accounts.staff.actions import revoke_key_of
from niaga.accounts.staff.wire import (
    KeyBody,
    KeyList,
    MadeKey,
    RoleBody,
    RoleList,
    RolePatch,
    RoleView,
    built_in_view,
    key_view,
    own_id,
    role_view,
)
from niaga.foundation.errors import InvalidFields
from niaga.foundation.paging import DEFAULT_LIMIT, BadCursor
from niaga.platform.database import Database, Transaction
from niaga.platform.http import Cursor, Limit, ShopRequest, answer_once
from niaga.platform.http.versions import IfMatchMissing, seen_version


@get(
    "/admin/v1/roles",
    policy=staff(Permission.STAFF_READ),
    tags=["staff"],
    summary="Roles and what they may do",
)
async def list_all_roles(database: Database) -> RoleList:
    """The built-in ones, then the shop's own; all on one page."""
    own = await database.read(list_roles)
    built_in = [built_in_view(role.value, permissions) for role, permissions in PERMISSIONS.items()]
    return RoleList(items=[*built_in, *(role_view(one) for one in own)], next_cursor=None)


@post(
    "/admin/v1/roles",
    policy=staff(Permission.ROLES_WRITE),
    tags=["staff"],
    summary="Make a role",
    refuses=(RoleNameTaken, BeyondYourRights, InvalidFields),
)
async def make_role(request: ShopRequest, database: Database, data: RoleBody) -> Response[RoleView]:
    """Nobody puts a permission into a role that he does not hold himself."""
    by, permissions = grantor_of(request), frozenset(data.permissions)

    def act(tx: Transaction) -> CustomRole:
        return create_role(tx, by, name=data.name, permissions=permissions)

    return await answer_once(request, database, act, role_view)


@patch(
    "/admin/v1/roles/{role_id:str}",
    policy=staff(Permission.ROLES_WRITE),
    tags=["staff"],
    summary="Change what a role may do",
    refuses=(IfMatchMissing, RoleStale, BeyondYourRights),
    if_match=True,
)
async def patch_role(request: ShopRequest, database: Database, role_id: str, data: RolePatch) -> Response[RoleView]:
    """Whoever has the role may do that within a second. Built-in roles stay as they are."""
    by, seen, name = grantor_of(request), seen_version(request, RoleStale()), own_id("rol", "role", role_id)
    permissions = frozenset(data.permissions)
    changed = await database.write(
        lambda tx: change_role(tx, by, name, permissions, if_version=seen), name="change_role"
    )
    return Response(role_view(changed), headers={"ETag": f'"{changed.version}"'})


@delete(
    "/admin/v1/roles/{role_id:str}",
    policy=staff(Permission.ROLES_WRITE),
    tags=["staff"],
    summary="Delete a role",
    refuses=(RoleInUse, BeyondYourRights),
)
async def remove_role(request: ShopRequest, database: Database, role_id: str) -> None:
    """Only one that nobody has."""
    by, name = grantor_of(request), own_id("rol", "role", role_id)
    await database.write(lambda tx: delete_role(tx, by, name), name="delete_role")


@get(
    "/admin/v1/api-keys",
    policy=staff(Permission.KEYS_WRITE),
    tags=["staff"],
    summary="API keys",
    refuses=(BadCursor,),
)
async def list_api_keys(
    request: ShopRequest, database: Database, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> KeyList:
    """Your own; everybody's, when you may change staff. `last_used_at` is exact to an hour."""
    visitor = visitor_of(request)
    of = None if Permission.STAFF_WRITE in visitor.usable else visitor.staff_id
    page = await database.read(lambda db: list_keys(db, of=of, limit=limit, cursor=cursor))
    return KeyList(items=[key_view(one) for one in page.items], next_cursor=page.next_cursor)


@post(
    "/admin/v1/api-keys",
    policy=staff(Permission.KEYS_WRITE),
    tags=["staff"],
    summary="Make an API key",
    refuses=(BeyondYourRights, KeysFull, InvalidFields),
    once="ignored",
)
async def make_api_key(request: ShopRequest, database: Database, data: KeyBody) -> MadeKey:
    """For yourself: it acts in your name and may do what its scopes say, as long as your role allows it too.

    The answer holds the key, which is shown this once; so the header `Idempotency-Key` is ignored. A key that was made
    with a key ends no later than that one.
    """
    by, owner = grantor_of(request), visitor_of(request).staff_id
    wish = KeyWish(name=data.name, scopes=frozenset(data.scopes), expires_at=data.expires_at)
    made, key = await database.write(lambda tx: create_key(tx, by, owner, wish), name="create_key")
    shown = key_view(made)
    return MadeKey(**{name: getattr(shown, name) for name in shown.__struct_fields__}, key=key)


@delete(
    "/admin/v1/api-keys/{key_id:str}",
    policy=staff(Permission.KEYS_WRITE),
    tags=["staff"],
    summary="Revoke an API key",
    refuses=(BeyondYourRights,),
)
async def revoke_api_key(request: ShopRequest, database: Database, key_id: str) -> None:
    """It opens nothing any more within a second. One of your own; anybody's, when you may change staff."""
    by, name = grantor_of(request), own_id("key", "API key", key_id)
    await database.write(lambda tx: revoke_key_of(tx, by, name), name="revoke_key")
