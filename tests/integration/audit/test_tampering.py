"""Whatever is done to the audit trail behind its guards is found, named, and placed at its first bad row."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator

import pytest
from tests.support.fire import TORTURE
from tests.support.notes import Note
from tests.support.tampering import DEEDS, HEADS, LENGTH, READINGS, Deed, Trail

from niaga.platform.audit import Fault, FaultKind, verify_chain
from niaga.platform.database import Database, Engine

ROUNDS = 10_000 if TORTURE else 60
# Where these may happen and still be what they are called.
_ANYWHERE = [one for one in DEEDS if one.kind in ("altered", "missing", "inserted", "reordered") and one.at == 6]


@pytest.fixture
async def trail(database: Database) -> AsyncIterator[Trail]:
    made = Trail(database)
    await made.prepare()
    yield made
    await made.unguarded.restore()


async def found(trail: Trail) -> Fault | None:
    return await trail.database.read(lambda db: verify_chain(db, trail.heads))


async def named(trail: Trail, deed: Deed, **places: int) -> tuple[str, int] | None:
    await trail.do(deed, **places)
    fault = await found(trail)
    await trail.put_back()
    return fault and (fault.kind.value, fault.position)


async def test_each_of_many_ways_to_tamper_is_named_at_its_first_bad_row(trail: Trail) -> None:
    assert len(DEEDS) >= 20
    assert await found(trail) is None
    told = {deed.name: await named(trail, deed) for deed in DEEDS}
    assert told == {deed.name: deed.told for deed in DEEDS}
    assert await found(trail) is None


async def test_an_entry_that_lost_its_seal_is_named(trail: Trail) -> None:
    (lost,) = [deed for deed in DEEDS if deed.name == "its seal gone, and the rest moved up"]
    await trail.do(lost)
    assert await found(trail) == Fault(FaultKind.MISSING, 6, trail.entries[5])


async def test_a_chain_made_anew_is_found_by_the_next_head(trail: Trail) -> None:
    await trail.rewrite(at=7)
    assert await trail.database.read(verify_chain) is None
    assert await found(trail) == Fault(FaultKind.REWRITTEN, 10, trail.entries[9], since=5)


@pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)
async def test_wherever_it_happens_it_is_found_there(trail: Trail, note: Note) -> None:
    draw = random.Random(os.environ.get("NIAGA_SEED", "84"))
    for _ in range(ROUNDS):
        deed = draw.choice(_ANYWHERE)
        at = draw.randint(1, LENGTH - 3)
        there = draw.randint(at + 1, LENGTH)
        fault = await named(trail, deed, at=at, there=there)
        assert fault == (deed.kind, deed.found_at or at), (deed.name, at, there)
    note(tampered=ROUNDS, found=ROUNDS)


def test_the_story_has_readings_and_heads_within_it() -> None:
    assert max(*READINGS, *HEADS) <= LENGTH
