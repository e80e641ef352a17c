"""Invitations: a letter holds a token by which somebody chooses a password. The token follows from its row and the keys.

So a stolen database holds none. It opens once, within a week, and no longer than the last letter is the last one.
"""

import hmac
from datetime import datetime, timedelta

import msgspec

from niaga.accounts.errors import InvitationUnknown
from niaga.accounts.events import StaffInvited
from niaga.accounts.model import Channel, HolderKind, Purpose, Question, Staff, StaffStatus, Target
from niaga.accounts.sessions.actions import end_sessions
from niaga.accounts.staff import store
from niaga.accounts.verification.store import close_questions, find_question, insert_question, use_up
from niaga.foundation.identity import ID_LENGTH, is_id, new_id
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.crypto import Vault
from niaga.platform.database import Reader, Transaction
from niaga.platform.outbox import record_events

TOKEN_PREFIX = "ng_i_"  # noqa: S105 - a prefix, not a secret
INVITATION_LIFE = timedelta(days=7)
_PURPOSE = "accounts.invitation"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What the letter of an invitation says."""

    email: str
    name: str
    role: str
    language: str
    token: str
    expires_at: datetime


def invite(tx: Transaction, person: Staff, *, language: str) -> None:
    """Have a letter written to a person, whose version must be a new one; earlier letters open nothing any more."""
    withdraw_invitations(tx, person)
    asked = Question(
        id=new_id(),
        purpose=Purpose.INVITE,
        holder_id=person.id,
        target=_target(person),
        wish=None,
        language=language,
        issue=1,
        issued_at=tx.now,
        expires_at=tx.now + INVITATION_LIFE,
    )
    insert_question(tx, asked)
    fact = StaffInvited(aggregate_id=person.id, version=person.version, verification_id=asked.id)
    record_events(tx, [fact])


def withdraw_invitations(tx: Transaction, person: Staff) -> None:
    """No letter to this person opens anything any more."""
    close_questions(tx, _target(person), (Purpose.INVITE,))


def find_invitation(db: Reader, verification_id: str) -> Invitation | None:
    """What the letter says; None when it was used, withdrawn or is over: for whoever writes it."""
    asked = find_question(db, verification_id)
    if asked is None or not _is_open(db, asked):
        return None
    person = store.find_staff(db, asked.holder_id)
    if person is None:
        return None
    return Invitation(
        email=asked.target.address,
        name=person.name,
        role=person.role,
        language=asked.language,
        token=f"{TOKEN_PREFIX}{asked.id}{_mac(db.vault, asked)}",
        expires_at=asked.expires_at,
    )


def get_invited(db: Reader, token: str) -> Staff:
    """Whom this token invites. Raises InvitationUnknown."""
    return _invited(db, token)[1]


def accept_invitation(tx: Transaction, token: str, *, password_hash: str) -> Staff:
    """The person has a password now and can sign in; the token is used up, and what was signed in before has ended.

    Raises InvitationUnknown.
    """
    asked, person = _invited(tx, token)
    if not use_up(tx, asked.id):
        raise InvitationUnknown
    store.let_join(tx, person.id, password_hash=password_hash)
    end_sessions(tx, HolderKind.STAFF, person.id)
    action = "staff.joined" if person.status is not StaffStatus.ACTIVE else "staff.password_reset"
    actor = Actor(ActorKind.STAFF, person.id)
    record_audit(tx, actor, action=action, subject_type="staff", subject_id=person.id, detail={"role": person.role})
    joined = store.find_staff(tx, person.id)
    assert joined is not None, "its row was just changed"
    return joined


def _invited(db: Reader, token: str) -> tuple[Question, Staff]:
    name, mac = token[len(TOKEN_PREFIX) :][:ID_LENGTH], token[len(TOKEN_PREFIX) + ID_LENGTH :]
    asked = find_question(db, name) if token.startswith(TOKEN_PREFIX) and is_id(name) else None
    if asked is None or asked.purpose is not Purpose.INVITE or not _is_open(db, asked):
        raise InvitationUnknown
    if not _is_mac_of(db.vault, asked, mac):
        raise InvitationUnknown
    person = store.find_staff(db, asked.holder_id)
    if person is None:
        raise InvitationUnknown
    return asked, person


def _is_open(db: Reader, asked: Question) -> bool:
    return asked.used_at is None and asked.expires_at > db.now


def _mac(vault: Vault, asked: Question) -> str:
    return vault.mac(_PURPOSE, asked.id.encode()).hex()


def _is_mac_of(vault: Vault, asked: Question, given: str) -> bool:
    right = [
        mac
        for mac in vault.macs(_PURPOSE, asked.id.encode())
        if hmac.compare_digest(mac.hex().encode(), given.encode())
    ]
    return bool(right)


def _target(person: Staff) -> Target:
    return Target(channel=Channel.EMAIL, address=person.email)
