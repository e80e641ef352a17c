"""Each of the three walls around the stock holds alone; with all of them down the rig goes red.

The switches are in tests/support/walls.py. Many buyers come at once through the real application.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.shop import open_shop
from tests.support.walls import Wall, walls_down

from niaga.platform.database import Database

UNITS, BUYERS = 5, 12
# What the buyers too many are told when only this wall stands. That the shop needed its last one is a bug, and loud.
REFUSAL = {
    Wall.DECISION: (409, "inventory.out_of_stock"),
    Wall.WHERE: (503, "request.overloaded"),
    Wall.CHECK: (500, "request.failed_unexpectedly"),
}


async def _sell(database: Database, folder: Path, *down: Wall) -> tuple[Counter[Any], tuple[int, int], dict[Wall, int]]:
    """What buyers were told, (on hand, reserved) afterwards, and how often each switch was in the way."""
    async with open_shop(database, folder, stock={"KOPI-250": UNITS}) as shop, walls_down(database, *down) as met:
        answers = await asyncio.gather(*(shop.place(("KOPI-250", 1)) for _ in range(BUYERS)))
        row = await database.read(lambda db: db.execute(sa.text("SELECT on_hand, reserved FROM stock")).one())
    told = Counter((answer.status_code, answer.json().get("code")) for answer in answers)
    return told, (row.on_hand, row.reserved), met


@pytest.mark.parametrize("alone", list(Wall))
async def test_each_wall_holds_alone(database: Database, tmp_path: Path, alone: Wall) -> None:
    others = [wall for wall in Wall if wall is not alone]
    told, (on_hand, reserved), met = await _sell(database, tmp_path, *others)
    assert all(met.values()), "a switch that nothing passed shows nothing"
    assert (on_hand, reserved) == (UNITS, UNITS)
    assert told == {(201, None): UNITS, REFUSAL[alone]: BUYERS - UNITS}


async def test_with_all_walls_up_the_same(database: Database, tmp_path: Path) -> None:
    told, levels, _ = await _sell(database, tmp_path)
    assert levels == (UNITS, UNITS)
    assert told == {(201, None): UNITS, (409, "inventory.out_of_stock"): BUYERS - UNITS}


async def test_with_all_walls_down_the_shop_oversells(database: Database, tmp_path: Path) -> None:
    told, (on_hand, reserved), met = await _sell(database, tmp_path, *Wall)
    assert all(met.values())
    assert (on_hand, reserved) == (UNITS, BUYERS), "the rig cannot fail: it measures nothing"
    assert told == {(201, None): BUYERS}
