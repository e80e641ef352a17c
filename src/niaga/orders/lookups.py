"""Looking an order up again with its number and the contact it was placed with, for whoever lost the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.orders import store
from niaga.orders.guesses import count_guess, give_back, guesses_about
from niaga.orders.holder import access_token
from niaga.orders.rules import Lookup, is_contact_of

if TYPE_CHECKING:
    from niaga.platform.database import Transaction


class FoundOrder(msgspec.Struct, frozen=True):
    """An order and the token that opens it."""

    id: str
    number: str
    access_token: str


def look_up_order(tx: Transaction, lookup: Lookup, network: str | None) -> FoundOrder | None:
    """The order with this number and contact; None for a wrong one, which is then counted when the caller commits.

    So None must be committed before it is told. Raises LookupThrottled. Without a network nothing is counted.
    """
    guesses = () if network is None else guesses_about(tx.vault, lookup.number, network)
    for guess in guesses:
        count_guess(tx, guess)
    found = store.find_contact(tx, lookup.number)
    if found is None or not is_contact_of(lookup, found[2]):
        return None
    for guess in guesses:
        give_back(tx, guess)
    order_id, token_version, _ = found
    return FoundOrder(order_id, lookup.number, access_token(tx.vault, order_id, token_version))
