"""Renewing: seals, blind indexes and search tokens of older keys become those of the primary key.

Chunk after chunk by primary key: read a few hundred rows that are due, open and seal them again outside any transaction,
and write them with one guarded statement. Its guard is the old text: what somebody changed in the meantime keeps what
they wrote, and the next pass looks at it again. Nothing is remembered, because what is done is not due any more: after a
kill one simply begins again. Between chunks it rests as long as it worked, so that buyers get their turn.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import sqlalchemy.exc

from niaga.platform.crypto import SealBroken
from niaga.platform.database import Rowset, Text, Write, WriteStatement, write_all
from niaga.platform.rotation.sealed import blind_type
from niaga.platform.rotation.walking import SealedRow, canonical_value, open_seal, read_rows
from niaga.platform.search import forget_tokens, tokens_of, tokens_written, write_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Database, Reader, Transaction
    from niaga.platform.rotation.sealed import SealedTable
    from niaga.platform.search import Searchable

    Progress = Callable[[str, int, int], None]

ROWS_AT_ONCE = 200
_MOST_PASSES = 5
_LONGEST_REST_SECONDS = 0.25
_TEXT = Text()


@dataclass
class Renewal:
    """What was done: rows renewed by place, and what could not be."""

    renewed: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    left: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is left under an older key."""
        return not self.faults and not self.left


def rows_due(db: Reader, sealed: SealedTable) -> int:
    """How many rows of the table hold a seal of an older key."""
    due = sa.select(sa.func.count()).select_from(sealed.table).where(_is_due(sealed, db.vault.keyring.primary))
    return int(db.execute(due).scalar_one())


async def renew_all(
    database: Database, tables: Sequence[SealedTable], searchables: Iterable[Searchable], progress: Progress
) -> Renewal:
    """Renew everything. Safe beside a serving shop, beside itself, and after a kill."""
    renewal = Renewal()
    for sealed in tables:
        await _renew_table(database, sealed, renewal, progress)
    for searchable in searchables:
        await _renew_tokens(database, searchable, renewal, progress)
    return renewal


async def _renew_table(database: Database, sealed: SealedTable, renewal: Renewal, progress: Progress) -> None:
    total = await database.read(lambda db: rows_due(db, sealed))
    faults: dict[str, None] = {}
    renewed = tried = 0
    for _ in range(_MOST_PASSES):
        tell = partial(_tell, progress=progress, place=sealed.name, before=renewed, total=total)
        tried = await _one_pass(database, sealed, faults, tell)
        renewed += tried
        if not tried:
            break
    else:
        renewal.left += tried
    renewal.renewed[sealed.name] = renewed
    renewal.faults += faults


def _tell(done: int, *, progress: Progress, place: str, before: int, total: int) -> None:
    if before + done:
        progress(place, before + done, max(before + done, total))


async def _one_pass(
    database: Database, sealed: SealedTable, faults: dict[str, None], tell: Callable[[int], None]
) -> int:
    """How many rows were due and could be renewed; not those whose writer came first, who are looked at again."""
    # Whether an index is of an older key shows only by computing it: tables with indexes are gone through whole.
    only = None if sealed.indexes else _is_due(sealed, database.vault.keyring.primary)
    after: tuple[Any, ...] | None = None
    tried = 0
    while True:
        began = time.monotonic()
        ask = partial(read_rows, sealed=sealed, after=after, most=ROWS_AT_ONCE, only=only)
        rows = await database.read(ask)
        if not rows:
            return tried
        after = rows[-1].key_of(sealed)
        changes = _changes(database.vault, sealed, rows, faults)
        await _write(database, sealed, changes, faults)
        tried += len(changes)
        tell(tried)
        await asyncio.sleep(min(time.monotonic() - began, _LONGEST_REST_SECONDS))


def _changes(
    vault: Vault, sealed: SealedTable, rows: Sequence[SealedRow], faults: dict[str, None]
) -> list[tuple[Any, ...]]:
    """The rows of the guarded statement: key, old texts, new texts, new indexes."""
    changes = []
    for row in rows:
        try:
            texts, indexes = _renewed_texts(vault, sealed, row), _renewed_indexes(vault, sealed, row)
        except SealBroken as error:
            faults[str(error)] = None
            continue
        if texts != row.texts or indexes != row.indexes:
            changes.append((*row.key_of(sealed), *row.texts.values(), *texts.values(), *indexes.values()))
    return changes


def _renewed_texts(vault: Vault, sealed: SealedTable, row: SealedRow) -> dict[str, str | None]:
    renewed = dict(row.texts)
    for seal in sealed.seals:
        inside = seal.seal_in(row.texts[seal.name])
        if inside is None or inside.split("|")[1] == vault.keyring.primary:
            continue
        opened = open_seal(vault, sealed, seal, row)
        assert opened is not None, "there is a seal"
        fresh = vault.seal_bytes(opened, table=sealed.name, column=seal.name, row=seal.row_of(row.names))
        renewed[seal.name] = seal.written(fresh)
    return renewed


def _renewed_indexes(vault: Vault, sealed: SealedTable, row: SealedRow) -> dict[str, str | None]:
    renewed: dict[str, str | None] = {}
    for index in sealed.indexes:
        value = canonical_value(vault, sealed, index, row)
        renewed[index.name] = None if value is None else blind_type(index).index.of(vault, value)
    return renewed


async def _write(
    database: Database, sealed: SealedTable, changes: list[tuple[Any, ...]], faults: dict[str, None]
) -> None:
    if not changes:
        return
    write = Write(_statement(sealed), changes)
    try:
        await database.write(lambda tx: write_all(tx, [write]), replayable=True, name="keys.renew")
    except sqlalchemy.exc.IntegrityError:
        if len(changes) > 1:
            for one in changes:
                await _write(database, sealed, [one], faults)
            return
        key = "|".join(map(str, changes[0][: len(sealed.key)]))
        faults[f"{sealed.name} of row {key}: another row holds the same value under the primary key"] = None


@lru_cache(maxsize=64)
def _statement(sealed: SealedTable) -> WriteStatement:
    """New texts and indexes for rows whose texts are still the old ones."""
    seals = [seal.name for seal in sealed.seals]
    columns: dict[str, sa.types.TypeEngine[Any]] = {name: sealed.table.c[name].type for name in sealed.key}
    columns |= {f"old_{name}": _TEXT for name in seals}
    columns |= {f"new_{name}": _TEXT for name in seals}
    columns |= {f"new_{index.name}": index.type for index in sealed.indexes}

    def build(rows: Rowset) -> sa.Update:
        same = [sealed.table.c[name] == rows.c[name] for name in sealed.key]
        same += [seal.text.is_not_distinct_from(rows.c[f"old_{seal.name}"]) for seal in sealed.seals]
        renewed = {name: rows.c[f"new_{name}"] for name in (*seals, *(index.name for index in sealed.indexes))}
        return sa.update(sealed.table).where(*same).values(renewed)

    return WriteStatement(f"renew {sealed.name}", columns, build)


def _is_due(sealed: SealedTable, kid: str) -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.and_(seal.is_sealed(), sa.not_(seal.is_of(kid))) for seal in sealed.seals))


async def _renew_tokens(database: Database, searchable: Searchable, renewal: Renewal, progress: Progress) -> None:
    """Every subject gets the tokens it should have under the primary key, those who never had any too."""
    place = f"search_token ({searchable.subject_type})"
    after = ""
    seen = renewed = 0
    while True:
        began = time.monotonic()
        ask = partial(_subjects, searchable=searchable, after=after)
        try:
            subjects, due = await database.read(ask)
        except SealBroken as error:
            renewal.faults.append(f"{place}: {error}")
            return
        if not subjects:
            break
        after = subjects[-1]
        if due:
            await database.write(partial(_write_tokens, searchable=searchable, due=due), name="keys.renew_tokens")
        seen, renewed = seen + len(subjects), renewed + len(due)
        progress(place, seen, seen)
        await asyncio.sleep(min(time.monotonic() - began, _LONGEST_REST_SECONDS))
    renewal.renewed[place] = renewed


def _subjects(db: Reader, *, searchable: Searchable, after: str) -> tuple[list[str], list[str]]:
    """The next subjects, and those among them whose tokens are not what they should be."""
    subjects = searchable.list_ids(db, after, ROWS_AT_ONCE)
    written = tokens_written(db, searchable.subject_type, subjects)
    found = searchable.read(db, subjects)
    wanted = {one: tokens_of(db.vault, searchable.subject_type, found[one]) for one in subjects if one in found}
    return subjects, [one for one in subjects if written.get(one, set()) != wanted.get(one, set())]


def _write_tokens(tx: Transaction, *, searchable: Searchable, due: list[str]) -> None:
    forget_tokens(tx, searchable.subject_type, due)
    write_tokens(tx, searchable.subject_type, searchable.read(tx, due))
