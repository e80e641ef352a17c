"""Steps of a migration. MariaDB's DDL does not roll back, so each step looks first whether it was already done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from niaga.platform.database.engines import Engine

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_TABLE_OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_nopad_bin",
}
_MARIADB_OPTIONS: dict[str, Any] = {key.replace("mysql", "mariadb"): value for key, value in _TABLE_OPTIONS.items()}


def create_table(name: str, *columns: sa.schema.SchemaItem, **options: Any) -> None:
    """Create a table unless it exists. `options` are SQLAlchemy's, such as `sqlite_with_rowid=False`."""
    if not sa.inspect(_connection()).has_table(name):
        op.create_table(name, *columns, **_TABLE_OPTIONS, **_MARIADB_OPTIONS, **options)


def create_index(name: str, table: str, columns: list[str], *, unique: bool = False, **options: Any) -> None:
    """Create an index unless it exists. `options` are SQLAlchemy's, such as `postgresql_where=…`."""
    known = {index["name"] for index in sa.inspect(_connection()).get_indexes(table)}
    if name not in known:
        op.create_index(name, table, columns, unique=unique, **options)


def add_column(table: str, column: sa.Column[Any]) -> None:
    """Add a column unless it exists."""
    known = {existing["name"] for existing in sa.inspect(_connection()).get_columns(table)}
    if column.name not in known:
        op.add_column(table, column)


def insert_once(table: sa.TableClause, key: str, rows: list[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    connection = _connection()
    there = set(connection.execute(sa.select(table.c[key])).scalars())
    for row in rows:
        if row[key] not in there:
            connection.execute(sa.insert(table).values(**row))


def refuse_changes(table: str, verbs: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Make a table append-only: a trigger refuses every UPDATE and DELETE, whoever sends it."""
    for verb in verbs:
        _refuse(table, verb)


def engine() -> Engine:
    """The engine this migration runs on."""
    name = _connection().dialect.name
    return Engine.MARIADB if name in {"mysql", "mariadb"} else Engine(name)


def _connection() -> Connection:
    return op.get_bind()


def _refuse(table: str, verb: str) -> None:
    name = f"{table}_refuses_{verb.lower()}"
    message = f"{table} is append-only"
    if engine() is Engine.SQLITE:
        op.execute(
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    elif engine() is Engine.MARIADB:
        op.execute(
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} "
            f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{message}'"
        )
    else:
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = '45000'; END $$"
        )
        op.execute(f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
