"""Heads are signed when the chain has grown, by one of several processes, and again after a death in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.tampering import WATI

from niaga.foundation.clock import FixedClock
from niaga.platform.audit import HeadFile, HeadKeeper, HeadSigner, heads_kept, record_audit, seal_entries, verify_chain
from niaga.platform.audit.heads import LONGEST_UNSIGNED, MOST_UNSIGNED
from niaga.platform.crypto import Keyring
from niaga.platform.database import Database, Transaction

SIGNER = HeadSigner(Keyring.random())


@pytest.fixture
def file(tmp_path: Path) -> HeadFile:
    return HeadFile(tmp_path / "audit-heads.jsonl")


async def grow(database: Database, entries: int) -> None:
    def act(tx: Transaction) -> None:
        for number in range(entries):
            record_audit(tx, WATI, action="order.shipped", subject_type="order", subject_id=f"o{number}", detail={})

    await database.write(act)
    while await database.write(lambda tx: seal_entries(tx, "one")):
        continue


def positions(file: HeadFile) -> list[int]:
    return [head.position for head in file.read()[0]]


async def test_a_head_is_kept_at_once_then_by_time_and_by_number(
    database: Database, clock: FixedClock, file: HeadFile
) -> None:
    keeper = HeadKeeper(database, SIGNER, file)
    assert await keeper.keep() is None
    await grow(database, 3)
    assert await keeper.keep() is not None
    await grow(database, 1)
    assert await keeper.keep() is None
    clock.advance(LONGEST_UNSIGNED)
    assert await keeper.keep() is not None
    clock.advance(LONGEST_UNSIGNED)
    assert await keeper.keep() is None
    await grow(database, MOST_UNSIGNED)
    assert await keeper.keep() is not None
    assert positions(file) == [3, 4, 4 + MOST_UNSIGNED]
    assert await database.read(lambda db: verify_chain(db, file.read()[0])) is None


async def test_of_several_processes_one_keeps_the_head(database: Database, file: HeadFile) -> None:
    await grow(database, 5)
    keepers = [HeadKeeper(database, SIGNER, file) for _ in range(4)]
    await asyncio.gather(*(keeper.keep() for keeper in keepers))
    assert positions(file) == [5]
    assert await database.read(heads_kept) == 5


async def test_a_head_that_was_not_written_is_signed_by_the_next(
    database: Database, clock: FixedClock, tmp_path: Path, file: HeadFile
) -> None:
    await grow(database, 5)
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(OSError, match="folder"):
        await HeadKeeper(database, SIGNER, HeadFile(tmp_path / "folder" / "heads")).keep()
    assert await database.read(heads_kept) == 0
    clock.advance(timedelta(seconds=16))
    assert await HeadKeeper(database, SIGNER, file).keep() is not None
    assert positions(file) == [5]
