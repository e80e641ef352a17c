"""The process dies at every statement of placing, settling, cancelling, shipping and expiring; nothing is lost or doubled.

A kill counts only when the process died at the point that was named, with the request (or the timer) under way.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.support.cart_shots import adding, checkout, opening
from tests.support.fire import Hit, Shot, Wire, fresh_key, scaled
from tests.support.forked import forked
from tests.support.notes import Note
from tests.support.servers import Fleet, a_sku, holder_shot, order_shot, staff_shot

from niaga.platform.database import Engine

MOST_STATEMENTS = 40
EVERY = scaled(1, 3)
"""Of the longer units every third statement in a usual run, all of them under torture."""
kills: Counter[str] = Counter()


@dataclass
class Rig:
    """A shop on a database of its own, and what was asked of it."""

    fleet: Fleet
    asked: list[Shot] = field(default_factory=list)


@pytest.fixture(scope="module")
def rigs() -> Iterator[dict[Engine, Rig]]:
    """The shops of this module; at the end, how many kills there were."""
    made: dict[Engine, Rig] = {}
    yield made
    print(f"\n{sum(kills.values())} kills inside requests and timers: {dict(sorted(kills.items()))}")
    for rig in made.values():
        rig.fleet.close()


@pytest.fixture
async def rig(engine: Engine, engine_url: str, rigs: dict[Engine, Rig]) -> AsyncIterator[Rig]:
    """A shop with no server running, on each engine in turn; healthy when the test ends."""
    if engine not in rigs:
        rigs[engine] = Rig(Fleet(engine_url, servers=0))
        rigs[engine].fleet.start()
    yield rigs[engine]
    assert (await rigs[engine].fleet.doctor()).startswith("Healthy")


def points(step: int = 1) -> Iterator[str]:
    """The points of a unit: around its commit, then its statements from the first on until none is left."""
    yield from ("commit", "committed")
    yield from (str(number) for number in range(0, MOST_STATEMENTS, step))


async def send(port: int, shot: Shot) -> Hit:
    """One request on a connection of its own."""
    wire = Wire(port)
    try:
        return await wire.send(shot)
    finally:
        wire.close()


async def die_at_each_point(rig: Rig, unit: str, shots: Iterator[Shot], *, step: int = 1) -> list[Shot]:
    """Send a request to a server that dies at the next point of the unit, until one survives; the requests that died."""
    died: list[Shot] = []
    for point in points(step):
        shot = next(shots)
        with forked(rig.fleet, failpoint=f"{unit}:{point}") as server:
            assert server.wait()
            hit = await send(server.port, shot)
            if hit.status:
                assert hit.status < 300, hit.body
                break
            assert server.died_at(f"{unit}:{point}")
        kills[f"{unit}:{point}"] += 1
        died.append(shot)
    else:
        pytest.fail("the unit never ended")
    return died


async def repeat(rig: Rig, shots: list[Shot]) -> list[Hit]:
    """Send each request twice more to a healthy server: the second answer must be the first again."""
    with forked(rig.fleet) as server:
        assert server.wait()
        first = [await send(server.port, shot) for shot in shots]
        again = [await send(server.port, shot) for shot in shots]
    assert [hit.status < 300 for hit in first] == [True] * len(shots), [hit.body for hit in first]
    assert [(hit.status, hit.body) for hit in again] == [(hit.status, hit.body) for hit in first]
    assert all(hit.replayed for hit in again)
    return first


async def placed_orders(rig: Rig, sku: str, count: int) -> list[dict[str, Any]]:
    """Orders that stand."""
    await rig.fleet.stock_up({sku: count})
    with forked(rig.fleet) as server:
        assert server.wait()
        return [(await send(server.port, order_shot((sku, 1)))).json() for _ in range(count)]


async def test_placing_killed_at_every_statement_is_done_once(rig: Rig, note: Note) -> None:
    sku = a_sku("MATI")
    await rig.fleet.stock_up({sku: 100})
    shots = (order_shot((sku, 1), key=fresh_key()) for _ in itertools.count())
    died = await die_at_each_point(rig, "place_orders", shots)
    orders = [hit.json() for hit in await repeat(rig, died)]
    assert len({order["number"] for order in orders}) == len(died) > 3, (
        "around the commit, and at two statements on PostgreSQL, more elsewhere"
    )
    [(_, on_hand, reserved)] = await rig.fleet.levels(sku)
    assert (on_hand, reserved) == (100, len(died) + 1)
    note(kills_at_points_of_place_orders=len(died))


async def test_ordering_a_cart_killed_at_every_statement_is_done_once(rig: Rig) -> None:
    sku = a_sku("MATI")
    carts = await open_carts(rig, sku, 30)
    shots = (checkout(cart["id"], cart["totals"]["total"]) for cart in carts)
    died = await die_at_each_point(rig, "place_orders", shots, step=EVERY)
    orders = {hit.json()["id"] for hit in await repeat(rig, died)}
    assert len(orders) == len(died) > 2
    [(_, on_hand, reserved)] = await rig.fleet.levels(sku)
    assert (on_hand, reserved) == (30, len(died) + 1)


async def test_adding_to_a_cart_killed_at_every_statement_is_done_once(rig: Rig) -> None:
    sku = a_sku("MATI")
    [cart] = await open_carts(rig, sku, 1)
    died = await die_at_each_point(
        rig, "add_cart_line", (adding(cart["id"], sku) for _ in itertools.count()), step=EVERY
    )
    assert len(died) > 3
    last = (await repeat(rig, died))[-1].json()
    assert last["quantity"] == len(died) + 2, "what it began with, what survived, and each that died once"


async def open_carts(rig: Rig, sku: str, count: int) -> list[dict[str, Any]]:
    """So many carts with one piece each, of as many as there are."""
    await rig.fleet.stock_up({sku: count})
    with forked(rig.fleet) as server:
        assert server.wait()
        return [(await send(server.port, opening(sku))).json() for _ in range(count)]


@pytest.mark.parametrize(
    ("unit", "deed"),
    [
        (
            "confirm_payment",
            lambda rig, order: staff_shot(rig.fleet, f"/admin/v1/payments/{order['payment']['id']}/confirm"),
        ),
        ("cancel_own_order", lambda _rig, order: holder_shot(order, "cancel")),
    ],
    ids=["settling", "cancelling"],
)
async def test_a_deed_killed_at_every_statement_is_done_once(rig: Rig, unit: str, deed: Any, note: Note) -> None:
    orders = iter(await placed_orders(rig, a_sku("MATI"), 30))
    died = await die_at_each_point(rig, unit, (deed(rig, order) for order in orders), step=EVERY)
    assert len(died) > 3
    await repeat(rig, died)
    note(**{f"kills_at_points_of_{unit}": len(died)})


async def test_an_expiry_killed_at_every_statement_happens_once(rig: Rig, note: Note) -> None:
    sku, died = a_sku("LALU"), 0
    await placed_orders(rig, sku, 2)
    later = Shot("/dev/clock", b'{"advance_seconds": 172800}', (("Idempotency-Key", fresh_key()),))
    with forked(rig.fleet) as server:
        assert server.wait()
        assert (await send(server.port, later)).status == 200
    unit = "checkout.expire_order"
    for point in points(EVERY):
        with forked(rig.fleet, failpoint=f"{unit}:{point}", relay=True) as server:
            server.wait()
            if not await expired_within(rig, server, sku):
                assert server.died_at(f"{unit}:{point}")
                kills[f"{unit}:{point}"] += 1
                died += 1
                continue
        break
    [(_, on_hand, reserved)] = await rig.fleet.levels(sku)
    assert (on_hand, reserved) == (2, 0)
    note(kills_at_points_of_expiring=died)


async def expired_within(rig: Rig, server: Any, sku: str) -> bool:
    """Whether both orders are released while the server lives."""
    while server.process.is_alive():
        [(_, _, reserved)] = await rig.fleet.levels(sku)
        if reserved == 0 and server.process.is_alive():
            return True
    return False
