"""What a failed statement means for the unit of work: run it again, tell the caller, or find out first.

SQLite: BUSY. PostgreSQL: 40001, 40P01, 55P03. MariaDB: 1213 (deadlock), 1205 (lock wait: rolls back the statement only,
so the edge rolls back itself), 1020 (snapshot is stale), 1047 and 1927 and 2006 and 2013 (the node went away). A disk
that is full, broken or read-only is each engine's own list.
"""

from __future__ import annotations

from enum import Enum, auto

import sqlalchemy.exc

_SQLITE_BUSY = frozenset({5, 6})
_SQLITE_UNWRITABLE = frozenset({8, 10, 13, 14})
# A sync that failed: what is on disk, nobody knows.
_SQLITE_UNSURE = frozenset({1034, 1290})
_POSTGRESQL_AGAIN = frozenset({"40001", "40P01", "55P03"})
_POSTGRESQL_BUSY = frozenset({"57014", "53300"})
_MARIADB_BUSY = frozenset({1040, 1203, 1969})
_POSTGRESQL_UNWRITABLE = frozenset({"25006", "53100", "58030"})
_MARIADB_UNWRITABLE = frozenset({1021, 1026, 1030, 1114, 1290, 1792, 1836})
_POSTGRESQL_LOST = frozenset({"25P03", "57P01", "57P02", "57P03", "08000", "08003", "08006", "08001", "08004"})
_MARIADB_AGAIN = frozenset({1213, 1205, 1020})
_MARIADB_LOST = frozenset({1047, 1053, 1927, 2002, 2003, 2006, 2013, 2014})


class Failure(Enum):
    """The meaning of an error raised inside a unit of work."""

    AGAIN = auto()
    """Nothing was stored; the same unit may simply run again."""
    DUPLICATE = auto()
    """A unique key or a check refused a row; a second run sees what the first one did not."""
    LOST = auto()
    """The database went away."""
    BUSY = auto()
    """The database gave the statement up because it took too long, or takes no more connections; nothing was stored."""
    UNWRITABLE = auto()
    """The database cannot write (its disk is full or broken, it became read-only); nothing was stored."""
    OTHER = auto()
    """A bug or a refusal of ours."""


def failure_of(error: BaseException) -> Failure:
    """Classify an error that came out of a statement, a COMMIT or a connection attempt."""
    if isinstance(error, sqlalchemy.exc.IntegrityError):
        return Failure.AGAIN if _is_again(error.orig) else Failure.DUPLICATE
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        return _meaning(error.orig, lost=error.connection_invalidated)
    if isinstance(error, OSError | EOFError):
        return Failure.LOST
    return Failure.OTHER


def _meaning(error: BaseException | None, *, lost: bool) -> Failure:
    if _is_again(error):
        return Failure.AGAIN
    if _sqlstate(error) in _POSTGRESQL_BUSY or _number(error) in _MARIADB_BUSY:
        return Failure.BUSY
    if _is_unwritable(error):
        return Failure.UNWRITABLE
    return Failure.LOST if lost or _is_lost(error) else Failure.OTHER


def _is_again(error: BaseException | None) -> bool:
    busy = getattr(error, "sqlite_errorcode", None)
    if busy is not None:
        return (busy & 0xFF) in _SQLITE_BUSY
    return _sqlstate(error) in _POSTGRESQL_AGAIN or _number(error) in _MARIADB_AGAIN


def _is_unwritable(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _SQLITE_UNWRITABLE and code not in _SQLITE_UNSURE
    return _sqlstate(error) in _POSTGRESQL_UNWRITABLE or _number(error) in _MARIADB_UNWRITABLE


def _is_lost(error: BaseException | None) -> bool:
    if getattr(error, "sqlite_errorcode", None) in _SQLITE_UNSURE:
        return True
    if _sqlstate(error) in _POSTGRESQL_LOST or _number(error) in _MARIADB_LOST:
        return True
    return isinstance(error, OSError | EOFError) or isinstance(getattr(error, "__cause__", None), OSError)


def _sqlstate(error: BaseException | None) -> str | None:
    return getattr(error, "sqlstate", None)


def _number(error: BaseException | None) -> int | None:
    arguments = getattr(error, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None
