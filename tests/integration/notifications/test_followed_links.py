"""Links in mails: exchanged for a cookie, redirected away at once, and opening nothing but their own order."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from tests.support.healthy import KOPI, Line, Shop

import niaga.notifications.http
from niaga.checkout.http import read_order
from niaga.foundation.clock import FixedClock
from niaga.foundation.identity import new_id
from niaga.notifications.links import LINK_LIFE, order_link
from niaga.orders.public import Order, access_token
from niaga.orders.tables import customer_order
from niaga.platform.database import Database
from niaga.platform.http.order_cookie import MOST_ORDERS
from niaga.platform.settings import load_settings
from niaga.storefront.public import order_page
from niaga.web.application import assemble

HTTP, HTTPS = "http://127.0.0.1:8000", "https://toko.example.com"


def client_for(database: Database, folder: Path, url: str = HTTP) -> httpx.AsyncClient:
    settings = load_settings({"public_url": url}, {}, folder)
    live = {"database": database, "settings": settings, "order_pages": order_page}
    app: Any = assemble([*niaga.notifications.http.HANDLERS, read_order], live, settings)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=url)


@pytest.fixture
async def shop(database: Database) -> Shop:
    made = Shop(database)
    await made.stock(KOPI, 20)
    return made


@pytest.fixture
async def order(shop: Shop) -> Order:
    return await shop.place(Line(KOPI, 1))


def link_to(database: Database, order_id: str, version: int = 1) -> str:
    return order_link("", database.vault, order_id=order_id, token_version=version, at=database.clock.now())


async def test_a_link_opens_its_order_by_a_cookie(database: Database, order: Order, tmp_path: Path) -> None:
    async with client_for(database, tmp_path) as client:
        answer = await client.get(link_to(database, order.id))
        assert (answer.status_code, answer.headers["location"]) == (303, f"/pesanan/ord_{order.id}")
        assert answer.cookies["niaga_order"] == access_token(database.vault, order.id, 1)
        opened = await client.get(f"/store/v1/orders/ord_{order.id}")
    assert opened.json()["number"] == order.number


async def test_each_of_several_links_opens_its_own_order(
    database: Database, shop: Shop, order: Order, tmp_path: Path
) -> None:
    other = await shop.place(Line(KOPI, 1))
    async with client_for(database, tmp_path) as client:
        for one in (order, other, order):
            await client.get(link_to(database, one.id))
        opened = [await client.get(f"/store/v1/orders/ord_{one.id}") for one in (order, other)]
        forgotten = await client.get(f"/store/v1/orders/ord_{new_id()}")
    assert [answer.json()["number"] for answer in opened] == [order.number, other.number]
    assert forgotten.status_code == 404


async def test_a_browser_keeps_the_last_few_orders(
    database: Database, shop: Shop, order: Order, tmp_path: Path
) -> None:
    later = [await shop.place(Line(KOPI, 1)) for _ in range(MOST_ORDERS)]
    async with client_for(database, tmp_path) as client:
        for one in (order, *later):
            await client.get(link_to(database, one.id))
        kept = client.cookies["niaga_order"].split(".")
    assert kept == [access_token(database.vault, one.id, 1) for one in reversed(later)]


async def test_the_way_leaves_no_trace(database: Database, order: Order, tmp_path: Path) -> None:
    async with client_for(database, tmp_path) as client:
        answer = await client.get(link_to(database, order.id))
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert access_token(database.vault, order.id, 1) not in answer.headers["location"]
    assert answer.content == b""


async def test_the_cookie_is_out_of_reach(database: Database, order: Order, tmp_path: Path) -> None:
    async with client_for(database, tmp_path) as client:
        plain = (await client.get(link_to(database, order.id))).headers["set-cookie"]
    async with client_for(database, tmp_path, HTTPS) as client:
        secure = (await client.get(link_to(database, order.id))).headers["set-cookie"]
    for word in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert word in plain
        assert word in secure
    assert secure.startswith("__Host-niaga_order=")
    assert "Secure" in secure
    assert "Domain" not in secure


async def test_a_link_that_ended_is_gone(database: Database, order: Order, tmp_path: Path, clock: FixedClock) -> None:
    link = link_to(database, order.id)
    clock.advance(LINK_LIFE)
    async with client_for(database, tmp_path) as client:
        answer = await client.get(link)
    assert (answer.status_code, answer.json()["code"]) == (410, "notifications.link_expired")
    assert "set-cookie" not in answer.headers


async def test_a_revoked_token_ends_its_links(database: Database, order: Order, tmp_path: Path) -> None:
    link = link_to(database, order.id)
    await database.write(lambda tx: tx.execute(sa.update(customer_order).values(token_version=2)))
    async with client_for(database, tmp_path) as client:
        assert (await client.get(link)).status_code == 410
        assert (await client.get(link_to(database, order.id, 2))).status_code == 303


@pytest.mark.parametrize(
    "broken", ["/link/x", "/link/order.x.1.2.3", "/link/" + "a" * 199, "/link/%00", "/link/é.é.é.é.é"]
)
async def test_a_broken_link_is_refused_kindly(database: Database, tmp_path: Path, broken: str) -> None:
    async with client_for(database, tmp_path) as client:
        answer = await client.get(broken)
    assert answer.status_code in {400, 404}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_signed_link_to_no_order_is_refused(database: Database, tmp_path: Path) -> None:
    async with client_for(database, tmp_path) as client:
        assert (await client.get(link_to(database, new_id()))).status_code == 404


async def test_an_overlong_link_is_refused(database: Database, tmp_path: Path) -> None:
    async with client_for(database, tmp_path) as client:
        assert (await client.get("/link/" + "a" * 500)).status_code == 404
