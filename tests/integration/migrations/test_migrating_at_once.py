"""Several processes may start on an empty database: one makes the schema, all of them end with it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.servers import process_environment, rig_vault, scratch_database

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database
from niaga.platform.database.migrations import migrate, schema_state
from niaga.platform.database.migrations.runner import newest_revision

AT_ONCE = 3
ROUNDS = 2


def _open(url: str) -> Database:
    return Database(url, vault=rig_vault(), clock=ShopClock(), pool_size=2)


async def _migrate_once(url: str) -> tuple[bool, str | None]:
    database = _open(url)
    await database.open()
    try:
        return await migrate(database), (await schema_state(database)).present
    finally:
        await database.close()


@pytest.mark.parametrize("turn", range(ROUNDS))
async def test_one_of_several_migrates_and_all_end_at_the_newest(engine_url: str, turn: int) -> None:
    with scratch_database(engine_url) as url:
        found = await asyncio.gather(*(_migrate_once(url) for _ in range(AT_ONCE)))
        assert sorted(did for did, _ in found) == [False] * (AT_ONCE - 1) + [True]
        assert {present for _, present in found} == {newest_revision()}


def test_two_processes_migrate_an_empty_database(engine_url: str, tmp_path: Path) -> None:
    with scratch_database(engine_url) as url:
        command = [sys.executable, "-m", "niaga", "migrate", "--database", url, "--data", str(tmp_path)]
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=process_environment())
            for _ in range(2)
        ]
        said = [(process.communicate(timeout=60)[0].decode(), process.returncode) for process in running]
    assert [status for _, status in said] == [0, 0], said
    assert sum(f"→ {newest_revision()}" in text for text, _ in said) == 1, said
    assert sum(f"schema {newest_revision()} is current" in text for text, _ in said) == 1, said
