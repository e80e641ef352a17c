"""Opening a database that somebody else has just made."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from tests.support.servers import rig_vault

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database


async def test_a_new_file_in_which_another_process_writes_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE made (by_whom)")
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.3, other.execute, "COMMIT")
    database = Database(f"sqlite:///{path}", vault=rig_vault(), clock=ShopClock())
    await database.open()
    await database.close()
    other.close()
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)
