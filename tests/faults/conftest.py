"""Fixtures of the faults: one fleet an engine for the whole run, because a server takes a second to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.servers import Fleet

from niaga.platform.database import Engine

SERVERS = {Engine.SQLITE: 1, Engine.POSTGRESQL: 2, Engine.MARIADB: 2}


@pytest.fixture(scope="session")
def fleets() -> Iterator[dict[Engine, Fleet]]:
    """The fleets that this run has started."""
    started: dict[Engine, Fleet] = {}
    yield started
    for fleet in started.values():
        fleet.close()


@pytest.fixture
def fleet(engine: Engine, engine_url: str, fleets: dict[Engine, Fleet]) -> Fleet:
    """A shop with two server processes (one on SQLite), on each engine in turn."""
    if engine not in fleets:
        fleets[engine] = Fleet(engine_url, servers=SERVERS[engine])
        fleets[engine].start()
    return fleets[engine]
