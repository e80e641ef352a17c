"""The run itself: sets up, measures window after window, engines and rivals by turns, and takes everything down again."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import time
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks import machine, pages, pgbench, rig, scenarios, soak, statements, streams
from benchmarks.figures import percentile
from benchmarks.recording import Record, say, window_facts
from benchmarks.wire import Tally, Work, drive
from niaga.platform.database.engines import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.rig import Serving

PARTS = ("start", "pages", "reads", "quote", "streams", "mixed", "orders")
# What is measured on a shop of its own, not on every engine.
APART = {"pages"}
LONG_PARTS = ("soak",)
ENGINES = (Engine.POSTGRESQL, Engine.MARIADB, Engine.SQLITE)
ROUNDS = 5
CALM_ROUNDS = 3
CLIENTS = 64
ORDER_CLIENTS = (1, 16)
READ_CLIENTS = 8
PGBENCH_CLIENTS = (8, 16, 32, 64)
PACE_SECONDS = 0.02
STARTS = 3
WARM_UP_SECONDS = 3.0
IDLE_SECONDS = 2.0
SHORT = 0.5
LIST = f"/store/v1/products?limit={scenarios.PAGE}&sort=newest"
DETAIL = "/store/v1/products/product-0001"


@dataclass
class Plan:
    """What is wanted of a run."""

    seconds: float
    rounds: int
    parts: tuple[str, ...]
    engines: tuple[Engine, ...]
    warm_seconds: float
    relay: bool
    minutes: float = 60.0


@dataclass
class Ground:
    """An engine with its seeded database and its server."""

    engine: Engine
    url: str
    folder: Path
    database_pid: int | None
    server: Serving
    order_rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    warehouse: str = ""


class Bench:
    """One run."""

    def __init__(self, plan: Plan, record: Record) -> None:
        self.plan = plan
        self.record = record
        self.grounds: list[Ground] = []
        self._stack = contextlib.AsyncExitStack()
        self._pgbench_window = 0

    async def run(self) -> None:
        """Everything, in turn; whatever was made is gone afterwards."""
        plan = self.plan
        self.record.open(
            seconds=plan.seconds, rounds=plan.rounds, warm_seconds=plan.warm_seconds, parts=plan.parts,
            settings=f"niaga serve, one process, relay {'on' if plan.relay else 'off'}, "
            "production settings on loopback, no mail server",
        )  # fmt: skip
        async with self._stack:
            folder = self._stack.enter_context(rig.scratch_folder())
            for engine in plan.engines if set(plan.parts) - APART else ():
                await self._set_up(engine, folder / engine.value)
            for part in plan.parts:
                say(f"== {part}")
                await getattr(self, f"_{part}")()
            for ground in self.grounds:
                rss = round(machine.rss_mb(ground.server.pid), 1)
                self.record.add("memory", engine=ground.engine.value, when="after", rss_mb=rss)
            self.record.add("end", load_average=round(os.getloadavg()[0], 2))

    async def _set_up(self, engine: Engine, folder: Path) -> None:
        folder.mkdir()  # noqa: ASYNC240  nothing else runs yet
        began = time.perf_counter()
        try:
            url = await self._stack.enter_async_context(rig.scratch_database(engine, folder))
        except rig.NotHere as reason:
            self.record.skip(engine.value, str(reason))
            return
        facts, pid = await rig.engine_facts(engine, url)
        self.record.add("engine", engine=engine.value, cpu_counted=engine is Engine.SQLITE or pid is not None, **facts)
        where = ("--data", str(folder), "--database", url)
        rig.niaga("migrate", *where)
        rig.niaga("seed", "load", "--products", "1000", "--variants", "3", *where)
        if engine is Engine.POSTGRESQL:
            await rig.ask(url, "ANALYZE")
        rows: dict[str, list[dict[str, Any]]] = {}
        if engine is Engine.POSTGRESQL and "orders" in self.plan.parts:
            rows = await _sample_order(url, folder)
        if "start" in self.plan.parts:
            self._starts(engine, url, folder)
        if "reads" in self.plan.parts:
            counts = await statements.count_statements(url, folder)
            self.record.add("statements", engine=engine.value, counts=counts)
        server = self._stack.enter_context(rig.niaga_server(url, folder, relay=self.plan.relay))
        self.grounds.append(Ground(engine, url, folder, pid, server, rows))
        say(f"{engine.value} {facts['version']}: seeded and served in {time.perf_counter() - began:.1f} s")

    def _starts(self, engine: Engine, url: str, folder: Path) -> None:
        for number in range(STARTS):
            with rig.niaga_server(url, folder) as one:
                time.sleep(IDLE_SECONDS if number == STARTS - 1 else 0)
                idle = round(machine.rss_mb(one.pid), 1) if number == STARTS - 1 else None
                took = round(one.start_seconds, 3)
                self.record.add("start", engine=engine.value, round=number, seconds=took, idle_rss_mb=idle)

    async def _window(
        self, scenario: str, ground: Ground, work: Work, clients: int, *, round_: int = 0, seconds: float | None = None
    ) -> dict[str, Any]:
        """A window on the server of an engine."""
        return await self._drive(
            scenario, ground.server, [dataclasses.replace(work, clients=clients)], round_=round_, seconds=seconds,
            engine=ground.engine.value, database=ground.database_pid,
        )  # fmt: skip

    async def _drive(  # noqa: PLR0913  a window has this many sides
        self, scenario: str, server: Serving, pools: list[Work], *, round_: int, engine: str | None = None,
        database: int | None = None, seconds: float | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """A window on any server; the figures are those of the first pool."""
        seconds = seconds or self.plan.seconds
        readings: list[machine.Reading] = []
        marks = [lambda: readings.append(machine.read_cpu(server.pid, database))] * 2
        with self._alone(server.pid):
            tallies: list[Tally] = await drive(
                server.port, pools, warm_seconds=self.plan.warm_seconds, seconds=seconds, marks=marks
            )
        facts = window_facts(tallies[0], seconds, readings[0], readings[1])
        clients = pools[0].clients
        beside = {}
        for tally in tallies[1:]:
            beside = {"beside_done": len(tally.seconds), "beside_failed": sum(tally.problems.values())}
            # The CPU went to both kinds of work; a share of one is nobody's to say.
            facts |= {name: None for name in facts if name.endswith("_cpu_us")}
        self.record.add(
            "window", scenario=scenario, engine=engine, clients=clients, round=round_,
            rss_mb=round(machine.rss_mb(server.pid), 1), **facts, **beside,
        )  # fmt: skip
        say(
            f"{scenario:<22} {engine or '-':<10} {clients:>3} clients {facts['per_second']:>10,.0f}/s "
            f"p50 {facts['p50_ms'] or 0:>7.2f} ms  p99 {facts['p99_ms'] or 0:>7.2f} ms  "
            f"CPU {facts['server_cpu_us'] or 0:.0f}+{facts['database_cpu_us'] or 0:.0f} us"
            + (f"  FAILED {facts['failed']} {facts['problems']}" if facts["failed"] else "")
        )
        return facts

    async def _start(self) -> None:
        """Measured while setting up, before a server is loaded."""

    async def _pages(self) -> None:
        """The demo shop in a browser, while the engines' servers stand still."""
        with self._alone(None):
            await pages.measure(self.record)

    @contextlib.contextmanager
    def _alone(self, pid: int | None) -> Iterator[None]:
        """Halt the other engines' servers: their relays still have work, and would do it in this one's window."""
        others = [ground.server.pid for ground in self.grounds if ground.server.pid != pid]
        try:
            for other in others:
                os.kill(other, signal.SIGSTOP)
            yield
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    async def _warm_up(self, ground: Ground) -> None:
        """Orders that nobody counts, so that the server keeps what it keeps of the catalogue."""
        work = dataclasses.replace(scenarios.orders(), clients=CLIENTS)
        with self._alone(ground.server.pid):
            await drive(ground.server.port, [work], warm_seconds=0, seconds=WARM_UP_SECONDS, marks=[lambda: None] * 2)

    async def _reads(self) -> None:
        """Cached against bare ASGI by turns, then past the cache. The cached ones hang on no engine: the first is taken."""
        if not self.grounds:
            return
        ground = self.grounds[0]
        with contextlib.ExitStack() as rivals:
            bare = {
                path: rivals.enter_context(rig.baseline("bare", _fetch(ground.server.port, path), ground.folder))
                for path in (LIST, DETAIL)
            }
            pairs = (("list", scenarios.list_page, LIST), ("detail", scenarios.popular_detail, DETAIL))
            for round_ in range(self.plan.rounds):
                for name, make, path in pairs:
                    await self._window(
                        f"{name} cached", ground, make(), READ_CLIENTS, round_=round_, seconds=self._short
                    )
                    work = dataclasses.replace(scenarios.plain(path), clients=READ_CLIENTS)
                    await self._drive(f"{name} bare", bare[path], [work], round_=round_, seconds=self._short)
        await self._window("detail of 1,000 products", ground, scenarios.detail(), READ_CLIENTS)
        await self._window("search cached", ground, scenarios.search(), READ_CLIENTS)
        for ground in self.grounds:
            for name, make in (
                ("list", scenarios.list_page),
                ("detail", scenarios.detail),
                ("search", scenarios.search),
            ):
                work = make(scenarios.UNCACHED)
                await self._window(f"{name} uncached", ground, work, READ_CLIENTS, seconds=self._short)

    async def _quote(self) -> None:
        if not self.grounds:
            return
        ground = self.grounds[0]
        work = dataclasses.replace(scenarios.quote(), clients=READ_CLIENTS)
        body = _answer_of(ground.server.port, work.request())
        with rig.baseline("echo", body, ground.folder) as echo:
            for round_ in range(self.plan.rounds):
                await self._window("quote", ground, work, READ_CLIENTS, round_=round_, seconds=self._short)
                await self._drive("quote echo", echo, [work], round_=round_, seconds=self._short)
        await self._window("quote to any district", ground, scenarios.quote_anywhere(), READ_CLIENTS)

    async def _orders(self) -> None:
        """One, 16 clients; then 64 clients in rounds: every engine random and hot, and pgbench, by turns."""
        for ground in self.grounds:
            await self._warm_up(ground)
            for clients in ORDER_CLIENTS:
                await self._window("orders", ground, scenarios.orders(), clients)
        rival = await self._pgbench_ready()
        for round_ in range(self.plan.rounds):
            for ground in self.grounds:
                await self._window("orders", ground, scenarios.orders(), CLIENTS, round_=round_)
                if ground.engine is Engine.POSTGRESQL and rival is not None:
                    self._pgbench(ground, *rival, round_)
                await self._window("orders hot", ground, scenarios.orders(hot=True), CLIENTS, round_=round_)

    async def _pgbench_ready(self) -> tuple[str, Path, int] | None:
        """A database of its own with the script's rows, and the number of clients that pgbench does best with."""
        ground = next((one for one in self.grounds if one.order_rows), None)
        if ground is None or not pgbench.is_here():
            self.record.skip("pgbench", "no PostgreSQL" if ground is None else "there is no pgbench on this machine")
            return None
        folder = ground.folder / "pgbench"
        folder.mkdir()
        url = await self._stack.enter_async_context(rig.scratch_database(Engine.POSTGRESQL, folder))
        rig.niaga("migrate", "--data", str(folder), "--database", url)
        warehouse = ground.order_rows["order_line"][0]["warehouse_id"]
        text, statements = pgbench.script(ground.order_rows, warehouse)
        file = folder / "order.pgbench"
        file.write_text(text)
        await pgbench.fill_stock(url, warehouse)
        rows = {name: len(found) for name, found in ground.order_rows.items()}
        self.record.add("pgbench script", statements=statements, rows=rows, stock_updates=pgbench.LINES)
        rates: dict[int, float] = {}
        for clients in PGBENCH_CLIENTS:
            try:
                rates[clients] = self._pgbench(ground, url, file, clients, -1)["per_second"]
            except RuntimeError as reason:
                self.record.skip(f"pgbench with {clients} clients", str(reason).strip().splitlines()[-1])
        if not rates:
            return None
        return url, file, max(rates, key=lambda clients: rates[clients])

    def _pgbench(self, ground: Ground, url: str, file: Path, clients: int, round_: int) -> dict[str, Any]:
        self._pgbench_window += 1
        with self._alone(None):
            before = machine.read_cpu(None, ground.database_pid)
            ran = pgbench.run(url, file, clients=clients, seconds=self.plan.seconds, window=self._pgbench_window)
            after = machine.read_cpu(None, ground.database_pid)
        facts = {
            "seconds": round(ran.wall_seconds, 3), "done": ran.done, "failed": ran.failed,
            "per_second": round(ran.per_second, 2), "mean_ms": ran.mean_ms,
            "database_cpu_us": round(1e6 * (after.database - before.database) / ran.done, 2),
            "client_cpu_us": round(1e6 * ran.client_cpu_seconds / ran.done, 2),
        }  # fmt: skip
        scenario = "pgbench" if round_ >= 0 else "pgbench trial"
        self.record.add("window", scenario=scenario, engine="postgresql", clients=clients, round=round_, **facts)
        say(
            f"{scenario:<22} postgresql {clients:>3} clients {ran.per_second:>10,.0f}/s mean {ran.mean_ms:.2f} ms  "
            f"CPU 0+{facts['database_cpu_us']:.0f} us"
        )
        return facts

    async def _mixed(self) -> None:
        """Reads at an easy pace: first alone, before anybody has ordered on any engine, then while orders run flat out."""
        for round_ in range(CALM_ROUNDS):
            await self._reads_beside(None, round_)
        flat_out = dataclasses.replace(scenarios.orders(), clients=CLIENTS)
        for ground in self.grounds:
            await self._warm_up(ground)
        for round_ in range(CALM_ROUNDS):
            await self._reads_beside(flat_out, round_)

    async def _reads_beside(self, orders: Work | None, round_: int) -> None:
        for ground in self.grounds:
            for name, headers in (("cached", ()), ("uncached", (scenarios.UNCACHED,))):
                reads = dataclasses.replace(
                    scenarios.popular_detail(*headers), clients=READ_CLIENTS, pause_seconds=PACE_SECONDS
                )
                await self._drive(
                    f"reads {'under orders' if orders else 'idle'} {name}", ground.server,
                    [reads, orders] if orders else [reads], round_=round_, engine=ground.engine.value,
                    database=ground.database_pid,
                )  # fmt: skip

    async def _soak(self) -> None:
        """An easy load for as long as was asked for, and the memory of the server meanwhile."""
        for ground in self.grounds:
            engine = ground.engine.value

            def tell(minute: float, rss_mb: float, engine: str = engine) -> None:
                self.record.add("soak", engine=engine, minute=minute, rss_mb=round(rss_mb, 1))
                say(f"soak {engine} minute {minute:g}: {rss_mb:.1f} MB")

            with self._alone(ground.server.pid):
                tallies = await soak.soak(ground.server, self.plan.minutes, tell)
            done = [len(tally.seconds) for tally in tallies]
            failed = [sum(tally.problems.values()) for tally in tallies]
            self.record.add("soak load", engine=engine, minutes=self.plan.minutes, done=done, failed=failed)
            say(f"soak {engine}: {done} done, {failed} failed of orders, details, searches, quotes")

    async def _streams(self) -> None:
        """Events on their way to a page; then reads without and beside pages that only wait, by turns."""
        reads = dataclasses.replace(scenarios.popular_detail(scenarios.UNCACHED), pause_seconds=PACE_SECONDS)
        for ground in self.grounds:
            port, facts = ground.server.port, {"engine": ground.engine.value}
            with self._alone(ground.server.pid):
                bought = await streams.buy(port, streams.ORDERS)
                took = sorted(await streams.seconds_to_the_page(port, bought))
            shares = {f"p{share}_ms": round(1000 * (percentile(took, share / 100) or 0), 2) for share in (50, 95)}
            self.record.add("events", done=len(took), **facts, **shares)
            say(f"events to an open page  {ground.engine.value:<10} {shares}")
            for round_ in range(CALM_ROUNDS):
                await self._window("streams: none", ground, reads, READ_CLIENTS, round_=round_, seconds=self._short)
                before = machine.rss_mb(ground.server.pid)
                async with streams.idle_pages(port, bought):
                    await self._window(
                        "streams: 2,000 idle", ground, reads, READ_CLIENTS, round_=round_, seconds=self._short
                    )
                    grown = round(machine.rss_mb(ground.server.pid) - before, 1)
                self.record.add("stream memory", round=round_, pages=streams.PAGES, grown_mb=grown, **facts)

    @property
    def _short(self) -> float:
        return self.plan.seconds * SHORT


async def _sample_order(url: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of one order, placed over HTTP while no relay touches them."""
    with rig.niaga_server(url, folder, relay=False) as server:
        await asyncio.to_thread(_answer_of, server.port, scenarios.orders().request())
    return await pgbench.read_rows(url)


def _fetch(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return bytes(answer.read())


def _answer_of(port: int, request: bytes) -> bytes:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    url = f"http://127.0.0.1:{port}{first.split(' ')[1]}"
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
        return bytes(answer.read())


def load(path: Path) -> list[dict[str, Any]]:
    """The lines of a raw file."""
    return [json.loads(line) for line in path.read_text().splitlines() if line]
