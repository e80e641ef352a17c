"""Reading a cart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.cart import store
from niaga.cart.errors import CartNotFound

if TYPE_CHECKING:
    from niaga.cart.model import Cart
    from niaga.platform.database import Reader


def get_cart(db: Reader, key: str) -> Cart:
    """The cart with its lines. Raises CartNotFound, also for one whose time is over, purged or not."""
    found = store.find_cart(db, key)
    if found is None or found.expires_at <= db.now:
        raise CartNotFound
    return found
