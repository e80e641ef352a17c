"""Which engines there are, and how a URL of ours becomes one of SQLAlchemy's."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa


class Engine(StrEnum):
    """The databases Niaga runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    MARIADB = "mariadb"


_BY_SCHEME = {
    "sqlite": Engine.SQLITE,
    "postgresql": Engine.POSTGRESQL,
    "postgres": Engine.POSTGRESQL,
    "mariadb": Engine.MARIADB,
    "mysql": Engine.MARIADB,
}
_DRIVER = {
    Engine.SQLITE: "sqlite+pysqlite",
    Engine.POSTGRESQL: "postgresql+asyncpg",
    Engine.MARIADB: "mariadb+asyncmy",
}


class UnknownEngine(ValueError):
    """The database URL names an engine that Niaga does not run on."""


def engine_of(url: str) -> Engine:
    """The engine that a database URL names. Raises UnknownEngine."""
    scheme = url.partition(":")[0].partition("+")[0].lower()
    if scheme not in _BY_SCHEME:
        message = f"{scheme!r} is not a database Niaga runs on; use sqlite:///, postgresql:// or mariadb://"
        raise UnknownEngine(message)
    return _BY_SCHEME[scheme]


def driver_url(url: str) -> sa.URL:
    """The URL with the driver that Niaga uses for it, passwords and query kept."""
    engine = engine_of(url)
    return sa.make_url(f"{engine.value}:{url.partition(':')[2]}").set(drivername=_DRIVER[engine])
