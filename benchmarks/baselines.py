"""What Niaga is compared with: a bare ASGI application, and a Litestar echo route, under the same uvicorn settings.

`python -m benchmarks.baselines bare|echo PORT FILE`: FILE holds the body of the answer, taken from Niaga itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, post


class Destination(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where a quote goes."""

    region_code: str
    postal_code: str | None = None


class Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of one variant."""

    sku: str
    quantity: int


class Question(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The body of a quote."""

    destination: Destination
    lines: list[Line]


def bare_application(body: bytes) -> Any:
    """The least that an ASGI application can do to answer these bytes."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def answer(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return answer


def echo_application(body: bytes) -> Litestar:
    """A route that decodes the same question and encodes the same answer, and knows nothing."""
    given = json.loads(body)

    @post("/store/v1/shipping/quotes", status_code=200)
    async def echo(data: Question) -> dict[str, Any]:
        assert data.lines
        return given

    return Litestar([echo], openapi_config=None, logging_config=None)


def main() -> None:
    """Serve one of them."""
    kind, port, file = sys.argv[1:]
    body = Path(file).read_bytes()
    application = bare_application(body) if kind == "bare" else echo_application(body)
    uvicorn.run(
        application, host="127.0.0.1", port=int(port), loop="uvloop", http="httptools", ws="none", log_config=None,
        access_log=False, server_header=False, lifespan="off" if kind == "bare" else "on",
    )  # fmt: skip


if __name__ == "__main__":
    main()
