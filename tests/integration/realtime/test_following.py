"""Following orders, payments and stock: nothing missed, nothing twice, nothing that is not yours, on every engine.

guarantees.md rows 53, 54.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.support.shop import OpenShop, bearer, open_shop
from tests.support.sse import Listening, Reader, listening, stream_path

from niaga.app import assemble_shop
from niaga.foundation.identity import new_id
from niaga.orders.public import access_token
from niaga.platform.database import Database
from niaga.platform.outbox import Tail
from niaga.platform.outbox.tables import event
from niaga.realtime.frames import ready_frame
from niaga.realtime.hub import Hub
from niaga.realtime.model import Topic, TopicKind
from niaga.realtime.queries import MOST_MISSED
from niaga.realtime.stream import Wish

KOPI, TEH = "KOPI-250", "TEH-100"


@dataclass
class Live:
    """A shop whose streams live, and one order of Sari's."""

    shop: OpenShop
    app: Any
    order: dict[str, Any]

    @property
    def hub(self) -> Any:
        """Its hub."""
        return self.shop.shop.hub

    @property
    def topic(self) -> str:
        """Her order's."""
        return f"order:{self.order['id']}"

    def variant(self, line: int = 0) -> str:
        """The id of what she ordered."""
        return str(self.order["lines"][line]["variant_id"])

    def follow(self, topics: str, headers: dict[str, str] | None = None, *, place: str = "store", **query: Any) -> Any:
        """A client that asks for these topics; with Sari's token where no headers are given."""
        return listening(
            self.app, stream_path(topics, place, **query), bearer(self.order) if headers is None else headers
        )

    async def settle(self) -> None:
        """Give what happened its position."""
        await self.shop.shop.relay.drain()

    async def pay(self) -> None:
        """Wati confirms the transfer of Sari's order."""
        assert (await self.shop.pay(self.order)).status_code == 200
        await self.settle()

    async def placed(self) -> list[str]:
        """The ids of three more orders, placed one after another."""
        orders = [await self.shop.placed_order((TEH, 1)) for _ in range(3)]
        await self.settle()
        return [order["id"] for order in orders]


@pytest.fixture
async def live(database: Database, tmp_path: Path) -> AsyncIterator[Live]:
    """The shop, with its hub running as in a server."""
    async with open_shop(database, tmp_path) as opened:
        made = Live(opened, assemble_shop(opened.shop), await opened.placed_order((KOPI, 2)))
        await made.settle()
        stopping = asyncio.Event()
        running = asyncio.create_task(made.hub.run(stopping))
        yield made
        made.hub.stop()
        stopping.set()
        await running


async def test_an_order_page_hears_of_its_order_and_its_payment(live: Live) -> None:
    other = await live.shop.placed_order((TEH, 1))
    async with live.follow(live.topic) as page:
        ready = await page.next()
        assert (page.status, ready.name, ready.data) == (200, "ready", {"position": ready.id})
        await live.shop.pay(other)
        await live.pay()
        told = [await page.next(), await page.next()]
    assert {one.data["type"] for one in told} == {"order.paid", "payment.settled"}
    assert {one.data["order_id"] for one in told} == {live.order["id"]}
    assert {one.data["topic"] for one in told} == {live.topic}
    assert (ready.id or 0) < (told[0].id or 0) < (told[1].id or 0)


async def test_the_answer_is_a_stream_that_nobody_keeps(live: Live) -> None:
    async with live.follow(live.topic) as page:
        await page.next()
    assert page.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (page.headers["cache-control"], page.headers["x-accel-buffering"]) == ("no-store", "no")


@pytest.mark.parametrize("by_header", [True, False], ids=["header", "query"])
async def test_whoever_comes_back_hears_what_she_missed_and_nothing_twice(live: Live, *, by_header: bool) -> None:
    async with live.follow(live.topic) as page:
        seen = (await page.next()).id
    await live.pay()
    await live.shop.ship(live.order)
    await live.settle()
    headers, query = bearer(live.order), {}
    if by_header:
        # The address of an EventSource stays what it was; the header is newer.
        headers, query = {**headers, "Last-Event-ID": str(seen)}, {"last_event_id": "1"}
    else:
        query = {"last_event_id": str(seen)}
    async with live.follow(live.topic, headers, **query) as page:
        missed = await heard_until_ready(page)
    assert missed == ["order.paid", "order.shipped", "payment.settled"]
    async with live.follow(live.topic, {**bearer(live.order), "Last-Event-ID": str(page.last_id)}) as page:
        assert (await page.next()).name == "ready"


async def heard_until_ready(page: Listening) -> list[str]:
    """The types of what came before `ready`, sorted; their ids stand in order."""
    await page.until("ready")
    ids = [one.id for one in page.facts]
    assert ids == sorted(set(ids))
    return sorted(one.data["type"] for one in page.facts)


@pytest.mark.parametrize("seen", ["999999", "nonsense", "-4", "1.5"])
async def test_a_position_that_never_was_is_one_reset(live: Live, seen: str) -> None:
    async with live.follow(live.topic, {**bearer(live.order), "Last-Event-ID": seen}) as page:
        reset = await page.next()
        await live.pay()
        told = [await page.next(), await page.next()]
    assert (reset.name, reset.data) == ("reset", {"position": reset.id})
    assert {one.data["type"] for one in told} == {"order.paid", "payment.settled"}
    assert [one.name for one in page.told].count("reset") == 1


async def test_a_position_older_than_the_log_is_one_reset(live: Live) -> None:
    await live.placed()
    await live.shop.database.write(lambda tx: tx.execute(sa.delete(event).where(event.c.position <= 4)))
    async with live.follow(live.topic, {**bearer(live.order), "Last-Event-ID": "3"}) as page:
        assert (await page.next()).name == "reset"
    async with live.follow(live.topic, {**bearer(live.order), "Last-Event-ID": "4"}) as page:
        assert (await page.next()).name == "ready"


async def test_too_much_missed_is_one_reset(live: Live) -> None:
    def much(tx: Any) -> None:
        rows = [
            {"id": new_id(), "aggregate": "cart", "aggregate_id": new_id(), "version": 1, "kind": "cart.x", "data": {}, "at": tx.now}
            for _ in range(MOST_MISSED + 1)
        ]  # fmt: skip
        tx.execute(sa.insert(event), rows)

    await live.shop.database.write(much)
    await live.settle()
    async with live.follow("orders", live.shop.staff, place="admin", last_event_id="1") as page:
        assert (await page.next()).name == "reset"
    async with live.follow(live.topic, last_event_id="1") as page:
        assert await heard_until_ready(page) == ["payment.requested"]


async def test_a_position_that_only_another_process_has_read_is_waited_for(live: Live, database: Database) -> None:
    late, topics = Hub(database, Tail(database), live.hub._rights, most_streams=9), (Topic(TopicKind.ORDERS),)
    async with late.opened(Wish(topics)) as (first, _):
        position = first.reached
        await live.placed()
        async with late.opened(Wish(topics, seen=position + 3)) as (stream, words):
            assert words == ready_frame(position + 3)
            stopping = asyncio.Event()
            running = asyncio.create_task(late.run(stopping))
            await stream.rest(5)
            assert [told.id for told in Reader().feed(stream.take())] == [position + 5]
            stopping.set()
            await running


async def test_staff_hear_of_every_order_and_payment(live: Live) -> None:
    async with live.follow("orders,payments", live.shop.staff, place="admin") as page:
        await page.until("ready")
        placed = await live.placed()
        told = [await page.next() for _ in range(6)]
    assert [one.data["order_id"] for one in told if one.data["topic"] == "orders"] == placed
    assert [one.data["order_id"] for one in told if one.data["topic"] == "payments"] == placed
    assert [one.id for one in told] == sorted({one.id for one in told})


async def test_one_fact_is_told_once_to_a_stream_that_follows_it_twice(live: Live) -> None:
    async with live.follow(f"orders,{live.topic}", live.shop.staff, place="admin") as page:
        seen = (await page.until("ready")).id
        await live.pay()
        told = [await page.next(), await page.next()]
    assert {one.data["type"] for one in told} == {"order.paid", "payment.settled"}
    async with live.follow(f"orders,{live.topic}", live.shop.staff, place="admin", last_event_id=str(seen)) as page:
        assert await heard_until_ready(page) == ["order.paid", "payment.settled"]


async def test_everybody_sees_stock_change_and_no_id_moves_along(live: Live) -> None:
    async with live.follow(f"stock:{live.variant()}", {}) as page:
        ready = await page.next()
        assert (await page.next()).data["available"] == 98
        await live.shop.placed_order((KOPI, 3))
        changed = await asyncio.wait_for(page.until(lambda one: one.is_stock), 1.5)
    assert (changed.data["type"], changed.data["variant_id"], changed.data["available"]) == (
        "stock.changed",
        live.variant(),
        95,
    )
    assert page.last_id == ready.id


async def test_stock_that_does_not_change_is_told_once(live: Live) -> None:
    other = (await live.shop.placed_order((TEH, 1)))["lines"][0]["variant_id"]
    async with live.follow(f"stock:{live.variant()},stock:{other}", {}) as page:
        await page.until(lambda one: one.is_stock)
        await page.until(lambda one: one.is_stock)
        await live.shop.placed_order((TEH, 5))
        assert (await page.until(lambda one: one.is_stock)).data["variant_id"] == other
    assert [
        one.data["available"] for one in page.told if one.is_stock and one.data["variant_id"] == live.variant()
    ] == [98]


async def test_streams_share_one_look_and_hold_no_connection(live: Live, database: Database) -> None:
    asked: list[str] = []
    pages = [live.follow(f"{live.topic},stock:{live.variant()}") for _ in range(30)]
    clients = [await one.__aenter__() for one in pages]
    for page in clients:
        await page.until(lambda one: one.is_stock)
    engine = getattr(database._reader, "sync_engine", database._reader)
    sa.event.listen(engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    assert database.connections_in_use().get("read", 0) <= 1
    await asyncio.sleep(1.0)
    assert 3 <= len(asked) <= 12, asked
    for one in pages:
        await one.__aexit__(None, None, None)
    assert len(live.hub) == 0
    asked.clear()
    await asyncio.sleep(0.6)
    assert asked == []


async def test_a_token_of_another_time_opens_nothing(live: Live) -> None:
    own = live.order["id"].removeprefix("ord_")
    old = {"Authorization": f"Bearer {access_token(live.shop.database.vault, own, 2)}"}
    async with live.follow(live.topic, old) as page:
        pass
    assert page.status == 404


async def test_a_head_ends_at_once(live: Live) -> None:
    answer = await live.shop.client.head(stream_path(live.topic), headers=bearer(live.order))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/event-stream")
