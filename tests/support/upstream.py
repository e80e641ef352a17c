"""Somebody else's HTTP server on the loopback: real sockets, it answers as a test says, and keeps what it heard.

What an upstream does wrong is an `Answering` too: silence, a drip, an endless body, words that are no HTTP.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import msgspec

Answering = Callable[["Heard", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, decoded."""
        return msgspec.json.decode(self.body)

    def form(self) -> dict[str, str]:
        """The fields of a form."""
        assert self.headers["content-type"] == "application/x-www-form-urlencoded"
        return {name: value for name, (value,) in parse_qs(self.body.decode(), strict_parsing=True).items()}


@dataclass
class Upstream:
    """The running server. `answer` may be exchanged at any time."""

    answer: Answering
    scheme: str = "http"
    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0

    @property
    def origin(self) -> str:
        """What a trusted origin is written as."""
        return f"{self.scheme}://127.0.0.1:{self.port}"


def says(status: int, body: bytes, **headers: str) -> Answering:
    """An ordinary answer."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        lines = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + body)
        with contextlib.suppress(ConnectionError):
            await writer.drain()

    return answer


def says_json(status: int, body: Any, **headers: str) -> Answering:
    """The same with JSON in it."""
    return says(status, msgspec.json.encode(body), **headers)


async def keeps_silent(_heard: Heard, _writer: asyncio.StreamWriter) -> None:
    """Take the request and say nothing."""
    await asyncio.sleep(60)


async def hangs_up(_heard: Heard, writer: asyncio.StreamWriter) -> None:
    """Close at once."""
    writer.transport.abort()


async def speaks_no_http(_heard: Heard, writer: asyncio.StreamWriter) -> None:
    """Something else."""
    writer.write(b"220 mail.example ESMTP\r\n")
    await writer.drain()


async def never_ends(_heard: Heard, writer: asyncio.StreamWriter) -> None:
    """A body without an end, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    with contextlib.suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b" " * 16_384)
            await writer.drain()


async def drips(_heard: Heard, writer: asyncio.StreamWriter) -> None:
    """A byte now and then, so that no pause is long."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n")
    with contextlib.suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def upstream(answer: Answering | None = None, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Upstream]:
    """A running server."""
    made = Upstream(answer or says_json(200, {}), scheme="https" if tls else "http")
    sessions: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        sessions.add(task)
        made.connections += 1
        try:
            heard = await _hear(reader)
            made.heard.append(heard)
            await made.answer(heard, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            sessions.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for one in list(sessions):
            one.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)
        await server.wait_closed()


async def _hear(reader: asyncio.StreamReader) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return Heard(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))
