"""Finding orders by what is sealed in them: buyer's and recipient's names, phones, the e-mail address.

Tokens are written after the placing transaction, by a handler of its event: an order is found by its number at once, by
its buyer a moment later. Whatever was typed is read as a number of ours or of a channel too, exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.orders import store
from niaga.orders.rules import email_sought
from niaga.orders.tables import customer_order
from niaga.platform.search import Findable, Searchable, subjects_found, ways_to_read, write_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.orders.model import Contact, ShippingAddress
    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader, Transaction

SUBJECT = "order"


def findable(contact: Contact, address: ShippingAddress) -> Findable:
    """What an order is found by."""
    email = email_sought(contact.email or "")
    return Findable(
        names=(contact.name, address.recipient),
        phones=tuple(one for one in (contact.phone, address.phone) if one),
        emails=() if email is None else (email,),
    )


def index_orders(tx: Transaction, order_ids: Sequence[str]) -> None:
    """Write the tokens of these orders; again and again if need be."""
    write_tokens(tx, SUBJECT, read_findables(tx, order_ids))


def read_findables(db: Reader, order_ids: Sequence[str]) -> dict[str, Findable]:
    """What each of these orders is found by; ids that are no order's are left out."""
    return {order_id: findable(*private) for order_id, private in store.find_private(db, order_ids).items()}


SEARCHABLE = Searchable(SUBJECT, store.list_ids, read_findables)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which of the orders that are found are wanted: the newest so many, before an id, of one status."""

    most: int
    before: str | None = None
    status: str | None = None


def orders_found(vault: Vault, search: str, bounds: Bounds) -> sa.Subquery:
    """The ids of the orders that a member of staff may have meant.

    Each way to read the search walks its tokens from the newest order on and stops when there are enough: a name that
    half of the buyers bear costs no more than a rare one.
    """
    wanted = search.strip()
    number = sa.select(customer_order.c.id).where(customer_order.c.number == wanted.upper())
    external = sa.select(customer_order.c.id).where(customer_order.c.external_number == wanted)
    ways = [_newest(vault, terms, bounds) for terms in ways_to_read(wanted, email=email_sought(wanted))]
    return sa.union(number, external, *ways).subquery("found")


def _newest(vault: Vault, terms: Sequence[str], bounds: Bounds) -> sa.Select[str]:
    found = subjects_found(vault, SUBJECT, terms)
    subject = found.selected_columns.subject_id
    if bounds.before is not None:
        found = found.where(subject < bounds.before)
    if bounds.status is not None:
        found = found.join(customer_order, customer_order.c.id == subject).where(
            customer_order.c.status == bounds.status
        )
    return sa.select(found.order_by(subject.desc()).limit(bounds.most).subquery().c.subject_id)
