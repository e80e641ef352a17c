"""The server: uvicorn with our limits. At SIGTERM it stops listening, finishes what runs and ends with status 0."""

from __future__ import annotations

import asyncio
import gc
import resource
import signal
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.supervisors import Multiprocess

from niaga.platform.http.exchange import ABORT, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from niaga.platform.settings import Settings

MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 20.0
DRAIN_SECONDS = 18
# A worker that is slow to import is not dead: ended and begun again it would never come up on a busy machine.
WORKER_SECONDS = 60
_KEEP_ALIVE_SECONDS = 30
# What a rush has under way is more than the usual 700 objects: looking through it again and again frees nothing.
_YOUNG_OBJECTS = 10_000


def serve_application(factory: Callable[[], Any], settings: Settings) -> bool:
    """Serve until a signal says stop; True when it served. `factory` makes the ASGI application inside each process.

    With several workers the factory is pickled and travels to them: a function of a module, or a partial of one whose
    arguments may be pickled. Secrets may not, so a worker loads its settings by itself.
    """
    config = uvicorn.Config(
        partial(built_to_last, factory),
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop="uvloop",
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        timeout_worker_healthcheck=WORKER_SECONDS,
    )
    _allow_many_connections()
    # uvicorn raises the signal again once it has shut down; here the shutdown is the whole answer to it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    if config.workers > 1:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
        return True
    server = uvicorn.Server(config)
    server.run()
    return server.started


def built_to_last(factory: Callable[[], Any]) -> Any:
    """The application; what was made for it stays as long as the process, so the garbage collector passes it by."""
    application = factory()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])
    return application


def _allow_many_connections() -> None:
    """As many open files as the system grants: the usual soft limit is 1,024, and each live stream is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def told_of_the_end(tell: Callable[[], object]) -> Iterator[None]:
    """Have something quick called in the running loop at SIGTERM and SIGINT, before the server waits for its requests.

    The end of its lifespan comes too late for answers that never end by themselves: it waits for those first.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def pass_on(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        own = before[signal.Signals(number)]
        if callable(own):
            own(number, frame)

    for number, own in before.items():
        if callable(own):
            signal.signal(number, pass_on)
    try:
        yield
    finally:
        for number, own in before.items():
            signal.signal(number, own)


def write_whole(cycle: RequestResponseCycle, status: int, head: bytes, body: bytes) -> bool:
    """Write an answer in one piece, as the cycle would write its messages. False where it has to be written as those.

    uvicorn looks at each header's name and value with two expressions and writes head and body apart, which costs more
    than the rest of a kept answer. `head` must be whole lines (`whole_head`), one of them the body's length; the answer
    to a HEAD has that line all the same.
    """
    if cycle.response_started or cycle.disconnected or cycle.flow.write_paused:
        return False
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    parts = [STATUS_LINE[status]]
    for name, value in cycle.default_headers:
        parts += (name, b": ", value, b"\r\n")
    parts += (head, b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n", body)
    cycle.transport.write(b"".join(parts))
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
    return True


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with an end to heads: it has none itself, in size or in time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes: int | None = 0
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait only so long for the first head."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is waited for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to a head that is not complete."""
        super().data_received(data)
        if self._head_bytes is None:
            self._stop_waiting()
        else:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self.send_400_response("The request's head is too large.")
            elif self._patience is None:
                self._patience = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

    def on_message_begin(self) -> None:
        """A head begins. An answer without end may break the connection of a client that takes nothing of it."""
        self._head_bytes = 0
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}

    def on_headers_complete(self) -> None:
        """The head is complete; what follows is the body's business."""
        self._head_bytes = None
        super().on_headers_complete()
        if self.cycle is not None:
            self.scope["extensions"][WHOLE] = {"write": partial(write_whole, self.cycle)}

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _lose_patience(self) -> None:
        self._patience = None
        if not self.transport.is_closing():
            self.transport.close()
