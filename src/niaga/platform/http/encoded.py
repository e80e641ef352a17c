"""Answers whose JSON is encoded already, sent as they are: the framework's own response costs 20 us more."""

from typing import Any, TypeVar

from litestar import Response
from litestar.types import Receive, Scope, Send

T = TypeVar("T")


class Encoded(Response[T]):
    """A response of bytes that are JSON. Handlers annotate `Encoded[View]`, so that the document knows what is in it."""

    def __init__(self, body: bytes, *, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(body, status_code=status_code, headers=headers, media_type="application/json")  # type: ignore[arg-type]

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """What sends it. Nothing that the framework would add is wanted: no cookies, no headers, no tasks."""
        return self._send

    async def _send(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        body: bytes = self.content  # type: ignore[assignment]
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        headers += [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status_code or 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
