"""The answer that does not end: one task writes to the client, one waits for it to leave. The database is let go before."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any

from litestar import Response

from niaga.platform.http.exchange import abort_in, exchange_in
from niaga.realtime.stream import End

if TYPE_CHECKING:
    from litestar.types import Receive, Scope, Send

    from niaga.realtime.hub import Hub
    from niaga.realtime.stream import Stream, Wish

MEDIA_TYPE = "text/event-stream"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_SHORTEST_SILENCE = 15.0
_LONGEST_SILENCE = 25.0


class EventStream(Response[str]):
    """Opens the stream and serves it until one side ends it. What the hub refuses is answered as everywhere."""

    def __init__(self, hub: Hub, wish: Wish) -> None:
        super().__init__("", media_type=MEDIA_TYPE)
        self._hub = hub
        self._wish = wish

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """Itself: nothing of it is known yet."""
        return self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._hub.opened(self._wish) as (stream, first_words):
            stream.abort = abort_in(scope)  # type: ignore[arg-type]
            await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
            leaving = asyncio.create_task(_until_gone(receive, stream))
            try:
                if not exchange_in(scope).head_only:  # type: ignore[arg-type]
                    await self._write(stream, send, first_words)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                leaving.cancel()

    async def _write(self, stream: Stream, send: Send, words: bytes) -> None:
        while stream.end is None:
            await _send(stream, send, words)
            # Streams that were opened together need not speak together for ever.
            await stream.rest(random.uniform(_SHORTEST_SILENCE, _LONGEST_SILENCE))  # noqa: S311
            words = self._hub.words_of(stream)
        if stream.end is not End.GONE:
            await _send(stream, send, self._hub.last_words(stream))


async def _send(stream: Stream, send: Send, words: bytes) -> None:
    stream.blocked_since = time.monotonic()
    await send({"type": "http.response.body", "body": words, "more_body": True})
    stream.blocked_since = None


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    stream.finish(End.GONE)
