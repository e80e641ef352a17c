"""Parcels over HTTP on every engine: who may, what one key does, what a wrong body hears."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.healthy import KOPI, TEH, Line, Shop

import niaga.fulfilment.http
from niaga.accounts.public import Sessions, StaffDoor, StaffKeys, create_staff
from niaga.app import handlers_of
from niaga.foundation.identity import new_id
from niaga.orders.public import Order, access_token
from niaga.platform.audit import Readings
from niaga.platform.database import Database
from niaga.platform.settings import load_settings
from niaga.web.application import assemble

PARCEL = {"courier": "jne", "service": "REG", "tracking_number": "JP1234567890"}
Headers = dict[str, str]


@pytest.fixture
async def client(database: Database, tmp_path: Path):
    live = {
        "database": database,
        "staff_door": StaffDoor(StaffKeys(database), Sessions(database)),
        "readings": Readings(database),
    }
    app = assemble(handlers_of(niaga.fulfilment.http), live, load_settings({}, {}, tmp_path))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as made:
        yield made


@pytest.fixture
async def wati(database: Database) -> Headers:
    _, key = await database.write(lambda tx: create_staff(tx, "wati@example.com", "manager"))
    return {"Authorization": f"Bearer {key}", "Accept-Language": "en"}


@pytest.fixture
async def shop(database: Database) -> Shop:
    made = Shop(database)
    await made.stock(KOPI, 10)
    await made.stock(TEH, 5)
    return made


@pytest.fixture
async def order(shop: Shop) -> Order:
    return await shop.paid(Line(KOPI, 2), Line(TEH, 1))


def path(order: Order, what: str, side: str = "admin") -> str:
    return f"/{side}/v1/orders/ord_{order.id}/{what}"


def fresh(headers: Headers) -> Headers:
    return headers | {"Idempotency-Key": new_id()}


async def ship(client: httpx.AsyncClient, order: Order, wati: Headers, **more: Any) -> httpx.Response:
    return await client.post(path(order, "shipments"), headers=fresh(wati), json=PARCEL | more)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_parcel_answers_201_with_what_is_in_it(client: httpx.AsyncClient, order: Order, wati: Headers) -> None:
    answer = await ship(client, order, wati, lines=[{"sku": KOPI, "quantity": 1}])
    assert answer.status_code == 201
    assert answer.json()["lines"] == [{"line_no": 1, "sku": KOPI, "quantity": 1}]
    assert (answer.json()["order_status"], answer.json()["order_number"]) == ("processing", order.number)
    rest = await ship(client, order, wati, tracking_number="JP2")
    assert rest.json()["order_status"] == "shipped"
    listed = (await client.get(path(order, "shipments"), headers=wati)).json()
    assert listed == {"items": [answer.json() | {"order_status": "shipped"}, rest.json()], "next_cursor": None}


async def test_the_same_key_ships_once_and_answers_the_same(
    client: httpx.AsyncClient, order: Order, wati: Headers
) -> None:
    once = fresh(wati)
    answers = [await client.post(path(order, "shipments"), headers=once, json=PARCEL) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert len((await client.get(path(order, "shipments"), headers=wati)).json()["items"]) == 1


@pytest.mark.parametrize("what", ["shipments", "returns"])
async def test_stock_moves_under_a_key_only(client: httpx.AsyncClient, order: Order, wati: Headers, what: str) -> None:
    body = PARCEL if what == "shipments" else {"reason": "lost"}
    assert code(await client.post(path(order, what), headers=wati, json=body)) == (400, "idempotency.key_missing")
    assert code(await client.post(path(order, what), headers={}, json=body)) == (401, "request.unauthenticated")


async def test_conflicts_say_what_is_in_the_way(
    client: httpx.AsyncClient, shop: Shop, order: Order, wati: Headers
) -> None:
    many = await ship(client, order, wati, lines=[{"line_no": 1, "quantity": 3}])
    assert code(many) == (409, "fulfilment.too_many")
    assert many.json()["errors"][0]["path"] == "lines[0].quantity"
    assert (await ship(client, order, wati)).status_code == 201
    assert code(await ship(client, order, wati, tracking_number="JP2")) == (409, "request.illegal_move")
    other = await shop.paid(Line(KOPI, 1))
    taken = await ship(client, other, wati)
    assert code(taken) == (409, "fulfilment.tracking_number_taken")
    assert order.number in taken.json()["detail"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"tracking_number": ""}, "tracking_number"),
        ({"tracking_number": "JP\n1"}, "tracking_number"),
        ({"courier": "x" * 21}, "courier"),
        ({"lines": []}, "lines"),
        ({"lines": [{"line_no": 1, "quantity": 0}]}, "lines[0].quantity"),
        ({"lines": [{"line_no": 1, "quantity": 1.5}]}, "lines[0].quantity"),
        ({"lines": [{"line_no": 1, "sku": KOPI, "quantity": 1}]}, "lines[0]"),
        ({"lines": [{"sku": "GULA", "quantity": 1}]}, "lines[0].sku"),
        ({"weight": 1}, "weight"),
    ],
)
async def test_a_wrong_field_is_named(
    client: httpx.AsyncClient, order: Order, wati: Headers, change: dict[str, Any], at: str
) -> None:
    answer = await ship(client, order, wati, **change)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == at


@pytest.mark.parametrize("name", ["ord_x", f"ord_{'0' * 26}", "nothing"])
async def test_an_order_that_is_not_there_is_not_found(client: httpx.AsyncClient, wati: Headers, name: str) -> None:
    url = f"/admin/v1/orders/{name}"
    assert (await client.post(f"{url}/shipments", headers=fresh(wati), json=PARCEL)).status_code == 404
    assert (await client.get(f"{url}/shipments", headers=wati)).status_code == 404
    assert (await client.post(f"{url}/complete", headers=wati)).status_code == 404


async def test_staff_completes_and_takes_back(
    client: httpx.AsyncClient, shop: Shop, order: Order, wati: Headers
) -> None:
    await ship(client, order, wati)
    done = await client.post(path(order, "complete"), headers=wati)
    assert (done.status_code, done.json()["status"]) == (200, "completed")
    assert done.json()["timeline"][-1]["kind"] == "order.completed"
    other = await shop.paid(Line(KOPI, 1))
    await ship(client, other, wati, tracking_number="JP2")
    answer = await client.post(path(other, "returns"), headers=fresh(wati), json={"reason": "refused"})
    assert (answer.status_code, answer.json()["order_status"], answer.json()["restocked"]) == (201, "returned", True)
    assert answer.json()["lines"] == [{"line_no": 1, "sku": KOPI, "quantity": 1}]
    again = await client.post(path(other, "returns"), headers=fresh(wati), json={"reason": "refused"})
    assert code(again) == (409, "request.illegal_move")


async def test_only_the_buyer_with_the_orders_token_receives_it(
    client: httpx.AsyncClient, shop: Shop, order: Order, wati: Headers
) -> None:
    await ship(client, order, wati)
    stranger = await shop.paid(Line(KOPI, 1))
    vault = shop.database.vault
    own, foreign, forged = (
        access_token(vault, order.id, 1), access_token(vault, stranger.id, 1), access_token(vault, order.id, 2)
    )  # fmt: skip
    url = path(order, "received", "store")
    assert (await client.post(url)).status_code == 401
    for token in (foreign, forged):
        assert (await client.post(url, headers={"Authorization": f"Bearer {token}"})).status_code == 404
    answer = await client.post(url, headers={"Authorization": f"Bearer {own}"})
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")
