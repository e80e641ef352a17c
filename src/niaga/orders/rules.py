"""Who may look an order up again, and how often somebody may be wrong about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from niaga.accounts.rules.emails import email_identity, normalised_email
from niaga.foundation.errors import InvalidFields

if TYPE_CHECKING:
    from niaga.orders.model import Contact

WINDOW = timedelta(hours=1)
MOST_PER_NUMBER = 5
MOST_PER_NETWORK = 60


class Lookup(msgspec.Struct, frozen=True):
    """An order's number and what its buyer gave: a phone number as E.164 or a tidied e-mail address, one of them."""

    number: str
    phone: str | None = None
    email: str | None = None


def email_sought(text: str) -> str | None:
    """What all spellings of this address share; None for what is no address."""
    try:
        return email_identity(normalised_email(text))
    except InvalidFields:
        return None


def is_contact_of(lookup: Lookup, contact: Contact) -> bool:
    """Whether the order was placed with exactly this phone number, or with this address however its letters are cased."""
    if lookup.phone is not None:
        return lookup.phone == contact.phone
    if lookup.email is None or contact.email is None:
        return False
    return email_identity(lookup.email) == email_identity(contact.email)
