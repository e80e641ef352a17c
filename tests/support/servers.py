"""Real server processes on databases of their own: started, waited for, asked, ended, killed.

A `Fleet` is a shop on one database with one or more `niaga serve` processes, as a merchant runs it. Its database is made
beside the run's own and dropped with the fleet; tests keep apart by selling different SKUs.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from tests.support.catalogue import a_product, a_variant
from tests.support.fire import Hit, Shot, fresh_key
from tests.support.ports import free_port
from tests.support.shop import an_order, fit_out

from niaga.catalogue.public import create_products
from niaga.cli.doctor import doctor_report
from niaga.foundation.clock import Clock, ShopClock
from niaga.inventory.public import Quantity, Reason, Source, StockKey, receive_stock
from niaga.payments.tables import payment_slot
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Database, Engine, Transaction, Write, WriteStatement, write_all
from niaga.platform.database.engines import driver_url, engine_of
from niaga.platform.database.migrations import migrate

T = TypeVar("T")
_INSERT_SLOTS = WriteStatement.insert(payment_slot)
READY_SECONDS = 60
STOP_SECONDS = 25
KEYS = "rig:" + base64.b64encode(b"r" * 32).decode()


def rig_vault() -> Vault:
    """The vault that every process of a fleet has."""
    return Vault(Keyring.parse(KEYS))


@contextlib.contextmanager
def scratch_database(beside: str) -> Iterator[str]:
    """The URL of an empty database of one's own, on the server (or in a folder) where another one is."""
    if engine_of(beside) is Engine.SQLITE:
        folder = tempfile.mkdtemp(prefix="niaga-scratch-")
        yield f"sqlite:///{folder}/shop.db"
        shutil.rmtree(folder, ignore_errors=True)
        return
    name = f"niaga_scratch_{secrets.token_hex(4)}"
    postgresql = engine_of(beside) is Engine.POSTGRESQL
    more = " ENCODING 'UTF8' TEMPLATE template0" if postgresql else " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
    administer(beside, f"CREATE DATABASE {name}{more}")
    try:
        yield sa.make_url(beside).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(beside, f"DROP DATABASE {name}{' WITH (FORCE)' if postgresql else ''}")


def administer(url: str, *statements: str) -> None:
    """Run statements on a server, outside any transaction and any running loop."""

    async def run() -> None:
        engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        async with engine.connect() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)
        await engine.dispose()

    in_own_loop(run)


def in_own_loop(work: Callable[[], Awaitable[T]]) -> T:
    """Run something asynchronous whether or not a loop runs here (fixtures of either kind)."""
    result: list[T] = []

    def run() -> None:
        result.append(asyncio.run(work()))  # type: ignore[arg-type]

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert result, "the work failed; its traceback is above"
    return result[0]


def process_environment() -> dict[str, str]:
    """The environment of a shop's process: development on this machine, with the keys of `rig_vault`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NIAGA_")}
    return {**kept, "NIAGA_KEYS": KEYS, "NIAGA_ENV": "development"}


class Server:
    """One `niaga serve` process."""

    def __init__(self, url: str, folder: Path, *, relay: bool = False) -> None:
        self.url = url
        self.folder = folder
        self.relay = relay
        self.workers = 1
        self.port = free_port()
        self.log = folder / f"server-{self.port}.log"
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it on its port; `wait` says when it serves."""
        environment = {**process_environment(), "NIAGA_THROTTLE": "off", **self.environment}
        command = [
            sys.executable, "-m", "niaga", "serve", "--port", str(self.port), "--data", str(self.folder), "--database", self.url,
            "--relay", "on" if self.relay else "off", "--workers", str(self.workers),
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=self.folder
            )

    def wait(self) -> None:
        """Wait until it may be sent buyers."""
        assert self.process is not None, "start it first"
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if self._is_ready():
                return
            time.sleep(0.05)
        message = f"the server did not come up:\n{self.said()}"
        raise AssertionError(message)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2):
                return True
        except OSError:
            return False

    def said(self) -> str:
        """Its log."""
        return self.log.read_text() if self.log.exists() else ""

    def failures(self) -> list[str]:
        """The lines of its log that tell of a bug."""
        return [
            line
            for line in self.said().splitlines()
            if '"event":"request.failed"' in line or line.startswith("Traceback")
        ]

    def kill(self) -> None:
        """As the kernel does it when memory runs out: no last words."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; its exit status."""
        return self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """SIGSTOP: it does nothing at all until it is thawed."""
        assert self.process is not None, "start it first"
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on as if no time had passed."""
        assert self.process is not None, "start it first"
        self.process.send_signal(signal.SIGCONT)

    def _end(self, number: int) -> int:
        assert self.process is not None, "start it first"
        self.process.send_signal(number)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


class Fleet:
    """A shop and its servers. `close` ends them; `database` opens its database in this process."""

    def __init__(self, beside: str, *, servers: int) -> None:
        self.engine = engine_of(beside)
        self._scratch = scratch_database(beside)
        self.url = self._scratch.__enter__()
        self.folder = Path(tempfile.mkdtemp(prefix="niaga-fleet-"))
        self.servers = [Server(self.url, self.folder) for _ in range(servers)]
        self.keys: dict[str, str] = {}

    @property
    def ports(self) -> list[int]:
        """Where its servers listen."""
        return [server.port for server in self.servers]

    def start(self) -> None:
        """Migrate, fit out, start every server and wait for them."""
        in_own_loop(self._fit_out)
        for server in self.servers:
            server.start()
        for server in self.servers:
            server.wait()

    def close(self) -> None:
        """End whatever runs and drop the database."""
        for server in self.servers:
            if server.process is not None and server.process.poll() is None:
                server.kill()
        self._scratch.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.asynccontextmanager
    async def database(self, clock: Clock | None = None, *, pool_size: int = 8) -> Any:
        """The shop's database, open in this process."""
        made = Database(self.url, vault=rig_vault(), clock=clock or ShopClock(), pool_size=pool_size)
        await made.open()
        try:
            yield made
        finally:
            await made.close()

    async def stock_up(self, stock: dict[str, int], *, price: int = 85_000) -> None:
        """Sell new SKUs: so many pieces of each, at one price."""
        async with self.database() as database:
            await put_on_sale(database, stock, price=price)

    async def doctor(self) -> str:
        """What the doctor says; `Healthy…` when every promise is kept."""
        async with self.database() as database:
            return (await doctor_report(database)).text()

    async def levels(self, *skus: str) -> list[tuple[str, int, int]]:
        """(SKU, on hand, reserved) of each, looked up past all of our code."""
        found = {
            row.sku: (row.sku, row.on_hand, row.reserved)
            for row in await self.ask(
                "SELECT v.sku, s.on_hand, s.reserved FROM stock s JOIN variant v ON v.id = s.variant_id"
            )
        }
        return [found[sku] for sku in skus]

    async def occupy_codes(self, account: str, total: int, *, free: Sequence[int]) -> None:
        """As if thousands were paying this very total to that account: only so many codes are left."""
        rows = [(account, total + code, "occupied", None) for code in range(1, 10_000) if code not in set(free)]
        async with self.database() as database:
            await database.write(lambda tx: write_all(tx, [Write(_INSERT_SLOTS, rows)]))

    def failures(self) -> list[str]:
        """What the servers logged of bugs."""
        return [line for server in self.servers for line in server.failures()]

    async def ask(self, sql: str, **parameters: Any) -> list[Any]:
        """Rows, looked up past all of our code."""
        async with self.database() as database:
            return await database.read(lambda db: list(db.execute(sa.text(sql), parameters)))

    async def _fit_out(self) -> None:
        async with self.database() as database:
            await migrate(database)
            owner, staff = await database.write(lambda tx: fit_out(tx, {"KOPI-250": 1}))
            self.keys = {"owner": owner, "staff": staff}


async def put_on_sale(database: Database, stock: dict[str, int], *, price: int = 85_000) -> dict[str, str]:
    """New products, one a SKU, with so many pieces; the variants' ids by SKU."""

    def act(tx: Transaction) -> dict[str, str]:
        drafts = [a_product(f"Barang {sku}", variants=(a_variant(sku, price=price),)) for sku in stock]
        variants = [variant for product in create_products(tx, drafts) for variant in product.variants]
        pieces = [Quantity(StockKey(one.id), stock[one.sku]) for one in variants if stock[one.sku]]
        receive_stock(tx, pieces, Reason.RECEIVED, Source("test", secrets.token_hex(8)))
        return {one.sku: one.id for one in variants}

    return await database.write(act)


def a_sku(word: str) -> str:
    """A SKU of this test alone."""
    return f"{word}-{secrets.token_hex(3)}".upper()


def order_shot(*lines: tuple[str, int], key: str | None = None) -> Shot:
    """Sari's order, ready to be fired."""
    return Shot(
        "/store/v1/orders",
        msgspec.json.encode(an_order(*lines)),
        (("Idempotency-Key", key or fresh_key()), ("Accept-Language", "en")),
    )


def staff_shot(fleet: Fleet, path: str, body: dict[str, Any] | None = None) -> Shot:
    """What Wati the owner does."""
    headers = (
        ("Idempotency-Key", fresh_key()),
        ("Authorization", f"Bearer {fleet.keys['owner']}"),
        ("Accept-Language", "en"),
    )
    return Shot(path, msgspec.json.encode(body or {}), headers)


def holder_shot(order: dict[str, Any], deed: str) -> Shot:
    """What Sari does with her order."""
    headers = (("Idempotency-Key", fresh_key()), ("Authorization", f"Bearer {order['access_token']}"))
    return Shot(f"/store/v1/orders/{order['id']}/{deed}", b"", headers)


async def check_calm(fleet: Fleet, hits: list[Hit]) -> None:
    """No server failed, nothing broke a promise."""
    broken = [hit for hit in hits if hit.status >= 500 or hit.status == 0]
    assert not broken, (Counter((hit.status, hit.code) for hit in broken if hit.status), fleet.failures())
    assert fleet.failures() == []
    assert (await fleet.doctor()).startswith("Healthy")
