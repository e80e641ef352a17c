"""The statements that a database is sent, in their order; BEGIN and COMMIT are not among them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database.connections import plain_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from niaga.platform.database import Database


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Everything that is sent on this database's connections meanwhile."""
    sent: list[str] = []

    def listen(*args: Any) -> None:
        if not args[2].startswith("BEGIN"):
            sent.append(args[2])

    engines = [plain_engine(database._writer), plain_engine(database._reader)]
    for one in engines:
        sa.event.listen(one, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        for one in engines:
            sa.event.remove(one, "before_cursor_execute", listen)
