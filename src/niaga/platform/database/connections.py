"""Engines of SQLAlchemy, configured as the guarantees need them, and the start-up check of each server's traps."""

from __future__ import annotations

import logging
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool, StaticPool

from niaga.platform.database.engines import Engine, driver_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncEngine

    from niaga.platform.database.transaction import Reader

WriterEngine = Any
ReaderEngine = Any
_BUSY_TIMEOUT_MS = 5000
_TURN_SECONDS = 0.01
_POOL_TIMEOUT_SECONDS = 5
_LOWEST_SQLITE = (3, 40, 0)
_LOWEST_POSTGRESQL = 150000
_LOWEST_MARIADB = (10, 6)
_POSTGRESQL_SESSION = {
    "application_name": "niaga",
    "jit": "off",
    "statement_timeout": "15000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
}
_MARIADB_SESSION = (
    "SET SESSION sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION', "
    "tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, time_zone = '+00:00', "
    "default_storage_engine = 'InnoDB'"
)
_MARIADB_SNAPSHOT = "SET SESSION innodb_snapshot_isolation = ON"


class UnfitServer(RuntimeError):
    """The database server cannot keep a promise the shop makes; the message says which and what to change."""


def make_engines(url: str, engine: Engine, pool_size: int) -> tuple[WriterEngine, ReaderEngine]:
    """The writing engine and the reading engine (AUTOCOMMIT) for a URL."""
    if engine is Engine.SQLITE:
        return _sqlite_engine(url, reads_only=False), _sqlite_engine(url, reads_only=True)
    if engine is Engine.POSTGRESQL:
        return _server_engine(url, pool_size, _POSTGRESQL_ARGUMENTS), _server_engine(
            url, pool_size, _POSTGRESQL_ARGUMENTS, isolation_level="AUTOCOMMIT"
        )
    writer = _server_engine(url, pool_size, {"charset": "utf8mb4"})
    reader = _server_engine(url, pool_size, {"charset": "utf8mb4"}, isolation_level="AUTOCOMMIT")
    for one in (writer, reader):
        event.listen(one.sync_engine, "connect", _prepare_mariadb)
    return writer, reader


_POSTGRESQL_ARGUMENTS = {"server_settings": _POSTGRESQL_SESSION, "timeout": _POOL_TIMEOUT_SECONDS}


def _server_engine(url: str, pool_size: int, arguments: dict[str, Any], **more: Any) -> AsyncEngine:
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - brings the ORM along, which SQLite can do without

    return create_async_engine(
        driver_url(url),
        connect_args=arguments,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT_SECONDS,
        pool_reset_on_return=None if more else "rollback",
        pool_recycle=1800,
        hide_parameters=True,
        **more,
    )


def plain_engine(engine: WriterEngine) -> sa.Engine:
    """The engine to which SQLAlchemy's events belong."""
    plain = getattr(engine, "sync_engine", engine)
    assert isinstance(plain, sa.Engine)
    return plain


def in_use(engines: Mapping[str, WriterEngine]) -> dict[str, int]:
    """How many connections of each engine's pool are taken. SQLite's one reading connection has no pool to speak of."""
    pools = {name: plain_engine(engine).pool for name, engine in engines.items()}
    return {name: pool.checkedout() for name, pool in pools.items() if isinstance(pool, QueuePool)}


def _sqlite_engine(url: str, *, reads_only: bool) -> sa.Engine:
    pool: dict[str, Any] = {"poolclass": StaticPool} if reads_only else {"poolclass": QueuePool, "pool_size": 1}
    engine = sa.create_engine(
        driver_url(url),
        connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_MS / 1000},
        hide_parameters=True,
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        _write_ahead(raw)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "cache_size=-16000"):
            raw.execute(f"PRAGMA {pragma}")
        if reads_only:
            raw.execute("PRAGMA query_only=ON")

    if not reads_only:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine.execution_options(isolation_level="AUTOCOMMIT") if reads_only else engine


def _write_ahead(raw: sqlite3.Connection) -> None:
    """Write ahead from now on. Of several that open a new file at once SQLite refuses all but one, without any waiting."""
    until = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_TURN_SECONDS)
        else:
            return


def _prepare_mariadb(raw: Any, _record: Any) -> None:
    cursor = raw.cursor()
    cursor.execute(_MARIADB_SESSION)
    try:
        cursor.execute(_MARIADB_SNAPSHOT)
    except Exception as error:  # noqa: BLE001 - servers before 10.6.18 do not know the variable; 1020 cannot occur there
        logging.getLogger(__name__).debug("no innodb_snapshot_isolation: %s", error)
    cursor.close()


def check_server(db: Reader) -> None:
    """Refuse a server whose version or settings would break a promise. Raises UnfitServer."""
    {Engine.SQLITE: _check_sqlite, Engine.POSTGRESQL: _check_postgresql, Engine.MARIADB: _check_mariadb}[db.engine](db)


def _value(db: Reader, sql: str) -> Any:
    return db.execute(sa.text(sql)).scalar_one()


def _check_sqlite(db: Reader) -> None:
    version = tuple(int(part) for part in str(_value(db, "SELECT sqlite_version()")).split("."))
    if version < _LOWEST_SQLITE:
        message = f"SQLite {'.'.join(map(str, version))} is too old: 3.40 or later is needed"
        raise UnfitServer(message)
    if _value(db, "PRAGMA journal_mode") != "wal":
        message = "this file system cannot keep SQLite's write-ahead log (a network drive?); use a local disk"
        raise UnfitServer(message)


def _check_postgresql(db: Reader) -> None:
    if int(_value(db, "SHOW server_version_num")) < _LOWEST_POSTGRESQL:
        message = "PostgreSQL 15 or later is needed"
        raise UnfitServer(message)
    if _value(db, "SHOW server_encoding") != "UTF8":
        message = "the database must be created with ENCODING 'UTF8'"
        raise UnfitServer(message)
    if _value(db, "SHOW fsync") != "on":
        message = "fsync is off on this PostgreSQL: it may lose paid orders; turn it on"
        raise UnfitServer(message)


def _check_mariadb(db: Reader) -> None:
    version = str(_value(db, "SELECT VERSION()"))
    if "mariadb" not in version.lower():
        message = f"this server is MySQL {version}, which has not been run with Niaga yet; use MariaDB 10.6 or later"
        raise UnfitServer(message)
    numbers = version.replace("5.5.5-", "").split("-")[0].split(".")
    if (int(numbers[0]), int(numbers[1])) < _LOWEST_MARIADB:
        message = f"MariaDB {version} is too old: 10.6 or later is needed"
        raise UnfitServer(message)
    if "STRICT_ALL_TABLES" not in str(_value(db, "SELECT @@SESSION.sql_mode")):
        message = "this MariaDB does not keep a strict sql_mode: it would cut values silently"
        raise UnfitServer(message)
    if _value(db, "SELECT @@SESSION.tx_isolation") != "READ-COMMITTED":
        message = "this MariaDB does not let a session choose READ COMMITTED"
        raise UnfitServer(message)
