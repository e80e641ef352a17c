"""Tables without their guards: what somebody with the database's keys can do, or a bug that got past every wall.

A copy without unique keys, CHECKs and triggers takes the table's place until it is put back. Only tests that look for
damage use this.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from niaga.platform.database import Database, Engine


class Unguarded:
    """Damages a database and repairs its schema afterwards."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stripped: list[str] = []

    async def run(self, sql: str, *tables: str, **parameters: Any) -> None:
        """Run a statement while these tables (and all stripped before) have no guards."""
        await self._database.run_sync(lambda connection: self._run(connection, sql, tables, parameters))

    async def restore(self) -> None:
        """Put the guarded tables back, as they were before the damage."""
        await self._database.run_sync(self._restore)

    def _run(self, connection: sa.Connection, sql: str, tables: tuple[str, ...], parameters: dict[str, Any]) -> None:
        for table in tables:
            if table not in self._stripped:
                self._rename(connection, table, f"{table}_kept")
                connection.execute(sa.text(f"CREATE TABLE {table} AS SELECT * FROM {table}_kept"))
                connection.commit()
                self._stripped.append(table)
        connection.execute(sa.text(sql), parameters)
        connection.commit()

    def _restore(self, connection: sa.Connection) -> None:
        for table in self._stripped:
            connection.execute(sa.text(f"DROP TABLE {table}"))
            self._rename(connection, f"{table}_kept", table)
        connection.commit()
        self._stripped.clear()

    def _rename(self, connection: sa.Connection, table: str, name: str) -> None:
        if self._database.engine is Engine.MARIADB:
            connection.execute(sa.text(f"RENAME TABLE {table} TO {name}"))
        else:
            connection.execute(sa.text(f"ALTER TABLE {table} RENAME TO {name}"))
