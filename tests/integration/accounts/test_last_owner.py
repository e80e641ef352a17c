"""Deeds about rights that come at once: of two owners one stays, an invitation opens once, on every engine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest
import sqlalchemy as sa

from niaga.accounts.errors import BeyondYourRights, InvitationUnknown, LastOwner, RoleInUse
from niaga.accounts.public import (
    OPERATOR,
    Grantor,
    Permission,
    Staff,
    StaffChange,
    StaffWish,
    accept_invitation,
    change_staff,
    create_role,
    create_staff,
    delete_role,
    disable_staff,
    find_invitation,
    invite_staff,
)
from niaga.accounts.tables import role, staff, verification
from niaga.foundation.errors import InvalidFields
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database

ROUNDS = 3
DOWN = StaffChange(role="support")


async def owners(database: Database) -> int:
    """How many owners there are who can come in."""
    ask = sa.select(sa.func.count()).where(staff.c.role == "owner", staff.c.disabled_at.is_(None))
    return int(await database.read(lambda db: db.execute(ask).scalar_one()))


def by(person: Staff) -> Grantor:
    """An owner, as somebody who takes rights away."""
    return Grantor(Actor(ActorKind.STAFF, person.id), frozenset(Permission))


@pytest.mark.parametrize("deed", ["demote", "disable"])
async def test_two_owners_who_take_each_others_rights_leave_one(database: Database, deed: str) -> None:
    first, _ = await database.write(lambda tx: create_staff(tx, "wati@example.com", "owner"))
    for number in range(ROUNDS):
        second, _ = await database.write(lambda tx, name=f"budi{number}@example.com": create_staff(tx, name, "owner"))

        def act(tx: object, giver: Staff, taken: Staff) -> None:
            if deed == "demote":
                change_staff(tx, by(giver), taken.id, DOWN, if_version=None)  # type: ignore[arg-type]
            else:
                disable_staff(tx, by(giver), taken.id)  # type: ignore[arg-type]

        pairs = ((first, second), (second, first))
        found = await asyncio.gather(
            *(database.write(lambda tx, pair=pair: act(tx, *pair)) for pair in pairs), return_exceptions=True
        )
        assert sum(isinstance(one, LastOwner) for one in found) == 1, found
        assert await owners(database) == 1
        first = first if isinstance(found[1], LastOwner) else second


async def test_a_role_is_not_deleted_while_somebody_is_given_it(database: Database) -> None:
    may = frozenset({Permission.ORDERS_READ})
    for number in range(ROUNDS):
        person, _ = await database.write(lambda tx, n=number: create_staff(tx, f"sri{n}@example.com", "support"))
        made = await database.write(lambda tx, n=number: create_role(tx, OPERATOR, name=f"packer{n}", permissions=may))
        change = StaffChange(role=made.name)
        given = database.write(lambda tx, c=change, p=person: change_staff(tx, OPERATOR, p.id, c, if_version=None))
        deleted = database.write(lambda tx, one=made: delete_role(tx, OPERATOR, one.id))
        found = await asyncio.gather(given, deleted, return_exceptions=True)
        refused = [one for one in found if isinstance(one, Exception)]
        assert len(refused) == 1, found
        assert isinstance(refused[0], InvalidFields | RoleInUse | BeyondYourRights)
    dangling = sa.select(sa.func.count()).where(
        staff.c.role.like("packer%"), staff.c.role.not_in(sa.select(role.c.name))
    )
    assert await database.read(lambda db: db.execute(dangling).scalar_one()) == 0


async def test_an_invitation_accepted_twice_at_once_is_accepted_once(database: Database) -> None:
    wish = StaffWish(email="dewi@example.com", role="support", language="id")
    person = await database.write(lambda tx: invite_staff(tx, OPERATOR, wish))
    ask = sa.select(verification.c.id).where(verification.c.holder_id == person.id)
    asked = await database.read(lambda db: db.execute(ask).scalar_one())
    invitation = await database.read(lambda db: find_invitation(db, asked))
    assert invitation is not None

    def accept(password_hash: str) -> Awaitable[Staff]:
        return database.write(lambda tx: accept_invitation(tx, invitation.token, password_hash=password_hash))

    found = await asyncio.gather(accept("hers"), accept("a thief's"), return_exceptions=True)
    assert sum(isinstance(one, InvitationUnknown) for one in found) == 1, found
