"""Rowsets: many rows as parameters of a statement whose text depends on neither their number nor their values.

PostgreSQL gets an array a column, which its driver sends in binary and the planner can count. SQLite and MariaDB have
no arrays: they get one JSON text and unpack it.
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
    """The rows that `row_parameters` makes into parameters of this name, as a subquery with these columns."""
    maker = {Engine.SQLITE: _sqlite_rows, Engine.POSTGRESQL: _postgresql_rows, Engine.MARIADB: _mariadb_rows}[engine]
    return sa.text(maker(parameter, columns)).columns(**columns).subquery(f"rows_{parameter}")


def row_parameters(engine: Engine, parameter: str, columns: Columns, rows: Sequence[Row]) -> dict[str, Any]:
    """Rows as the parameters that `rowset` of this name reads; values are converted by the column types."""
    converters = _converters(engine, columns)
    by_column = [
        given if convert is None else [convert(value) for value in given]
        for given, convert in zip(zip(*rows, strict=True), converters, strict=True)
    ]
    if engine is Engine.POSTGRESQL:
        return {f"{parameter}_{place}": values for place, values in enumerate(by_column)}
    return {parameter: _encode(list(zip(*by_column, strict=True))).decode()}


def execute_rows(
    db: Reader, statement: sa.Executable, parameter: str, columns: Columns, rows: Sequence[Row]
) -> sa.CursorResult[Any]:
    """Run a statement made with `rowset(db.engine, parameter, columns)` on these rows, of which there is at least one."""
    return db.execute(statement, row_parameters(db.engine, parameter, columns, rows))


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
    arrays = ", ".join(
        f"CAST(:{parameter}_{place} AS {_postgresql_type(kind.dialect_impl(dialect))}[])"
        for place, kind in enumerate(columns.values())
    )
    names = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT * FROM unnest({arrays}) AS given ({names})"  # noqa: S608 - column names are ours


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
