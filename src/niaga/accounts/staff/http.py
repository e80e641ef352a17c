"""The people of the shop over HTTP: listed, invited, changed, switched off; and the acceptance of an invitation."""

from litestar import Response, delete, get, patch, post

from niaga.accounts.errors import BeyondYourRights, InvitationUnknown, LastOwner, StaffKnown, StaffStale
from niaga.accounts.gate import grantor_of, staff
from niaga.accounts.model import Permission, Staff, StaffChange, StaffWish
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.passwords import SHORTEST_ALONE
from niaga.accounts.staff.actions import (
    change_staff,
    disable_staff,
    forget_factors,
    get_staff,
    invite_again,
    invite_staff,
)
from niaga.accounts.staff.invitations import accept_invitation, get_invited
from niaga.accounts.staff.limits import accepting
from niaga.accounts.staff.queries import list_staff
from niaga.accounts.staff.wire import AcceptBody, InviteBody, StaffList, StaffPatch, StaffView, own_id, staff_view
from niaga.foundation.errors import InvalidFields
from niaga.foundation.paging import DEFAULT_LIMIT, BadCursor
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, Cursor, Limit, ShopRequest, answer_once, language_of, note_read, note_read_in
from niaga.platform.http.versions import IfMatchMissing, seen_version
from niaga.platform.throttle import Throttle, Throttled


@get(
    "/admin/v1/staff",
    policy=staff(Permission.STAFF_READ),
    tags=["staff"],
    summary="Who works in the shop",
    reads="staff",
    refuses=(BadCursor,),
)
async def list_people(
    request: ShopRequest, database: Database, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> StaffList:
    """In the order in which they came; those who left are `disabled`."""
    page = await database.read(lambda db: list_staff(db, limit=limit, cursor=cursor))
    await note_read(request, [one.id for one in page.items])
    return StaffList(items=[staff_view(one) for one in page.items], next_cursor=page.next_cursor)


@post(
    "/admin/v1/staff",
    policy=staff(Permission.STAFF_WRITE),
    tags=["staff"],
    summary="Invite somebody to work in the shop",
    reads="staff",
    refuses=(StaffKnown, BeyondYourRights, InvalidFields),
)
async def invite_person(request: ShopRequest, database: Database, data: InviteBody) -> Response[StaffView]:
    """Sends a letter with a token, good for a week, by which the person chooses a password.

    Again for the same address: another letter, and the former token opens nothing. Nobody invites somebody who may do
    more than he may himself.
    """
    by, language = grantor_of(request), language_of(request)
    wish = StaffWish(email=data.email, name=data.name or "", role=data.role, language=language)
    answer = await answer_once(request, database, lambda tx: invite_staff(tx, by, wish), staff_view)
    return await note_read_in(request, answer, "stf")


@post(
    "/admin/v1/staff/accept",
    policy=PUBLIC,
    status_code=200,
    tags=["staff"],
    summary="Accept an invitation",
    refuses=(InvitationUnknown, InvalidFields, Throttled),
    once="ignored",
)
async def take_invitation(
    request: ShopRequest, database: Database, passwords: Passwords, throttle: Throttle, data: AcceptBody
) -> StaffView:
    """Choose a password with the token of the letter, then sign in at `POST /admin/v1/sessions`.

    The token opens once, so the header `Idempotency-Key` is ignored. Who had a password has another, and what was
    signed in has ended.
    """
    await throttle.take(*accepting(request))
    person = await database.read(lambda db: get_invited(db, data.token))
    own = (person.email, person.name)
    made = await passwords.hash_chosen(data.password, path="password", shortest=SHORTEST_ALONE, own=own)
    joined = await database.write(
        lambda tx: accept_invitation(tx, data.token, password_hash=made), name="accept_invitation"
    )
    return staff_view(joined)


@get(
    "/admin/v1/staff/{staff_id:str}",
    policy=staff(Permission.STAFF_READ),
    tags=["staff"],
    summary="Somebody who works in the shop",
    reads="staff",
)
async def get_person(request: ShopRequest, database: Database, staff_id: str) -> Response[StaffView]:
    """The version is the `ETag`."""
    name = own_id("stf", "member of staff", staff_id)
    return await _answer(request, await database.read(lambda db: get_staff(db, name)))


@patch(
    "/admin/v1/staff/{staff_id:str}",
    policy=staff(Permission.STAFF_WRITE),
    tags=["staff"],
    summary="Change somebody's role or name",
    reads="staff",
    refuses=(IfMatchMissing, StaffStale, LastOwner, BeyondYourRights, InvalidFields),
    if_match=True,
)
async def patch_person(
    request: ShopRequest, database: Database, staff_id: str, data: StaffPatch
) -> Response[StaffView]:
    """What the person may do changes within a second, on open streams within five. The last owner stays one."""
    by, seen = grantor_of(request), seen_version(request, StaffStale())
    name = own_id("stf", "member of staff", staff_id)
    change = StaffChange(name=data.name, role=data.role)
    changed = await database.write(lambda tx: change_staff(tx, by, name, change, if_version=seen), name="change_staff")
    return await _answer(request, changed)


@post(
    "/admin/v1/staff/{staff_id:str}/invitation",
    policy=staff(Permission.STAFF_WRITE),
    status_code=200,
    tags=["staff"],
    summary="Send another invitation",
    reads="staff",
    refuses=(BeyondYourRights, StaffStale),
)
async def invite_person_again(request: ShopRequest, database: Database, staff_id: str) -> Response[StaffView]:
    """For a lost letter or a forgotten password: the person chooses another one with the token in it."""
    by, language = grantor_of(request), language_of(request)
    name = own_id("stf", "member of staff", staff_id)
    answer = await answer_once(
        request, database, lambda tx: invite_again(tx, by, name, language=language), staff_view, status=200
    )
    return await note_read_in(request, answer, "stf")


@delete(
    "/admin/v1/staff/{staff_id:str}/factors",
    policy=staff(Permission.STAFF_WRITE),
    tags=["staff"],
    summary="Take away somebody's second factors",
    refuses=(BeyondYourRights,),
)
async def forget_persons_factors(request: ShopRequest, database: Database, staff_id: str) -> None:
    """For who lost the phone and the recovery codes: the person signs in with the password and sets up new ones."""
    by, name = grantor_of(request), own_id("stf", "member of staff", staff_id)
    await database.write(lambda tx: forget_factors(tx, by, name), name="forget_factors")


@delete(
    "/admin/v1/staff/{staff_id:str}",
    policy=staff(Permission.STAFF_WRITE),
    tags=["staff"],
    summary="Switch somebody off",
    refuses=(LastOwner, BeyondYourRights),
)
async def delete_person(request: ShopRequest, database: Database, staff_id: str) -> None:
    """Password, keys, sign-ins and invitations open nothing any more. The name stays, for the audit trail."""
    by, name = grantor_of(request), own_id("stf", "member of staff", staff_id)
    await database.write(lambda tx: disable_staff(tx, by, name), name="disable_staff")


async def _answer(request: ShopRequest, person: Staff) -> Response[StaffView]:
    await note_read(request, [person.id])
    return Response(staff_view(person), headers={"ETag": f'"{person.version}"'})
