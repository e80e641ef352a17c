"""The statements of search tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.platform.database import Rowset, Write, WriteStatement, write_all
from niaga.platform.search.tables import search_token
from niaga.platform.search.tokens import candidates, tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader, Transaction
    from niaga.platform.search.terms import Findable

_COLUMNS = ("token", "subject_type", "subject_id", "key_id")


def _insert_missing(rows: Rowset) -> sa.Insert:
    there = sa.exists().where(
        search_token.c.token == rows.c.token,
        search_token.c.subject_type == rows.c.subject_type,
        search_token.c.subject_id == rows.c.subject_id,
    )
    return sa.insert(search_token).from_select(list(_COLUMNS), sa.select(*rows.c).where(~there), include_defaults=False)


_INSERT = WriteStatement(
    "insert missing search tokens", {name: search_token.c[name].type for name in _COLUMNS}, _insert_missing
)
_OF_SUBJECTS = sa.and_(
    search_token.c.subject_type == sa.bindparam("of_type"),
    search_token.c.subject_id.in_(sa.bindparam("of_ids", expanding=True)),
)
_FORGET = sa.delete(search_token).where(_OF_SUBJECTS)
_WRITTEN = sa.select(search_token.c.subject_id, search_token.c.token).where(_OF_SUBJECTS)
_COUNT = sa.select(search_token.c.key_id, sa.func.count().label("tokens")).group_by(search_token.c.key_id)


def write_tokens(tx: Transaction, subject_type: str, found: Mapping[str, Findable]) -> None:
    """Add the tokens that subjects (by id) do not have yet; doing it twice changes nothing. At most one statement."""
    key_id = tx.vault.keyring.primary
    rows = [
        (token, subject_type, subject_id, key_id)
        for subject_id, one in sorted(found.items())
        for token in sorted(tokens_of(tx.vault, subject_type, one))
    ]
    write_all(tx, [Write(_INSERT, rows)])


def forget_tokens(tx: Transaction, subject_type: str, subject_ids: Sequence[str]) -> None:
    """Take all tokens of these subjects away: before others are written, or when nobody may be found by them any more."""
    if subject_ids:
        tx.execute(_FORGET, {"of_type": subject_type, "of_ids": list(subject_ids)})


def tokens_written(db: Reader, subject_type: str, subject_ids: Sequence[str]) -> dict[str, set[str]]:
    """The tokens of these subjects; who has none is left out."""
    written: dict[str, set[str]] = {}
    if subject_ids:
        for row in db.execute(_WRITTEN, {"of_type": subject_type, "of_ids": list(subject_ids)}):
            written.setdefault(row.subject_id, set()).add(row.token)
    return written


def count_tokens(db: Reader) -> dict[str, int]:
    """How many tokens each key made."""
    return {row.key_id: int(row.tokens) for row in db.execute(_COUNT)}


def subjects_found(vault: Vault, subject_type: str, terms: Sequence[str]) -> sa.Select[str]:
    """The ids of the subjects that have all these terms, of which there is at least one; some may stand there twice."""
    first, *others = (search_token.alias() for _ in terms)
    found = sa.select(first.c.subject_id).where(
        first.c.subject_type == subject_type, first.c.token.in_(candidates(vault, subject_type, terms[0]))
    )
    for one, term in zip(others, terms[1:], strict=True):
        same = sa.and_(one.c.subject_type == first.c.subject_type, one.c.subject_id == first.c.subject_id)
        found = found.join(one, same).where(one.c.token.in_(candidates(vault, subject_type, term)))
    return found
