"""What coming in changes: a session begins, a password is another one, too many tries are noted."""

from niaga.accounts.errors import PasskeyUnknown, SignInFailed
from niaga.accounts.factors.actions import get_factors, prove_second_factor
from niaga.accounts.factors.model import Holder
from niaga.accounts.factors.passkeys import Signature, count_signature
from niaga.accounts.model import HolderKind, Proof, SessionPrincipal, Staff, StaffStatus
from niaga.accounts.rules.passwords import SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR
from niaga.accounts.sessions.actions import begin_session, end_sessions
from niaga.accounts.staff import store
from niaga.accounts.staff.actions import get_staff
from niaga.accounts.staff.invitations import withdraw_invitations
from niaga.accounts.staff.limits import noting
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Reader, Transaction
from niaga.platform.throttle import take_allowances

_NOBODY = Actor(ActorKind.GUEST)


def begin_staff_session(
    tx: Transaction, person: Staff, seen_hash: str, *, otp: str | None, device: str
) -> tuple[SessionPrincipal, str]:
    """Sign in whoever gave the password that has this hash; the session and its token, which is nowhere else.

    Raises SignInFailed when the person was switched off or the password changed since, SecondFactorRequired,
    SecondFactorWrong.
    """
    if store.find_password_hash(tx, person.email) != (person, seen_hash):
        raise SignInFailed
    proof = prove_second_factor(tx, _holder(person.id), otp)
    session, token = begin_session(tx, HolderKind.STAFF, person.id, proof=proof, device=device)
    _audit(tx, Actor(ActorKind.STAFF, person.id), "staff.signed_in", person.id, proof=proof.value)
    return session, token


def begin_staff_session_by_passkey(
    tx: Transaction, signature: Signature, *, device: str
) -> tuple[Staff, SessionPrincipal, str]:
    """Sign in whose passkey signed; the session and its token. Raises PasskeyUnknown, PasskeyRefused, SignInFailed."""
    holder = count_signature(tx, signature)
    if holder.kind is not HolderKind.STAFF:
        raise PasskeyUnknown
    person = get_staff(tx, holder.id)
    if person.status is not StaffStatus.ACTIVE:
        raise SignInFailed
    session, token = begin_session(tx, HolderKind.STAFF, person.id, proof=Proof.PASSKEY, device=device)
    _audit(tx, Actor(ActorKind.STAFF, person.id), "staff.signed_in", person.id, proof=Proof.PASSKEY.value)
    return person, session, token


def change_own_password(tx: Transaction, session: SessionPrincipal, *, password_hash: str) -> None:
    """Another password for who is signed in; every other sign-in ends, and so do letters that could set one."""
    person = get_staff(tx, session.holder_id)
    store.set_password(tx, person.id, password_hash=password_hash)
    end_sessions(tx, HolderKind.STAFF, person.id, but=session.session_id)
    withdraw_invitations(tx, person)
    _audit(tx, Actor(ActorKind.STAFF, person.id), "staff.password_changed", person.id)


def renew_hash(tx: Transaction, staff_id: str, *, password_hash: str) -> None:
    """Keep the same password under today's parameters."""
    store.set_password(tx, staff_id, password_hash=password_hash)


def note_many_tries(tx: Transaction, address: str) -> None:
    """Note that somebody tries passwords of this account, or of accounts that do not exist. Raises Throttled when it is noted.

    Those that do not exist are one together, so that made-up addresses do not fill the trail.
    """
    person = store.find_staff_by_email(tx, address)
    whose = person.id if person else ""
    take_allowances(tx, [noting(whose)])
    _audit(tx, _NOBODY, "staff.many_tries", whose)


def shortest_password(db: Reader, staff_id: str) -> int:
    """How long a password of this person must be."""
    return SHORTEST_WITH_SECOND_FACTOR if get_factors(db, _holder(staff_id)).any else SHORTEST_ALONE


def _holder(staff_id: str) -> Holder:
    return Holder(HolderKind.STAFF, staff_id)


def _audit(tx: Transaction, by: Actor, action: str, staff_id: str, **detail: str) -> None:
    record_audit(tx, by, action=action, subject_type="staff", subject_id=staff_id, detail=detail)
