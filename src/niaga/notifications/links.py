"""Links in messages: a signed token that names an order, its token version and an end, and opens nothing by itself.

It is exchanged at once for a same-origin cookie, so that the order's real token never stands in an address. Raising the
order's token version ends its links too.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.foundation.clock import from_microseconds, to_microseconds
from niaga.foundation.identity import is_id
from niaga.notifications.errors import LinkExpired, LinkUnknown

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.crypto import Vault

LINK_LIFE = timedelta(days=60)
SEE_ORDER = "order"
_PURPOSE = "orders.link"
_PARTS = 5
_MAX_DIGITS = 12
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class OrderLink:
    """What a token says, once its signature is known to be ours."""

    order_id: str
    token_version: int


def order_link(public_url: str, vault: Vault, *, order_id: str, token_version: int, at: datetime) -> str:
    """The address of an order for a message, good for sixty days from `at`."""
    ends = to_microseconds(at + LINK_LIFE) // _SECOND
    body = f"{SEE_ORDER}.{order_id}.{token_version}.{ends}"
    return f"{public_url}/link/{body}.{_signature(vault, body)}"


def read_link(vault: Vault, token: str, *, now: datetime) -> OrderLink:
    """What the token says. Raises LinkUnknown for what we did not sign, LinkExpired when its time is over."""
    parts = token.split(".")
    if len(parts) != _PARTS or not token.isascii():
        raise LinkUnknown
    purpose, order_id, version, ends, signature = parts
    if not _is_signed(vault, ".".join(parts[:-1]), signature):
        raise LinkUnknown
    if purpose != SEE_ORDER or not is_id(order_id) or not _is_number(version) or not _is_number(ends):
        raise LinkUnknown
    if from_microseconds(int(ends) * _SECOND) <= now:
        raise LinkExpired
    return OrderLink(order_id, int(version))


def _signature(vault: Vault, body: str) -> str:
    return base64.urlsafe_b64encode(vault.mac(_PURPOSE, body.encode())).decode().rstrip("=")


def _is_signed(vault: Vault, body: str, signature: str) -> bool:
    try:
        given = base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return vault.verify(_PURPOSE, body.encode(), given)


def _is_number(text: str) -> bool:
    return text.isdigit() and len(text) <= _MAX_DIGITS
