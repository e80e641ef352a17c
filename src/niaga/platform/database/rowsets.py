"""Rowsets: many rows as parameters of a statement whose text depends on neither their number nor their values.

A row travels as a JSON array. PostgreSQL gets an array of them (jsonb: parsed once a row, and the planner can count them),
SQLite and MariaDB one JSON text of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.platform.database.engines import Engine

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

    from niaga.platform.database.transaction import Reader

Columns = Mapping[str, sa.types.TypeEngine[Any]]
Rowset = sa.Subquery
Row = tuple[Any, ...]
_Converter = Callable[[Any], Any]

_kept_converters: dict[tuple[Engine, int], tuple[Columns, list[_Converter | None]]] = {}
_encode = msgspec.json.Encoder().encode


def rowset(engine: Engine, parameter: str, columns: Columns) -> Rowset:
    """The rows that `encode_rows` makes into the parameter of this name, as a subquery with these columns."""
    maker = {Engine.SQLITE: _sqlite_rows, Engine.POSTGRESQL: _postgresql_rows, Engine.MARIADB: _mariadb_rows}[engine]
    return sa.text(maker(parameter, columns)).columns(**columns).subquery(f"rows_{parameter}")


def encode_rows(engine: Engine, columns: Columns, rows: Sequence[Row]) -> str | list[str]:
    """Rows as the value of one parameter; what they hold is converted by the column types as a driver would."""
    converted = _converted(engine, columns, rows)
    if engine is Engine.POSTGRESQL:
        return [_encode(row).decode() for row in converted]
    return _encode(converted).decode()


def execute_rows(
    db: Reader, statement: sa.Executable, parameter: str, columns: Columns, rows: Sequence[Row]
) -> sa.CursorResult[Any]:
    """Run a statement made with `rowset(db.engine, parameter, columns)` on these rows, of which there is at least one."""
    return db.execute(statement, {parameter: encode_rows(db.engine, columns, rows)})


@lru_cache(maxsize=3)
def dialect_of(engine: Engine) -> Dialect:
    """The dialect that renders for an engine; the others are not even imported."""
    if engine is Engine.POSTGRESQL:
        from sqlalchemy.dialects.postgresql import asyncpg  # noqa: PLC0415

        return asyncpg.dialect()  # type: ignore[no-untyped-call]
    if engine is Engine.MARIADB:
        from niaga.platform.database.mariadb import rows_first_dialect  # noqa: PLC0415

        return rows_first_dialect()
    from sqlalchemy.dialects.sqlite import pysqlite  # noqa: PLC0415

    return pysqlite.dialect()


def _converted(engine: Engine, columns: Columns, rows: Sequence[Row]) -> Sequence[Row]:
    by_column = [
        given if convert is None else map(convert, given)
        for given, convert in zip(zip(*rows, strict=True), _converters(engine, columns), strict=True)
    ]
    return list(zip(*by_column, strict=True))


def _converters(engine: Engine, columns: Columns) -> list[_Converter | None]:
    """How each column's values are converted. Kept for each mapping of columns, all of which are constants of a store."""
    kept = _kept_converters.get((engine, id(columns)))
    if kept is None or kept[0] is not columns:
        found = [_converter(engine, kind) for kind in columns.values()]
        kept = _kept_converters[engine, id(columns)] = (columns, found)
    return kept[1]


def _converter(engine: Engine, kind: sa.types.TypeEngine[Any]) -> _Converter | None:
    if not isinstance(kind, sa.TypeDecorator) or type(kind).process_bind_param is sa.TypeDecorator.process_bind_param:
        return None
    return partial(kind.process_bind_param, dialect=dialect_of(engine))


def _sqlite_rows(parameter: str, columns: Columns) -> str:
    picks = ", ".join(f"json_extract(value, '$[{place}]') AS \"{name}\"" for place, name in enumerate(columns))
    return f"SELECT {picks} FROM json_each(:{parameter})"  # noqa: S608 - column names are ours


def _postgresql_rows(parameter: str, columns: Columns) -> str:
    dialect = dialect_of(Engine.POSTGRESQL)
    picks = ", ".join(
        f'CAST(value->>{place} AS {_postgresql_type(kind.dialect_impl(dialect))}) AS "{name}"'
        for place, (name, kind) in enumerate(columns.items())
    )
    return f"SELECT {picks} FROM unnest(CAST(:{parameter} AS jsonb[])) AS given (value)"  # noqa: S608 - column names are ours


def _mariadb_rows(parameter: str, columns: Columns) -> str:
    dialect = dialect_of(Engine.MARIADB)
    picks = ", ".join(
        f"`{name}` {_mariadb_type(kind.dialect_impl(dialect))} PATH '$[{place}]' ERROR ON ERROR"
        for place, (name, kind) in enumerate(columns.items())
    )
    return f"SELECT * FROM JSON_TABLE(:{parameter}, '$[*]' COLUMNS ({picks})) AS unpacked"  # noqa: S608 - column names are ours


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    while isinstance(kind, sa.TypeDecorator):
        kind = kind.impl_instance
    return kind


def _postgresql_type(kind: sa.types.TypeEngine[Any]) -> str:
    plain = _plain(kind)
    if isinstance(plain, sa.Boolean):
        return "boolean"
    if isinstance(plain, sa.BigInteger):
        return "bigint"
    if isinstance(plain, sa.Integer):
        return "integer"
    return "text"


def _mariadb_type(kind: sa.types.TypeEngine[Any]) -> str:
    plain = _plain(kind)
    if isinstance(plain, sa.Boolean):
        return "BOOLEAN"
    if isinstance(plain, sa.Integer):
        return "BIGINT"
    length = getattr(plain, "length", None)
    shape = f"VARCHAR({length})" if length else "MEDIUMTEXT"
    return f"{shape} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
