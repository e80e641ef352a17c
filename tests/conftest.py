"""Fixtures for every test, and the closing lines: which engines were exercised, or why not."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.support.action_table import ActionTable
from tests.support.chromium import CHROMIUM
from tests.support.engines import Engines, open_database
from tests.support.exercised import Exercised, add_up, told
from tests.support.notes import Note, note_with
from tests.support.workers import TURNS, Conductor, Player

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database, Engine

_engines: Engines | None = None
_heard: list[dict[str, Any]] = []
REQUIRED_IN_CI = (Engine.SQLITE, Engine.POSTGRESQL, Engine.MARIADB)
EXERCISED = "niaga_exercised"
YOUNG_OBJECTS = 20_000
FRESH = re.compile("01[0-9a-hjkmnp-tv-z]{24}")


def pytest_configure(config: pytest.Config) -> None:
    """Tell apart the process that hands out the work and the workers that do it."""
    config.pluginmanager.register(ActionTable())
    given = getattr(config, "workerinput", None)
    config.pluginmanager.register(Player(given[TURNS]) if given else Conductor())


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


def pytest_make_parametrize_id(val: object) -> str | None:
    """Ids are new in every process, and a test is to have one name in all of them."""
    return FRESH.sub("fresh", val) if isinstance(val, str) and FRESH.search(val) else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking through it again and again is a fifth of all work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def _used(config: pytest.Config) -> list[Exercised]:
    """The engines and the browser of this process, as far as they were asked for."""
    chromium = config.stash.get(CHROMIUM, None)
    return [*(_engines.known.values() if _engines else ()), *([chromium] if chromium else [])]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Tell what was used, and take the engines down."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[EXERCISED] = told(_used(session.config))
    if _engines is not None:
        _engines.close()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what a worker used."""
    _heard.extend(getattr(node, "workeroutput", {}).get(EXERCISED, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line an engine, and one for the browser."""
    used = {one.name: one for one in add_up(_used(config), _heard)}
    if not used:
        return
    terminalreporter.section("engines")
    for name in (*(engine.value for engine in Engine), "chromium"):
        terminalreporter.write_line(used[name].line() if name in used else f"{name:<11} not asked for by these tests")
