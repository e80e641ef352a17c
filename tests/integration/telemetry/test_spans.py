"""Spans as a collector gets them, over real OTLP: whose children they are, what they link to, and what they keep silent."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.support.collector import Collector, SeenSpan, collector
from tests.support.log_lines import log_lines
from tests.support.shop import OpenShop, open_shop

from niaga.platform.database import Database

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
PLACING = "POST /store/v1/orders"


@pytest.fixture
def seen() -> Iterator[Collector]:
    with collector() as one:
        yield one


@pytest.fixture
async def shop(database: Database, tmp_path: Path, seen: Collector) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path, otlp_endpoint=seen.address) as opened:
        yield opened
    await all_sent(opened)


async def all_sent(shop: OpenShop) -> None:
    await asyncio.to_thread(shop.database.tracer.close)


def children(seen: Collector, parent: SeenSpan) -> list[SeenSpan]:
    return [span for span in seen.spans if span.parent_id == parent.span_id and span.trace_id == parent.trace_id]


async def test_a_request_goes_on_in_the_callers_trace(shop: OpenShop, seen: Collector):
    await shop.client.get("/store/v1/products/nothing-of-that-name", headers=PARENT)
    await all_sent(shop)
    span = seen.one("GET /store/v1/products/{slug}")
    assert (span.trace_id, span.parent_id, span.kind) == (TRACE, CALLER, "SERVER")
    assert span.facts == {
        "http.request.method": "GET",
        "http.route": "/store/v1/products/{slug}",
        "http.response.status_code": 404,
    }
    assert not span.failed
    assert {read.kind for read in children(seen, span)} == {"CLIENT"}


async def test_a_request_without_a_caller_begins_the_trace_that_its_problem_names(shop: OpenShop, seen: Collector):
    answer = await shop.client.get("/store/v1/nowhere", headers={"traceparent": f"00-{TRACE}-{'0' * 16}-01"})
    await all_sent(shop)
    span = seen.one("GET")
    assert (span.trace_id, span.parent_id) == (answer.json()["trace_id"], "")
    assert answer.headers["x-request-id"] == span.trace_id
    assert "http.route" not in span.facts


async def test_an_order_is_its_request_above_its_lane_above_the_batch_above_the_transaction(
    shop: OpenShop, seen: Collector
):
    await shop.placed_order(("KOPI-250", 1))
    await all_sent(shop)
    request, lane, batch, unit = seen.one(PLACING), seen.one("lane"), seen.one("batch"), seen.one("place_orders")
    assert lane.parent_id == request.span_id
    assert (batch.parent_id, batch.links) == (lane.span_id, [lane.place])
    assert unit.parent_id == batch.span_id
    assert unit.facts == {"db.system.name": shop.database.engine.value}
    assert {span.trace_id for span in (request, lane, batch, unit)} == {request.trace_id}


async def test_a_batch_links_to_each_request_that_it_serves(shop: OpenShop, seen: Collector):
    await asyncio.gather(*(shop.placed_order(("KOPI-250", 1)) for _ in range(6)))
    await all_sent(shop)
    lanes = {span.place for span in seen.named("lane")}
    assert len(lanes) == 6
    assert {span.parent_id for span in seen.named("lane")} == {span.span_id for span in seen.named(PLACING)}
    batches = seen.named("batch")
    assert len(batches) < 6
    assert sorted(link for span in batches for link in span.links) == sorted(lanes)
    assert all(span.facts["niaga.batch.size"] == len(span.links) for span in batches)


async def test_each_task_links_back_to_the_request_that_caused_it(shop: OpenShop, seen: Collector):
    await shop.placed_order(("KOPI-250", 1))
    await shop.shop.relay.drain()
    await all_sent(shop)
    request = seen.one(PLACING)
    letters = [seen.one(f"notifications.tell_{whom}") for whom in ("buyer", "owner")]
    for task in letters:
        assert (task.kind, task.links) == ("CONSUMER", [request.place])
        assert (task.trace_id, task.parent_id) == request.place
    assert any(children(seen, task) for task in letters), "what letters read stands below the first to ask"


async def test_the_relay_alone_makes_no_spans(shop: OpenShop, seen: Collector):
    await shop.shop.relay.drain()
    await all_sent(shop)
    assert seen.spans == []


async def test_a_request_that_its_caller_does_not_sample_leaves_nothing(shop: OpenShop, seen: Collector):
    shop.client.headers["traceparent"] = f"00-{TRACE}-{CALLER}-00"
    await shop.placed_order(("KOPI-250", 1))
    await shop.shop.relay.drain()
    await all_sent(shop)
    assert seen.spans == []


async def test_spans_name_nobody_and_no_token(shop: OpenShop, seen: Collector):
    order = await shop.placed_order(("KOPI-250", 1))
    await shop.read(order)
    await shop.pay(order)
    await shop.ship(order)
    await shop.place(("KOPI-250", 1), contact={"name": "Sari", "phone": "not a phone"})
    await shop.shop.relay.drain()
    await all_sent(shop)
    secrets = [order["access_token"], order["id"], order["number"], shop.owner_key, shop.staff_key]
    private = ["Sari", "Wulandari", "sari@", "81234567890", "Setiabudi", "wati@", "7391005123", "127.0.0.1", "httpx"]
    sent = b"".join(seen.raw)
    assert [word for word in secrets + private if word.encode() in sent] == []
    assert len(seen.spans) > 10


async def test_the_resource_says_which_program_this_is(shop: OpenShop, seen: Collector):
    await shop.client.get("/health/live")
    await all_sent(shop)
    assert seen.resources[0]["service.name"] == "niaga"
    assert seen.resources[0]["service.version"]


async def test_a_collector_that_is_away_costs_one_warning_and_nothing_else(database: Database, tmp_path: Path):
    with collector() as gone:
        address = gone.address
    with log_lines() as lines:
        async with open_shop(database, tmp_path, otlp_endpoint=address) as shop:
            for _ in range(3):
                await shop.placed_order(("KOPI-250", 1))
            await all_sent(shop)
    (warning,) = [line for line in lines.all() if line["level"] in {"warning", "error"}]
    assert warning["event"] == "telemetry.not_sent"
