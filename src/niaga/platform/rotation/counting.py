"""Counting: what still names each key. A key that anything names must not be withdrawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.crypto import SealBroken
from niaga.platform.rotation.renewing import ROWS_AT_ONCE
from niaga.platform.rotation.sealed import blind_type
from niaga.platform.rotation.walking import SealedRow, canonical_value, read_rows
from niaga.platform.search import count_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from niaga.platform.database import Reader
    from niaga.platform.rotation.sealed import SealedTable

STRANGE = "?"
"""A key that is not in the ring."""


@dataclass(frozen=True, slots=True)
class Use:
    """How many rows of a place name each key id; `?` stands for keys that are not in the ring."""

    place: str
    rows: dict[str, int]


def count_uses(db: Reader, tables: Sequence[SealedTable]) -> list[Use]:
    """What names which key: seals by table, blind indexes by column, search tokens. Reads every index of people."""
    uses = [Use(sealed.name, _count_seals(db, sealed)) for sealed in tables]
    for sealed in tables:
        uses += _count_indexes(db, sealed)
    return [*uses, Use("search_token", _by_known_key(db, count_tokens(db)))]


def _count_seals(db: Reader, sealed: SealedTable) -> dict[str, int]:
    """Rows by key: one that holds seals of two keys counts for both."""
    ids = db.vault.keyring.ids()
    of_key = [sa.or_(*(seal.is_of(kid) for seal in sealed.seals)) for kid in ids]
    strange = sa.or_(
        *(sa.and_(seal.is_sealed(), sa.not_(sa.or_(*(seal.is_of(kid) for kid in ids)))) for seal in sealed.seals)
    )
    counts = [sa.func.coalesce(sa.func.sum(sa.case((one, 1), else_=0)), 0) for one in (*of_key, strange)]
    row = db.execute(sa.select(*counts).select_from(sealed.table)).one()
    return {kid: int(count) for kid, count in zip((*ids, STRANGE), row, strict=True) if count}


def _count_indexes(db: Reader, sealed: SealedTable) -> list[Use]:
    found: dict[str, Counter[str]] = {index.name: Counter() for index in sealed.indexes}
    for row in _rows(db, sealed) if sealed.indexes else ():
        for index in sealed.indexes:
            if row.indexes[index.name] is not None:
                found[index.name][_maker(db, sealed, index, row)] += 1
    return [Use(f"{sealed.name}.{name}", dict(counts)) for name, counts in found.items()]


def _maker(db: Reader, sealed: SealedTable, index: sa.Column[str], row: SealedRow) -> str:
    try:
        value = canonical_value(db.vault, sealed, index, row)
    except SealBroken:
        return STRANGE
    made = [] if value is None else blind_type(index).index.candidates(db.vault, value)
    by_hash = dict(zip(made, db.vault.keyring.ids(), strict=False))
    return by_hash.get(row.indexes[index.name] or "", STRANGE)


def _rows(db: Reader, sealed: SealedTable) -> Iterator[SealedRow]:
    after: tuple[Any, ...] | None = None
    while rows := read_rows(db, sealed, after, most=ROWS_AT_ONCE, only=None):
        yield from rows
        after = rows[-1].key_of(sealed)


def _by_known_key(db: Reader, counts: dict[str, int]) -> dict[str, int]:
    known: Counter[str] = Counter()
    for kid, count in counts.items():
        known[kid if db.vault.keyring.key(kid) else STRANGE] += count
    return dict(known)
