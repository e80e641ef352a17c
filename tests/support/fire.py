"""Fire: many buyers at once on few connections, and a wire that can be cut at the worst moment.

The client is lean HTTP/1.1 over asyncio streams with keep-alive: thousands of requests from the core that the servers
need too. The proxy stands between a driver and its database server and reads no more than it must.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

TORTURE = os.environ.get("NIAGA_TORTURE") == "1"
_ANSWER_SECONDS = 60.0
_LOOK_SECONDS = 0.05
_COMMIT_BYTES = 64
_COMMIT = re.compile(rb"(?<!AUTO)COMMIT")


def scaled(full: int, usual: int) -> int:
    """The count of the guarantees under `NIAGA_TORTURE=1`, a smaller one in every other run."""
    return full if TORTURE else usual


@dataclass(frozen=True)
class Shot:
    """A request that is ready to be sent."""

    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "POST"

    def encoded(self) -> bytes:
        """Its bytes on the wire."""
        head = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
        head += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*head, f"Content-Length: {len(self.body)}", "", ""]).encode() + self.body


@dataclass(frozen=True)
class Hit:
    """An answer; status 0 where the connection ended before it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def replayed(self) -> bool:
        """Whether the shop says that it gave this answer before."""
        return self.headers.get("idempotency-replayed") == "true"

    def json(self) -> dict[str, Any]:
        """The body."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def code(self) -> str:
        """The code of a refusal, empty for a success."""
        return "" if self.status < 400 else str(self.json().get("code", ""))


CUT_OFF = Hit(0, {}, b"the connection ended before the answer")
NOT_REACHED = Hit(0, {}, b"nobody listens")


class Wire:
    """One keep-alive connection; connects when first used and again after it broke."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, shot: Shot) -> Hit:
        """Send a request and read its answer; CUT_OFF when the connection ends first, NOT_REACHED when there is none."""
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                return NOT_REACHED
        reader, writer = self._streams
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                writer.write(shot.encoded())
                return await _read_answer(reader)
        except (OSError, EOFError):
            self.close()
            return CUT_OFF

    def close(self) -> None:
        """Let go."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _read_answer(reader: asyncio.StreamReader) -> Hit:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Hit(int(head[0].split(" ")[1]), headers, body)


async def volley(ports: Sequence[int], shots: Sequence[Shot], *, wires: int = 32) -> list[Hit]:
    """Fire all shots, in turn at each server, over so many connections to each; their answers in order."""
    queues = [asyncio.Queue[int]() for _ in ports]
    for number in range(len(shots)):
        queues[number % len(ports)].put_nowait(number)
    hits: list[Hit] = [CUT_OFF] * len(shots)
    gate = asyncio.Event()

    async def shooter(port: int, queue: asyncio.Queue[int]) -> None:
        wire = Wire(port)
        await gate.wait()
        while not queue.empty():
            number = queue.get_nowait()
            hits[number] = await wire.send(shots[number])
        wire.close()

    shooters = [
        asyncio.create_task(shooter(port, queue))
        for port, queue in zip(ports, queues, strict=True)
        for _ in range(wires)
    ]
    gate.set()
    await asyncio.gather(*shooters)
    return hits


async def until(met: Callable[[], Awaitable[bool]], seconds: float = 60.0) -> None:
    """Ask again and again until it is so."""
    end = time.monotonic() + seconds
    while not await met():
        assert time.monotonic() < end, f"not within {seconds} s"
        await asyncio.sleep(_LOOK_SECONDS)


def fresh_key() -> str:
    """An idempotency key nobody used."""
    return secrets.token_hex(16)


class Moment(StrEnum):
    """When a connection is cut."""

    BEFORE = "before"
    """COMMIT never reaches the server."""
    AFTER = "after"
    """The server has committed; its answer never comes back."""


class CuttingProxy:
    """Passes bytes between a driver and its database server, and cuts the connection at a COMMIT when told to."""

    def __init__(self, url: str) -> None:
        self._far = sa.make_url(url)
        self._moment: Moment | None = None
        self._left = 0
        self._passages: list[_Passage] = []
        self.cuts = 0
        self.shut = False
        """No new connection gets through."""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """The URL that leads through the proxy, in clear: what is encrypted cannot be cut at the right byte."""
        server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        postgresql = self._far.drivername.startswith("postgres")
        kept = {name: value for name, value in self._far.query.items() if name not in {"host", "unix_socket"}}
        near = self._far.set(host="127.0.0.1", port=port, query={**kept, "ssl": "disable"} if postgresql else kept)
        try:
            yield near.render_as_string(hide_password=False)
        finally:
            server.close()
            for one in self._passages:
                one.hang_up()
            await asyncio.sleep(0)

    def cut(self, moment: Moment, times: int = 1) -> None:
        """Cut the connections of the next so many COMMITs."""
        self._moment, self._left = moment, times

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.shut:
            writer.transport.abort()
            return
        far_reader, far_writer = await self._reach()
        passage = _Passage(self, writer, far_writer)
        self._passages.append(passage)
        try:
            await asyncio.gather(passage.onward(reader), passage.back(far_reader))
        finally:
            passage.hang_up()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        path = self._far.query.get("unix_socket") or self._far.query.get("host")
        if path is None:
            usual = 5432 if self._far.drivername.startswith("postgres") else 3306
            return await asyncio.open_connection(self._far.host, self._far.port or usual)
        is_folder = "unix_socket" not in self._far.query
        return await asyncio.open_unix_connection(f"{path}/.s.PGSQL.5432" if is_folder else str(path))

    def take_cut(self, data: bytes) -> Moment | None:
        """Whether these bytes are a COMMIT whose connection ends now."""
        if self._left == 0 or len(data) > _COMMIT_BYTES or not _COMMIT.search(data):
            return None
        self._left -= 1
        self.cuts += 1
        return self._moment


class _Passage:
    """One connection through the proxy."""

    def __init__(self, proxy: CuttingProxy, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._near = near
        self._far = far
        self._swallow = False

    async def onward(self, reader: asyncio.StreamReader) -> None:
        """From the driver to the server."""
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                moment = self._proxy.take_cut(data)
                if moment is Moment.BEFORE:
                    break
                self._swallow = moment is Moment.AFTER
                self._far.write(data)
                await self._far.drain()
        if not self._swallow:
            self.hang_up()

    async def back(self, reader: asyncio.StreamReader) -> None:
        """From the server to the driver."""
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self._swallow:
                    break
                self._near.write(data)
                await self._near.drain()
        self.hang_up()

    def hang_up(self) -> None:
        """End both sides at once, without goodbye."""
        for writer in (self._near, self._far):
            if not writer.is_closing():
                writer.transport.abort()
