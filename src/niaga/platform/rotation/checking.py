"""Checking: every seal opens at its place, and every blind index is of the value beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from niaga.platform.crypto import SealBroken
from niaga.platform.rotation.renewing import ROWS_AT_ONCE
from niaga.platform.rotation.sealed import blind_type
from niaga.platform.rotation.walking import SealedRow, canonical_value, open_seal, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader
    from niaga.platform.rotation.sealed import SealedTable


@dataclass(frozen=True, slots=True)
class SealFault:
    """A column of a row that was altered, moved or sealed with a key that is gone."""

    table: str
    column: str
    row: str
    reason: str


def find_faults(db: Reader, tables: Sequence[SealedTable]) -> Iterator[SealFault]:
    """Every fault there is. Opens everything."""
    for sealed in tables:
        after: tuple[Any, ...] | None = None
        while rows := read_rows(db, sealed, after, most=ROWS_AT_ONCE, only=None):
            for row in rows:
                yield from _faults_of(db.vault, sealed, row)
            after = rows[-1].key_of(sealed)


def _faults_of(vault: Vault, sealed: SealedTable, row: SealedRow) -> Iterator[SealFault]:
    broken = set()
    for seal in sealed.seals:
        try:
            open_seal(vault, sealed, seal, row)
        except SealBroken as error:
            broken.add(seal.name)
            yield SealFault(error.table, error.column, error.row, error.reason)
    for index in sealed.indexes:
        kind = blind_type(index)
        if kind.of in broken:
            continue
        value = canonical_value(vault, sealed, index, row)
        allowed = [None] if value is None else kind.index.candidates(vault, value)
        if row.indexes[index.name] not in allowed:
            key = "|".join(map(str, row.key_of(sealed)))
            yield SealFault(sealed.name, index.name, key, f"it is not the index of {kind.of}")
