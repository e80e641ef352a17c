"""`/metrics`: what the shop counted, and who may read it."""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.support.shop import BASE, OpenShop, bearer, open_shop
from tests.support.sse import listening, stream_path

from niaga.app import assemble_shop
from niaga.foundation.clock import FixedClock
from niaga.platform.database import Database
from niaga.platform.settings import Environment

MANUAL = Path(__file__).parents[3] / "docs" / "observability.md"


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path, stock={"KOPI-250": 10}) as opened:
        yield opened


def asking(shop: OpenShop, peer: str, *, base: str = BASE, proxies: tuple[str, ...] = ()) -> httpx.AsyncClient:
    """A client at another address, of the same shop (outside development, where any host may be asked for)."""
    settings = replace(shop.shop.settings, trusted_proxies=proxies, env=Environment.PRODUCTION)
    application: Any = assemble_shop(replace(shop.shop, settings=settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=application, client=(peer, 5000)), base_url=base)


def value_of(text: str, sample: str) -> float:
    found = [line for line in text.splitlines() if re.match(sample + r"[,}]", line)]
    assert len(found) == 1, f"{sample}: {found}"
    return float(found[0].rsplit(" ", 1)[1])


async def test_metrics_tell_of_an_order(shop: OpenShop):
    await shop.placed_order(("KOPI-250", 1))
    answer = await shop.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    placed = r'niaga_http_request_seconds_count\{route="/store/v1/orders",method="POST",status="2xx"'
    assert value_of(answer.text, placed) == 1
    assert value_of(answer.text, r'niaga_lane_batch_size_count\{lane="place_orders"') == 1
    assert value_of(answer.text, r'niaga_lane_waiting\{lane="place_orders"') == 0
    assert value_of(answer.text, r"niaga_database_transactions_total\{worker=\"\d+\"") >= 1
    assert value_of(answer.text, r"niaga_outbox_unsequenced_events\{worker=\"\d+\"") >= 1
    assert value_of(answer.text, r"process_resident_memory_bytes\{worker=\"\d+\"") > 10_000_000


async def test_prometheus_own_reader_understands_every_line(shop: OpenShop):
    await shop.placed_order(("KOPI-250", 1))
    text = (await shop.client.get("/metrics")).text
    families = list(text_string_to_metric_families(text))
    assert [family.name for family in families if family.type == "unknown" or not family.documentation] == []
    samples = [sample for family in families for sample in family.samples]
    assert len(samples) == sum(not line.startswith("#") for line in text.splitlines())
    assert {sample.labels["worker"] for sample in samples} == {str(os.getpid())}


async def test_every_metric_stands_in_the_manual_and_nothing_else_does(shop: OpenShop):
    text = (await shop.client.get("/metrics")).text
    told = set(re.findall(r"^# TYPE (\w+)", text, flags=re.MULTILINE))
    explained = set(re.findall(r"^\| `((?:niaga|process)_\w+)` \|", MANUAL.read_text(), flags=re.MULTILINE))
    assert explained == told


async def test_an_outbox_that_nobody_carries_grows_late(shop: OpenShop, clock: FixedClock):
    await shop.placed_order(("KOPI-250", 1))
    await shop.shop.relay.drain()
    clock.advance(timedelta(days=2))
    text = (await shop.client.get("/metrics")).text
    assert value_of(text, r"niaga_outbox_due_tasks\{worker=\"\d+\"") == 1
    assert value_of(text, r"niaga_outbox_oldest_task_late_seconds\{worker=\"\d+\"") > 3600


async def test_the_outbox_is_empty_once_the_relay_has_drained_it(shop: OpenShop):
    await shop.placed_order(("KOPI-250", 1))
    await shop.shop.relay.drain()
    text = (await shop.client.get("/metrics")).text
    assert value_of(text, r"niaga_outbox_unsequenced_events\{worker=\"\d+\"") == 0
    assert value_of(text, r"niaga_outbox_oldest_event_age_seconds\{worker=\"\d+\"") == 0
    assert value_of(text, r"niaga_outbox_due_tasks\{worker=\"\d+\"") == 0
    assert value_of(text, r"niaga_outbox_oldest_task_late_seconds\{worker=\"\d+\"") == 0
    assert value_of(text, r"niaga_outbox_dead_tasks\{worker=\"\d+\"") == 0


async def test_made_up_paths_and_methods_make_no_labels(shop: OpenShop):
    for number in range(30):
        await shop.client.request(f"BREW{number}", f"/nowhere/{number}")
        await shop.client.get(f"/media/none-{number}.svg")
    text = (await shop.client.get("/metrics")).text
    assert "nowhere" not in text
    assert "BREW" not in text
    assert value_of(text, r'niaga_http_request_seconds_count\{route="/media/\{name\}",method="GET",status="4xx"') == 30


async def test_strangers_do_not_read_metrics(shop: OpenShop):
    async with asking(shop, "203.0.113.9") as client:
        assert (await client.get("/metrics")).status_code == 401
        assert (await client.get("/metrics", headers={"Authorization": "Bearer ng_" + "a" * 43})).status_code == 401


async def test_staff_read_metrics_from_elsewhere(shop: OpenShop):
    async with asking(shop, "203.0.113.9") as client:
        assert (await client.get("/metrics", headers=shop.staff)).status_code == 200
        assert (await client.get("/metrics", headers=shop.owner)).status_code == 200


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto"]
)
async def test_whoever_comes_through_a_proxy_on_this_machine_needs_a_key(shop: OpenShop, header: str):
    async with asking(shop, "127.0.0.1") as client:
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status_code == 401


async def test_a_name_of_the_shop_on_this_machine_needs_a_key(shop: OpenShop):
    async with asking(shop, "127.0.0.1", base="https://toko.example") as client:
        assert (await client.get("/metrics")).status_code == 401


async def test_behind_a_trusted_proxy_only_a_key_counts(shop: OpenShop):
    async with asking(shop, "127.0.0.1", proxies=("127.0.0.1",)) as client:
        assert (await client.get("/metrics")).status_code == 401
        assert (await client.get("/metrics", headers=shop.staff)).status_code == 200


async def test_metrics_tell_of_kept_answers(shop: OpenShop):
    async with asking(shop, "127.0.0.1") as client:
        for _ in range(3):
            assert (await client.get("/store/v1/categories")).status_code == 200
        text = (await client.get("/metrics")).text
    assert value_of(text, r"niaga_hot_reads_misses_total\{worker=\"\d+\"") == 1
    assert value_of(text, r"niaga_hot_reads_hits_total\{worker=\"\d+\"") == 2
    assert value_of(text, r"niaga_hot_reads_bytes\{worker=\"\d+\"") > 0
    asked = r'niaga_http_request_seconds_count\{route="/store/v1/categories",method="GET",status="2xx"'
    assert value_of(text, asked) == 3


async def test_metrics_tell_of_streams(shop: OpenShop):
    order = await shop.placed_order(("KOPI-250", 1))
    async with listening(assemble_shop(shop.shop), stream_path(f"order:{order['id']}"), bearer(order)) as page:
        await page.until("ready")
        during = (await shop.client.get("/metrics")).text
    after = (await shop.client.get("/metrics")).text
    assert [value_of(text, r"niaga_streams_open\{worker=\"\d+\"") for text in (during, after)] == [1, 0]
    assert value_of(after, r"niaga_streams_opened_total\{worker=\"\d+\"") == 1
    assert value_of(after, r'niaga_streams_ended_total\{reason="gone"') == 1
