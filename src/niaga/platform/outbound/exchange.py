"""What is asked of somebody outside, and what came back: as bytes, not decoded, of bounded size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from niaga.platform.outbound.trouble import OutboundTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundRequest:
    """One request. Neither address nor headers nor body show in its repr, which may end in a log."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundAnswer:
    """An answer of any status but a redirect. What it says is somebody else's word."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self, shape: type[T] | Any) -> T:
        """The body as this shape; fields it does not know are passed over. Raises OutboundTrouble when it is not that."""
        try:
            found: T = msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise OutboundTrouble(f"the answer ({self.status}) is not what was agreed", permanent=False) from None
        return found
