"""Looking an order up: who finds it, how all who do not are told the same, and how many guesses the database grants."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.shop import BASE, OpenShop, bearer, open_shop

from niaga.app import assemble_shop
from niaga.foundation.clock import FixedClock
from niaga.orders.public import purge_guesses
from niaga.orders.rules import MOST_PER_NETWORK, MOST_PER_NUMBER, WINDOW
from niaga.orders.tables import lookup_failure
from niaga.platform.database import Database

PATH = "/store/v1/order-lookups"
TRACE = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def order(shop: OpenShop) -> dict[str, Any]:
    return await shop.placed_order(("KOPI-250", 1))


def at(shop: OpenShop, peer: str) -> httpx.AsyncClient:
    """A client of the same shop at another address."""
    application: Any = assemble_shop(shop.shop)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=application, client=(peer, 5000)), base_url=BASE)


async def ask(shop: OpenShop, number: str, **contact: str) -> httpx.Response:
    return await shop.client.post(PATH, json={"number": number, **contact}, headers=TRACE)


async def wrong(shop: OpenShop, number: str, times: int = 1) -> list[int]:
    return [(await ask(shop, number, phone="0812 9999 9999")).status_code for _ in range(times)]


async def counts(shop: OpenShop) -> list[int]:
    found = sa.select(lookup_failure.c.failures).order_by(lookup_failure.c.failures)
    return list(await shop.database.read(lambda db: db.execute(found).scalars().all()))


@pytest.mark.parametrize(
    "contact",
    [
        {"phone": "0812-3456-7890"},
        {"phone": "+62 812 3456 7890"},
        {"phone": "62 (0)812.3456.7890"},
        {"phone": "wa.me/6281234567890"},
        {"email": "Sari@Example.COM"},
    ],
)
async def test_number_and_contact_open_the_order(shop: OpenShop, order: dict[str, Any], contact: dict[str, str]):
    answer = await ask(shop, f" {order['number'].lower()} ", **contact)
    assert answer.status_code == 200
    assert answer.json() == {key: order[key] for key in ("id", "number", "access_token")}
    assert answer.headers["cache-control"] == "no-store"
    assert (await shop.client.get(f"/store/v1/orders/{order['id']}", headers=bearer(answer.json()))).status_code == 200


async def test_an_unknown_number_and_a_wrong_contact_are_told_the_very_same(shop: OpenShop, order: dict[str, Any]):
    unknown = await ask(shop, "NG-2026-999999", phone="081234567890")
    answers = [
        unknown,
        await ask(shop, order["number"], phone="081234567891"),
        await ask(shop, order["number"], email="sari@example.org"),
    ]
    assert [one.status_code for one in answers] == [404] * 3
    assert unknown.json()["code"] == "orders.lookup_failed"
    assert len({one.content for one in answers}) == 1
    assert len({tuple(one.headers.items()) for one in answers}) == 1


async def test_an_order_is_not_found_by_a_contact_that_it_has_not(shop: OpenShop):
    contact = {"name": "Sari", "phone": "081234567890"}
    order = await shop.placed_order(("KOPI-250", 1), contact=contact)
    assert (await ask(shop, order["number"], email="sari@example.com")).status_code == 404
    assert (await ask(shop, order["number"], phone="081234567890")).status_code == 200


@pytest.mark.parametrize("contact", [{}, {"phone": "081234567890", "email": "sari@example.com"}])
async def test_one_contact_is_asked_for(shop: OpenShop, contact: dict[str, str]):
    answer = await ask(shop, "NG-2026-000001", **contact)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "orders.one_contact")


@pytest.mark.parametrize(("field", "text"), [("phone", "twelve"), ("email", "sari at home")])
async def test_what_is_no_contact_is_no_guess(shop: OpenShop, field: str, text: str):
    answer = await ask(shop, "NG-2026-000001", **{field: text})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, field)
    assert await counts(shop) == []


@pytest.mark.parametrize("unknown", ["", "NG-2026-999999"])
async def test_the_sixth_wrong_guess_of_an_hour_is_not_looked_at(shop: OpenShop, order: dict[str, Any], unknown: str):
    number = unknown or order["number"]
    assert await wrong(shop, number, MOST_PER_NUMBER) == [404] * MOST_PER_NUMBER
    answer = await ask(shop, number, phone="081234567890")
    assert (answer.status_code, answer.json()["code"]) == (429, "orders.lookup_throttled")
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW.total_seconds()
    assert max(await counts(shop)) == MOST_PER_NUMBER


async def test_an_hour_after_the_first_wrong_guess_it_may_be_tried_again(
    shop: OpenShop, order: dict[str, Any], clock: FixedClock
):
    await wrong(shop, order["number"], MOST_PER_NUMBER)
    clock.advance(WINDOW - timedelta(seconds=1))
    assert (await ask(shop, order["number"], phone="081234567890")).headers["retry-after"] == "1"
    clock.advance(timedelta(seconds=1))
    assert (await ask(shop, order["number"], phone="081234567890")).status_code == 200


async def test_right_guesses_are_not_counted(shop: OpenShop, order: dict[str, Any]):
    for _ in range(MOST_PER_NUMBER + 1):
        assert (await ask(shop, order["number"], phone="081234567890")).status_code == 200
    assert await counts(shop) == [0, 0]


async def test_guesses_that_come_at_once_are_counted_one_by_one(shop: OpenShop, order: dict[str, Any]):
    answers = await asyncio.gather(*(wrong(shop, order["number"]) for _ in range(24)))
    statuses = [status for (status,) in answers]
    assert statuses.count(404) == MOST_PER_NUMBER
    assert statuses.count(429) == 24 - MOST_PER_NUMBER
    assert await counts(shop) == [MOST_PER_NUMBER, MOST_PER_NUMBER]


async def test_a_network_has_so_many_wrong_guesses_whatever_the_numbers(shop: OpenShop, order: dict[str, Any]):
    async with (
        at(shop, "203.0.113.7") as here,
        at(shop, "203.0.113.200") as next_door,
        at(shop, "198.51.100.7") as away,
    ):
        for number in range(MOST_PER_NETWORK):
            body = {"number": f"NG-2026-9{number:05d}", "phone": "081234567890"}
            assert (await here.post(PATH, json=body)).status_code == 404
        right = {"number": order["number"], "phone": "081234567890"}
        assert (await next_door.post(PATH, json=right)).status_code == 429
        assert (await away.post(PATH, json=right)).status_code == 200


async def test_counts_name_neither_number_nor_network_and_are_forgotten(
    shop: OpenShop, order: dict[str, Any], clock: FixedClock
):
    await wrong(shop, order["number"])
    subjects = await shop.database.read(lambda db: db.execute(sa.select(lookup_failure.c.subject)).scalars().all())
    assert all(len(one) == 64 and order["number"] not in one and "127.0.0" not in one for one in subjects)
    assert await shop.database.write(purge_guesses) == 0
    clock.advance(WINDOW)
    assert await shop.database.write(purge_guesses) == 2


async def test_the_database_itself_bounds_the_count(shop: OpenShop, order: dict[str, Any]):
    await wrong(shop, order["number"], MOST_PER_NUMBER)
    more = sa.update(lookup_failure).values(failures=lookup_failure.c.most + 1)
    with pytest.raises(sa.exc.DBAPIError):
        await shop.database.write(lambda tx: tx.execute(more))


async def test_a_developer_may_lift_the_bound(database: Database, tmp_path: Path):
    async with open_shop(database, tmp_path, throttle="off") as shop:
        assert await wrong(shop, "NG-2026-999999", MOST_PER_NUMBER + 2) == [404] * (MOST_PER_NUMBER + 2)
        assert await counts(shop) == []
