"""A server that would break a promise is refused at start, with a word on what to change."""

from __future__ import annotations

from typing import Any

import pytest

from niaga.platform.database import Database, Engine
from niaga.platform.database.connections import UnfitServer, check_server

FIT = {
    Engine.SQLITE: {"SELECT sqlite_version()": "3.45.1", "PRAGMA journal_mode": "wal"},
    Engine.POSTGRESQL: {"SHOW server_version_num": "150003", "SHOW server_encoding": "UTF8", "SHOW fsync": "on"},
    Engine.MARIADB: {
        "SELECT VERSION()": "10.11.6-MariaDB",
        "SELECT @@SESSION.sql_mode": "STRICT_ALL_TABLES,TRADITIONAL",
        "SELECT @@SESSION.tx_isolation": "READ-COMMITTED",
    },
}


class Answering:
    """A reader that answers as a server of our choice would."""

    def __init__(self, engine: Engine, **different: str) -> None:
        self.engine = engine
        self._answers = {question: different.get(question, answer) for question, answer in FIT[engine].items()}

    def execute(self, statement: Any) -> Any:
        self._answer = self._answers[str(statement)]
        return self

    def scalar_one(self) -> str:
        return self._answer


@pytest.mark.parametrize("engine", list(Engine))
def test_a_fit_server_is_taken(engine: Engine) -> None:
    check_server(Answering(engine))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("engine", "question", "answer", "said"),
    [
        (Engine.SQLITE, "SELECT sqlite_version()", "3.34.1", "too old"),
        (Engine.SQLITE, "PRAGMA journal_mode", "delete", "network drive"),
        (Engine.POSTGRESQL, "SHOW server_version_num", "140011", "PostgreSQL 15"),
        (Engine.POSTGRESQL, "SHOW server_encoding", "SQL_ASCII", "ENCODING"),
        (Engine.POSTGRESQL, "SHOW fsync", "off", "fsync"),
        (Engine.MARIADB, "SELECT VERSION()", "8.4.3", "MySQL"),
        (Engine.MARIADB, "SELECT VERSION()", "10.5.21-MariaDB", "too old"),
        (Engine.MARIADB, "SELECT @@SESSION.sql_mode", "NO_ENGINE_SUBSTITUTION", "strict"),
        (Engine.MARIADB, "SELECT @@SESSION.tx_isolation", "REPEATABLE-READ", "READ COMMITTED"),
    ],
)
def test_an_unfit_server_is_refused_with_a_reason(engine: Engine, question: str, answer: str, said: str) -> None:
    with pytest.raises(UnfitServer, match=said):
        check_server(Answering(engine, **{question: answer}))  # type: ignore[arg-type]


async def test_the_servers_of_this_run_are_fit(database: Database) -> None:
    await database.read(check_server)
