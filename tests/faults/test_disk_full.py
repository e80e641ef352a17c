"""The disk under SQLite is full or broken for a while: orders are put off, reads go on, and nothing is lost or broken.

Either files may not grow any more (a limit on the running process, which needs no privilege and ends in an I/O error), or
the file system is full (a small one of the test's own, for whoever may mount), or no sync succeeds (strace answers in the
kernel's place). guarantees.md rows 41 and 42.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.support.crowd import crowd_at
from tests.support.fire import Shot, Wire, scaled
from tests.support.notes import Note
from tests.support.servers import Fleet, a_sku

TIMES = scaled(25, 1)
PUT_OFF = 20
_MORE_BYTES = 64 * 1024


@dataclass
class Tight:
    """A shop on SQLite, and how its disk fills up and is freed."""

    fleet: Fleet
    fill: Callable[[], None]
    free: Callable[[], None]


def _limit_files(fleet: Fleet, most: int) -> None:
    process = fleet.servers[0].process
    assert process is not None
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, hard))


def _largest(fleet: Fleet) -> int:
    folder = Path(str(sa.make_url(fleet.url).database)).parent
    return max(one.stat().st_size for one in folder.iterdir())


@contextlib.contextmanager
def _fleet() -> Iterator[Fleet]:
    fleet = Fleet("sqlite:///shop.db", servers=1)
    try:
        fleet.start()
        yield fleet
    finally:
        fleet.close()


@pytest.fixture
def limited() -> Iterator[Tight]:
    """No file of the server's may grow."""
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux changes the limits of a running process")
    with _fleet() as fleet:
        grown = lambda: _limit_files(fleet, _largest(fleet) + _MORE_BYTES)  # noqa: E731
        yield Tight(fleet, grown, lambda: _limit_files(fleet, resource.RLIM_INFINITY))


@pytest.fixture
def cramped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tight]:
    """A file system of 24 MB, and a file that takes what is left of it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(tmp_path)], check=False, capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted here: {mounted.stderr.strip()}")
    ballast = tmp_path / "ballast"
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with _fleet() as fleet:
            yield Tight(fleet, lambda: _take_all(ballast), ballast.unlink)
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def _take_all(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


@pytest.fixture
def unsyncable() -> Iterator[Tight]:
    """Every sync of the server's fails, as on a dying disk."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed, which makes syncs fail")
    with _fleet() as fleet:
        assert fleet.servers[0].process is not None
        pid = str(fleet.servers[0].process.pid)
        failing = [
            strace,
            "-f",
            "-qq",
            "-p",
            pid,
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO",
        ]
        tracers: list[subprocess.Popen[bytes]] = []

        def fill() -> None:
            tracers.append(subprocess.Popen(failing, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

        def free() -> None:
            assert tracers[-1].poll() is None, "strace may not look at processes here"
            tracers[-1].send_signal(signal.SIGINT)
            tracers[-1].wait()

        yield Tight(fleet, fill, free)
        for tracer in tracers:
            tracer.kill()
            tracer.wait()


@pytest.fixture(params=["limited", "cramped", "unsyncable"])
def tight(request: pytest.FixtureRequest) -> Tight:
    """Either disk."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


async def check_reads(port: int, number: int) -> None:
    """What a buyer looks at is there, and not only what was encoded before."""
    wire = Wire(port)
    for path in ("/health/live", "/health/ready", f"/store/v1/products?search=barang{number}", "/store/v1/shop"):
        assert (await wire.send(Shot(path, b"", method="GET"))).status == 200, path
    wire.close()


async def test_while_the_disk_is_full_orders_are_put_off_and_reads_go_on(tight: Tight, note: Note) -> None:
    async with crowd_at(tight.fleet, a_sku("PENUH")) as crowd:
        for number in range(TIMES):
            await crowd.until_placed(10)
            tight.fill()
            await crowd.until_put_off(PUT_OFF)
            await check_reads(tight.fleet.ports[0], number)
            tight.free()
        await crowd.until_placed(10)
        await crowd.leave()
    told = {f"times_{code.partition('.')[2]}": times for code, times in crowd.refusals().items()}
    orders = await crowd.check_orders()
    assert [row[0] for row in await tight.fleet.ask("PRAGMA integrity_check")] == ["ok"]
    note(times_full_or_broken=TIMES, orders=orders, **told)
