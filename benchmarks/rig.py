"""What a run stands on: scratch databases, the servers on them, and their end whatever happens.

A database is made beside the one that `NIAGA_BENCH_POSTGRES_URL` or `NIAGA_BENCH_MARIADB_URL` names, else beside those
at the usual local addresses; SQLite is a file in a folder of the run.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.machine import named, only_process, parent_of
from niaga.platform.database.engines import Engine, driver_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
KEYS = "bench:" + base64.b64encode(secrets.token_bytes(32)).decode()
READY_SECONDS = 60.0
STOP_SECONDS = 30.0
ADMINISTER_SECONDS = 20.0
PORTS = {Engine.POSTGRESQL: 5432, Engine.MARIADB: 3306}
USUAL = {
    Engine.POSTGRESQL: ("NIAGA_BENCH_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"),
    Engine.MARIADB: ("NIAGA_BENCH_MARIADB_URL", "mariadb://root@127.0.0.1:3306/"),
}
MORE = {
    Engine.POSTGRESQL: " ENCODING 'UTF8' TEMPLATE template0",
    Engine.MARIADB: " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
}


class NotHere(Exception):
    """An engine that cannot be measured on this machine, and why."""


def environment() -> dict[str, str]:
    """Of every Niaga process: production settings on loopback, keys of the run. Without a mail server, mails are skipped."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}
    return {**kept, "NIAGA_KEYS": KEYS}


async def ask(url: str, *statements: str) -> list[list[Any]]:
    """Run statements outside a transaction; the rows of each that gives some."""
    engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    rows: list[list[Any]] = []
    try:
        async with asyncio.timeout(ADMINISTER_SECONDS), engine.connect() as connection:
            for statement in statements:
                result = await connection.exec_driver_sql(statement)
                rows.append(list(result) if result.returns_rows else [])
    finally:
        await engine.dispose()
    return rows


@contextlib.asynccontextmanager
async def scratch_database(engine: Engine, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty database, dropped at the end. Raises NotHere."""
    if engine is Engine.SQLITE:
        yield f"sqlite:///{folder}/shop.db"
        return
    variable, usual = USUAL[engine]
    beside = os.environ.get(variable, usual)
    name = f"niaga_bench_{secrets.token_hex(4)}"
    try:
        await ask(beside, f"CREATE DATABASE {name}{MORE[engine]}")
    except Exception as reason:
        message = f"no {engine.value} answers where {variable} or the usual local address says"
        raise NotHere(message) from reason
    try:
        yield sa.make_url(beside).set(database=name).render_as_string(hide_password=False)
    finally:
        await ask(beside, f"DROP DATABASE {name}{' WITH (FORCE)' if engine is Engine.POSTGRESQL else ''}")


async def engine_facts(engine: Engine, url: str) -> tuple[dict[str, str], int | None]:
    """Version and durability as the engine says them, and the root of its processes when it runs on this machine."""
    if engine is Engine.SQLITE:
        import sqlite3  # noqa: PLC0415

        return {"version": sqlite3.sqlite_version, "durability": "WAL, synchronous=FULL"}, None
    if engine is Engine.POSTGRESQL:
        rows = await ask(
            url,
            "SELECT current_setting('server_version'), current_setting('synchronous_commit'), current_setting('fsync')",
            "SELECT pg_backend_pid()",
        )
        version, synchronous, fsync = rows[0][0]
        root = parent_of(rows[1][0][0]) if named(rows[1][0][0]).startswith("postgres") else None
        root = root or only_root("postgres")
        return {"version": version.split()[0], "durability": f"synchronous_commit={synchronous}, fsync={fsync}"}, root
    rows = await ask(url, "SELECT version(), @@innodb_flush_log_at_trx_commit, @@log_bin")
    version, flush, log = rows[0][0]
    return (
        {"version": version.split("-")[0], "durability": f"innodb_flush_log_at_trx_commit={flush}, log_bin={log}"},
        only_process("mariadbd"),
    )


def only_root(name: str) -> int | None:
    """The one process of that name whose parent has another name."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    roots = [pid for pid in pids if named(pid) == name and named(parent_of(pid) or 0) != name]
    return roots[0] if len(roots) == 1 else None


def niaga(*arguments: str) -> None:
    """Run a command of the program. Raises with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "niaga", *arguments], env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"niaga {arguments[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        raise RuntimeError(message)


@dataclass
class Serving:
    """A process that serves on a port of ours."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    start_seconds: float = 0.0

    @property
    def pid(self) -> int:
        """Its root."""
        return self.process.pid


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, log: Path, first: str) -> Iterator[Serving]:
    """Start it, wait until GET `first` is answered with 200 (a 405 does for routes that take no GET), end it."""
    began = time.perf_counter()
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, stdout=sink, stderr=subprocess.STDOUT, env=environment(), cwd=ROOT, start_new_session=True
        )
    one = Serving(process, port, log)
    try:
        _wait_for_answer(one, first)
        one.start_seconds = time.perf_counter() - began
        yield one
    finally:
        _end(process)


def niaga_server(url: str, folder: Path, *, relay: bool = True, first: str = "/store/v1/products?limit=1") -> Any:
    """`niaga serve`, one process, with its relay unless told otherwise."""
    port = free_port()
    command = [
        sys.executable, "-m", "niaga", "serve", "--port", str(port), "--data", str(folder), "--database", url,
        "--relay", "on" if relay else "off",
    ]  # fmt: skip
    return serving(command, port, folder / f"server-{port}.log", first)


def baseline(kind: str, body: bytes, folder: Path) -> Any:
    """One of the baselines, answering this body."""
    port = free_port()
    file = folder / f"{kind}-{port}.body"
    file.write_bytes(body)
    command = [sys.executable, "-m", "benchmarks.baselines", kind, str(port), str(file)]
    return serving(command, port, folder / f"{kind}-{port}.log", "/store/v1/shipping/quotes")


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of the run, on the disk where the repository is: a temporary folder may be memory, which is no disk."""
    home = ROOT / "benchmarks" / "scratch"
    home.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            home.rmdir()


def _wait_for_answer(one: Serving, path: str) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends and one.process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{one.port}{path}", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
    said = one.log.read_text(errors="replace")[-2000:]
    message = f"the server did not come up:\n{said}"
    raise RuntimeError(message)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
