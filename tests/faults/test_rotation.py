"""Keys are changed while people buy: nobody's request fails, a killed rotation goes on, and no key goes too soon.

guarantees.md row 45.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import msgspec
import pytest
import sqlalchemy as sa
from tests.support.fire import TORTURE, Hit, Shot, Wire, scaled, until
from tests.support.notes import Note
from tests.support.servers import KEYS, Fleet, a_sku, order_shot, process_environment, rig_vault

from niaga.foundation.identity import new_id
from niaga.orders.public import Order, access_token, get_order
from niaga.orders.store import insert_writes
from niaga.orders.tables import customer_order
from niaga.payments.public import Payment, find_payment_of
from niaga.payments.public import insert_writes as payment_writes
from niaga.platform.crypto import Keyring, Vault
from niaga.platform.database import Engine, Transaction, write_all

ORDERS = scaled(100_000, 1_000)
READS_A_SECOND = 50
WRITES_A_SECOND = 5
_AT_ONCE = 500
_CALM_SECONDS = 600.0 if TORTURE else 60.0


class Keys:
    """A shop with its keys in a file, and `niaga keys` beside its servers."""

    def __init__(self, fleet: Fleet, folder: Path) -> None:
        self.fleet = fleet
        self.path = folder / "keys"
        self.path.write_text(f"{KEYS}\n")
        self.environment = {"NIAGA_KEYS": "", "NIAGA_KEYS_FILE": str(self.path)}
        for server in fleet.servers:
            server.environment = self.environment

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start the command."""
        where = ("--data", str(self.fleet.folder), "--database", self.fleet.url)
        return subprocess.Popen(
            [sys.executable, "-m", "niaga", "keys", *words, *where],
            env={**process_environment(), **self.environment},
            cwd=self.fleet.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    async def run(self, *words: str) -> tuple[int, str]:
        """Its exit status and what it said."""
        process = self.begin(*words)
        said, _ = await asyncio.to_thread(process.communicate)
        return process.returncode, said

    def ids(self) -> list[str]:
        """The keys in the file, primary first."""
        return Keyring.read(self.path).ids()


@pytest.fixture
def keys(engine: Engine, engine_url: str, tmp_path: Path) -> Iterator[Keys]:
    """A fleet of its own: its keys change."""
    if engine is not Engine.SQLITE and not TORTURE:
        pytest.skip("tests/integration/rotation does it on every engine; with servers the others do it under torture")
    fleet = Fleet(engine_url, servers=1 if engine is Engine.SQLITE else 2)
    made = Keys(fleet, tmp_path)
    fleet.start()
    yield made
    fleet.close()


async def many_orders(fleet: Fleet) -> list[str]:
    """So many orders like one that was placed; their ids."""
    await fleet.stock_up({(sku := a_sku("KUNCI")): 10})
    wire = Wire(fleet.ports[0])
    placed = (await wire.send(order_shot((sku, 1)))).json()
    wire.close()
    async with fleet.database() as database:
        first = placed["id"].removeprefix("ord_")
        order, payment = await database.read(lambda db: (get_order(db, first), find_payment_of(db, first)))
        ids: list[str] = []
        for _ in range(ORDERS // _AT_ONCE):
            copies = [_copy(order, payment, len(ids) + number) for number in range(_AT_ONCE)]
            await database.write(lambda tx, copies=copies: _insert(tx, copies))
            ids += [one.id for one, _ in copies]
    return ids


def _copy(order: Order, payment: Any, number: int) -> tuple[Order, Payment]:
    own = new_id()
    copied = msgspec.structs.replace(order, id=own, number=f"KUNCI-{number:07}")
    return copied, msgspec.structs.replace(payment, id=new_id(), order_id=own, unique_code=0)


def _insert(tx: Transaction, copies: list[tuple[Order, Payment]]) -> None:
    orders, payments = [one for one, _ in copies], [one for _, one in copies]
    write_all(tx, [*insert_writes(orders, tx.vault), *payment_writes(payments, tx.vault)])


class Customers:
    """People who read their orders and place others at a steady rate while the keys change."""

    def __init__(self, fleet: Fleet, ids: list[str], sku: str) -> None:
        self.fleet = fleet
        self.ids = ids
        self.sku = sku
        self.hits: Counter[int] = Counter()
        self.failed: list[Hit] = []
        self._leaving = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        vault, dice = rig_vault(), random.Random(3)

        def read() -> Shot:
            own = dice.choice(self.ids)
            authorization = ("Authorization", f"Bearer {access_token(vault, own, 1)}")
            return Shot(f"/store/v1/orders/ord_{own}", b"", (authorization,), method="GET")

        for port, share in itertools.product(self.fleet.ports, [len(self.fleet.ports)]):
            self._tasks += [asyncio.create_task(self._go(port, read, READS_A_SECOND / share / 2)) for _ in range(2)]
            write = asyncio.create_task(self._go(port, lambda: order_shot((self.sku, 1)), WRITES_A_SECOND / share))
            self._tasks.append(write)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._leaving.set()
        await asyncio.gather(*self._tasks)

    async def _go(self, port: int, shot: Any, a_second: float) -> None:
        wire, clock = Wire(port), asyncio.get_running_loop()
        due = clock.time()
        while not self._leaving.is_set():
            hit = await wire.send(shot())
            self.hits[hit.status] += 1
            if hit.status not in {200, 201}:
                self.failed.append(hit)
            due = max(due + 1 / a_second, clock.time() - 1)
            await asyncio.sleep(max(0.0, due - clock.time()))
        wire.close()


async def renewed(fleet: Fleet, kid: str) -> int:
    """How many orders are sealed with this key."""
    start = f"v1|{kid}|"
    count = sa.select(sa.func.count()).where(sa.func.substr(customer_order.c.contact, 1, len(start)) == start)
    async with fleet.database() as database:
        return int(await database.read(lambda db: db.execute(count).scalar_one()))


async def test_keys_are_changed_while_people_buy(keys: Keys, note: Note) -> None:
    fleet, (old,) = keys.fleet, keys.ids()
    ids = await many_orders(fleet)
    await fleet.stock_up({(sku := a_sku("KUNCI")): 1_000_000})
    async with Customers(fleet, ids, sku) as people:
        assert (await keys.run("add"))[0] == 0
        new = keys.ids()[0]
        rotation = keys.begin("rotate")

        async def is_under_way() -> bool:
            return await renewed(fleet, new) > ORDERS // 5

        await until(is_under_way, _CALM_SECONDS)
        rotation.kill()
        rotation.communicate()
        there = await renewed(fleet, new)
        status, said = await keys.run("retire", old)
        assert (status, f"{old} is still needed by" in said) == (1, True), said
        status, said = await keys.run("rotate")
        assert status == 0, said
        assert await renewed(fleet, new) >= ORDERS
    assert people.failed == []
    assert there < ORDERS, "the kill came too late to show anything"
    status, said = await keys.run("retire", old)
    assert (status, keys.ids()) == (0, [new]), said
    await _read_all_with_new_tokens(fleet, keys, ids)
    assert fleet.failures() == []
    note(orders=ORDERS, killed_after=there, reads=people.hits[200], orders_placed=people.hits[201], failed=0)


async def _read_all_with_new_tokens(fleet: Fleet, keys: Keys, ids: list[str]) -> None:
    vault, wire = Vault(Keyring.read(keys.path)), Wire(fleet.ports[0])
    for own in random.Random(4).sample(ids, 50):
        headers = (("Authorization", f"Bearer {access_token(vault, own, 1)}"),)
        hit = await wire.send(Shot(f"/store/v1/orders/ord_{own}", b"", headers, method="GET"))
        assert (hit.status, "Sari" in hit.body.decode()) == (200, True)
    wire.close()
