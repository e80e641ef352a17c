"""Writes with constant text: many rows travel as a rowset and the database unpacks them.

A room's `store.py` states its `WriteStatement`s once; a `Write` is a statement with its rows. `write_all` runs several:
fused into one statement on PostgreSQL (data-modifying CTEs), one after the other elsewhere. The SQL text depends on
neither the number of rows nor their values, so that every engine prepares it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database.engines import Engine
from niaga.platform.database.rowsets import Columns, Row, Rowset, dialect_of, encode_rows, rowset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert, ReturningUpdate

    from niaga.platform.database.transaction import Transaction

    ReturningDml = ReturningInsert[Any] | ReturningUpdate[Any] | ReturningDelete[Any]

Dml = sa.Insert | sa.Update | sa.Delete
Compiled = tuple[str, tuple[str, ...], dict[str, Any]]


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
        parameters = constants | {"r0": encode_rows(tx.engine, write.statement.columns, write.rows)}
        result = tx.connection.exec_driver_sql(sql, tuple(parameters[name] for name in order))
        _check(write, result.rowcount)


def _write_fused(tx: Transaction, writes: Sequence[Write]) -> None:
    sql, order, constants = _fused_sql(tx.engine, tuple(write.statement for write in writes))
    parameters = dict(constants)
    for place, write in enumerate(writes):
        parameters[f"r{place}"] = encode_rows(tx.engine, write.statement.columns, write.rows)
    counts = tx.connection.exec_driver_sql(sql, tuple(parameters[name] for name in order)).one()
    for write, count in zip(writes, counts, strict=True):
        _check(write, count)


def _check(write: Write, changed: int) -> None:
    if write.expect is not None and changed != write.expect:
        raise GuardRefused(write.statement.name, write.expect, changed)


@lru_cache(maxsize=512)
def _single_sql(engine: Engine, statement: WriteStatement) -> Compiled:
    return compile_once(engine, statement.build(rowset(engine, "r0", statement.columns)))


@lru_cache(maxsize=512)
def _fused_sql(engine: Engine, statements: tuple[WriteStatement, ...]) -> Compiled:
    parts = []
    for place, statement in enumerate(statements):
        change = statement.build(rowset(engine, f"r{place}", statement.columns))
        returning: ReturningDml = change.returning(sa.literal_column("1").label("one"))
        parts.append(returning.cte(f"w{place}"))
    counted = [sa.select(sa.func.count()).select_from(part).scalar_subquery() for part in parts]
    return compile_once(engine, sa.select(*counted))


def compile_once(engine: Engine, statement: sa.Executable) -> Compiled:
    """The text, the order of its parameters, and those that stand in the statement itself (the 1 of `version + 1`)."""
    compiled = statement.compile(dialect=dialect_of(engine))  # type: ignore[attr-defined]
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), tuple(compiled.positiontup), constants
