"""The throttle that handlers hold: each take is a small transaction of its own, committed before the work begins.

So what was taken stays taken however the work ends. While the database does not answer, each process counts alone: the
limit then holds for each process instead of for all, and no longer than the outage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.errors import CannotSave, DatabaseUnavailable, OutcomeUnknown, Overloaded
from niaga.platform.logging import get_logger
from niaga.platform.throttle.local import LocalThrottle
from niaga.platform.throttle.rows import give_back_allowances, in_order, take_allowances

if TYPE_CHECKING:
    from niaga.platform.database import Database
    from niaga.platform.throttle.allowances import Allowance

_UNREACHABLE = (DatabaseUnavailable, CannotSave, OutcomeUnknown, Overloaded)
_log = get_logger(__name__)


class Throttle:
    """Takes from allowances for a handler. `lifted` (NIAGA_THROTTLE=off, development only) takes nothing ever."""

    def __init__(self, database: Database, *, lifted: bool = False) -> None:
        self.lifted = lifted
        self._database = database
        self._local = LocalThrottle()
        self._alone = False

    async def take(self, *allowances: Allowance) -> None:
        """Take one from each of them for good. Raises Throttled, and then none is taken. Call it outside transactions."""
        if self.lifted:
            return
        try:
            await self._database.write(lambda tx: take_allowances(tx, allowances), name="take_allowances")
        except _UNREACHABLE as trouble:
            self._count_alone(trouble)
            self._local.take(in_order(self._database.vault, allowances), self._database.clock.now())
        else:
            self._count_together()

    async def give_back(self, *allowances: Allowance) -> None:
        """It turned out to be right, and is not counted."""
        if self.lifted:
            return
        if self._alone:
            self._local.give_back(in_order(self._database.vault, allowances))
            return
        try:
            await self._database.write(lambda tx: give_back_allowances(tx, allowances), name="give_back_allowances")
        except _UNREACHABLE as trouble:
            self._count_alone(trouble)

    def _count_alone(self, trouble: Exception) -> None:
        if not self._alone:
            _log.warning("throttle.counts_alone", why=type(trouble).__name__)
        self._alone = True

    def _count_together(self) -> None:
        if self._alone:
            _log.info("throttle.counts_together")
            self._local.forget()
        self._alone = False
