"""Servers that start at once: forked from a process that has already imported the shop, to be killed by the dozen.

They run the real application on the real server; only the second that imports take is saved.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.support.servers import Fleet, free_port, process_environment

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["niaga.app", "niaga.web.server", "niaga.platform.settings", "structlog", "sqlalchemy.ext.asyncio", "uvloop"]
)
_READY_SECONDS = 60


def _serve(folder: str, environment: dict[str, str], port: int, log: str) -> None:
    from niaga.app import make_application
    from niaga.platform.settings import load_settings
    from niaga.web.server import serve_application

    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    settings = load_settings({"port": str(port), "data": folder}, environment, Path(folder))
    serve_application(lambda: make_application(settings), settings)


class ForkedServer:
    """One server on a fleet's database."""

    def __init__(self, fleet: Fleet, *, failpoint: str | None = None, relay: bool = False) -> None:
        self.port = free_port()
        self.log = fleet.folder / f"forked-{self.port}.log"
        environment = {**process_environment(), "NIAGA_DATABASE": fleet.url, "NIAGA_RELAY": "on" if relay else "off"}
        if failpoint is not None:
            environment["NIAGA_FAILPOINT"] = failpoint
        kept = {name: value for name, value in environment.items() if name.startswith("NIAGA_")}
        self.process = _context.Process(target=_serve, args=(str(fleet.folder), kept, self.port, str(self.log)))
        self.process.start()

    def wait(self) -> bool:
        """Wait until it may be sent buyers; False when it died before."""
        end = time.monotonic() + _READY_SECONDS
        while time.monotonic() < end and self.process.is_alive():
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready"):
                return True
            time.sleep(0.02)
        assert not self.process.is_alive(), "the server hangs"
        return False

    def died_at(self, failpoint: str) -> bool:
        """Whether it killed itself there, as its last words say."""
        self.process.join(_READY_SECONDS)
        return self.process.exitcode == -9 and f"failpoint {failpoint}\n" in self.log.read_text()

    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.join(_READY_SECONDS)


@contextlib.contextmanager
def forked(fleet: Fleet, *, failpoint: str | None = None, relay: bool = False) -> Iterator[ForkedServer]:
    """A server for as long as the block runs."""
    server = ForkedServer(fleet, failpoint=failpoint, relay=relay)
    try:
        yield server
    finally:
        server.stop()
