"""A database that cannot write says so in each engine's own code, and all of them mean the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy.exc

from niaga.foundation.errors import CannotSave
from niaga.platform.database.failures import Failure, failure_of
from niaga.platform.database.patience import Patience


def raised(**facts: Any) -> sqlalchemy.exc.OperationalError:
    """What a driver raises, as SQLAlchemy hands it on."""
    return sqlalchemy.exc.OperationalError("INSERT", {}, SimpleNamespace(args=(), **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        raised(sqlite_errorcode=13),
        raised(sqlite_errorcode=778),  # SQLITE_IOERR_WRITE
        raised(sqlstate="53100"),
        sqlalchemy.exc.OperationalError("INSERT", {}, OSError(1114, "the table is full")),
    ],
    ids=["sqlite-full", "sqlite-io-error", "postgresql-disk-full", "mariadb-table-full"],
)
def test_a_disk_that_takes_nothing_means_come_back_later(error: sqlalchemy.exc.OperationalError) -> None:
    assert failure_of(error) is Failure.UNWRITABLE
    with pytest.raises(CannotSave):
        Patience().after(error)


def test_a_sync_that_failed_leaves_the_outcome_open() -> None:
    assert failure_of(raised(sqlite_errorcode=1034)) is Failure.LOST
