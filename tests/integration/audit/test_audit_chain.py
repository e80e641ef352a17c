"""The audit chain on every engine: sealed once, in order, and whatever was done to it is found at its first bad row."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from tests.support.unguarded import Unguarded

from niaga.platform.audit import Actor, ActorKind, has_unsealed, record_audit, seal_entries, verify_chain
from niaga.platform.audit.tables import audit_entry, audit_seal
from niaga.platform.database import Database, Transaction

WATI = Actor(ActorKind.STAFF, "wati")
DETAIL = {"é": 1, "a": [None, {"z": True, "b": "Rp5.000"}]}


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
    "change",
    [
        "UPDATE audit_entry SET actor_id = 'budi' WHERE id = :entry",
        "UPDATE audit_entry SET detail = '[2]' WHERE id = :entry",
        "DELETE FROM audit_entry WHERE id = :entry",
        "DELETE FROM audit_seal WHERE entry_id = :entry",
        "UPDATE audit_seal SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x') WHERE entry_id = :entry",
    ],
)
async def test_a_changed_or_missing_row_is_named(chain: Database, unguarded: Unguarded, change: str) -> None:
    await unguarded.run(change, "audit_entry", "audit_seal", entry=await entry_at(chain, 3))
    assert await chain.read(verify_chain) == 3


async def test_exchanged_rows_are_named(chain: Database, unguarded: Unguarded) -> None:
    second, fourth = await entry_at(chain, 2), await entry_at(chain, 4)
    swap = "UPDATE audit_seal SET entry_id = CASE entry_id WHEN :a THEN :b ELSE :a END WHERE entry_id IN (:a, :b)"
    await unguarded.run(swap, "audit_seal", a=second, b=fourth)
    assert await chain.read(verify_chain) == 2


async def test_a_chain_without_its_end_is_noticed(chain: Database, unguarded: Unguarded) -> None:
    await unguarded.run("DELETE FROM audit_entry WHERE id = :entry", "audit_entry", entry=await entry_at(chain, 5))
    await unguarded.run("DELETE FROM audit_seal WHERE position = 5", "audit_seal")
    assert await chain.read(verify_chain) == 5
