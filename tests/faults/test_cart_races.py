"""Races for carts against real server processes: what two tabs add, what is ordered twice, what changes meanwhile.

guarantees.md rows 5, 6, 7 and 9. After each race the doctor looks at the whole database.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.support.cart_shots import CARTS, adding, checkout, opening, shot
from tests.support.fire import Hit, Shot, fresh_key, scaled, volley
from tests.support.servers import Fleet, a_sku, check_calm

FREIGHT = 11_000


async def open_carts(fleet: Fleet, sku: str, count: int) -> list[dict[str, Any]]:
    """So many carts with one piece each."""
    hits = await volley(fleet.ports, [opening(sku) for _ in range(count)])
    assert {hit.status for hit in hits} == {201}, hits[0]
    return [hit.json() for hit in hits]


async def reread(fleet: Fleet, carts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The carts as they are now."""
    hits = await volley(fleet.ports, [Shot(f"{CARTS}/{one['id']}", b"", (), "GET") for one in carts])
    return [hit.json() for hit in hits]


async def test_what_two_tabs_add_at_once_adds_up(fleet: Fleet) -> None:
    one, other, times = a_sku("TAB1"), a_sku("TAB2"), scaled(1_000, 60)
    await fleet.stock_up({one: 1, other: 1})
    [cart] = await open_carts(fleet, one, 1)
    hits = await volley(fleet.ports, [adding(cart["id"], sku) for _ in range(times) for sku in (one, other)])
    assert {hit.status for hit in hits} == {201}, Counter((hit.status, hit.code) for hit in hits)
    [now] = await reread(fleet, [cart])
    assert {line["sku"]: line["quantity"] for line in now["lines"]} == {one: times + 1, other: times}
    assert now["version"] == 2 * times + 1
    await check_calm(fleet, hits)


async def test_a_cart_ordered_under_many_keys_is_one_order(fleet: Fleet) -> None:
    sku, count, keys, times = a_sku("SATU"), scaled(200, 10), 4, 3
    await fleet.stock_up({sku: count * keys * times})
    carts = await open_carts(fleet, sku, count)
    shots = []
    for cart in carts:
        for key in [fresh_key() for _ in range(keys)]:
            shots += [checkout(cart["id"], cart["totals"]["total"], key=key)] * times
    hits = await volley(fleet.ports, shots)
    assert {hit.status for hit in hits} == {201}, Counter((hit.status, hit.code) for hit in hits)
    for number in range(count):
        answers = hits[number * keys * times : (number + 1) * keys * times]
        assert len({hit.json()["id"] for hit in answers}) == 1
        assert sum(not hit.replayed for hit in answers) == 1
    assert await fleet.levels(sku) == [(sku, count * keys * times, count)]
    await check_calm(fleet, hits)


async def test_a_cart_that_is_changed_while_it_is_ordered_is_one_or_the_other(fleet: Fleet) -> None:
    sku, count = a_sku("UBAH"), scaled(1_000, 80)
    await fleet.stock_up({sku: 10 * count})
    carts = await open_carts(fleet, sku, count)
    shots = [one for cart in carts for one in (checkout(cart["id"], cart["totals"]["total"]), adding(cart["id"], sku))]
    hits = await volley(fleet.ports, shots)
    told: Counter[tuple[str, str]] = Counter()
    for cart, ordered, added in zip(carts, hits[::2], hits[1::2], strict=True):
        told[ordered.code, added.code] += 1
        if ordered.status == 201:
            assert [line["quantity"] for line in ordered.json()["lines"]] == [1], "never what was not seen"
            assert ordered.json()["totals"]["total"] == cart["totals"]["total"]
    # She orders first and the other tab is told; or the other tab was first and she is asked to look again.
    assert told.keys() <= {("", "cart.completed"), ("cart.changed", ""), ("checkout.total_changed", "")}, told
    orders = told["", "cart.completed"]
    assert await fleet.levels(sku) == [(sku, 10 * count, orders)]
    assert sum(cart["order_id"] is not None for cart in await reread(fleet, carts)) == orders
    await check_calm(fleet, hits)


async def test_a_price_that_changes_meanwhile_is_charged_as_seen_or_not_at_all(fleet: Fleet) -> None:
    sku, count = a_sku("HARGA"), scaled(1_000, 60)
    await fleet.stock_up({sku: count})
    carts = await open_carts(fleet, sku, count)
    shots: list[Shot] = [checkout(cart["id"], cart["totals"]["total"]) for cart in carts]
    shots.insert(count // 2, await staff_change(fleet, sku, price=99_000))
    hits = await volley(fleet.ports, shots)
    assert hits.pop(count // 2).status == 200
    assert outcomes(hits) <= {(201, ""), (409, "checkout.total_changed")}
    for hit in hits:
        told = hit.json()
        assert told["totals"]["total"] == (85_000 if hit.status == 201 else 99_000) + FREIGHT
    late = await volley(fleet.ports, [opening(sku)])
    dear = late[0].json()
    again = await volley(fleet.ports, [checkout(dear["id"], 85_000 + FREIGHT)])
    assert (again[0].status, again[0].code) == (409, "checkout.total_changed")
    await check_calm(fleet, hits)


async def test_what_is_withdrawn_meanwhile_is_ordered_before_or_never(fleet: Fleet) -> None:
    sku, count = a_sku("TARIK"), scaled(1_000, 60)
    await fleet.stock_up({sku: count})
    carts = await open_carts(fleet, sku, count)
    shots: list[Shot] = [checkout(cart["id"], cart["totals"]["total"]) for cart in carts]
    shots.insert(count // 2, await staff_change(fleet, sku, published=False))
    hits = await volley(fleet.ports, shots)
    assert hits.pop(count // 2).status == 200
    assert outcomes(hits) <= {(201, ""), (409, "checkout.item_withdrawn")}
    sold = sum(hit.status == 201 for hit in hits)
    left = [cart for cart in await reread(fleet, carts) if cart["order_id"] is None]
    after = await volley(fleet.ports, [checkout(cart["id"], cart["totals"]["total"]) for cart in left])
    assert outcomes(after) <= {(409, "checkout.item_withdrawn")}
    assert await fleet.levels(sku) == [(sku, count, sold)]
    await check_calm(fleet, hits)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"price": 99_000}, "checkout.total_changed"), ({"published": False}, "checkout.item_withdrawn")],
    ids=["repriced", "withdrawn"],
)
async def test_nobody_gets_the_old_terms_a_moment_after_they_changed(
    fleet: Fleet, changes: dict[str, Any], code: str
) -> None:
    sku, warm, count = a_sku("BASI"), 4, 24
    await fleet.stock_up({sku: count})
    shots = [checkout(cart["id"], cart["totals"]["total"]) for cart in await open_carts(fleet, sku, count)]
    change = await staff_change(fleet, sku, **changes)
    # Every process has just looked the variant up, and only one of them hears of the change at once.
    before = await volley(fleet.ports, shots[:warm], wires=1)
    [changed] = await volley(fleet.ports[:1], [change], wires=1)
    after = await volley(fleet.ports, shots[warm:])
    assert (outcomes(before), changed.status, outcomes(after)) == ({(201, "")}, 200, {(409, code)})
    await check_calm(fleet, [*before, changed, *after])


async def staff_change(fleet: Fleet, sku: str, **changes: Any) -> Shot:
    """Wati changes the variant, with everybody at the till."""
    [row] = await fleet.ask("SELECT id FROM variant WHERE sku = :sku", sku=sku)
    return shot(f"/admin/v1/variants/var_{row.id}", changes, method="PATCH", bearer=fleet.keys["owner"])


def outcomes(hits: list[Hit]) -> set[tuple[int, str]]:
    """How the requests ended."""
    return {(hit.status, hit.code) for hit in hits}
