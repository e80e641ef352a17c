"""Changing an account: profile, password, addresses. What takes an account over ends its other sessions and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from niaga.accounts.customers import store
from niaga.accounts.customers.entering import enter, note_deed
from niaga.accounts.errors import AddressTaken, CustomerStale
from niaga.accounts.events import AddressChanged, PasswordChanged
from niaga.accounts.model import Channel, HolderKind, Purpose, Target
from niaga.accounts.sessions.actions import end_sessions
from niaga.accounts.sessions.store import find_device
from niaga.accounts.verification.actions import ask, take_answer
from niaga.accounts.verification.store import close_questions, keep_wish
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.platform.outbox import record_events

if TYPE_CHECKING:
    from niaga.accounts.model import Customer, CustomerChange, GivenCode, Question, SessionPrincipal, SignedIn
    from niaga.platform.database import Reader, Transaction

_PURPOSES = {Channel.EMAIL: Purpose.EMAIL, Channel.WHATSAPP: Purpose.PHONE}


def get_customer(db: Reader, customer_id: str) -> Customer:
    """The customer. Raises NotFound for who is erased."""
    found = store.find_customer(db, customer_id)
    if found is None:
        raise NotFound("customer", with_prefix("cus", customer_id))
    return found


def hold_customer(tx: Transaction, customer_id: str) -> None:
    """Have everybody else who holds this customer wait until the transaction ends. Raises NotFound for who is erased.

    For what belongs to her in other rooms: counted, and changed one after the other, and never added while she is erased.
    """
    if not store.hold_customer(tx, customer_id):
        raise NotFound("customer", with_prefix("cus", customer_id))


def change_customer(tx: Transaction, customer_id: str, change: CustomerChange, seen_version: int | None) -> Customer:
    """Change name, language or metadata. Raises CustomerStale when the version is not the one that was seen."""
    found = get_customer(tx, customer_id)
    if seen_version not in (None, found.version):
        raise CustomerStale
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    changed = msgspec.structs.replace(found, version=found.version + 1, **given)
    if not store.change_customer(tx, found, changed):
        raise CustomerStale
    return changed


def change_password(tx: Transaction, seen: Customer, password_hash: str, *, session: SessionPrincipal) -> SignedIn:
    """Another password, by whoever proved the present one: every session ends, and a new one begins for this device.

    Raises CustomerStale when the account was changed since it was seen.
    """
    device = find_device(tx, session.session_id) or ""
    changed = put_password(tx, seen, password_hash)
    return enter(tx, changed, proof=session.proof, device=device)


def put_password(tx: Transaction, seen: Customer, password_hash: str) -> Customer:
    """Another password: every session ends, no reset that was asked for works any more, and she is told."""
    if not store.set_password(tx, seen, password_hash):
        raise CustomerStale
    changed = msgspec.structs.replace(seen, version=seen.version + 1, password_hash=password_hash)
    end_sessions(tx, HolderKind.CUSTOMER, seen.id)
    for target in targets_of(seen):
        close_questions(tx, target, (Purpose.RESET,))
    record_events(tx, [PasswordChanged(aggregate_id=seen.id, version=changed.version)])
    note_deed(tx, seen.id, "customer.password_changed")
    return changed


def ask_new_address(tx: Transaction, customer_id: str, target: Target, *, language: str) -> Question:
    """Ask an address that shall become hers for a code. One of another account is told so; the asker is not."""
    taken = store.find_customer_at(tx, target)
    purpose = _PURPOSES[target.channel] if taken is None else Purpose.KNOWN
    return ask(tx, purpose, target, language=language, holder_id=customer_id)


def take_new_address(tx: Transaction, customer_id: str, given: GivenCode) -> Customer | None:
    """Make the proven address hers and write to the former one; None for a wrong code, which is then counted.

    Raises AddressTaken when another account got it since.
    """
    channel = given.target.channel
    asked = take_answer(tx, given, (_PURPOSES[channel], Purpose.KNOWN), holder_id=customer_id)
    if asked is None:
        return None
    if store.find_customer_at(tx, asked.target) is not None:
        raise AddressTaken
    found = get_customer(tx, customer_id)
    former = found.email if channel is Channel.EMAIL else found.phone
    if not store.set_address(tx, found, asked.target):
        raise CustomerStale
    if former is not None:
        keep_wish(tx, asked.id, former)
        fact = AddressChanged(aggregate_id=found.id, version=found.version + 1, verification_id=asked.id)
        record_events(tx, [fact])
    note_deed(tx, customer_id, "customer.address_changed", channel=channel.value)
    return get_customer(tx, customer_id)


def targets_of(who: Customer) -> list[Target]:
    """Every address of hers."""
    return [
        Target(channel=channel, address=address)
        for channel, address in ((Channel.EMAIL, who.email), (Channel.WHATSAPP, who.phone))
        if address is not None
    ]
