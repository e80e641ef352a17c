"""Brings a database to the present schema. Two that start at once: one does, the other waits and finds it done.

A guarded lease row decides (advisory locks are not honoured by Galera and poolers). The row's table is made before
anything else because it is needed to make everything else.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.platform.database.engines import Engine
from niaga.platform.database.types import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from niaga.platform.database.edge import Database

VERSIONS = Path(__file__).parent / "versions"
_LEASE = "migration"
_LEASE_SECONDS = 60
_RENEW_SECONDS = 15.0
_WAIT_SECONDS = 0.2

_meta = sa.MetaData()
lease = sa.Table(
    "lease",
    _meta,
    sa.Column("name", Code(60), primary_key=True),
    sa.Column("owner", Code(60), nullable=False),
    sa.Column("until_at", sa.BigInteger, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)


class StaleSchema(RuntimeError):
    """The database's schema is older or newer than this program; `niaga migrate` brings it up to date."""


@dataclass(frozen=True)
class SchemaState:
    """The revision the database is at (None: empty) and the one this program needs."""

    present: str | None
    needed: str

    @property
    def current(self) -> bool:
        """Whether nothing is to be done."""
        return self.present == self.needed

    @property
    def newer(self) -> bool:
        """Whether a newer program has been here."""
        return self.present is not None and self.present > self.needed


def newest_revision() -> str:
    """The newest migration's number, read off the file names so that Alembic need not be imported."""
    return max(path.name[1:5] for path in VERSIONS.glob("m[0-9]*.py"))


async def schema_state(database: Database) -> SchemaState:
    """Where the database's schema stands."""
    return SchemaState(await database.run_sync(_present), newest_revision())


async def migrate(database: Database) -> bool:
    """Upgrade to the newest schema; True when something was done here. Safe to call from several processes at once.

    Raises StaleSchema when the database was made by a newer program: there is no way back.
    """
    owner = secrets.token_hex(8)
    state = await schema_state(database)
    if state.newer:
        message = (
            f"the database is at schema {state.present}, this older program knows {state.needed}: upgrade the program"
        )
        raise StaleSchema(message)
    await database.run_sync(_make_lease_row)
    while not (await schema_state(database)).current:
        if await database.run_sync(lambda connection: _claim(connection, owner)):
            try:
                if (await schema_state(database)).current:
                    return False
                await _upgrade_under_lease(database, owner)
            finally:
                await database.run_sync(lambda connection: _release(connection, owner))
            return True
        await asyncio.sleep(_WAIT_SECONDS)
    return False


async def _upgrade_under_lease(database: Database, owner: str) -> None:
    """Upgrade, renewing the lease meanwhile: one that was killed is taken over within a minute.

    On SQLite nothing can be renewed beside the one writer, and nothing need be: whoever else claims waits for its lock.
    """

    async def renew() -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            await database.run_sync(lambda connection: _claim(connection, owner))

    renewing = asyncio.create_task(renew()) if database.engine is not Engine.SQLITE else None
    try:
        await database.run_sync(_upgrade)
    finally:
        if renewing is not None:
            renewing.cancel()


def _present(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    value = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if value is None else str(value)


def _make_lease_row(connection: Connection) -> None:
    """Two steps, each of which another process may win: MariaDB commits the table before its row is there."""
    _unless_made(connection, lambda: _meta.create_all(connection, checkfirst=True))
    there = sa.select(lease.c.name).where(lease.c.name == _LEASE)
    if connection.execute(there).one_or_none() is None:
        row = sa.insert(lease).values(name=_LEASE, owner="", until_at=0, fence=0, position=0)
        _unless_made(connection, lambda: connection.execute(row))
    connection.execute(there).one()
    connection.rollback()


def _unless_made(connection: Connection, make: Callable[[], object]) -> None:
    try:
        make()
        connection.commit()
    except sa.exc.DBAPIError:
        # Another process made it in the same moment; what follows fails where that is not so.
        connection.rollback()


def _claim(connection: Connection, owner: str) -> bool:
    now = time.time_ns() // 1000
    free = (lease.c.until_at < now) | (lease.c.owner == owner)
    claim = sa.update(lease).where(lease.c.name == _LEASE, free)
    until = now + _LEASE_SECONDS * 1_000_000
    changed = connection.execute(claim.values(owner=owner, until_at=until, fence=lease.c.fence + 1)).rowcount
    connection.commit()
    return changed == 1


def _release(connection: Connection, owner: str) -> None:
    connection.execute(
        sa.update(lease).where(lease.c.name == _LEASE, lease.c.owner == owner).values(owner="", until_at=0)
    )
    connection.commit()


def _upgrade(connection: Connection) -> None:
    for chatty in ("alembic", "asyncmy"):
        # What Alembic is about to do, and MariaDB's remark that it calls every primary key PRIMARY.
        logging.getLogger(chatty).setLevel(logging.ERROR)
    from alembic.config import Config  # noqa: PLC0415 - costs 0.2 s, needed once in a schema's life
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("version_locations", str(VERSIONS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config,
        script,
        fn=lambda revision, _context: script._upgrade_revs("head", revision),  # noqa: SLF001 - what its own command calls
        destination_rev="head",
    ) as environment:
        environment.configure(connection=connection, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()
