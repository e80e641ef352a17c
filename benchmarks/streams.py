"""Live streams: how soon an event is on an open page, and pages that wait without anything happening."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import scenarios
from benchmarks.wire import HEAD_END, LENGTH, get_request, post_request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGES = 2000
ORDERS = 120
AT_ONCE = 50
PATIENCE_SECONDS = 20.0
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Bought(NamedTuple):
    """An order that was placed, and what opens it."""

    order_id: str
    token: str
    variant_id: str

    @property
    def key(self) -> str:
        """The header that opens it."""
        return f"Authorization: Bearer {self.token}"


async def buy(port: int, count: int) -> list[Bought]:
    """Place orders, one after another."""
    make = scenarios.order_request(hot=False)
    placed = [json.loads(await _ask(port, make())) for _ in range(count)]
    return [Bought(one["id"], one["access_token"], one["lines"][0]["variant_id"]) for one in placed]


async def seconds_to_the_page(port: int, bought: list[Bought]) -> list[float]:
    """Each order is cancelled while its page is open: how long after the answer (the commit) its event was there."""
    found = []
    for one in bought:
        reader, writer = await _open(port, f"order:{one.order_id}", one.key)
        heard = asyncio.create_task(_heard_at(reader, b"order.cancelled"))
        key = f"Idempotency-Key: {secrets.token_hex(16)}"
        await _ask(port, post_request(f"/store/v1/orders/{one.order_id}/cancel", b"", one.key, key))
        answered = time.perf_counter()
        found.append(max(0.0, await heard - answered))
        writer.close()
    return found


@contextlib.asynccontextmanager
async def idle_pages(port: int, bought: list[Bought]) -> AsyncIterator[None]:
    """Pages that are open: half of them show an order, half a product."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    room = asyncio.Semaphore(AT_ONCE)

    async def page(number: int) -> Streams:
        one = bought[number % len(bought)]
        async with room:
            if number % 2:
                return await _open(port, f"order:{one.order_id}", one.key)
            return await _open(port, f"stock:{one.variant_id}")

    pages = await asyncio.gather(*(page(number) for number in range(PAGES)))
    try:
        yield
    finally:
        for _, writer in pages:
            writer.close()


async def _open(port: int, topics: str, *headers: str) -> Streams:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(get_request(f"/store/v1/stream?topics={topics}", *headers))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await reader.readuntil(b"event: ready")
    return reader, writer


async def _heard_at(reader: asyncio.StreamReader, word: bytes) -> float:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await reader.readuntil(word)
    return time.perf_counter()


async def _ask(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = (await reader.readuntil(HEAD_END)).lower()
    start = head.index(LENGTH) + len(LENGTH)
    body = await reader.readexactly(int(head[start : head.index(b"\r\n", start)]))
    writer.close()
    if head[9:11] != b"20":
        message = f"{head[:40]!r} {body[:200]!r}"
        raise RuntimeError(message)
    return body
