"""Clients of server-sent events: one over a socket, one inside the process. Both read as the standard says."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Told:
    """A block of a stream. `name` is `message` where the server gave none; without data it is only a comment or an id."""

    name: str = "message"
    id: int | None = None
    data: Any = None
    retry: int | None = None
    comments: tuple[str, ...] = ()

    @property
    def is_fact(self) -> bool:
        """Whether it is an event of the log."""
        return self.name == "message" and self.id is not None and self.data is not None

    @property
    def is_stock(self) -> bool:
        """Whether it says how much stock there is."""
        return self.name == "message" and self.id is None and self.data is not None


@dataclass
class Reader:
    """Cuts text into blocks."""

    rest: bytes = b""
    told: list[Told] = field(default_factory=list)

    def feed(self, piece: bytes) -> list[Told]:
        """The blocks that this piece completes."""
        *blocks, self.rest = (self.rest + piece).split(b"\n\n")
        found = [_block(block.decode()) for block in blocks]
        self.told += found
        return found


def _block(text: str) -> Told:
    fields: dict[str, str] = {}
    comments = []
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        if name:
            fields[name] = value.removeprefix(" ")
        else:
            comments.append(value.strip())
    return Told(
        name=fields.get("event", "message"),
        id=int(fields["id"]) if "id" in fields else None,
        data=json.loads(fields["data"]) if "data" in fields else None,
        retry=int(fields["retry"]) if "retry" in fields else None,
        comments=tuple(comments),
    )


class Listening:
    """What a client has: status, headers, and the blocks as they come. `last_id` is what it would resume with."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.ended = False
        self.last_id: int | None = None
        self._reader = Reader()
        self._blocks: list[Told] = []
        self._news = asyncio.Event()

    @property
    def told(self) -> list[Told]:
        """All blocks so far."""
        return self._reader.told

    @property
    def facts(self) -> list[Told]:
        """The events of the log so far."""
        return [one for one in self.told if one.is_fact]

    async def next(self) -> Told:
        """The next block; its id is the client's last one from then on. Raises EOFError at the end of the stream."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._blocks:
                if self.ended:
                    raise EOFError
                self._news.clear()
                await self._news.wait()
        found = self._blocks.pop(0)
        self.last_id = found.id if found.id is not None else self.last_id
        return found

    async def until(self, wanted: Any) -> Told:
        """The next block of which `wanted` is true (a function), or which has that name."""
        while True:
            found = await self.next()
            if found.name == wanted if isinstance(wanted, str) else wanted(found):
                return found

    async def end(self) -> None:
        """Read until the server ends the stream."""
        with contextlib.suppress(EOFError):
            while True:
                await self.next()

    def hear(self, piece: bytes) -> None:
        """Some bytes came."""
        self._blocks += self._reader.feed(piece)
        self._news.set()

    def finish(self) -> None:
        """No more will come."""
        self.ended = True
        self._news.set()


def stream_path(topics: str, place: str = "store", **query: Any) -> str:
    """The address of a stream."""
    return f"/{place}/v1/stream?" + urlencode({"topics": topics, **query})


@contextlib.asynccontextmanager
async def listening(app: Any, path: str, headers: dict[str, str] | None = None) -> AsyncIterator[Listening]:
    """A client inside the process, which leaves at the end."""
    heard, gone = Listening(), asyncio.Event()
    started = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not started.is_set():
            started.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            heard.status = message["status"]
            heard.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["body"]:
            heard.hear(message["body"])
        if message["type"] == "http.response.body" and not message.get("more_body"):
            heard.finish()

    running = asyncio.create_task(app(_scope(path, headers or {}), receive, send))
    try:
        yield heard
    finally:
        gone.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await running


def _scope(path: str, headers: dict[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    given = {"host": "127.0.0.1:8000", "accept-language": "en", **headers}
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": plain, "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8000),
    }  # fmt: skip


class Connection(Listening):
    """A client over a socket. `cut` ends it as a lost network does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__()
        self.writer = writer
        self._socket = reader
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, port: int, path: str, headers: dict[str, str] | None = None) -> Connection:
        """Connect, ask, and read the head of the answer; the body is read in the background."""
        made = await cls.asked(port, path, headers)
        async with asyncio.timeout(PATIENCE_SECONDS):
            head = (await made._socket.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        made.status = int(head[0].split(" ")[1])
        made.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        made._reading = asyncio.create_task(made._read())
        return made

    @classmethod
    async def asked(cls, port: int, path: str, headers: dict[str, str] | None = None) -> Connection:
        """Connect and ask, and read nothing at all."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: 127.0.0.1",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        return cls(reader, writer)

    def cut(self) -> None:
        """Break the connection, whatever is on its way."""
        if self._reading is not None:
            self._reading.cancel()
        self.writer.transport.abort()

    async def _read(self) -> None:
        """Chunks, until the last or a broken connection."""
        with contextlib.suppress(OSError, EOFError):
            while size := int(await self._socket.readuntil(b"\r\n"), 16):
                self.hear((await self._socket.readexactly(size + 2))[:-2])
        self.writer.close()
        self.finish()
