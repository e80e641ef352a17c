"""What buyers send to carts, ready to be fired."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.support.fire import Shot, fresh_key
from tests.support.shop import an_order

CARTS = "/store/v1/carts"


def shot(path: str, body: Any, *, key: str | None = None, method: str = "POST", bearer: str = "") -> Shot:
    """A buyer's request, or with a bearer one of staff."""
    headers = [("Idempotency-Key", key or fresh_key()), ("Accept-Language", "en")]
    if bearer:
        headers += [("Authorization", f"Bearer {bearer}"), ("If-Match", "*")]
    return Shot(path, msgspec.json.encode(body), tuple(headers), method)


def opening(sku: str, quantity: int = 1) -> Shot:
    """A cart that could be ordered at once."""
    told = {name: an_order()[name] for name in ("contact", "shipping_address", "shipping")}
    return shot(CARTS, {"lines": [{"sku": sku, "quantity": quantity}], **told})


def adding(cart: str, sku: str, quantity: int = 1) -> Shot:
    """Somebody adds to it in another tab."""
    return shot(f"{CARTS}/{cart}/lines", {"sku": sku, "quantity": quantity})


def checkout(cart: str, total: int, *, key: str | None = None) -> Shot:
    """Its holder orders it at the total she saw."""
    return shot(f"{CARTS}/{cart}/checkout", {"payment_method": "bank_transfer", "expected_total": total}, key=key)
