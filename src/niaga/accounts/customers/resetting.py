"""A forgotten password: a code to an address of the account stands for the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.accounts.customers import store
from niaga.accounts.customers.changing import put_password
from niaga.accounts.model import Purpose
from niaga.accounts.verification.actions import ask, take_answer
from niaga.foundation.identity import ID_LENGTH

if TYPE_CHECKING:
    from niaga.accounts.model import GivenCode, Question, Target
    from niaga.platform.database import Transaction

_ASKED_FOR = (Purpose.RESET, Purpose.NOBODY)


def ask_reset(tx: Transaction, target: Target, *, language: str) -> Question:
    """Ask the address for a code. Where nobody has an account the statements are the same, and no letter goes out."""
    known = store.find_customer_at(tx, target)
    if known is None or known.disabled_at is not None:
        return ask(tx, Purpose.NOBODY, target, language=language, wish=" " * ID_LENGTH)
    return ask(tx, Purpose.RESET, target, language=language, wish=known.id)


def reset_password(tx: Transaction, given: GivenCode, password_hash: str) -> bool:
    """Another password for the account whose address this code proves; False for a wrong code, which is then counted.

    Every session ends. Nobody is signed in: a second factor is asked for at the next sign-in as at any other.
    """
    asked = take_answer(tx, given, _ASKED_FOR)
    if asked is None:
        return False
    found = store.find_customer_at(tx, asked.target)
    if found is None or found.id != asked.wish:
        return False
    put_password(tx, found, password_hash)
    return True
