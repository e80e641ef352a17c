"""Signing up: a wish is kept sealed until the code comes back; only then there is a customer. So nobody squats an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.accounts.customers import store
from niaga.accounts.customers.entering import enter, note_deed
from niaga.accounts.errors import AddressTaken
from niaga.accounts.model import Channel, Customer, Proof, Purpose
from niaga.accounts.verification.actions import ask, take_answer
from niaga.foundation.identity import new_id

if TYPE_CHECKING:
    from niaga.accounts.model import GivenCode, Question, SignedIn, Target
    from niaga.platform.database import Transaction

_ASKED_FOR = (Purpose.SIGN_UP, Purpose.KNOWN)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants an account."""

    name: str
    password_hash: str


def ask_to_join(tx: Transaction, target: Target, wish: Wish, *, language: str) -> Question:
    """Ask the address for a code. For one that has an account already the statements are the same, and the letter says so."""
    known = store.find_customer_at(tx, target)
    sealed = msgspec.json.encode(wish).decode()
    if known is None:
        return ask(tx, Purpose.SIGN_UP, target, language=language, wish=sealed)
    # Nothing of a stranger's wish is worth keeping; only the time of sealing it is.
    return ask(tx, Purpose.KNOWN, target, language=language, wish=" " * len(sealed))


def join(tx: Transaction, given: GivenCode, *, device: str) -> SignedIn | None:
    """Make the customer whose address this code proves, and sign her in; None for a wrong code, which is then counted.

    Raises AddressTaken when the address got an account since.
    """
    asked = take_answer(tx, given, _ASKED_FOR)
    if asked is None:
        return None
    if store.find_customer_at(tx, asked.target) is not None:
        raise AddressTaken
    wish = msgspec.json.decode(asked.wish or "", type=Wish)
    made = Customer(
        id=new_id(),
        version=1,
        name=wish.name,
        email=asked.target.address if asked.target.channel is Channel.EMAIL else None,
        phone=asked.target.address if asked.target.channel is Channel.WHATSAPP else None,
        password_hash=wish.password_hash,
        language=asked.language,
        metadata={},
        created_at=tx.now,
    )
    store.insert_customer(tx, made)
    note_deed(tx, made.id, "customer.signed_up", channel=asked.target.channel.value)
    return enter(tx, made, proof=Proof.PASSWORD, device=device)
