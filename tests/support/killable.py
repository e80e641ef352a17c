"""Database servers of a test's own, to be killed and started again on the same data.

A kill takes the server and every process under it at once, as a machine that loses its memory does. Whatever was not on
disk is gone, but for what the kernel still holds: this is a crash of the server, not a power cut.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Protocol

from tests.support.embedded import EmbeddedPostgresql, NoEmbedded
from tests.support.ports import free_port

from niaga.platform.database import Engine

_READY_SECONDS = 60
_INSTALL = ("--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db")
_OPTIONS = (
    "--no-defaults",
    "--bind-address=127.0.0.1",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_bin",
    "--innodb-snapshot-isolation=ON",
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-buffer-pool-size=64M",
    "--sql-mode=TRADITIONAL",
    "--skip-name-resolve",
    "--skip-log-bin",
)


class NotHere(Exception):
    """The database server's programs are not on this machine, for the reason given."""


class DatabaseServer(Protocol):
    """A database server that dies and comes back."""

    url: str
    """Of a database on it that always exists."""

    def start(self) -> None:
        """Start it on its data and wait until it answers."""

    def stop(self) -> None:
        """End it in good order."""

    def kill(self) -> None:
        """End it and all its processes by SIGKILL."""

    def close(self) -> None:
        """End it and throw its data away."""


class KillablePostgresql(EmbeddedPostgresql):
    """The embedded PostgreSQL."""

    def kill(self) -> None:
        """The postmaster, and the backends that would have seen it go."""
        assert self.process is not None
        _kill_tree(self.process)


class KillableMariadb:
    """A MariaDB from the programs of the system."""

    def __init__(self) -> None:
        installer, self._program = shutil.which("mariadb-install-db"), _find_mariadbd()
        if installer is None or self._program is None:
            message = "mariadbd and mariadb-install-db are not installed"
            raise NotHere(message)
        self._folder = Path(tempfile.mkdtemp(prefix="nmd"))
        self._port = free_port()
        self.url = f"mariadb://root@127.0.0.1:{self._port}/mysql"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._user = _as_mysql(self._folder)
            self._run(installer, *_INSTALL, f"--datadir={self._folder / 'data'}", *self._user)
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """Start it, recover, and wait until it takes connections."""
        places = (f"--datadir={self._folder / 'data'}", f"--socket={self._folder / 's'}", f"--port={self._port}")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._program), *_OPTIONS, f"--pid-file={self._folder / 'pid'}", *places, *self._user],
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )
        until = time.monotonic() + _READY_SECONDS
        while not _greets(self._port):
            if self._process.poll() is not None or time.monotonic() > until:
                raise NotHere((self._folder / "log").read_text(errors="replace")[-500:])
            time.sleep(0.05)

    def stop(self) -> None:
        """SIGTERM, and wait."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_READY_SECONDS)

    def kill(self) -> None:
        """SIGKILL."""
        assert self._process is not None
        _kill_tree(self._process)

    def close(self) -> None:
        """End it and throw its data away."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *command: str) -> None:
        made = subprocess.run(command, check=False, capture_output=True, text=True, cwd=self._folder)
        if made.returncode:
            raise NotHere(made.stderr[-500:] or made.stdout[-500:])


def start_server(engine: Engine) -> DatabaseServer:
    """A server of one's own. Raises NotHere."""
    if engine is Engine.MARIADB:
        return KillableMariadb()
    try:
        return KillablePostgresql()
    except NoEmbedded as reason:
        raise NotHere(str(reason)) from reason


def _find_mariadbd() -> str | None:
    return shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")


def _as_mysql(folder: Path) -> tuple[str, ...]:
    """For root, as whom MariaDB does not run: give the folder to `mysql`."""
    if os.geteuid() != 0:
        return ()
    try:
        shutil.chown(folder, "mysql")
    except LookupError as error:
        message = "there is no user mysql, and as root MariaDB does not run"
        raise NotHere(message) from error
    return ("--user=mysql",)


def _greets(port: int) -> bool:
    """Whether the server says hello: its first packet, without an error in it."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as one:
        return one.recv(5)[4:] not in {b"", b"\xff"}
    return False


def _kill_tree(process: subprocess.Popen[Any]) -> None:
    """The process stops first, so that it starts no other while its children are counted."""
    process.send_signal(signal.SIGSTOP)
    children = _children(process.pid)
    process.kill()
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.wait()


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
