"""The statements of customers. Every change raises the version, and the row's own guards decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.accounts.model import Channel, Customer
from niaga.accounts.rules.emails import email_identity, target_identity
from niaga.accounts.tables import CUSTOMER_EMAIL, CUSTOMER_PHONE, customer, session

if TYPE_CHECKING:
    from niaga.accounts.model import Target
    from niaga.platform.database import Reader, Transaction

_TABLE = "customer"
_INDEXES = {Channel.EMAIL: CUSTOMER_EMAIL, Channel.WHATSAPP: CUSTOMER_PHONE}
_SEALED = ("name", "email", "phone", "password_hash")
# More devices than this nobody is told about.
_MOST_DEVICES = 50
_THIS = customer.c.id == sa.bindparam("the_id")
_NOT_ERASED = customer.c.erased_at.is_(None)
_ONE = sa.select(customer).where(_THIS, _NOT_ERASED)
_HELD = sa.select(customer.c.id).where(_THIS, _NOT_ERASED).with_for_update()
_BY_EMAIL = sa.select(customer).where(customer.c.email_index.in_(sa.bindparam("indexes", expanding=True)))
_BY_PHONE = sa.select(customer).where(customer.c.phone_index.in_(sa.bindparam("indexes", expanding=True)))
_BY = {Channel.EMAIL: _BY_EMAIL, Channel.WHATSAPP: _BY_PHONE}
_AS_SEEN = (_THIS, customer.c.version == sa.bindparam("seen"), _NOT_ERASED)
_RAISED = {"version": customer.c.version + 1}
_CHANGE = (
    sa.update(customer)
    .where(*_AS_SEEN)
    .values({**_RAISED, **{name: sa.bindparam(f"new_{name}") for name in ("name", "language", "metadata")}})
)
_SET_PASSWORD = sa.update(customer).where(*_AS_SEEN).values({**_RAISED, "password_hash": sa.bindparam("new_hash")})
# A password that stays the same, hashed with today's parameters, is no change that anybody made.
_REHASH = sa.update(customer).where(*_AS_SEEN).values(password_hash=sa.bindparam("new_hash"))
_SET_EMAIL = (
    sa.update(customer)
    .where(*_AS_SEEN)
    .values({**_RAISED, "email": sa.bindparam("sealed"), "email_index": sa.bindparam("new_index")})
)
_SET_PHONE = (
    sa.update(customer)
    .where(*_AS_SEEN)
    .values({**_RAISED, "phone": sa.bindparam("sealed"), "phone_index": sa.bindparam("new_index")})
)
_SET = {Channel.EMAIL: _SET_EMAIL, Channel.WHATSAPP: _SET_PHONE}
_DEVICES = (
    sa.select(session.c.id, session.c.device)
    .where(session.c.holder_id == sa.bindparam("holder"), session.c.holder_kind == "customer")
    .order_by(session.c.id.desc())
    .limit(_MOST_DEVICES)
)


def find_customer(db: Reader, customer_id: str) -> Customer | None:
    """The customer, unless she was erased."""
    row = db.execute(_ONE, {"the_id": customer_id}).one_or_none()
    return None if row is None else _read(db, row)


def hold_customer(tx: Transaction, customer_id: str) -> bool:
    """Lock the customer's row until the transaction ends; False for who is erased."""
    return tx.execute(_HELD, {"the_id": customer_id}).one_or_none() is not None


def find_customer_at(db: Reader, target: Target) -> Customer | None:
    """The customer with this address, also when an older key of the ring made the index."""
    index = _INDEXES[target.channel]
    indexes = index.candidates(db.vault, target_identity(target.address))
    row = db.execute(_BY[target.channel], {"indexes": indexes}).one_or_none()
    return None if row is None else _read(db, row)


def insert_customer(tx: Transaction, made: Customer) -> None:
    """Store a new customer. A known address fails the UNIQUE of its index, and the edge runs the unit again."""
    row = {
        "id": made.id,
        "version": made.version,
        **{name: _sealed(tx, made.id, name, getattr(made, name)) for name in _SEALED},
        "email_index": made.email and CUSTOMER_EMAIL.of(tx.vault, email_identity(made.email)),
        "phone_index": made.phone and CUSTOMER_PHONE.of(tx.vault, made.phone),
        "language": made.language,
        "metadata": made.metadata,
        "created_at": made.created_at,
        "disabled_at": None,
        "erased_at": None,
    }
    tx.execute(sa.insert(customer), row)


def change_customer(tx: Transaction, seen: Customer, changed: Customer) -> bool:
    """Store name, language and metadata; False when somebody changed the customer since she was seen."""
    values = {
        "new_name": _sealed(tx, seen.id, "name", changed.name),
        "new_language": changed.language,
        "new_metadata": changed.metadata,
    }
    return tx.execute(_CHANGE, {"the_id": seen.id, "seen": seen.version, **values}).rowcount == 1


def set_password(tx: Transaction, seen: Customer, password_hash: str) -> bool:
    """Store another password's hash; False when somebody changed the customer since she was seen."""
    bind = {"new_hash": _sealed(tx, seen.id, "password_hash", password_hash)}
    return tx.execute(_SET_PASSWORD, {"the_id": seen.id, "seen": seen.version, **bind}).rowcount == 1


def renew_hash(tx: Transaction, seen: Customer, password_hash: str) -> None:
    """Store the same password hashed anew, unless somebody changed the customer since she was seen."""
    bind = {"new_hash": _sealed(tx, seen.id, "password_hash", password_hash)}
    tx.execute(_REHASH, {"the_id": seen.id, "seen": seen.version, **bind})


def set_address(tx: Transaction, seen: Customer, target: Target) -> bool:
    """Store another address; False when somebody changed the customer since she was seen. Fails UNIQUE when it is taken."""
    column = "email" if target.channel is Channel.EMAIL else "phone"
    bind = {
        "sealed": _sealed(tx, seen.id, column, target.address),
        "new_index": _INDEXES[target.channel].of(tx.vault, target_identity(target.address)),
    }
    return tx.execute(_SET[target.channel], {"the_id": seen.id, "seen": seen.version, **bind}).rowcount == 1


def list_devices(db: Reader, customer_id: str) -> set[str]:
    """What the devices called themselves that she signed in with lately, ended sessions included."""
    rows = db.execute(_DEVICES, {"holder": customer_id})
    return {db.vault.open(row.device, table="session", column="device", row=row.id) for row in rows}


def _sealed(tx: Transaction, row: str, column: str, text: str | None) -> str | None:
    return None if text is None else tx.vault.seal(text, table=_TABLE, column=column, row=row)


def _read(db: Reader, row: Any) -> Customer:
    opened = {
        name: None
        if (sealed := getattr(row, name)) is None
        else db.vault.open(sealed, table=_TABLE, column=name, row=row.id)
        for name in _SEALED
    }
    return Customer(
        id=row.id,
        version=row.version,
        name=opened["name"] or "",
        email=opened["email"],
        phone=opened["phone"],
        password_hash=opened["password_hash"],
        language=row.language,
        metadata=row.metadata,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
