"""The application called as a server calls it, without a client in between: thousands of requests in seconds."""

from __future__ import annotations

from typing import Any

import msgspec


class Answered(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def code(self) -> str:
        """The code of a problem; empty for an answer that is none."""
        return str(msgspec.json.decode(self.body).get("code", "")) if self.status >= 400 and self.body else ""

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        return next((value.decode() for key, value in self.headers if key == name.encode()), "")


async def ask(app: Any, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Answered:
    """One request and its answer."""
    path, _, query = target.partition("?")
    raw = {"host": "127.0.0.1:8000", "accept-language": "en", **{name.lower(): text for name, text in headers.items()}}
    if body:
        raw |= {"content-type": "application/json", "content-length": str(len(body))}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), text.encode()) for name, text in raw.items()],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8000),
        "extensions": {},
    }
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answered(sent[0]["status"], list(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent[1:]))
