"""Keeping an address book. Each change holds its customer first, so that two at once happen one after the other.

A book that is not empty has one default: the first address, or the one that was made it last, or the newest when that went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from niaga.accounts.public import hold_customer
from niaga.addresses import store
from niaga.addresses.errors import AddressBookFull, AddressStale
from niaga.addresses.model import MOST_ADDRESSES, Address
from niaga.addresses.queries import get_address
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix

if TYPE_CHECKING:
    from niaga.addresses.model import AddressChange, Place
    from niaga.platform.database import Transaction


def keep_address(tx: Transaction, customer_id: str, label: str, place: Place, *, is_default: bool = False) -> Address:
    """Put an address into her book. Raises AddressBookFull, and NotFound for a customer who is erased."""
    hold_customer(tx, customer_id)
    taken = store.slots_taken(tx, customer_id)
    slot = next((one for one in range(1, MOST_ADDRESSES + 1) if one not in taken), None)
    if slot is None:
        raise AddressBookFull(MOST_ADDRESSES)
    made = Address(
        id=new_id(),
        customer_id=customer_id,
        version=1,
        label=label,
        place=place,
        is_default=is_default or not taken,
        created_at=tx.now,
    )
    if made.is_default:
        store.unset_default(tx, customer_id)
    store.insert_address(tx, made, slot)
    return made


def change_address(
    tx: Transaction, customer_id: str, address_id: str, change: AddressChange, *, if_version: int | None
) -> Address:
    """Change label or place, or make it the default. Raises NotFound, AddressStale."""
    hold_customer(tx, customer_id)
    seen = get_address(tx, customer_id, address_id)
    if if_version not in (None, seen.version):
        raise AddressStale
    changed = msgspec.structs.replace(
        seen,
        label=seen.label if change.label is UNSET else change.label,
        place=msgspec.structs.replace(seen.place, **change.place),
    )
    store.change_address(tx, changed)
    if change.makes_default and not seen.is_default:
        store.unset_default(tx, customer_id)
        store.set_default(tx, customer_id, address_id)
    return get_address(tx, customer_id, address_id)


def delete_address(tx: Transaction, customer_id: str, address_id: str) -> None:
    """Take an address out of her book; when it was the default, the newest that is left becomes it. Raises NotFound."""
    hold_customer(tx, customer_id)
    if not store.delete_address(tx, customer_id, address_id):
        raise NotFound("address", with_prefix("adr", address_id))
    left = store.list_addresses(tx, customer_id)
    if left and not left[0].is_default:
        store.set_default(tx, customer_id, left[0].id)


def erase_addresses(tx: Transaction, customer_id: str) -> int:
    """Forget every address of hers; how many there were. For whoever erases her, in the same transaction."""
    return store.erase_addresses(tx, customer_id)
