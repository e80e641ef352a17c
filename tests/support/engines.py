"""The engines of a test run: found, started where that is ours to do, and reported at the end: exercised, or why not.

`NIAGA_TEST_POSTGRES_URL` and `NIAGA_TEST_MARIADB_URL` name servers; else the usual local addresses are tried; else an
embedded PostgreSQL is started (`NIAGA_TEST_POSTGRES_URL=embedded` asks for it). One database a process of the run,
migrated once, emptied before each test that uses it.
"""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from tests.support.embedded import NoEmbedded, start_postgresql
from tests.support.exercised import Exercised

from niaga.foundation.clock import Clock, ShopClock
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Database, Engine
from niaga.platform.database.engines import driver_url
from niaga.platform.database.migrations import migrate

EMBEDDED = "embedded"
POSTGRES_URL = "NIAGA_TEST_POSTGRES_URL"
KEPT = frozenset({"alembic_version"})
SEEDED = ("revision", "lease", "order_number_block")


@dataclass
class EngineUnderTest(Exercised):
    """One engine in this run: how to reach it, or why it is missing."""

    url: str | None = None
    note: str = ""
    stop: Callable[[], None] = lambda: None
    seeds: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """Which one."""
        return Engine(self.name)


def test_vault() -> Vault:
    """A vault with a key of this run."""
    return Vault(Keyring({"test": b"k" * 32}, primary="test"))


class Engines:
    """All engines of a run, made when first asked for."""

    def __init__(self) -> None:
        self.known: dict[Engine, EngineUnderTest] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="niaga-"))

    def get(self, engine: Engine) -> EngineUnderTest:
        """The engine, found and migrated; look at `.missing` before using it."""
        if engine not in self.known:
            made = _MAKERS[engine](self._folder)
            self.known[engine] = made
            if made.missing is None:
                asyncio.run(_prepare(made))
        return self.known[engine]

    def close(self) -> None:
        """Drop what was made."""
        for one in self.known.values():
            one.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


async def _prepare(one: EngineUnderTest) -> None:
    database = Database(str(one.url), vault=test_vault(), clock=ShopClock())
    await database.open()
    await migrate(database)
    ask = "SELECT sqlite_version()" if one.engine is Engine.SQLITE else "SELECT version()"
    one.version = " ".join(str(await database.read(lambda db: db.execute(sa.text(ask)).scalar_one())).split()[:2])
    one.version = f"{one.version}, {one.note}" if one.note else one.version
    one.seeds = await database.run_sync(_seed_rows)
    await database.close()
    if one.engine is Engine.SQLITE:
        path = sa.make_url(str(one.url)).database
        shutil.copy(str(path), f"{path}.template")


def _seed_rows(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    rows = {}
    for table in sa.inspect(connection).get_table_names():
        found = [dict(row._mapping) for row in connection.execute(sa.text(f"SELECT * FROM {table}"))]
        if found and table not in KEPT:
            rows[table] = found
    return rows


async def empty(one: EngineUnderTest) -> None:
    """Bring the database back to how the migrations left it."""
    if one.engine is Engine.SQLITE:
        _start_over(str(sa.make_url(str(one.url)).database))
        return
    engine = create_async_engine(driver_url(str(one.url)), poolclass=sa.NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(lambda raw: _empty_tables(raw, one))
    await engine.dispose()


def _start_over(path: str) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(f"{path}.template", path)


def _empty_tables(connection: sa.Connection, one: EngineUnderTest) -> None:
    """Row by row: TRUNCATE makes new files and waits for the disk, so only what refuses to be deleted is truncated."""
    tables = [name for name in sa.inspect(connection).get_table_names() if name not in KEPT]
    looks = [f"SELECT '{name}' FROM (SELECT 1 AS one) AS o WHERE EXISTS (SELECT 1 FROM {name})" for name in tables]
    filled = set(connection.exec_driver_sql(" UNION ALL ".join(looks)).scalars())
    guarded = _guarded_tables(connection, one.engine)
    for name in filled:
        connection.exec_driver_sql(f"TRUNCATE TABLE {name}" if name in guarded else f"DELETE FROM {name}")
    for table, rows in one.seeds.items():
        if table in filled:
            connection.execute(sa.insert(sa.table(table, *(sa.column(name) for name in rows[0]))), rows)


def _guarded_tables(connection: sa.Connection, engine: Engine) -> set[str]:
    """The tables from which a trigger lets nothing be deleted. Whoever rules a PostgreSQL can do without its triggers."""
    if engine is Engine.POSTGRESQL and connection.exec_driver_sql("SHOW is_superuser").scalar_one() == "on":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return set()
    schema = "current_schema()" if engine is Engine.POSTGRESQL else "DATABASE()"
    asked = "SELECT event_object_table FROM information_schema.triggers WHERE event_manipulation = 'DELETE'"
    return set(connection.exec_driver_sql(f"{asked} AND trigger_schema = {schema}").scalars())


def _make_sqlite(folder: Path) -> EngineUnderTest:
    return EngineUnderTest(Engine.SQLITE.value, url=f"sqlite:///{folder}/shop.db")


def _make_postgresql(_folder: Path) -> EngineUnderTest:
    named = os.environ.get(POSTGRES_URL)
    if named == EMBEDDED:
        return _embedded_postgresql()
    for url in [named] if named else _usual_postgresql():
        with contextlib.suppress(Exception):
            return _with_own_database(Engine.POSTGRESQL, url)
    if named:
        return EngineUnderTest(Engine.POSTGRESQL.value, missing=f"{POSTGRES_URL} does not answer")
    return _embedded_postgresql()


def _usual_postgresql() -> list[str]:
    return [
        "postgresql://postgres@127.0.0.1:5432/postgres",
        f"postgresql://{getpass.getuser()}@/postgres?host=/var/run/postgresql",
    ]


def share_postgresql() -> Callable[[], None]:
    """Start the PostgreSQL that each process of the run would else bring along, and name it to them; how to stop it."""
    named = os.environ.get(POSTGRES_URL)
    if named != EMBEDDED and (named or any(map(_answers, _usual_postgresql()))):
        return lambda: None
    try:
        os.environ[POSTGRES_URL], stop = start_postgresql()
    except NoEmbedded:
        return lambda: None
    return stop


def _answers(url: str) -> bool:
    with contextlib.suppress(Exception):
        asyncio.run(_administer(url, "SELECT 1"))
        return True
    return False


def _embedded_postgresql() -> EngineUnderTest:
    try:
        url, stop = start_postgresql()
    except NoEmbedded as reason:
        return EngineUnderTest(Engine.POSTGRESQL.value, missing=f"no server answers, and {reason}")
    made = _with_own_database(Engine.POSTGRESQL, url)
    made.stop = stop
    made.note = "embedded"
    return made


def _make_mariadb(_folder: Path) -> EngineUnderTest:
    named = os.environ.get("NIAGA_TEST_MARIADB_URL")
    candidates = (
        [named]
        if named
        else [
            "mariadb://root@127.0.0.1:3306/",
            f"mariadb://{getpass.getuser()}@localhost/?unix_socket=/run/mysqld/mysqld.sock",
        ]
    )
    for url in candidates:
        with contextlib.suppress(Exception):
            return _with_own_database(Engine.MARIADB, url)
    why = "NIAGA_TEST_MARIADB_URL does not answer" if named else "no MariaDB answers on 127.0.0.1:3306 or its socket"
    return EngineUnderTest(Engine.MARIADB.value, missing=why)


def _with_own_database(engine: Engine, url: str) -> EngineUnderTest:
    name = f"niaga_test_{secrets.token_hex(4)}"
    more = (
        " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
        if engine is Engine.MARIADB
        else " ENCODING 'UTF8' TEMPLATE template0"
    )
    asyncio.run(_administer(url, f"CREATE DATABASE {name}{more}"))
    forced = " WITH (FORCE)" if engine is Engine.POSTGRESQL else ""
    own = sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    return EngineUnderTest(
        engine.value, url=own, stop=lambda: asyncio.run(_administer(url, f"DROP DATABASE {name}{forced}"))
    )


async def _administer(url: str, statement: str) -> None:
    engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    try:
        async with asyncio.timeout(60), engine.connect() as connection:
            await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


_MAKERS: dict[Engine, Callable[[Path], EngineUnderTest]] = {
    Engine.SQLITE: _make_sqlite,
    Engine.POSTGRESQL: _make_postgresql,
    Engine.MARIADB: _make_mariadb,
}


@contextlib.contextmanager
def engines() -> Iterator[Engines]:
    """The engines of a run, taken down at its end."""
    made = Engines()
    try:
        yield made
    finally:
        made.close()


async def open_database(one: EngineUnderTest, clock: Clock) -> Database:
    """The engine's database, empty and open."""
    await empty(one)
    database = Database(str(one.url), vault=test_vault(), clock=clock)
    await database.open()
    return database
