"""The suite on several processes at once: what one of them does whole, what comes first, and what is done alone.

A worker's fleets, rigs and browser are started once for it, so the tests that share them stay with one worker. Nothing of
this is in the way when pytest runs without workers.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.engines import share_postgresql
from xdist.scheduler.loadscope import LoadScopeScheduling

from niaga.platform.database import Engine

FIRST = ("tests/faults/", "tests/browser/", "tests/journeys/", "tests/integration/")
"""What waits for most comes first, so that no worker is left with it at the end."""
TURNS = "niaga_turns"


def piece_of(test: str) -> str:
    """The piece of work to which a test belongs: its file, all faults of an engine, the whole browser."""
    file = test.partition("::")[0]
    if file.startswith("tests/faults/"):
        return f"tests/faults/{_engine_of(test)}"
    return "tests/browser/" if file.startswith("tests/browser/") else file


def _engine_of(test: str) -> str:
    parameters = test.partition("[")[2].rstrip("]").split("-")
    return next((engine.value for engine in Engine if engine.value in parameters), "")


def place_of(test: str) -> int:
    """When its turn comes."""
    return next((place for place, folder in enumerate(FIRST) if test.startswith(folder)), len(FIRST))


class ByPiece(LoadScopeScheduling):
    """Hands out whole pieces."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


class Conductor:
    """In the process that hands out the work: what its workers share."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] = lambda: None
        self._turns = tempfile.mkdtemp(prefix="niaga-turns-")

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self) -> None:
        """Before the workers start."""
        self._stop = share_postgresql()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where turns are taken."""
        node.workerinput[TURNS] = self._turns

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> ByPiece:
        """In the order in which the workers collected."""
        config.option.loadscopereorder = False
        return ByPiece(config, log)

    def pytest_unconfigure(self) -> None:
        """Take down what was shared."""
        self._stop()
        shutil.rmtree(self._turns, ignore_errors=True)


class Player:
    """In a worker: the order of the pieces, and the turns."""

    def __init__(self, folder: str) -> None:
        self._turns = Turns(Path(folder))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Long pieces first; the order within them stays as random as it was."""
        items.sort(key=lambda item: place_of(item.nodeid))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """A test that measures time waits until the others rest."""
        with self._turns.taken(alone=item.get_closest_marker("alone") is not None):
            return (yield)


class Turns:
    """Tests of several processes beside each other, or one alone. Whoever wants to be alone is not overtaken."""

    def __init__(self, folder: Path) -> None:
        self._door, self._room = (os.open(folder / name, os.O_RDWR | os.O_CREAT) for name in ("door", "room"))

    @contextlib.contextmanager
    def taken(self, *, alone: bool) -> Iterator[None]:
        """A turn, for as long as the block runs."""
        how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.flock(self._door, how)
        fcntl.flock(self._room, how)
        if not alone:
            fcntl.flock(self._door, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._room, fcntl.LOCK_UN)
            fcntl.flock(self._door, fcntl.LOCK_UN)
