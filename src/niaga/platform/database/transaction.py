"""What actions and queries hold in their hands: an open connection, the shop's time, and the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from niaga.platform.crypto import Vault
    from niaga.platform.database.engines import Engine

    Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Reader:
    """Reads at the latest committed state. `now` is the shop's time when it was opened and does not move."""

    __slots__ = ("connection", "engine", "now", "vault")

    def __init__(self, connection: sa.Connection, *, engine: Engine, now: datetime, vault: Vault) -> None:
        self.connection = connection
        self.engine = engine
        self.now = now
        self.vault = vault

    def execute(self, statement: sa.Executable, parameters: Parameters = None) -> sa.CursorResult[Any]:
        """Run one statement. Statements belong in a room's `store.py` or `queries.py`."""
        return self.connection.execute(statement, parameters)


class Transaction(Reader):
    """An open transaction. Whoever opened it commits it; an action may only use it.

    `changed` names what caches of this process should drop at once when it commits (see `Database.on_change`).
    """

    __slots__ = ("_after_commit", "changed", "has_news")

    def __init__(self, connection: sa.Connection, *, engine: Engine, now: datetime, vault: Vault) -> None:
        super().__init__(connection, engine=engine, now=now, vault=vault)
        self._after_commit: list[Callable[[], None]] = []
        self.has_news = False
        self.changed: set[str] = set()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Have a quick, in-memory thing done once this is committed (wake a loop, drop a cache entry); never an effect."""
        self._after_commit.append(callback)

    def committed(self) -> None:
        """Tell those who asked; called by the edge alone."""
        for callback in self._after_commit:
            callback()
