"""What scenarios stand on: their registry, and how an effect and a refusal are looked at."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.hostile import census

import niaga
from niaga.platform.database import Database, Transaction

PLATFORM_DOORS = ("database", "outbox", "audit", "idempotency", "search", "throttle")
Play = Callable[[Database], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """A short story that shows what these actions do and what they refuse."""

    actions: tuple[str, ...]
    play: Play

    @property
    def id(self) -> str:
        """Its name in reports."""
        return self.play.__name__


SCENARIOS: list[Scenario] = []


def shows(*actions: str) -> Callable[[Play], Play]:
    """The decorated scenario shows these actions (`room.name`)."""

    def register(play: Play) -> Play:
        SCENARIOS.append(Scenario(actions, play))
        return play

    return register


def actions() -> list[str]:
    """Every function behind a door that takes a transaction first, or makes writes: found, not listed."""
    rooms = [one.name for one in pkgutil.iter_modules(niaga.__path__) if one.ispkg]
    doors = {room: f"niaga.{room}.public" for room in rooms}
    doors |= {name: f"niaga.platform.{name}" for name in PLATFORM_DOORS}
    return sorted(f"{room}.{name}" for room, door in doors.items() for name in _writers(door))


def _writers(door: str) -> list[str]:
    try:
        module = importlib.import_module(door)
    except ModuleNotFoundError as error:
        if error.name != door:
            raise
        return []
    names: list[str] = module.__all__
    return [
        name for name in names if inspect.isfunction(getattr(module, name)) and _writes(name, getattr(module, name))
    ]


def _writes(name: str, function: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(function).parameters.values()), None)
    kind = None if first is None else getattr(first.annotation, "__name__", first.annotation)
    return kind == "Transaction" or name.endswith("_writes")


async def rows(database: Database, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of plain SQL, numbers as int."""
    found = await database.read(lambda db: db.execute(sa.text(sql), values).all())
    return [tuple(int(one) if type(one).__name__ == "Decimal" else one for one in row) for row in found]


async def refuses(
    database: Database, action: Callable[[Transaction], Any], error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    """The action raises that, and leaves everything as it was."""
    before = await database.run_sync(census)
    with pytest.raises(error):
        await database.write(action)
    assert await database.run_sync(census) == before
