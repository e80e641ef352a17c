"""One order is followed by its trace id: request, event rows, log lines, letters, refusals."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from litestar import get
from tests.support.edge_app import call, edge_app
from tests.support.log_lines import log_lines
from tests.support.shop import OpenShop, an_order, fresh_key, open_shop

from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC
from niaga.platform.logging import get_logger
from niaga.platform.outbox.tables import event

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
_log = get_logger(__name__)


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


async def traces_of_events(shop: OpenShop) -> list[tuple[str, str | None]]:
    found = sa.select(event.c.kind, event.c.trace_id).order_by(event.c.id)
    return [(row.kind, row.trace_id) for row in await shop.database.read(lambda db: db.execute(found).all())]


async def placed_in_trace(shop: OpenShop, trace_id: str = TRACE) -> None:
    headers = {**fresh_key(), "traceparent": f"00-{trace_id}-00f067aa0ba902b7-00"}
    answer = await shop.client.post("/store/v1/orders", json=an_order(("KOPI-250", 1)), headers=headers)
    assert answer.status_code == 201, answer.text


async def test_an_order_is_followed_from_its_request_to_its_letters(shop: OpenShop):
    with log_lines() as lines:
        await placed_in_trace(shop)
        await shop.shop.relay.drain()
    assert sorted(await traces_of_events(shop)) == [("order.placed", TRACE), ("payment.requested", TRACE)]
    letters = lines.of("notifications.sent")
    assert {line["handler"] for line in letters} == {"notifications.tell_buyer", "notifications.tell_owner"}
    assert {line["trace_id"] for line in letters} == {TRACE}


async def test_what_expires_long_after_still_belongs_to_the_request(shop: OpenShop, clock: FixedClock):
    await placed_in_trace(shop)
    await shop.shop.relay.drain()
    clock.advance(timedelta(days=2))
    with log_lines() as lines:
        await shop.shop.relay.drain()
    assert ("order.cancelled", TRACE) in await traces_of_events(shop)
    assert {line["trace_id"] for line in lines.of("notifications.sent")} == {TRACE}


async def test_orders_that_share_a_transaction_keep_their_own_traces(shop: OpenShop):
    ids = [f"{number:032x}" for number in range(1, 6)]
    await asyncio.gather(*(placed_in_trace(shop, one) for one in ids))
    assert shop.database.figures.lane("place_orders").batches.count < len(ids)
    expected = [(kind, one) for one in ids for kind in ("order.placed", "payment.requested")]
    assert sorted(await traces_of_events(shop)) == sorted(expected)


async def test_a_letter_that_fails_is_logged_in_its_trace(shop: OpenShop):
    shop.mail.send = None  # type: ignore[assignment,method-assign]
    with log_lines() as lines:
        await placed_in_trace(shop)
        await shop.shop.relay.drain()
    assert {line["trace_id"] for line in lines.of("relay.task_failed")} == {TRACE}


async def test_every_line_of_a_request_names_its_trace_also_from_within_the_transaction(database: Database):
    @get("/store/v1/spoken", policy=PUBLIC)
    async def speak() -> None:
        _log.info("in the handler")
        await database.read(lambda _: _log.info("in the query"))
        await database.write(lambda _: _log.info("in the transaction"))

    with log_lines() as lines:
        await call(
            edge_app(handlers=[speak]), "GET", "/store/v1/spoken", headers={**PARENT, "x-request-id": "basket-77"}
        )
        _log.info("after it")
    places = [line for line in lines.all() if line["logger"] == __name__]
    assert [line["event"] for line in places] == ["in the handler", "in the query", "in the transaction", "after it"]
    assert {(line["trace_id"], line["request_id"]) for line in places[:3]} == {(TRACE, "basket-77")}
    assert "trace_id" not in places[3]


async def test_a_refusal_tells_the_trace_that_the_log_tells():
    with log_lines() as lines:
        answer = await call(edge_app(), "GET", "/store/v1/failures/odd", headers=PARENT)
    assert answer.status == 500
    assert answer.json()["trace_id"] == TRACE
    assert [line["trace_id"] for line in lines.of("request.failed")] == [TRACE]


@pytest.mark.parametrize(
    "header",
    ["00-" + "0" * 32 + "-00f067aa0ba902b7-01", f"00-{TRACE}-{'0' * 16}-01", f"ff-{TRACE}-00f067aa0ba902b7-01", TRACE],
)
async def test_a_traceparent_that_is_none_begins_a_trace_of_our_own(header: str):
    answer = await call(edge_app(), "GET", "/store/v1/failures/busy", headers={"traceparent": header})
    assert answer.json()["trace_id"] not in {TRACE, "0" * 32}
    assert len(answer.json()["trace_id"]) == 32
