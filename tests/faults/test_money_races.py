"""Races for one order: two people confirm it, its buyer cancels while it is paid, its stock is wanted elsewhere.

guarantees.md rows 2 and 29, and the rule that payment, order, stock and ledger move together or not at all.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from tests.support.fire import scaled, volley
from tests.support.servers import Fleet, a_sku, check_calm, holder_shot, order_shot, staff_shot

from niaga.platform.database import Engine

# More at once wait longer for a connection than they may, and are told to come back.
FEW = 12


async def placed(fleet: Fleet, sku: str, count: int) -> list[dict[str, Any]]:
    """So many orders of a piece each."""
    hits = await volley(fleet.ports, [order_shot((sku, 1)) for _ in range(count)])
    assert {hit.status for hit in hits} == {201}
    return [hit.json() for hit in hits]


def confirming(fleet: Fleet, order: dict[str, Any]) -> Any:
    """Wati sees the money of an order."""
    return staff_shot(fleet, f"/admin/v1/payments/{order['payment']['id']}/confirm")


async def test_a_payment_that_several_confirm_is_posted_once(fleet: Fleet) -> None:
    sku, count, people = a_sku("LUNAS"), scaled(300, 20), 4
    await fleet.stock_up({sku: count})
    orders = await placed(fleet, sku, count)
    wanted = [confirming(fleet, order) for order in orders for _ in range(people)]
    hits = await volley(fleet.ports, wanted, wires=FEW)
    for number, order in enumerate(orders):
        answers = hits[number * people : (number + 1) * people]
        assert Counter((hit.status, hit.code) for hit in answers) == {
            (200, ""): 1,
            (409, "request.illegal_move"): people - 1,
        }
        posted = await fleet.ask(
            "SELECT kind, amount FROM ledger_transfer WHERE source_type = 'payment' AND source_id = :id ORDER BY kind",
            id=order["payment"]["id"].removeprefix("pay_"),
        )
        assert [tuple(row) for row in posted] == [
            ("paid", order["totals"]["total"]),
            ("surplus", order["payment"]["unique_code"]),
        ]
    await check_calm(fleet, hits)


async def test_a_double_tap_on_confirm_is_answered_twice_alike(fleet: Fleet) -> None:
    sku, count, taps = a_sku("KETUK"), scaled(300, 30), 3
    await fleet.stock_up({sku: count})
    shots = [confirming(fleet, order) for order in await placed(fleet, sku, count)]
    hits = await volley(fleet.ports, [shot for shot in shots for _ in range(taps)], wires=FEW)
    for number in range(count):
        answers = hits[number * taps : (number + 1) * taps]
        assert [hit.status for hit in answers] == [200] * taps, [hit.code for hit in answers]
        assert len({hit.body for hit in answers}) == 1
    await check_calm(fleet, hits)


async def test_paid_and_cancelled_at_once_ends_as_one_of_them(fleet: Fleet) -> None:
    sku, count = a_sku("BATAL"), scaled(500, 40)
    await fleet.stock_up({sku: count})
    orders = await placed(fleet, sku, count)
    shots = []
    for order in orders:
        pair = [confirming(fleet, order), holder_shot(order, "cancel")]
        shots += pair if random.random() < 0.5 else reversed(pair)
    hits = await volley(fleet.ports, shots)
    kept = 0
    for number, order in enumerate(orders):
        pair = hits[2 * number : 2 * number + 2]
        assert 200 in {hit.status for hit in pair}
        assert all(hit.status == 200 or hit.code == "request.illegal_move" for hit in pair), pair
        own = {"id": order["id"].removeprefix("ord_")}
        status = (await fleet.ask("SELECT status FROM customer_order WHERE id = :id", **own))[0].status
        paid = (await fleet.ask("SELECT status FROM payment WHERE order_id = :id", **own))[0].status
        # The money is recorded whoever was first: packed, or owed back.
        assert (status, paid) in {("processing", "paid"), ("cancelled", "paid")}
        kept += status == "processing"
    assert await fleet.levels(sku) == [(sku, count, kept)]
    await check_calm(fleet, hits)


async def test_cancelling_many_lines_deadlocks_with_nobody(fleet: Fleet) -> None:
    skus, count = [a_sku(f"LEPAS{place:02}") for place in range(24)], scaled(2_000, 150)
    await fleet.stock_up(dict.fromkeys(skus, 100_000))
    dice = random.Random(7)

    def shots(number: int) -> list[Any]:
        return [order_shot(*((sku, 1) for sku in dice.sample(skus, 6))) for _ in range(number)]

    orders = [hit.json() for hit in await volley(fleet.ports, shots(count))]
    before = await deadlocks(fleet)
    mixed = [holder_shot(order, "cancel") for order in orders] + shots(count)
    dice.shuffle(mixed)
    hits = await volley(fleet.ports, mixed)
    assert Counter(hit.status for hit in hits) == {200: count, 201: count}, fleet.failures()[:4]
    assert await deadlocks(fleet) == before
    still = Counter(line["sku"] for hit in hits if hit.status == 201 for line in hit.json()["lines"])
    assert await fleet.levels(*skus) == [(sku, 100_000, still[sku]) for sku in skus]
    await check_calm(fleet, hits)


async def deadlocks(fleet: Fleet) -> int:
    """How many deadlocks PostgreSQL saw in the shop's database; the other engines do not count them by database."""
    if fleet.engine is not Engine.POSTGRESQL:
        return 0
    found = await fleet.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(found[0].deadlocks)
