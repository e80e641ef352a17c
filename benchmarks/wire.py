"""A lean load generator: HTTP/1.1 keep-alive over asyncio protocols, requests as ready bytes, as little parsing as is honest.

Closed loop: each connection sends its next request when the answer to the last one is there. Every answer is checked
(status and body, by the scenario); what fails the check is counted apart and never as done. An operation counts when it
ends inside the window.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

STATUS = slice(9, 12)
HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"
DRAIN_SECONDS = 15.0
KINDS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Work:
    """What a pool of clients does: its next request, and what is wrong with an answer (None: nothing)."""

    request: Callable[[], bytes]
    problem: Callable[[bytes, bytes], str | None]
    clients: int
    pause_seconds: float = 0.0


@dataclass(slots=True)
class Tally:
    """What a pool did inside the window."""

    seconds: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    bytes: int = 0

    def note(self, problem: str) -> None:
        """Count an answer that is none."""
        self.problems[problem[:160]] += 1


class _Window:
    """When operations count."""

    def __init__(self, begins: float, ends: float) -> None:
        self.begins = begins
        self.ends = ends


class _Client(asyncio.Protocol):
    """One buyer on one connection."""

    def __init__(self, work: Work, window: _Window, tally: Tally) -> None:
        self._work = work
        self._window = window
        self._tally = tally
        self._buffer = b""
        self._missing = 0
        self._sent_at = 0.0
        self._transport: asyncio.Transport
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport  # type: ignore[assignment]
        self._send()

    def _send(self) -> None:
        now = time.perf_counter()
        if now >= self._window.ends:
            self._end()
            return
        self._sent_at = now
        self._transport.write(self._work.request())

    def data_received(self, data: bytes) -> None:
        """Wait until the answer is whole, judge it, go on."""
        self._buffer = self._buffer + data if self._buffer else data
        if len(self._buffer) < self._missing:
            return
        head_end = self._buffer.find(HEAD_END)
        if head_end < 0:
            return
        head = self._buffer[:head_end].lower()
        place = head.find(LENGTH)
        if place < 0:
            self._judge("no content-length in the answer", 0)
            self._end()
            return
        line_end = head.find(b"\r\n", place)
        length = int(head[place + len(LENGTH) : line_end if line_end > 0 else len(head)])
        whole = head_end + len(HEAD_END) + length
        if len(self._buffer) < whole:
            self._missing = whole
            return
        body = self._buffer[whole - length : whole]
        problem = self._work.problem(self._buffer[STATUS], body)
        self._judge(problem, whole)
        self._buffer, self._missing = b"", 0
        if self._work.pause_seconds:
            asyncio.get_running_loop().call_later(self._work.pause_seconds, self._send)
        else:
            self._send()

    def _judge(self, problem: str | None, size: int) -> None:
        now = time.perf_counter()
        if not self._window.begins <= now < self._window.ends:
            return
        if problem is not None:
            self._tally.note(problem)
            return
        self._tally.seconds.append(now - self._sent_at)
        self._tally.bytes += size

    def _end(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        self._transport.abort()

    def connection_lost(self, _reason: Exception | None) -> None:
        """Early, it is a problem of the server."""
        if not self.done.done():
            self._tally.note("the connection ended before the answer")
            self.done.set_result(None)


async def drive(
    port: int, pools: list[Work], *, warm_seconds: float, seconds: float, marks: list[Callable[[], None]]
) -> list[Tally]:
    """Drive all pools at once for a window; `marks` are called as it opens and as it closes."""
    loop = asyncio.get_running_loop()
    begins = time.perf_counter() + warm_seconds
    window = _Window(begins, begins + seconds)
    tallies = [Tally() for _ in pools]
    clients: list[_Client] = []
    for work, tally in zip(pools, tallies, strict=True):
        for _ in range(work.clients):
            _, client = await loop.create_connection(lambda w=work, t=tally: _Client(w, window, t), "127.0.0.1", port)
            clients.append(client)
    await asyncio.sleep(max(0.0, window.begins - time.perf_counter()))
    marks[0]()
    await asyncio.sleep(max(0.0, window.ends - time.perf_counter()))
    marks[1]()
    _, late = await asyncio.wait([client.done for client in clients], timeout=DRAIN_SECONDS)
    for tally in tallies[:1]:
        if late:
            tally.note(f"{len(late)} answers did not come within {DRAIN_SECONDS:.0f} s after the window")
    return tallies


def get_request(path: str, *headers: str) -> bytes:
    """The bytes of a GET."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def post_request(path: str, body: bytes, *headers: str) -> bytes:
    """The bytes of a POST of JSON."""
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", *headers]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body
