"""What a request may cost, and what tests put in the place of names and sockets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    OpenTransport = Callable[[], httpx.AsyncBaseTransport]

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundLimits:
    """What one request may cost."""

    connect_seconds: float = 5.0
    total_seconds: float = 15.0
    answer_bytes: int = 64 * 1024
