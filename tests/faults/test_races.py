"""Races over HTTP against real server processes: two on PostgreSQL and MariaDB, one on SQLite.

guarantees.md rows 1-3. After each race the doctor looks at the whole database.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter

import pytest
from tests.support.fire import Hit, Shot, fresh_key, scaled, volley
from tests.support.notes import Note
from tests.support.servers import Fleet, a_sku, check_calm, order_shot


async def test_five_hundred_units_for_two_thousand_buyers(fleet: Fleet, note: Note) -> None:
    units, buyers = 500, scaled(10_000, 2_000)
    sku = a_sku("PANAS")
    await fleet.stock_up({sku: units})
    started = time.perf_counter()
    hits = await volley(fleet.ports, [order_shot((sku, 1)) for _ in range(buyers)])
    took = time.perf_counter() - started
    note(buyers=buyers, units=units, seconds=f"{took:.1f}")
    sold = [hit for hit in hits if hit.status == 201]
    refused = [hit for hit in hits if hit.status == 409]
    assert (len(sold), len(refused)) == (units, buyers - units)
    assert len({hit.json()["number"] for hit in sold}) == units
    for hit in refused:
        told = hit.json()
        assert told["code"] == "inventory.out_of_stock"
        assert told["errors"][0]["path"] == "lines[0].quantity"
        assert told["lines"] == [{"sku": sku, "requested": 1, "available": 0}]
    assert await fleet.levels(sku) == [(sku, units, units)]
    await check_calm(fleet, hits)


async def test_one_key_fifty_times_at_once_is_one_order(fleet: Fleet) -> None:
    sku, keys, times = a_sku("SEKALI"), scaled(1_000, 12), 50
    await fleet.stock_up({sku: keys * times})
    every_key = [fresh_key() for _ in range(keys)]
    hits = await volley(fleet.ports, [order_shot((sku, 1), key=key) for key in every_key for _ in range(times)])
    for number in range(keys):
        answers = hits[number * times : (number + 1) * times]
        assert {hit.status for hit in answers} == {201}
        assert len({hit.body for hit in answers}) == 1, "answers to one key differ"
        assert sum(not hit.replayed for hit in answers) == 1, "only the first answer is not a replay"
    assert await fleet.levels(sku) == [(sku, keys * times, keys)]
    await check_calm(fleet, hits)


async def test_the_last_unit_goes_to_one_and_her_repeats_get_her_order(fleet: Fleet) -> None:
    sku, buyers = a_sku("SATU"), 20
    await fleet.stock_up({sku: 1})
    shots = [order_shot((sku, 1)) for _ in range(buyers)]
    hits = await volley(fleet.ports, shots * 3)
    won = {number % buyers for number, hit in enumerate(hits) if hit.status == 201}
    assert len(won) == 1
    winner = won.pop()
    assert [hits[winner + buyers * turn].status for turn in range(3)] == [201] * 3
    assert {hit.status for number, hit in enumerate(hits) if number % buyers != winner} == {409}
    await check_calm(fleet, hits)


async def test_one_key_with_two_bodies_places_one_of_them(fleet: Fleet) -> None:
    sku, keys = a_sku("DUA"), 25
    await fleet.stock_up({sku: 1_000})
    shots = []
    for _ in range(keys):
        key = fresh_key()
        shots += [order_shot((sku, 1), key=key), order_shot((sku, 2), key=key)] * 2
    hits = await volley(fleet.ports, shots)
    for number in range(keys):
        answers = hits[number * 4 : number * 4 + 4]
        placed = {hit.body for hit in answers if hit.status == 201}
        assert len(placed) == 1
        refused = [hit for hit in answers if hit.status != 201]
        assert [(hit.status, hit.code) for hit in refused] == [(422, "idempotency.key_reused")] * 2
    await check_calm(fleet, hits)


async def test_lines_in_opposite_order_lose_nothing_and_deadlock_nowhere(fleet: Fleet) -> None:
    skus, orders = [a_sku(f"SILANG{place:02}") for place in range(40)], scaled(10_000, 900)
    each = orders // 20
    await fleet.stock_up(dict.fromkeys(skus, each))
    dice = random.Random(2026)
    shots = []
    for number in range(orders):
        lines = [(sku, dice.choice((1, 1, 2))) for sku in sorted(dice.sample(skus, dice.randint(2, 5)))]
        shots.append(order_shot(*(reversed(lines) if number % 2 else lines)))
    hits = await volley(fleet.ports, shots)
    wanted: Counter[str] = Counter()
    for hit in hits:
        if hit.status == 201:
            wanted.update({line["sku"]: line["quantity"] for line in hit.json()["lines"]})
        else:
            assert hit.code == "inventory.out_of_stock", hit
            assert all(line["available"] < line["requested"] for line in hit.json()["lines"])
    assert await fleet.levels(*skus) == [(sku, each, wanted[sku]) for sku in skus]
    # Whoever was refused could not have been served: a line of hers asked for more than is left even now.
    left = {sku: each - wanted[sku] for sku in skus}
    assert any(hit.status == 409 for hit in hits)
    for shot, hit in zip(shots, hits, strict=True):
        asked = {line["sku"]: line["quantity"] for line in json.loads(shot.body)["lines"]}
        assert hit.status == 201 or any(quantity > left[sku] for sku, quantity in asked.items())
    await check_calm(fleet, hits)


async def test_three_hundred_open_transfers_share_no_amount(fleet: Fleet) -> None:
    # Three totals that lie closer together than the codes are wide, so that total + code of one meets those of others.
    skus = {a_sku("GANJIL1"): 85_000, a_sku("GANJIL2"): 85_001, a_sku("GANJIL3"): 85_137}
    for sku, price in skus.items():
        await fleet.stock_up({sku: 10_000}, price=price)
    hits = await volley(fleet.ports, [order_shot((sku, 1)) for _ in range(scaled(1_000, 100)) for sku in skus])
    assert {hit.status for hit in hits} == {201}
    paying = [hit.json() for hit in hits]
    assert all(
        order["payment"]["amount"] == order["totals"]["total"] + order["payment"]["unique_code"] for order in paying
    )
    amounts = Counter(order["payment"]["amount"] for order in paying)
    assert max(amounts.values()) == 1
    await check_calm(fleet, hits)


@pytest.mark.parametrize("left", [0, 40])
async def test_when_no_amount_is_free_buyers_are_told_and_the_last_ones_go_to_one_each(fleet: Fleet, left: int) -> None:
    # Every buyer wants something else at one price: no stock row makes them queue, only the amounts can.
    buyers, price = scaled(1_000, 90), random.randrange(1_000_000, 900_000_000, 20_000)
    skus = [a_sku(f"PENUH{place}") for place in range(buyers)]
    await fleet.stock_up(dict.fromkeys(skus, 1), price=price)
    total = (await quoted(fleet, skus[0])).json()["totals"]["total"]
    await fleet.occupy_codes("bca", total, free=random.sample(range(1, 10_000), left))
    hits = await volley(fleet.ports, [order_shot((sku, 1)) for sku in skus])
    told = Counter((hit.status, hit.code) for hit in hits)
    assert set(told) <= {(201, ""), (409, "payments.transfer_codes_exhausted")}, (told, fleet.failures())
    assert told[201, ""] == left
    amounts = {hit.json()["payment"]["amount"] for hit in hits if hit.status == 201}
    assert len(amounts) == left
    assert sum(reserved for _, _, reserved in await fleet.levels(*skus)) == left
    await check_calm(fleet, hits)


async def quoted(fleet: Fleet, sku: str) -> Hit:
    """What Sari would pay."""
    shot = order_shot((sku, 1))
    hit = (await volley(fleet.ports[:1], [Shot(f"{shot.path}?dry_run=true", shot.body, shot.headers)], wires=1))[0]
    assert hit.status == 200, hit
    return hit
