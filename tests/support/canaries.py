"""Canaries: personal data that no one else has, planted wherever a shop takes any, and looked for in what it keeps.

Who builds something that takes personal data adds a planting to `PLANTINGS` of tests/journeys/test_canaries.py.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from niaga.platform.database import Database


@dataclass
class Canaries:
    """What was planted: where, and the letters of it that must be found nowhere."""

    planted: dict[str, str] = field(default_factory=dict)

    def _plant(self, where: str, core: str) -> str:
        assert where not in self.planted, f"{where} is planted twice"
        self.planted[where] = core
        return core

    def word(self, where: str) -> str:
        """A word of a name, a street or a note."""
        return self._plant(where, f"Kenari{secrets.token_hex(5)}")

    def email(self, where: str) -> str:
        """An address."""
        return f"{self._plant(where, f'kenari.{secrets.token_hex(5)}')}@example.com"

    def phone(self, where: str) -> str:
        """A mobile number as buyers write it; looked for without the 0 or +62 that it is kept with."""
        return f"0{self._plant(where, f'812{secrets.randbelow(10**8):08}')}"

    def account(self, where: str) -> str:
        """A bank account's number."""
        return self._plant(where, f"73{secrets.randbelow(10**11):011}")

    def password(self, where: str) -> str:
        """A password."""
        return self._plant(where, f"kenari terbang {secrets.token_hex(6)}")

    def secret(self, where: str, value: str) -> str:
        """What the shop itself made and only its holder may have: a token, a code of many digits."""
        return self._plant(where, value)

    def found_in(self, text: str) -> list[str]:
        """Where those were planted that this text shows."""
        lowered = text.lower()
        return [where for where, core in self.planted.items() if core.lower() in lowered]


async def whole_database(database: Database) -> str:
    """Every column of every row, and of SQLite the bytes of its files as well."""
    return await database.run_sync(_every_column) + _bytes_of(database)


def _every_column(connection: sa.Connection) -> str:
    texts = []
    for table in sa.inspect(connection).get_table_names():
        rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()
        texts += [_readable(value) for row in rows for value in row]
    return "\n".join(texts)


def _readable(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes_of(database: Database) -> str:
    path = sa.make_url(database.url).database if database.url.startswith("sqlite") else None
    if path is None:
        return ""
    files = [file for ending in ("", "-wal", "-shm") if (file := Path(f"{path}{ending}")).exists()]
    assert files, "the database file was not found"
    return "\n".join(file.read_bytes().decode("latin-1") for file in files)
