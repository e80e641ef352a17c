"""Small regular duties beside the requests: forget what is over, seal what is new. Each is safe to do twice."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from niaga.platform.database import Database, Reader, Transaction

_LOOK_SECONDS = 1.0
log = get_logger(__name__)


@dataclass(frozen=True)
class Duty:
    """Done every so many seconds, and again at once while `work` says that there is more (a count above zero).

    `is_due` is asked first, without a transaction, where looking is cheaper than doing.
    """

    name: str
    every_seconds: float
    work: Callable[[Transaction], int]
    is_due: Callable[[Reader], bool] | None = None


async def keep_house(database: Database, duties: Sequence[Duty], stopping: asyncio.Event) -> None:
    """Do the duties until `stopping`; trouble is logged and the duty waits for its next turn."""
    due_at = {duty.name: time.monotonic() + min(duty.every_seconds, 10.0) for duty in duties}
    while not stopping.is_set():
        for duty in duties:
            if time.monotonic() >= due_at[duty.name]:
                await _do(database, duty)
                due_at[duty.name] = time.monotonic() + duty.every_seconds
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await stopping.wait()
        except TimeoutError:
            continue


async def _do(database: Database, duty: Duty) -> None:
    try:
        if duty.is_due is not None and not await database.read(duty.is_due):
            return
        while await database.write(duty.work, replayable=True):
            continue
    except Exception as error:  # noqa: BLE001 - one failing duty must not end the others
        log.failure("housekeeping.duty_failed", error, duty=duty.name)
