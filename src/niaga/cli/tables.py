"""The tables in words, read from the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator


def describe_tables(connection: sa.Connection) -> list[str]:
    """Each table with its columns, unique keys and checks, a line each."""
    inspector = sa.inspect(connection)
    lines: list[str] = []
    for table in sorted(inspector.get_table_names()):
        lines += [table, *_columns(inspector, table), *_rules(inspector, table), ""]
    return lines


def _columns(inspector: sa.Inspector, table: str) -> Iterator[str]:
    keys = inspector.get_pk_constraint(table)["constrained_columns"]
    for column in inspector.get_columns(table):
        marks = ["primary key"] if column["name"] in keys else [] if not column["nullable"] else ["may be empty"]
        yield f"  {column['name']:<20} {column['type']!s:<24} {' '.join(marks)}".rstrip()


def _rules(inspector: sa.Inspector, table: str) -> Iterator[str]:
    for unique in inspector.get_unique_constraints(table):
        yield f"  unique ({', '.join(unique['column_names'])})"
    for check in inspector.get_check_constraints(table):
        yield f"  check {' '.join(str(check['sqltext']).split())}"
