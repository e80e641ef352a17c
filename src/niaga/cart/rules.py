"""What a cart is known by, how it changes, and what it lacks to be ordered. Pure."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b32hexencode
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from niaga.cart.errors import CartIncomplete
from niaga.cart.model import MOST_LINES, MOST_PIECES, Address, Cart, CartChange, Contact
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.foundation.identity import new_id

T = TypeVar("T", bound=msgspec.Struct)
_ID_BYTES = 20
_ID = re.compile(r"crt_[0-9a-v]{32}")
_KEY_LETTERS = 26
_REQUIRED = {"contact": ("name",), "address": ("recipient", "phone", "street", "region_code", "postal_code")}
CONTACT_MISSING = "Give a phone number or an e-mail address."


def new_cart_id() -> str:
    """A fresh id: `crt_` and 160 random bits. Whoever knows it holds the cart; there is no other credential."""
    return "crt_" + b32hexencode(secrets.token_bytes(_ID_BYTES)).decode().lower()


def cart_key(cart_id: str) -> str | None:
    """What a cart is stored under: 130 bits of the id's SHA-256, so that who reads the database opens no cart.

    None for what is no cart's id.
    """
    if not _ID.fullmatch(cart_id):
        return None
    digest = hashlib.sha256(cart_id.encode()).digest()
    return b32hexencode(digest).decode()[:_KEY_LETTERS].lower()


def changed_cart(cart: Cart, change: CartChange) -> Cart:
    """The cart after a change, its version aside. Raises InvalidFields for a contact nobody could be reached by."""
    values = _given(change)
    if change.contact is not UNSET:
        values["contact"] = _merged(cart.contact or Contact(), change.contact)
        _check_contact(values["contact"])
    if change.address is not UNSET:
        values["address"] = _merged(cart.address or Address(), change.address)
    return msgspec.structs.replace(cart, **values)


def merged_cart(mine: Cart, guest: Cart) -> Cart:
    """A customer's cart with what a guest's cart holds beside it, within the bounds of a cart.

    Pieces add up to what a line may hold, lines up to what a cart may hold. Contact, address and notes of the customer's
    cart win as a whole where it has them, and shipping goes with the address that it was chosen for.
    """
    lines = {line.variant_id: line for line in mine.lines}
    for line in guest.lines:
        held = lines.get(line.variant_id)
        if held is not None:
            pieces = min(held.quantity + line.quantity, MOST_PIECES)
            lines[line.variant_id] = msgspec.structs.replace(held, quantity=pieces, seen_price=line.seen_price)
        elif len(lines) < MOST_LINES:
            lines[line.variant_id] = msgspec.structs.replace(line, id=new_id())
    addressed = mine if mine.address is not None else guest
    return msgspec.structs.replace(
        mine,
        contact=mine.contact or guest.contact,
        address=addressed.address,
        shipping=addressed.shipping,
        insured=addressed.insured,
        notes=mine.notes or guest.notes,
        metadata=mine.metadata or guest.metadata,
        lines=tuple(lines.values()),
    )


def require_complete(cart: Cart) -> None:
    """Raises CartIncomplete naming everything that an order needs and this cart does not have."""
    missing = [] if cart.lines else [FieldProblem("lines", "cart.empty", "The cart is empty.")]
    missing += _missing("contact", cart.contact or Contact(), _REQUIRED["contact"])
    if cart.contact is None:
        missing.append(FieldProblem("contact", "cart.contact_missing", CONTACT_MISSING))
    missing += _missing("shipping_address", cart.address or Address(), _REQUIRED["address"])
    if cart.shipping is None:
        missing.append(FieldProblem("shipping", "cart.missing", "This is still missing."))
    if missing:
        raise CartIncomplete(tuple(missing))


def require_destination(cart: Cart) -> str:
    """The region that the cart goes to. Raises CartIncomplete until there are lines and a region to ask couriers for."""
    missing = [] if cart.lines else [FieldProblem("lines", "cart.empty", "The cart is empty.")]
    address = cart.address or Address()
    missing += _missing("shipping_address", address, ("region_code",))
    if missing or address.region_code is None:
        raise CartIncomplete(tuple(missing))
    return address.region_code


def _missing(path: str, part: Contact | Address, names: tuple[str, ...]) -> list[FieldProblem]:
    return [
        FieldProblem(f"{path}.{name}", "cart.missing", "This is still missing.")
        for name in names
        if getattr(part, name) is None
    ]


def _merged(part: T, change: Any) -> T | None:
    """The part after a change; None when nothing of it is left."""
    if change is None:
        return None
    merged = msgspec.structs.replace(part, **_given(change))
    empty = all(getattr(merged, name) is None for name in merged.__struct_fields__)
    return None if empty else merged


def _check_contact(contact: Contact | None) -> None:
    if contact is not None and contact.phone is None and contact.email is None:
        raise InvalidFields((FieldProblem("contact", "cart.contact_missing", CONTACT_MISSING),))


def _given(change: Any) -> dict[str, Any]:
    named = ((name, getattr(change, name)) for name in change.__struct_fields__)
    return {name: value for name, value in named if value is not UNSET}
