"""Fixtures for every test, and the closing lines: which engines were exercised, or why not."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from tests.support.chromium import CHROMIUM
from tests.support.engines import Engines, open_database
from tests.support.notes import Note, note_with

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Engine

_engines: Engines | None = None
REQUIRED_IN_CI = (Engine.SQLITE, Engine.POSTGRESQL, Engine.MARIADB)


def _all_engines() -> Engines:
    global _engines  # noqa: PLW0603 - the closing lines outlive every fixture
    if _engines is None:
        _engines = Engines()
    return _engines


@pytest.fixture(params=list(Engine), ids=[engine.value for engine in Engine])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Keeps counts in the report, for the table of `make torture`."""
    return note_with(record_property)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon in Jakarta until a test moves it."""
    return FixedClock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))


@pytest.fixture
def engine_url(engine: Engine) -> str:
    """The URL of the run's database on the engine; the test is left out where the engine is missing."""
    one = _all_engines().get(engine)
    if one.missing:
        if os.environ.get("CI") == "true" and engine in REQUIRED_IN_CI:
            pytest.fail(f"{engine.value} may not be missing in CI: {one.missing}")
        pytest.skip(f"{engine.value}: {one.missing}")
    one.tests += 1
    return str(one.url)


@pytest.fixture
async def database(engine: Engine, engine_url: str, clock: FixedClock) -> AsyncIterator[Database]:
    """An empty, migrated, open database on each engine in turn."""
    made = await open_database(_all_engines().get(engine), clock)
    yield made
    await made.close()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Take the engines down."""
    if _engines is not None:
        _engines.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line an engine, and one for the browser."""
    chromium = terminalreporter.config.stash.get(CHROMIUM, None)
    if _engines is None and chromium is None:
        return
    terminalreporter.section("engines")
    for engine in Engine:
        known = _engines.known.get(engine) if _engines else None
        terminalreporter.write_line(known.line() if known else f"{engine.value:<11} not asked for by these tests")
    terminalreporter.write_line(chromium.line() if chromium else f"{'chromium':<11} not asked for by these tests")
