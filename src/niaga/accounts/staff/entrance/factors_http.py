"""Second factors of staff over HTTP. What moves money is open to a sign-in with one alone."""

from litestar import delete, get, post

from niaga.accounts import limits
from niaga.accounts.errors import (
    PasskeyRefused,
    PasskeysFull,
    PasskeyUnknown,
    SecondFactorWrong,
    SignInAgain,
    SignInFailed,
    TotpOff,
    TotpOn,
)
from niaga.accounts.factors.desk import FactorDesk
from niaga.accounts.factors.wire import (
    ChallengeView,
    FactorsView,
    NewPasskeyBody,
    OtpBody,
    PasskeyView,
    RecoveryCodesView,
    SignatureBody,
    TotpView,
)
from niaga.accounts.gate import staff_session
from niaga.accounts.sessions.gate import session_of
from niaga.accounts.staff.actions import get_staff
from niaga.accounts.staff.entrance.actions import begin_staff_session_by_passkey
from niaga.accounts.staff.entrance.http import StaffSession
from niaga.accounts.staff.wire import staff_view
from niaga.foundation.errors import NotFound
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.throttle import Throttle, Throttled

_TAGS = ["second factors"]


@get(
    "/admin/v1/me/factors",
    policy=staff_session(),
    tags=_TAGS,
    summary="My second factors, as staff",
    operation_id="read_staff_factors",
)
async def read_staff_factors(request: ShopRequest, factors: FactorDesk) -> FactorsView:
    """What opens the account beside the password."""
    return await factors.read(session_of(request))


@post(
    "/admin/v1/me/totp",
    policy=staff_session(),
    tags=_TAGS,
    summary="Set up an authenticator app, as staff",
    operation_id="begin_staff_totp",
    once="ignored",
    refuses=(SignInAgain, TotpOn),
)
async def begin_staff_totp(request: ShopRequest, database: Database, factors: FactorDesk) -> TotpView:
    """Answers a secret, so an Idempotency-Key is ignored. It counts once `confirm` was given a code made of it."""
    session = session_of(request)
    return await factors.begin_totp(session, await _account(database, session.holder_id))


@post(
    "/admin/v1/me/totp/confirm",
    policy=staff_session(),
    tags=_TAGS,
    summary="Put the authenticator app into force, as staff",
    operation_id="confirm_staff_totp",
    status_code=200,
    once="ignored",
    refuses=(TotpOff, TotpOn, SecondFactorWrong, Throttled),
)
async def confirm_staff_totp(
    request: ShopRequest, data: OtpBody, factors: FactorDesk, throttle: Throttle
) -> RecoveryCodesView:
    """Answers the recovery codes, once; all other sessions end. Sign in anew for what needs a second factor."""
    session = session_of(request)
    await throttle.take(limits.OTP_TRIES.about(session.holder_id))
    return await factors.confirm_totp(session, data.otp)


@delete(
    "/admin/v1/me/totp",
    policy=staff_session(),
    tags=_TAGS,
    summary="Take the authenticator app away, as staff",
    operation_id="remove_staff_totp",
    refuses=(SignInAgain, TotpOff),
)
async def remove_staff_totp(request: ShopRequest, factors: FactorDesk) -> None:
    """With its recovery codes."""
    await factors.remove_totp(session_of(request))


@post(
    "/admin/v1/me/recovery-codes",
    policy=staff_session(),
    tags=_TAGS,
    summary="New recovery codes, as staff",
    operation_id="renew_staff_recovery_codes",
    once="ignored",
    refuses=(SignInAgain, TotpOff),
)
async def renew_staff_recovery_codes(request: ShopRequest, factors: FactorDesk) -> RecoveryCodesView:
    """Ten new ones; the old ones open nothing any more. Answers secrets, so an Idempotency-Key is ignored."""
    return await factors.renew_recovery_codes(session_of(request))


@post(
    "/admin/v1/me/passkeys/options",
    policy=staff_session(),
    tags=_TAGS,
    summary="Begin to make a passkey, as staff",
    operation_id="ask_staff_passkey",
    once="ignored",
    refuses=(SignInAgain, PasskeysFull),
)
async def ask_staff_passkey(request: ShopRequest, database: Database, factors: FactorDesk) -> ChallengeView:
    """For `navigator.credentials.create`; the answer is taken for five minutes, once."""
    session = session_of(request)
    return await factors.ask_registration(session, await _account(database, session.holder_id))


@post(
    "/admin/v1/me/passkeys",
    policy=staff_session(),
    tags=_TAGS,
    summary="Keep a passkey, as staff",
    operation_id="keep_staff_passkey",
    once="ignored",
    refuses=(SignInAgain, PasskeyRefused, PasskeysFull),
)
async def keep_staff_passkey(request: ShopRequest, data: NewPasskeyBody, factors: FactorDesk) -> PasskeyView:
    """What the browser answered to the options."""
    return await factors.register_passkey(session_of(request), data)


@delete(
    "/admin/v1/me/passkeys/{passkey_id:str}",
    policy=staff_session(),
    tags=_TAGS,
    summary="Take a passkey away, as staff",
    operation_id="remove_staff_passkey",
    refuses=(SignInAgain, NotFound),
)
async def remove_staff_passkey(request: ShopRequest, passkey_id: str, factors: FactorDesk) -> None:
    """It opens nothing here any more."""
    await factors.remove_passkey(session_of(request), passkey_id)


@post(
    "/admin/v1/sessions/passkey/options",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Begin to sign in as staff with a passkey",
    operation_id="ask_passkey_of_staff",
    once="ignored",
    refuses=(Throttled,),
)
async def ask_passkey_of_staff(request: ShopRequest, factors: FactorDesk, throttle: Throttle) -> ChallengeView:
    """For `navigator.credentials.get`; the browser offers the passkeys it has for this shop."""
    await throttle.take(*limits.asking_for_a_passkey(request))
    return await factors.ask_signature()


@post(
    "/admin/v1/sessions/passkey",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Sign in as staff with a passkey",
    operation_id="begin_staff_session_by_passkey",
    status_code=201,
    once="ignored",
    refuses=(PasskeyUnknown, PasskeyRefused, SignInFailed, Throttled),
)
async def open_staff_session_by_passkey(
    request: ShopRequest, data: SignatureBody, database: Database, factors: FactorDesk, throttle: Throttle
) -> StaffSession:
    """A passkey asks its owner for a finger, a face or a PIN, so it is two factors at once."""
    await throttle.take(*limits.asking_for_a_passkey(request))
    signature, device = await factors.verify_signature(data), request.headers.get("user-agent", "")
    person, session, token = await database.write(
        lambda tx: begin_staff_session_by_passkey(tx, signature, device=device), name="begin_staff_session_by_passkey"
    )
    return StaffSession(token=token, expires_at=session.expires_at, proof=session.proof.value, staff=staff_view(person))


async def _account(database: Database, staff_id: str) -> str:
    """What an authenticator calls the account."""
    return (await database.read(lambda db: get_staff(db, staff_id))).email
