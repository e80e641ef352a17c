"""The statements of address books. Each names the customer, so that nobody reaches another one's address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.addresses.model import Address, Place
from niaga.addresses.tables import address

if TYPE_CHECKING:
    from niaga.platform.database import Reader, Transaction

_TABLE = "address"
_SEALED = ("label", "recipient", "phone", "street", "notes")
_HERS = address.c.customer_id == sa.bindparam("holder")
_THIS = sa.and_(_HERS, address.c.id == sa.bindparam("the_id"))
_ONE = sa.select(address).where(_THIS)
# NULL sorts differently on each engine, so what comes first is said by a number.
_DEFAULT_FIRST = sa.case((address.c.default_of.is_(None), 1), else_=0)
_BOOK = sa.select(address).where(_HERS).order_by(_DEFAULT_FIRST, address.c.id.desc())
_SLOTS = sa.select(address.c.slot).where(_HERS)
_RAISED = {"version": address.c.version + 1}
_CHANGE = (
    sa.update(address)
    .where(_THIS)
    .values(
        {**_RAISED, **{name: sa.bindparam(f"new_{name}") for name in (*_SEALED, "region_code", "postal_code")}},
    )
)
_UNSET_DEFAULT = (
    sa.update(address)
    .where(address.c.default_of == sa.bindparam("holder"))
    .values({**_RAISED, "default_of": sa.null()})
)
_SET_DEFAULT = sa.update(address).where(_THIS).values(default_of=address.c.customer_id)
_DELETE = sa.delete(address).where(_THIS)
_ERASE = sa.delete(address).where(_HERS)


def find_address(db: Reader, customer_id: str, address_id: str) -> Address | None:
    """The address in her own book, or None."""
    row = db.execute(_ONE, {"holder": customer_id, "the_id": address_id}).one_or_none()
    return None if row is None else _read(db, row)


def list_addresses(db: Reader, customer_id: str) -> list[Address]:
    """Her book: the default first, then the newest."""
    return [_read(db, row) for row in db.execute(_BOOK, {"holder": customer_id})]


def slots_taken(db: Reader, customer_id: str) -> set[int]:
    """The numbers that her addresses have."""
    return set(db.execute(_SLOTS, {"holder": customer_id}).scalars())


def insert_address(tx: Transaction, made: Address, slot: int) -> None:
    """Store a new address. Fails UNIQUE for a slot that is taken, or a second default."""
    row = {
        "id": made.id,
        "customer_id": made.customer_id,
        "slot": slot,
        "default_of": made.customer_id if made.is_default else None,
        "version": made.version,
        "created_at": made.created_at,
        **_values(tx, made),
    }
    tx.execute(sa.insert(address), row)


def change_address(tx: Transaction, changed: Address) -> None:
    """Store label and place of an address whose customer is held."""
    values = {f"new_{name}": value for name, value in _values(tx, changed).items()}
    tx.execute(_CHANGE, {"holder": changed.customer_id, "the_id": changed.id, **values})


def unset_default(tx: Transaction, customer_id: str) -> None:
    """Leave her without a default."""
    tx.execute(_UNSET_DEFAULT, {"holder": customer_id})


def set_default(tx: Transaction, customer_id: str, address_id: str) -> None:
    """Make this her default. Fails UNIQUE while there is another."""
    tx.execute(_SET_DEFAULT, {"holder": customer_id, "the_id": address_id})


def delete_address(tx: Transaction, customer_id: str, address_id: str) -> bool:
    """Take one out of her book; False when it is not there."""
    return tx.execute(_DELETE, {"holder": customer_id, "the_id": address_id}).rowcount == 1


def erase_addresses(tx: Transaction, customer_id: str) -> int:
    """Take all of them; how many there were."""
    return tx.execute(_ERASE, {"holder": customer_id}).rowcount


def _values(tx: Transaction, one: Address) -> dict[str, Any]:
    texts = {"label": one.label, **msgspec.structs.asdict(one.place)}
    sealed = {name: tx.vault.seal(texts[name], table=_TABLE, column=name, row=one.id) for name in _SEALED}
    return {**sealed, "region_code": one.place.region_code, "postal_code": one.place.postal_code}


def _read(db: Reader, row: Any) -> Address:
    opened = {name: db.vault.open(getattr(row, name), table=_TABLE, column=name, row=row.id) for name in _SEALED}
    label = opened.pop("label")
    return Address(
        id=row.id,
        customer_id=row.customer_id,
        version=row.version,
        label=label,
        place=Place(**opened, region_code=row.region_code, postal_code=row.postal_code),
        is_default=row.default_of is not None,
        created_at=row.created_at,
    )
