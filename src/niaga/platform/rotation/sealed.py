"""Which columns hold seals and blind indexes, and what their rows are called: read off the tables, not listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database import Blind, Encrypted, PartlySealed, Text, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT = Text()
_SEALED = "v1|"


@dataclass(frozen=True, eq=False)
class SealedColumn:
    """A column of seals. `row` names the columns that say which row a seal belongs to; `quoted` seals stand in JSON."""

    column: sa.Column[Any]
    row: tuple[str, ...]
    quoted: bool

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def text(self) -> sa.ColumnElement[str]:
        """What stands in the database, as it stands there."""
        return sa.type_coerce(self.column, _TEXT)

    def begins(self, start: str) -> sa.ColumnElement[bool]:
        """Whether what stands there begins so; a LIKE would take the `_` of a key id for any letter."""
        wanted = f'"{start}' if self.quoted else start
        return sa.func.substr(self.text, 1, len(wanted)) == sa.bindparam(None, wanted, type_=_TEXT)

    def is_sealed(self) -> sa.ColumnElement[bool]:
        """Whether the row holds a seal here."""
        return self.begins(_SEALED)

    def is_of(self, kid: str) -> sa.ColumnElement[bool]:
        """Whether the row's seal names this key."""
        return self.begins(f"{_SEALED}{kid}|")

    def seal_in(self, text: str | None) -> str | None:
        """The seal in what stands there."""
        plain = text[1:-1] if text is not None and self.quoted else text
        return plain if plain is not None and plain.startswith(_SEALED) else None

    def written(self, seal: str) -> str:
        """The seal as it stands there."""
        return f'"{seal}"' if self.quoted else seal

    def row_of(self, values: Mapping[str, Any]) -> str:
        """What the row is called in its seal."""
        return "|".join(str(values[name]) for name in self.row)


@dataclass(frozen=True, eq=False)
class SealedTable:
    """A table with seals: its primary key, its columns of seals, and the blind indexes of these."""

    table: sa.Table
    key: tuple[str, ...]
    seals: tuple[SealedColumn, ...]
    indexes: tuple[sa.Column[str], ...]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def names_needed(self) -> tuple[str, ...]:
        """The columns that say which row it is, in the database and in its seals."""
        return tuple(dict.fromkeys((*self.key, *(name for seal in self.seals for name in seal.row))))


def blind_type(column: sa.Column[str]) -> Blind:
    """What a blind index is of."""
    assert isinstance(column.type, Blind), "only blind indexes are asked"
    return column.type


def sealed_tables(schema: sa.MetaData = metadata) -> list[SealedTable]:
    """Every table that holds seals, by name."""
    found = [_sealed_table(table) for table in schema.sorted_tables]
    return sorted((one for one in found if one is not None), key=lambda one: one.name)


def _sealed_table(table: sa.Table) -> SealedTable | None:
    key = tuple(column.name for column in table.primary_key.columns)
    seals = tuple(
        SealedColumn(column, column.type.row or key, quoted=isinstance(column.type, PartlySealed))
        for column in table.columns
        if isinstance(column.type, Encrypted | PartlySealed)
    )
    indexes = tuple(column for column in table.columns if isinstance(column.type, Blind))
    for index in indexes:
        assert blind_type(index).of in {seal.name for seal in seals}, (
            f"{table.name}.{index.name} is of no sealed column"
        )
    return SealedTable(table, key, seals, indexes) if seals else None
