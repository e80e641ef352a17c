"""How MariaDB is told to change rows: the rows that are asked for first, then each of them by its primary key.

Left to itself it reads a small table from end to end, whatever is asked for, and locks every row it passes, also those
that another transaction holds: two orders of different things deadlock. (`rowset` joins are small by their nature.)
Imported only where MariaDB is in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.mysql import asyncmy
from sqlalchemy.dialects.mysql.mysqldb import MySQLCompiler_mysqldb

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Dialect

BY_PRIMARY_KEY = "FORCE INDEX (PRIMARY)"


class _RowsFirst(MySQLCompiler_mysqldb):
    """Renders `UPDATE rows STRAIGHT_JOIN table FORCE INDEX (PRIMARY)` where SQLAlchemy has `UPDATE table, rows`."""

    def update_tables_clause(
        self,
        update_stmt: sa.Update,  # noqa: ARG002 - SQLAlchemy passes it by this name
        from_table: Any,
        extra_froms: Sequence[sa.FromClause],
        **kw: Any,
    ) -> str:
        kw["asfrom"] = True
        texts = [str(one._compiler_dispatch(self, **kw)) for one in (*extra_froms, from_table)]  # noqa: SLF001
        return " STRAIGHT_JOIN ".join(texts) + (f" {BY_PRIMARY_KEY}" if extra_froms else "")


def rows_first_dialect() -> Dialect:
    """MariaDB's dialect for the writes that rowsets feed."""
    made = asyncmy.dialect(is_mariadb=True)
    made.statement_compiler = _RowsFirst
    return made
