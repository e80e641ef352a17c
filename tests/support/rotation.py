"""Changing the keys of a test's database, as every process does it when the key file was changed."""

from __future__ import annotations

from niaga.app import SEARCHABLES
from niaga.platform.crypto import Keyring
from niaga.platform.database import Database
from niaga.platform.rotation import Renewal, count_uses, renew_all, sealed_tables

OLD, NEW = "test", "next"
_NEXT_KEY = bytes(range(7, 39))


def with_new_key(database: Database, *, old: bool = True) -> None:
    """The database goes on with a new primary key; the old one stays in the ring unless it is withdrawn."""
    known = database.vault.keyring
    keys = {NEW: _NEXT_KEY} | ({OLD: known.key(OLD) or b""} if old else {})
    database.vault._source = lambda: Keyring(keys, primary=NEW)
    assert database.vault.renew()


async def rotate(database: Database) -> Renewal:
    """Everything is renewed under the primary key."""
    return await renew_all(database, sealed_tables(), SEARCHABLES, lambda *_: None)


async def uses(database: Database) -> dict[str, dict[str, int]]:
    """What names which key: rows by key for each place that has any."""
    return {use.place: use.rows for use in await database.read(lambda db: count_uses(db, sealed_tables())) if use.rows}
