"""Going through a table of seals by primary key, a few hundred rows at a time, and opening what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.crypto import SealBroken
from niaga.platform.rotation.sealed import blind_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader
    from niaga.platform.rotation.sealed import SealedColumn, SealedTable


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row as it stands there: its names, its seals and its blind indexes."""

    names: dict[str, Any]
    texts: dict[str, str | None]
    indexes: dict[str, str | None]

    def key_of(self, sealed: SealedTable) -> tuple[Any, ...]:
        """Its primary key."""
        return tuple(self.names[name] for name in sealed.key)


def read_rows(
    db: Reader, sealed: SealedTable, after: tuple[Any, ...] | None, *, most: int, only: sa.ColumnElement[bool] | None
) -> list[SealedRow]:
    """The next rows after that key, in the order of the primary key."""
    columns = [*(sealed.table.c[name] for name in sealed.names_needed()), *sealed.indexes]
    query = sa.select(*columns, *(seal.text.label(f"text_{seal.name}") for seal in sealed.seals))
    query = query.order_by(*(sealed.table.c[name] for name in sealed.key)).limit(most)
    if only is not None:
        query = query.where(only)
    if after is not None:
        query = query.where(_is_after(sealed, after))
    return [_row(sealed, found._mapping) for found in db.execute(query)]  # noqa: SLF001 - public in SQLAlchemy


def open_seal(vault: Vault, sealed: SealedTable, seal: SealedColumn, row: SealedRow) -> bytes | None:
    """What the seal holds; None where there is none. Raises SealBroken."""
    inside = seal.seal_in(row.texts[seal.name])
    if inside is None:
        return None
    return vault.open_bytes(inside, table=sealed.name, column=seal.name, row=seal.row_of(row.names))


def canonical_value(vault: Vault, sealed: SealedTable, index: sa.Column[str], row: SealedRow) -> str | None:
    """What the index hashes for this row; None for NULL. Raises SealBroken."""
    kind = blind_type(index)
    seal = next(one for one in sealed.seals if one.name == kind.of)
    opened = open_seal(vault, sealed, seal, row)
    if opened is None:
        return None
    try:
        return kind.canonical(opened.decode())
    except UnicodeDecodeError as error:
        raise SealBroken(
            table=sealed.name, column=seal.name, row=seal.row_of(row.names), reason="it holds bytes, not text"
        ) from error


def _row(sealed: SealedTable, found: Any) -> SealedRow:
    return SealedRow(
        names={name: found[name] for name in sealed.names_needed()},
        texts={seal.name: found[f"text_{seal.name}"] for seal in sealed.seals},
        indexes={index.name: found[index.name] for index in sealed.indexes},
    )


def _is_after(sealed: SealedTable, after: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Written as a >= x AND (a > x OR b > y): engines look the first part up; few do so with a comparison of rows."""
    first = sealed.table.c[sealed.key[0]]
    later: sa.ColumnElement[bool] = sealed.table.c[sealed.key[-1]] > after[-1]
    for name, value in reversed(list(zip(sealed.key[:-1], after[:-1], strict=True))):
        column = sealed.table.c[name]
        later = sa.or_(column > value, sa.and_(column == value, later))
    return sa.and_(first >= after[0], later)
