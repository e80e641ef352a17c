"""Staff and their keys on every engine: shown once, kept as hashes, revoked within a second."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from niaga.accounts.errors import KeyUnknown, StaffKnown
from niaga.accounts.keys.store import touch_key
from niaga.accounts.model import Role
from niaga.accounts.public import StaffKeys, authenticate_key, create_staff, revoke_key
from niaga.accounts.staff.store import find_staff_by_email
from niaga.accounts.tables import api_key, staff
from niaga.foundation.clock import FixedClock
from niaga.foundation.errors import InvalidFields
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.audit.tables import audit_entry
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Database

WATI = Actor(ActorKind.STAFF, "wati")


def create(email: str = "sari@example.com", role: Role | str = Role.MANAGER, **more: Any):
    return lambda tx: create_staff(tx, email, role, **more)


async def known(database: Database, key: str):
    return await database.read(lambda db: authenticate_key(db, key))


async def count(database: Database, table: sa.Table):
    return await database.read(lambda db: db.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


async def test_a_key_stands_for_the_person_it_was_made_for(database: Database):
    person, key = await database.write(create(role=Role.OWNER))
    found = await known(database, key)
    assert (found.staff_id, found.role, found.last_used_at) == (person.id, Role.OWNER, None)


async def test_neither_key_nor_address_stands_in_the_tables(database: Database):
    _, key = await database.write(create())
    stored = await database.read(
        lambda db: str([db.execute(sa.text(f"SELECT * FROM {name}")).all() for name in ("staff", "api_key")])
    )
    assert key not in stored
    assert key[3:] not in stored
    assert "sari" not in stored


@pytest.mark.parametrize(
    "key", ["", "ng_", "ng_" + "0" * 43, "x", "ng_\x00", "ng_\ud800", "ng_" + "é" * 43, "' OR 1=1 --", "n" * 100_000]
)
async def test_other_keys_stand_for_nobody(database: Database, key: str):
    await database.write(create())
    assert await known(database, key) is None


async def test_a_lost_key_is_replaced_for_the_same_person(database: Database):
    first, old = await database.write(create())
    second, new = await database.write(create(" SARI@Example.com "))
    assert first.id == second.id
    assert await known(database, old)
    third, newest = await database.write(create(revoke_others=True))
    assert third.id == first.id
    assert [bool(await known(database, key)) for key in (old, new, newest)] == [False, False, True]


async def test_a_known_person_keeps_their_role(database: Database):
    await database.write(create())
    with pytest.raises(StaffKnown, match="as manager"):
        await database.write(create(role="owner"))


async def test_a_bad_address_or_role_stores_nobody(database: Database):
    for arguments in ({"email": "sari"}, {"role": "admin"}):
        with pytest.raises(InvalidFields):
            await database.write(create(**arguments))
    assert await count(database, staff) == 0


async def test_one_person_taken_on_many_times_at_once_is_one_person(database: Database):
    made = await asyncio.gather(*(database.write(create()) for _ in range(6)))
    assert len({person.id for person, _ in made}) == 1
    assert len({key for _, key in made}) == 6
    assert await count(database, staff) == 1


async def test_a_revoked_key_opens_nothing(database: Database):
    _, key = await database.write(create())
    key_id = (await known(database, key)).key_id
    await database.write(lambda tx: revoke_key(tx, key_id, by=WATI))
    assert await known(database, key) is None
    with pytest.raises(KeyUnknown):
        await database.write(lambda tx: revoke_key(tx, key_id, by=WATI))


async def test_a_person_who_left_has_no_keys(database: Database):
    person, key = await database.write(create())
    leave = sa.update(staff).where(staff.c.id == person.id).values(disabled_at=person.created_at)
    await database.write(lambda tx: tx.execute(leave))
    assert await known(database, key) is None


async def test_a_gate_learns_of_a_revocation_within_a_second(database: Database):
    gate = StaffKeys(database)
    _, key = await database.write(create())
    person = await gate.principal(key)
    await database.write(lambda tx: revoke_key(tx, person.key_id, by=WATI))
    await asyncio.sleep(0.6)
    assert await gate.principal(key) is None


async def test_a_gate_remembers_nobody_it_does_not_know(database: Database):
    gate = StaffKeys(database)
    for number in range(50):
        assert await gate.principal(f"ng_{number}") is None
    assert len(gate._known) == 0


async def test_the_time_of_use_is_noted_at_most_once_an_hour(database: Database, clock: FixedClock):
    _, key = await database.write(create())

    async def used_at() -> Any:
        await StaffKeys(database).principal(key)
        return (await known(database, key)).last_used_at

    first = clock.now()
    assert await used_at() == first
    clock.advance(timedelta(minutes=59))
    assert await used_at() == first
    clock.advance(timedelta(minutes=1))
    assert await used_at() == clock.now()


async def test_the_time_of_use_never_runs_backwards(database: Database, clock: FixedClock):
    _, key = await database.write(create())
    found = await known(database, key)
    for minutes in (5, 3):
        at = clock.now() + timedelta(minutes=minutes)
        await database.write(lambda tx, at=at: touch_key(tx, found.key_id, at))
    assert (await known(database, key)).last_used_at == clock.now() + timedelta(minutes=5)


async def test_every_deed_is_in_the_audit_without_the_address(database: Database):
    await database.write(create(by=WATI))
    entries = await database.read(lambda db: db.execute(sa.select(audit_entry).order_by(audit_entry.c.id)).all())
    assert [(entry.actor_id, entry.action) for entry in entries] == [
        ("wati", "staff.created"),
        ("wati", "api_key.created"),
    ]
    assert "sari" not in str(entries)


async def test_a_person_is_still_found_after_the_keys_were_rotated(database: Database):
    person, _ = await database.write(create())
    old = database.vault.keyring
    keys = {"new": bytes(range(32)), **{kid: old.key(kid) for kid in old.ids()}}
    database.vault = Vault(Keyring(keys, primary="new"))
    again, _ = await database.write(create())
    assert again.id == person.id
    found = await database.read(lambda db: find_staff_by_email(db, "sari@example.com"))
    assert found == person
    assert await count(database, api_key) == 2
