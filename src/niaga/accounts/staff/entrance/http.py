"""Signing in and out as staff over HTTP, and what belongs to whoever is signed in."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post
from msgspec import Meta

from niaga.accounts.errors import PasswordWrong, SecondFactorRequired, SecondFactorWrong, SignInFailed
from niaga.accounts.gate import staff_member, staff_session, visitor_of
from niaga.accounts.model import HolderKind, SessionPrincipal
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.emails import email_identity, normalised_email
from niaga.accounts.sessions.actions import end_session
from niaga.accounts.sessions.gate import Sessions, session_of
from niaga.accounts.sessions.http import SessionList, session_view
from niaga.accounts.sessions.queries import list_sessions
from niaga.accounts.staff import store
from niaga.accounts.staff.actions import get_staff
from niaga.accounts.staff.entrance.actions import (
    begin_staff_session,
    change_own_password,
    note_many_tries,
    renew_hash,
    shortest_password,
)
from niaga.accounts.staff.limits import signing_in
from niaga.accounts.staff.wire import Address, Password, StaffView, own_id, staff_view
from niaga.foundation.errors import InvalidFields
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC, ShopRequest, bearer_token
from niaga.platform.throttle import Throttle, Throttled

Otp = Annotated[str, Meta(min_length=6, max_length=40)]
_MINE = HolderKind.STAFF


class SignInBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Address and password; `otp` is the code of an authenticator app, or a recovery code."""

    email: Address
    password: Password
    otp: Otp | None = None


class StaffSession(msgspec.Struct, kw_only=True):
    """A sign-in. `token` (`ng_t_…`) is shown this once. `proof` says whether a second factor was given."""

    token: str
    expires_at: datetime
    proof: str
    staff: StaffView


class OwnView(StaffView, kw_only=True):
    """Who you are, and what you may do with this key or sign-in.

    `needs_second_factor` is what your role includes beyond that, for a sign-in with a second factor.
    """

    permissions: list[str]
    needs_second_factor: list[str]


class PasswordBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The present password and another one: 15 characters at least, 8 where you have a second factor."""

    current_password: Password
    password: Password


@post(
    "/admin/v1/sessions",
    policy=PUBLIC,
    tags=["staff"],
    summary="Sign in as staff",
    refuses=(SignInFailed, SecondFactorRequired, SecondFactorWrong, Throttled, InvalidFields),
    once="ignored",
)
async def sign_staff_in(
    request: ShopRequest, database: Database, passwords: Passwords, throttle: Throttle, data: SignInBody
) -> StaffSession:
    """The token opens staff routes for 12 hours, or until it was not used for two.

    The answer holds a secret, so the header `Idempotency-Key` is ignored. An unknown address and a wrong password are
    told the same, in the same time.
    """
    address = normalised_email(data.email)
    tries = signing_in(request, address)
    try:
        await throttle.take(*tries)
    except Throttled:
        await _note(database, email_identity(address))
        raise
    known = await database.read(lambda db: store.find_password_hash(db, address))
    verdict = await passwords.verify(known and known[1], data.password)
    if known is None or not verdict.right:
        raise SignInFailed
    person, seen = known
    device = request.headers.get("user-agent", "")
    try:
        session, token = await database.write(
            lambda tx: begin_staff_session(tx, person, seen, otp=data.otp, device=device), name="begin_staff_session"
        )
    except SecondFactorRequired:
        # The password was right; it is the code that may be guessed at.
        await throttle.give_back(*tries)
        raise
    await throttle.give_back(*tries)
    if verdict.outdated:
        renewed = await passwords.hash(data.password)
        await database.write(lambda tx: renew_hash(tx, person.id, password_hash=renewed), name="renew_hash")
    return StaffSession(token=token, expires_at=session.expires_at, proof=session.proof.value, staff=staff_view(person))


@delete(
    "/admin/v1/sessions/current",
    policy=staff_session(),
    tags=["staff"],
    summary="Sign out as staff",
)
async def sign_staff_out(request: ShopRequest, database: Database, sessions: Sessions) -> None:
    """The token opens nothing any more, in every process within a second."""
    mine = session_of(request)
    await _end(database, mine, mine.session_id)
    sessions.forget(bearer_token(request) or "")


@get(
    "/admin/v1/me",
    policy=staff_member(),
    tags=["staff"],
    summary="Who I am",
)
async def read_staff_me(request: ShopRequest, database: Database) -> OwnView:
    """By key or session: the person, and what may be done with it."""
    visitor = visitor_of(request)
    shown = staff_view(await database.read(lambda db: get_staff(db, visitor.staff_id)))
    return OwnView(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        permissions=sorted(one.value for one in visitor.usable),
        needs_second_factor=sorted(one.value for one in visitor.allowed - visitor.usable),
    )


@get(
    "/admin/v1/me/sessions",
    policy=staff_session(),
    tags=["staff"],
    summary="Where I am signed in as staff",
)
async def list_own_sessions(request: ShopRequest, database: Database) -> SessionList:
    """Every device that is signed in. `seen_at` is exact to a minute."""
    mine = session_of(request)
    found = await database.read(lambda db: list_sessions(db, _MINE, mine.holder_id))
    return SessionList(items=[session_view(one, mine.session_id) for one in found], next_cursor=None)


@delete(
    "/admin/v1/me/sessions/{session_id:str}",
    policy=staff_session(),
    tags=["staff"],
    summary="Sign one of my devices out",
)
async def end_own_session(request: ShopRequest, session_id: str, database: Database, sessions: Sessions) -> None:
    """Ends one session of one's own, perhaps this one. Its token opens nothing any more within a second."""
    await _end(database, session_of(request), own_id("ses", "session", session_id))
    sessions.forget(bearer_token(request) or "")


@post(
    "/admin/v1/me/password",
    policy=staff_session(),
    status_code=204,
    tags=["staff"],
    summary="Change my password",
    refuses=(PasswordWrong, Throttled, InvalidFields),
    once="ignored",
)
async def change_staff_password(
    request: ShopRequest, database: Database, passwords: Passwords, throttle: Throttle, data: PasswordBody
) -> None:
    """Every other sign-in ends. The header `Idempotency-Key` is ignored: the present password is another one afterwards."""
    mine = session_of(request)
    tries = signing_in(request, mine.holder_id)
    await throttle.take(*tries)

    def look(db: Reader) -> tuple[str | None, int, tuple[str, str]]:
        person = get_staff(db, mine.holder_id)
        known = store.find_own_password(db, person.id)
        return known, shortest_password(db, person.id), (person.email, person.name)

    known, shortest, own = await database.read(look)
    if not (await passwords.verify(known, data.current_password)).right:
        raise PasswordWrong
    await throttle.give_back(*tries)
    made = await passwords.hash_chosen(data.password, path="password", shortest=shortest, own=own)
    await database.write(lambda tx: change_own_password(tx, mine, password_hash=made), name="change_own_password")


async def _end(database: Database, mine: SessionPrincipal, session_id: str) -> None:
    await database.write(lambda tx: end_session(tx, _MINE, mine.holder_id, session_id), name="end_session")


async def _note(database: Database, address: str) -> None:
    try:
        await database.write(lambda tx: note_many_tries(tx, address), name="note_many_tries")
    except Throttled:
        return
