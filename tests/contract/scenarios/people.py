"""The people who run the shop: their roles, invitations, sign-ins and keys."""

from __future__ import annotations

from dataclasses import replace

from tests.contract.scenarios.stage import refuses, rows, shows

from niaga.accounts.errors import (
    BeyondYourRights,
    InvitationUnknown,
    LastOwner,
    RoleInUse,
    RoleNameTaken,
    RoleStale,
    SignInFailed,
    StaffKnown,
    StaffStale,
)
from niaga.accounts.public import (
    OPERATOR,
    PERMISSIONS,
    Grantor,
    KeyWish,
    Permission,
    Role,
    Sessions,
    Staff,
    StaffChange,
    StaffWish,
    accept_invitation,
    authenticate_key,
    begin_staff_session,
    change_own_password,
    change_role,
    change_staff,
    create_key,
    create_role,
    create_staff,
    delete_role,
    disable_staff,
    disable_staff_at,
    find_invitation,
    forget_factors,
    invite_again,
    invite_staff,
    note_many_tries,
    revoke_key_of,
)
from niaga.foundation.errors import InvalidFields, NotFound
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database
from niaga.platform.throttle import Throttled

DEWI = StaffWish(email="Dewi@Example.com", name="Dewi", role="manager", language="id")
HASH = "$argon2id$of-a-password"


async def hired(database: Database, role: str, name: str = "agus") -> Grantor:
    """Somebody who works here, with the rights of the role."""
    person, _ = await database.write(lambda tx: create_staff(tx, f"{name}@example.com", role))
    return Grantor(Actor(ActorKind.STAFF, person.id), PERMISSIONS[Role(role)])


async def token_of(database: Database) -> str:
    """What the last letter holds."""
    ((asked,),) = await rows(database, "SELECT id FROM verification WHERE used_at IS NULL")
    invitation = await database.read(lambda db: find_invitation(db, asked))
    assert invitation is not None
    return invitation.token


@shows("accounts.invite_staff", "accounts.invite_again", "accounts.accept_invitation")
async def an_invitation_opens_once_and_only_the_last_one_does(database: Database) -> None:
    wati = await hired(database, "owner", "wati")
    person = await database.write(lambda tx: invite_staff(tx, wati, DEWI))
    first = await token_of(database)
    await database.write(lambda tx: invite_again(tx, wati, person.id, language="en"))
    second = await token_of(database)
    for token in (first, second[:-1] + "x", second[:-1], "ng_i_", ""):
        await refuses(
            database, lambda tx, token=token: accept_invitation(tx, token, password_hash=HASH), InvitationUnknown
        )
    joined = await database.write(lambda tx: accept_invitation(tx, second, password_hash=HASH))
    assert (joined.id, joined.status, joined.has_password, joined.email) == (
        person.id, "active", True, "Dewi@example.com"
    )  # fmt: skip
    await refuses(database, lambda tx: accept_invitation(tx, second, password_hash=HASH), InvitationUnknown)
    await refuses(database, lambda tx: invite_staff(tx, wati, DEWI), StaffKnown)
    stored = str(await rows(database, "SELECT * FROM verification")) + str(await rows(database, "SELECT * FROM staff"))
    assert second[-43:] not in stored
    assert not {"Dewi", HASH} & set(stored.split("'"))


@shows("accounts.invite_staff", "accounts.change_staff", "accounts.disable_staff")
async def nobody_gives_or_takes_what_he_does_not_hold(database: Database) -> None:
    wati, agus = await hired(database, "owner", "wati"), await hired(database, "manager")
    agus = replace(agus, held=agus.held | {Permission.STAFF_WRITE})
    owner = StaffWish(email="budi@example.com", role="owner", language="id")
    await refuses(database, lambda tx: invite_staff(tx, agus, owner), BeyondYourRights)
    up = StaffChange(role="owner")
    await refuses(database, lambda tx: change_staff(tx, agus, agus.actor.id, up, if_version=None), BeyondYourRights)
    down = StaffChange(role="support")
    await refuses(database, lambda tx: change_staff(tx, agus, wati.actor.id, down, if_version=None), BeyondYourRights)
    renamed = StaffChange(name="Nobody")
    await refuses(
        database, lambda tx: change_staff(tx, agus, wati.actor.id, renamed, if_version=None), BeyondYourRights
    )
    for act in (disable_staff, forget_factors):
        await refuses(database, lambda tx, act=act: act(tx, agus, wati.actor.id), BeyondYourRights)
    await refuses(database, lambda tx: invite_again(tx, agus, wati.actor.id, language="id"), BeyondYourRights)
    helper = StaffWish(email="sri@example.com", role="support", language="id")
    assert (await database.write(lambda tx: invite_staff(tx, agus, helper))).role == "support"


@shows("accounts.change_staff", "accounts.disable_staff", "accounts.disable_staff_at", "accounts.create_staff")
async def the_last_owner_stays_one(database: Database) -> None:
    wati = await hired(database, "owner", "wati")
    who, down = wati.actor.id, StaffChange(role="manager")
    invited = StaffWish(email="budi@example.com", role="owner", language="id")
    await database.write(lambda tx: invite_staff(tx, wati, invited))
    await refuses(database, lambda tx: change_staff(tx, wati, who, down, if_version=None), LastOwner)
    await refuses(database, lambda tx: disable_staff(tx, wati, who), LastOwner)
    await refuses(database, lambda tx: disable_staff_at(tx, "wati@example.com"), LastOwner)
    other = await hired(database, "owner", "joko")
    await database.write(lambda tx: change_staff(tx, other, who, down, if_version=1))
    await refuses(database, lambda tx: change_staff(tx, other, who, down, if_version=1), StaffStale)
    await refuses(database, lambda tx: change_staff(tx, other, who, StaffChange(role="x"), if_version=2), InvalidFields)
    await database.write(lambda tx: disable_staff(tx, other, who))
    await refuses(database, lambda tx: disable_staff(tx, other, who), NotFound)
    back, key = await database.write(lambda tx: create_staff(tx, "wati@example.com", "finance"))
    found = await database.read(lambda db: authenticate_key(db, key))
    assert found is not None
    assert (found.staff_id, found.role) == (back.id, "finance") == (who, "finance")


@shows("accounts.create_role", "accounts.change_role", "accounts.delete_role")
async def a_role_of_the_shop_may_do_what_it_says_and_goes_when_nobody_has_it(database: Database) -> None:
    wati, agus = await hired(database, "owner", "wati"), await hired(database, "manager")
    packs = frozenset({Permission.ORDERS_READ, Permission.ORDERS_SHIP})
    role = await database.write(lambda tx: create_role(tx, wati, name="packer", permissions=packs))
    for name in ("packer", "owner"):
        await refuses(
            database, lambda tx, name=name: create_role(tx, wati, name=name, permissions=packs), RoleNameTaken
        )
    money = packs | {Permission.SETTINGS_WRITE}
    await refuses(database, lambda tx: create_role(tx, agus, name="thief", permissions=money), BeyondYourRights)
    await refuses(database, lambda tx: change_role(tx, agus, role.id, money, if_version=None), BeyondYourRights)
    person, key = await database.write(lambda tx: create_staff(tx, "sri@example.com", "packer"))
    assert (await database.read(lambda db: authenticate_key(db, key))).permissions == packs  # type: ignore[union-attr]
    fewer = frozenset({Permission.ORDERS_READ})
    await database.write(lambda tx: change_role(tx, agus, role.id, fewer, if_version=1))
    await refuses(database, lambda tx: change_role(tx, agus, role.id, packs, if_version=1), RoleStale)
    assert (await database.read(lambda db: authenticate_key(db, key))).permissions == fewer  # type: ignore[union-attr]
    await refuses(database, lambda tx: delete_role(tx, wati, role.id), RoleInUse)
    await database.write(lambda tx: change_staff(tx, wati, person.id, StaffChange(role="support"), if_version=None))
    await database.write(lambda tx: delete_role(tx, wati, role.id))
    await refuses(database, lambda tx: delete_role(tx, wati, role.id), NotFound)


@shows(
    "accounts.begin_staff_session",
    "accounts.change_own_password",
    "accounts.forget_factors",
    "accounts.note_many_tries",
)
async def a_sign_in_lasts_until_the_password_is_another_one(database: Database) -> None:
    wati = await hired(database, "owner", "wati")
    await database.write(lambda tx: invite_staff(tx, wati, DEWI))
    token = await token_of(database)
    dewi: Staff = await database.write(lambda tx: accept_invitation(tx, token, password_hash=HASH))
    opened = [
        await database.write(lambda tx: begin_staff_session(tx, dewi, HASH, otp=None, device="a phone"))
        for _ in range(2)
    ]
    (mine, kept), (_, other) = opened
    await database.write(lambda tx: change_own_password(tx, mine, password_hash="another"))
    sessions = Sessions(database)
    found = await sessions.principal(kept)
    assert found is not None
    assert (found.role, found.permissions, found.proof) == ("manager", PERMISSIONS[Role.MANAGER], "password")
    assert await sessions.principal(other) is None
    await refuses(database, lambda tx: begin_staff_session(tx, dewi, HASH, otp=None, device="a thief's"), SignInFailed)
    await database.write(lambda tx: forget_factors(tx, wati, dewi.id))
    assert await sessions.principal(kept) is not None, "it was remembered for half a second"
    assert await Sessions(database).principal(kept) is None
    await database.write(lambda tx: note_many_tries(tx, "dewi@example.com"))
    await refuses(database, lambda tx: note_many_tries(tx, "dewi@example.com"), Throttled)
    noted = await rows(database, "SELECT subject_id FROM audit_entry WHERE action = 'staff.many_tries'")
    assert noted == [(dewi.id,)]


@shows("accounts.create_key", "accounts.revoke_key_of")
async def a_key_may_do_no_more_than_its_maker_and_its_role(database: Database) -> None:
    wati, agus = await hired(database, "owner", "wati"), await hired(database, "manager")
    mine = agus.actor.id
    too_much = KeyWish(name="till", scopes=frozenset({Permission.SETTINGS_WRITE}))
    await refuses(database, lambda tx: create_key(tx, agus, mine, too_much), BeyondYourRights)
    past = KeyWish(name="till", scopes=frozenset(), expires_at=database.clock.now())
    await refuses(database, lambda tx: create_key(tx, agus, mine, past), InvalidFields)
    wish = KeyWish(name="till", scopes=frozenset({Permission.ORDERS_READ, Permission.ORDERS_WRITE}))
    made, key = await database.write(lambda tx: create_key(tx, agus, mine, wish))
    lower = StaffChange(role="warehouse")
    await database.write(lambda tx: change_staff(tx, wati, mine, lower, if_version=None))
    found = await database.read(lambda db: authenticate_key(db, key))
    assert found is not None
    assert found.permissions == {Permission.ORDERS_READ}
    _, others = await database.write(lambda tx: create_staff(tx, "wati@example.com", "owner"))
    foreign = await database.read(lambda db: authenticate_key(db, others))
    assert foreign is not None
    await refuses(database, lambda tx: revoke_key_of(tx, agus, foreign.key_id), NotFound)
    await database.write(lambda tx: revoke_key_of(tx, OPERATOR, made.id))
    assert await database.read(lambda db: authenticate_key(db, key)) is None
