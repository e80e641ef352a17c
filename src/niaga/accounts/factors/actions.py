"""Authenticator apps and recovery codes: set up, used, taken away. A code opens once, a recovery code too."""

from niaga.accounts.errors import SecondFactorRequired, SecondFactorWrong, SignInAgain, TotpOff, TotpOn
from niaga.accounts.factors import store
from niaga.accounts.factors.model import Factors, Holder, TotpSetup
from niaga.accounts.model import Proof, SessionPrincipal
from niaga.accounts.rules.lifetimes import RECENT, is_recent
from niaga.accounts.rules.one_time import new_recovery_codes, new_secret, recovery_index, secret_uri, step_of
from niaga.accounts.sessions.actions import end_sessions
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Reader, Transaction

_PURGED_AT_ONCE = 1000


def require_recent(db: Reader, session: SessionPrincipal) -> None:
    """Whoever changes how an account is opened has just opened it. Raises SignInAgain."""
    if not is_recent(session.created_at, db.now):
        raise SignInAgain(minutes=int(RECENT.total_seconds() // 60))


def get_factors(db: Reader, holder: Holder) -> Factors:
    """What somebody has beside a password."""
    found = store.find_totp(db, holder)
    return Factors(
        totp=found is not None and found.confirmed,
        recovery_codes_left=store.count_recovery_codes(db, holder),
        passkeys=tuple(one for one, _ in store.list_passkeys(db, holder)),
    )


def begin_totp(tx: Transaction, holder: Holder, *, account: str, shop: str) -> TotpSetup:
    """A new secret that counts once its first code came back. Raises TotpOn."""
    found = store.find_totp(tx, holder)
    if found is not None and found.confirmed:
        raise TotpOn
    secret = new_secret()
    store.insert_totp(tx, holder, secret)
    return TotpSetup(secret=secret, uri=secret_uri(secret, account=account, shop=shop))


def confirm_totp(tx: Transaction, session: SessionPrincipal, otp: str) -> list[str]:
    """Put the secret into force; the recovery codes, shown this once. Other sessions end, for they were opened by less.

    Raises TotpOff when no secret waits, SecondFactorWrong.
    """
    holder = holder_of(session)
    found = store.find_totp(tx, holder)
    if found is None or found.confirmed:
        raise TotpOff
    step = step_of(found.secret, otp, tx.now)
    if step is None:
        raise SecondFactorWrong
    if not store.confirm_totp(tx, holder, step):
        raise TotpOn
    end_sessions(tx, holder.kind, holder.id, but=session.session_id)
    _audit(tx, holder, "factor.totp_added")
    return _renewed_codes(tx, holder)


def remove_totp(tx: Transaction, holder: Holder) -> None:
    """Take the app and its recovery codes away. Raises TotpOff."""
    if not store.delete_totp(tx, holder):
        raise TotpOff
    store.replace_recovery_codes(tx, holder, ())
    _audit(tx, holder, "factor.totp_removed")


def renew_recovery_codes(tx: Transaction, holder: Holder) -> list[str]:
    """New recovery codes in the place of all others. Raises TotpOff."""
    found = store.find_totp(tx, holder)
    if found is None or not found.confirmed:
        raise TotpOff
    _audit(tx, holder, "factor.recovery_codes_renewed")
    return _renewed_codes(tx, holder)


def prove_second_factor(tx: Transaction, holder: Holder, otp: str | None) -> Proof:
    """What somebody whose password was right has proven. To be asked in the transaction that begins the session.

    PASSWORD where no app is set up; TWO_FACTORS after its code or a recovery code, which is used up by it. Raises
    SecondFactorRequired without one, SecondFactorWrong for one that is wrong or was used.
    """
    found = store.find_totp(tx, holder)
    if found is None or not found.confirmed:
        return Proof.PASSWORD
    if otp is None:
        raise SecondFactorRequired
    step = step_of(found.secret, otp, tx.now)
    if step is not None and store.use_step(tx, holder, step):
        return Proof.TWO_FACTORS
    index = recovery_index(holder.id, otp)
    if index is None or not store.use_recovery_code(tx, holder, index):
        raise SecondFactorWrong
    _audit(tx, holder, "factor.recovery_code_used")
    return Proof.TWO_FACTORS


def remove_factors(tx: Transaction, holder: Holder) -> None:
    """Take every second factor of somebody away: they were erased or left, or the owner lets them begin anew."""
    store.delete_all(tx, holder)


def purge_challenges(tx: Transaction) -> int:
    """Forget about a thousand questions that nobody answered; how many. Call again until it says 0."""
    return store.purge_challenges(tx, most_at_once=_PURGED_AT_ONCE)


def holder_of(session: SessionPrincipal) -> Holder:
    """Whose session it is."""
    return Holder(session.holder_kind, session.holder_id)


def _renewed_codes(tx: Transaction, holder: Holder) -> list[str]:
    codes = new_recovery_codes()
    indexes = [recovery_index(holder.id, code) for code in codes]
    store.replace_recovery_codes(tx, holder, [index for index in indexes if index is not None])
    return codes


def _audit(tx: Transaction, holder: Holder, action: str) -> None:
    actor = Actor(ActorKind(holder.kind.value), holder.id)
    record_audit(tx, actor, action=action, subject_type=holder.kind.value, subject_id=holder.id, detail={})
