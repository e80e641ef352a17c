"""Writes with constant text: many rows travel as one JSON parameter and the database unpacks them.

A room's `store.py` states its `WriteStatement`s once; a `Write` is a statement with its rows. `write_all` runs several:
fused into one statement on PostgreSQL (data-modifying CTEs), one after the other elsewhere. The SQL text depends on
neither the number of rows nor their values, so that every engine prepares it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.platform.database.engines import Engine

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert, ReturningUpdate

    from niaga.platform.database.transaction import Reader, Transaction

    ReturningDml = ReturningInsert[Any] | ReturningUpdate[Any] | ReturningDelete[Any]

Columns = Mapping[str, sa.types.TypeEngine[Any]]
Rowset = sa.Subquery
Row = tuple[Any, ...]
Dml = sa.Insert | sa.Update | sa.Delete
_Compiled = tuple[str, tuple[str, ...], dict[str, Any]]


_kept_converters: dict[tuple[Engine, int], tuple[Columns, list[tuple[int, Callable[[Any], Any]]]]] = {}


class GuardRefused(Exception):
    """A guarded write changed fewer rows than it had to: what was decided no longer holds."""

    def __init__(self, statement: str, expected: int, changed: int) -> None:
        super().__init__(f"{statement}: expected {expected} rows, changed {changed}")
        self.statement = statement
        self.expected = expected
        self.changed = changed


@dataclass(frozen=True, eq=False)
class WriteStatement:
    """A named insert, update or delete fed by a rowset whose columns and types are given."""

    name: str
    columns: Columns
    build: Callable[[Rowset], Dml]

    @classmethod
    def insert(cls, table: sa.Table, *columns: str) -> WriteStatement:
        """Insert rows given as tuples in the order of the columns named (all columns when none are)."""
        names = columns or tuple(column.name for column in table.columns)
        types = {name: table.c[name].type for name in names}

        def build(rows: Rowset) -> sa.Insert:
            return sa.insert(table).from_select(list(names), sa.select(*rows.c), include_defaults=False)

        return cls(f"insert {table.name}", types, build)

    @classmethod
    def update(cls, table: sa.Table, *, match: Sequence[str], values: Sequence[str]) -> WriteStatement:
        """Set `values` where all of `match` are equal. Rows are tuples: first the matched, then the new values."""
        types = {name: table.c[name].type for name in (*match, *values)}

        def build(rows: Rowset) -> sa.Update:
            same = [table.c[name] == rows.c[name] for name in match]
            return sa.update(table).where(*same).values({name: rows.c[name] for name in values})

        return cls(f"update {table.name}", types, build)


@dataclass(frozen=True, slots=True)
class Write:
    """A statement and its rows. With `expect`, exactly that many rows must change, else GuardRefused."""

    statement: WriteStatement
    rows: Sequence[Row]
    expect: int | None = None


def rowset(engine: Engine, parameter: str, columns: Columns) -> Rowset:
    """The rows inside one JSON parameter, as a subquery with these columns.

    The parameter is an array of arrays (`encode_rows`).
    """
    maker = {Engine.SQLITE: _sqlite_rows, Engine.POSTGRESQL: _postgresql_rows, Engine.MARIADB: _mariadb_rows}[engine]
    body = sa.text(maker(parameter, columns)).bindparams(sa.bindparam(parameter, type_=sa.Text()))
    return body.columns(**columns).subquery(f"rows_{parameter}")


def encode_rows(engine: Engine, columns: Columns, rows: Sequence[Row]) -> str:
    """Rows as the text of one parameter; values are converted by the column types as a driver would."""
    converters = _converters(engine, columns)
    if not converters:
        return msgspec.json.encode(rows).decode()
    converted = []
    for row in rows:
        values = list(row)
        for place, convert in converters:
            values[place] = convert(values[place])
        converted.append(values)
    return msgspec.json.encode(converted).decode()


def execute_rows(
    db: Reader, statement: sa.Executable, parameter: str, columns: Columns, rows: Sequence[Row]
) -> sa.CursorResult[Any]:
    """Run a statement made with `rowset(db.engine, parameter, columns)` on these rows."""
    return db.execute(statement, {parameter: encode_rows(db.engine, columns, rows)})


def write_all(tx: Transaction, writes: Sequence[Write]) -> None:
    """Run the writes in their order (at once on PostgreSQL). Writes without rows are left out.

    Raises GuardRefused when a write changed another number of rows than it expected.
    """
    due = [write for write in writes if write.rows]
    if not due:
        return
    if tx.engine is Engine.POSTGRESQL:
        _write_fused(tx, due)
        return
    for write in due:
        sql, order, constants = _single_sql(tx.engine, write.statement)
        parameters = {**constants, "r0": encode_rows(tx.engine, write.statement.columns, write.rows)}
        result = tx.connection.exec_driver_sql(sql, tuple(parameters[name] for name in order))
        _check(write, result.rowcount)


def _write_fused(tx: Transaction, writes: Sequence[Write]) -> None:
    sql, order, constants = _fused_sql(tx.engine, tuple(write.statement for write in writes))
    rows = {
        f"r{place}": encode_rows(tx.engine, write.statement.columns, write.rows) for place, write in enumerate(writes)
    }
    parameters = {**constants, **rows}
    counts = tx.connection.exec_driver_sql(sql, tuple(parameters[name] for name in order)).one()
    for write, count in zip(writes, counts, strict=True):
        _check(write, count)


def _check(write: Write, changed: int) -> None:
    if write.expect is not None and changed != write.expect:
        raise GuardRefused(write.statement.name, write.expect, changed)


@lru_cache(maxsize=512)
def _single_sql(engine: Engine, statement: WriteStatement) -> _Compiled:
    return _compile(engine, statement.build(rowset(engine, "r0", statement.columns)))


@lru_cache(maxsize=512)
def _fused_sql(engine: Engine, statements: tuple[WriteStatement, ...]) -> _Compiled:
    parts = []
    for place, statement in enumerate(statements):
        change = statement.build(rowset(engine, f"r{place}", statement.columns))
        returning: ReturningDml = change.returning(sa.literal_column("1").label("one"))
        parts.append(returning.cte(f"w{place}"))
    counted = [sa.select(sa.func.count()).select_from(part).scalar_subquery() for part in parts]
    return _compile(engine, sa.select(*counted))


def _compile(engine: Engine, statement: sa.Executable) -> _Compiled:
    """The text, the order of its parameters, and those that stand in the statement itself (the 1 of `version + 1`)."""
    compiled = statement.compile(dialect=_dialect(engine))  # type: ignore[attr-defined]
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), tuple(compiled.positiontup), constants


def _converters(engine: Engine, columns: Columns) -> list[tuple[int, Callable[[Any], Any]]]:
    """Which places need converting and how. Kept for each mapping of columns, all of which are constants of a store."""
    kept = _kept_converters.get((engine, id(columns)))
    if kept is None or kept[0] is not columns:
        found = [
            (place, _converter(engine, kind)) for place, kind in enumerate(columns.values()) if _needs_converting(kind)
        ]
        kept = _kept_converters[engine, id(columns)] = (columns, found)
    return kept[1]


@lru_cache(maxsize=3)
def _dialect(engine: Engine) -> Dialect:
    """The dialect that renders for an engine; the others are not even imported."""
    if engine is Engine.POSTGRESQL:
        from sqlalchemy.dialects.postgresql import asyncpg  # noqa: PLC0415

        return asyncpg.dialect()  # type: ignore[no-untyped-call]
    if engine is Engine.MARIADB:
        from niaga.platform.database.mariadb import rows_first_dialect  # noqa: PLC0415

        return rows_first_dialect()
    from sqlalchemy.dialects.sqlite import pysqlite  # noqa: PLC0415

    return pysqlite.dialect()


def _needs_converting(kind: sa.types.TypeEngine[Any]) -> bool:
    return (
        isinstance(kind, sa.TypeDecorator) and type(kind).process_bind_param is not sa.TypeDecorator.process_bind_param
    )


def _converter(engine: Engine, kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any]:
    dialect = _dialect(engine)
    assert isinstance(kind, sa.TypeDecorator)
    return lambda value: kind.process_bind_param(value, dialect)


def _sqlite_rows(parameter: str, columns: Columns) -> str:
    picks = ", ".join(f"json_extract(value, '$[{place}]') AS \"{name}\"" for place, name in enumerate(columns))
    return f"SELECT {picks} FROM json_each(:{parameter})"  # noqa: S608 - column names are ours


def _postgresql_rows(parameter: str, columns: Columns) -> str:
    dialect = _dialect(Engine.POSTGRESQL)
    picks = ", ".join(
        f'CAST(value->>{place} AS {_postgresql_type(kind.dialect_impl(dialect))}) AS "{name}"'
        for place, (name, kind) in enumerate(columns.items())
    )
    return f"SELECT {picks} FROM json_array_elements(CAST(:{parameter} AS json))"  # noqa: S608 - column names are ours


def _mariadb_rows(parameter: str, columns: Columns) -> str:
    dialect = _dialect(Engine.MARIADB)
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
