"""Patience with one unit of work: what may be tried again, how often, and what the caller is told in the end."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import sqlalchemy.exc

from niaga.foundation.errors import CannotSave, DatabaseUnavailable, OutcomeUnknown, Overloaded
from niaga.platform.database.failures import Failure, failure_of
from niaga.platform.database.writes import GuardRefused
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = get_logger(__name__)
REFUSED_ATTEMPTS = 2
_ATTEMPTS = {Failure.AGAIN: 6, Failure.LOST: 3, Failure.BUSY: 1, Failure.UNWRITABLE: 1}
_TOLD = {Failure.LOST: DatabaseUnavailable, Failure.UNWRITABLE: CannotSave}
_GUARD_ATTEMPTS = 4
_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.5


class CommitLost(Exception):
    """The connection broke while COMMIT was under way."""


def reason_of(error: Exception) -> str:
    """What a unit is run again for, in a word: one of few, for the metrics."""
    if isinstance(error, CommitLost):
        return "commit_lost"
    if isinstance(error, GuardRefused):
        return "guard_refused"
    if isinstance(error, sqlalchemy.exc.TimeoutError):
        return "pool_timeout"
    return failure_of(error).name.lower()


class Patience:
    """Counts what went wrong in one unit. `after` returns a pause in seconds, or raises what the caller is to see."""

    def __init__(self, *, replayable: bool = False, refused_attempts: int = REFUSED_ATTEMPTS) -> None:
        self._replayable = replayable
        self._attempts = {**_ATTEMPTS, Failure.DUPLICATE: refused_attempts}
        self._met: dict[Failure | type[GuardRefused], int] = {}
        self._commit_lost = False
        self._pauses = _growing_pauses()

    def after(self, error: Exception) -> float:
        """Whether to try again after this error: the pause before it.

        Raises OutcomeUnknown, DatabaseUnavailable, CannotSave, Overloaded, or the error itself when another attempt makes
        no sense. After a COMMIT whose answer was lost nobody knows more by the database being away or busy later on.
        """
        try:
            return self._judge(error)
        except (DatabaseUnavailable, CannotSave, Overloaded) as told:
            if self._commit_lost:
                raise OutcomeUnknown from told
            raise

    def _judge(self, error: Exception) -> float:
        if isinstance(error, CommitLost):
            self._commit_lost = True
            if not self._replayable or self._count(Failure.LOST) >= _ATTEMPTS[Failure.LOST]:
                raise OutcomeUnknown from error.__cause__
        elif isinstance(error, GuardRefused):
            # Somebody changed the row between the look and the write; another run decides on what is there now.
            if self._count(GuardRefused) >= _GUARD_ATTEMPTS:
                raise error
        elif isinstance(error, sqlalchemy.exc.TimeoutError):
            raise Overloaded from error
        else:
            self._after_failure(error, failure_of(error))
        return next(self._pauses)

    def _after_failure(self, error: Exception, kind: Failure) -> None:
        if kind is Failure.OTHER:
            raise error
        if self._count(kind) < self._attempts[kind]:
            return
        if kind is Failure.DUPLICATE:
            raise error
        if kind is Failure.UNWRITABLE:
            _log.error("database.cannot_write", reason=str(getattr(error, "orig", error)))
        raise _TOLD.get(kind, Overloaded) from error

    def _count(self, kind: Failure | type[GuardRefused]) -> int:
        self._met[kind] = self._met.get(kind, 0) + 1
        return self._met[kind]


def _growing_pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE_SECONDS
    while True:
        yield pause * random.uniform(0.5, 1.5)  # noqa: S311 - spreading retries is not cryptography
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
