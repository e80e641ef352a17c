"""Where an order's time goes: cProfile inside the process, placing through the real application without sockets.

`python -m benchmarks.profile_placing [sqlite|postgresql|mariadb] [--orders 2000] [--clients 64] [--top 40]`. cProfile makes
Python functions look dearer than C ones: read the order of the costs, not their sum. The event loop
is profiled; `--threads` adds SQLite's writer. The relay is off unless `--relay` is given.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import pstats
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import uvloop

from benchmarks import rig, scenarios
from niaga.app import assemble_shop, make_shop
from niaga.platform.database.engines import Engine
from niaga.platform.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WARM_ORDERS = 200


async def place(application: Any, make: Callable[[], bytes]) -> None:
    """One order over ASGI; it must be placed."""
    head, _, body = make().partition(b"\r\n\r\n")
    lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/store/v1/orders", "raw_path": b"/store/v1/orders", "query_string": b"",
        "root_path": "", "headers": [(name.lower(), value) for name, value in lines], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip
    got: list[Any] = []
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        got.append(message)

    await application(scope, receive, send)
    problem = scenarios.order_problem(str(got[0]["status"]).encode(), b"".join(one.get("body", b"") for one in got[1:]))
    assert problem is None, problem


async def many(application: Any, make: Callable[[], bytes], orders: int, clients: int) -> None:
    """So many orders by so many buyers at once."""
    left = iter(range(orders))

    async def buyer() -> None:
        for _ in left:
            await place(application, make)

    await asyncio.gather(*(buyer() for _ in range(clients)))


async def profile(engine: Engine, folder: Path, asked: argparse.Namespace) -> None:
    """Seed, warm up, measure without a profiler, then with it."""
    async with rig.scratch_database(engine, folder) as url:
        where = ("--data", str(folder), "--database", url)
        rig.niaga("migrate", *where)
        rig.niaga("seed", "load", "--products", "1000", "--variants", "3", *where)
        flags = {"data": str(folder), "database": url, "relay": "on" if asked.relay else "off", "log_level": "warning"}
        shop = make_shop(load_settings(flags, rig.environment(), folder))
        application: Any = assemble_shop(shop)
        make = scenarios.order_request(hot=False)
        async with _lifespan(application):
            await many(application, make, WARM_ORDERS, asked.clients)
            began, cpu = time.perf_counter(), time.process_time()
            await many(application, make, asked.orders, asked.clients)
            wall, spent = time.perf_counter() - began, time.process_time() - cpu
            sys.stdout.write(
                f"{engine.value}, {asked.clients} buyers, without a profiler: {asked.orders / wall:,.0f} orders/s, "
                f"{1e6 * spent / asked.orders:,.0f} us CPU of this process each\n"
            )
            profiler = cProfile.Profile()
            profiler.enable()
            await many(application, make, asked.orders, asked.clients)
            profiler.disable()
            pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(asked.top)
            pstats.Stats(profiler).strip_dirs().sort_stats("cumtime").print_stats(asked.top)


_threads: list[cProfile.Profile] = []


def _profile_thread(*_: Any) -> None:
    """Called as a new thread begins: from here on it is profiled by its own profiler."""
    sys.setprofile(None)
    _threads.append(cProfile.Profile())
    _threads[-1].enable()


class _lifespan:  # noqa: N801  reads as a with-statement
    """The application's start and end, as a server does them."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._up, self._down, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run())
        await self._up.wait()

    async def __aexit__(self, *_: object) -> None:
        self._down.set()
        await self._task

    async def _run(self) -> None:
        asked = iter(("lifespan.startup", "lifespan.shutdown"))

        async def receive() -> dict[str, Any]:
            kind = next(asked)
            if kind == "lifespan.shutdown":
                await self._down.wait()
            return {"type": kind}

        async def send(message: Any) -> None:
            assert not message["type"].endswith("failed"), message
            self._up.set()

        await self._application({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)


def main() -> None:
    """Profile what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", nargs="?", default="sqlite", choices=[engine.value for engine in Engine])
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--relay", action="store_true", help="let the relay run beside")
    parser.add_argument("--threads", action="store_true", help="profile other threads too, from their start")
    asked = parser.parse_args()
    if asked.threads:
        threading.setprofile(_profile_thread)
    with rig.scratch_folder() as folder, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(profile(Engine(asked.engine), folder, asked))
        for one in _threads:
            pstats.Stats(one).strip_dirs().sort_stats("tottime").print_stats(asked.top)


if __name__ == "__main__":
    main()
