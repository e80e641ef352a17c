"""Reads of address books, each only within the book of one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.addresses.store import find_address, list_addresses
from niaga.foundation.clock import rfc3339
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix

if TYPE_CHECKING:
    from niaga.addresses.model import Address
    from niaga.platform.database import Reader

__all__ = ["export_addresses", "find_address", "get_address", "list_addresses"]


def get_address(db: Reader, customer_id: str, address_id: str) -> Address:
    """The address in her own book. Raises NotFound, also for one in another book."""
    found = find_address(db, customer_id, address_id)
    if found is None:
        raise NotFound("address", with_prefix("adr", address_id))
    return found


def export_addresses(db: Reader, customer_id: str) -> list[dict[str, Any]]:
    """Everything that is kept of her addresses, in plain values, for her to take along."""
    return [
        {
            "id": with_prefix("adr", one.id),
            "label": one.label,
            **msgspec.structs.asdict(one.place),
            "is_default": one.is_default,
            "created_at": rfc3339(one.created_at),
        }
        for one in list_addresses(db, customer_id)
    ]
