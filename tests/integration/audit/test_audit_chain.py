"""The audit chain on every engine: sealed once, in order, and whatever was done to it is found at its first bad row."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from tests.support.unguarded import Unguarded

from niaga.foundation.identity import ids_since, new_id
from niaga.platform.audit import (
    Actor,
    ActorKind,
    Fault,
    FaultKind,
    has_unsealed,
    record_audit,
    seal_entries,
    seal_late_entries,
    verify_chain,
)
from niaga.platform.audit.tables import audit_entry, audit_seal
from niaga.platform.database import Database, Transaction

WATI = Actor(ActorKind.STAFF, "wati")
DETAIL = {"é": 1, "a": [None, {"z": True, "b": "Rp5.000"}]}
_ENTRY = sa.text(
    "INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, subject_type, subject_id, detail)"
    " VALUES (:id, 1, 'staff', 'budi', 'order.shipped', 'order', 'o', '{}')"
)


async def record(database: Database, *subjects: str) -> None:
    def act(tx: Transaction) -> None:
        for subject in subjects:
            record_audit(tx, WATI, action="order.shipped", subject_type="order", subject_id=subject, detail=DETAIL)

    await database.write(act)


async def seal(database: Database, owner: str = "one") -> int:
    return await database.write(lambda tx: seal_entries(tx, owner))


@pytest.fixture
async def chain(database: Database) -> Database:
    await record(database, *(f"o{number}" for number in range(1, 6)))
    assert await seal(database) == 5
    return database


@pytest.fixture
async def unguarded(chain: Database) -> AsyncIterator[Unguarded]:
    made = Unguarded(chain)
    yield made
    await made.restore()


async def entry_at(database: Database, position: int) -> str:
    query = sa.select(audit_seal.c.entry_id).where(audit_seal.c.position == position)
    return str(await database.read(lambda db: db.execute(query).scalar_one()))


async def test_entries_are_sealed_once_and_the_chain_holds(chain: Database) -> None:
    assert not await chain.read(has_unsealed)
    assert await seal(chain) == 0
    await record(chain, "o6")
    assert await chain.read(has_unsealed)
    assert await seal(chain) == 1
    assert await chain.read(verify_chain) is None


async def test_only_the_holder_of_the_lease_seals(chain: Database) -> None:
    await record(chain, "o6")
    assert await seal(chain, "another") == 0
    assert await seal(chain, "one") == 1


async def test_the_tables_refuse_changes(chain: Database) -> None:
    for change in (sa.update(audit_entry).values(actor_id="budi"), sa.delete(audit_seal)):
        with pytest.raises(sa.exc.DBAPIError):
            await chain.write(lambda tx, change=change: tx.execute(change))
    assert await chain.read(verify_chain) is None


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("altered", "UPDATE audit_entry SET actor_id = 'budi' WHERE id = :entry"),
        ("missing", "DELETE FROM audit_entry WHERE id = :entry"),
    ],
)
async def test_a_changed_or_missing_row_is_named(chain: Database, unguarded: Unguarded, kind: str, change: str) -> None:
    await unguarded.run(change, "audit_entry", "audit_seal", entry=await entry_at(chain, 3))
    found = await chain.read(verify_chain)
    assert (found.position, found.kind) == (3, kind)


async def test_an_entry_that_a_slow_clock_dated_back_is_sealed_late(chain: Database) -> None:
    old = "00" + (await entry_at(chain, 1))[2:]
    hours_ago = ids_since(new_id(), 2 * 3600 * 1000)
    for one in (old, hours_ago):
        await chain.write(lambda tx, one=one: tx.execute(_ENTRY, {"id": one}))
    assert not await chain.read(has_unsealed)
    assert await chain.read(verify_chain) == Fault(FaultKind.INSERTED, 6, old)
    assert await chain.write(lambda tx: seal_late_entries(tx, "one")) == 1
    assert await entry_at(chain, 6) == hours_ago
