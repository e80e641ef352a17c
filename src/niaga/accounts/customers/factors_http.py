"""A buyer's second factors over HTTP: an authenticator app, recovery codes, passkeys."""

from litestar import delete, get, post

from niaga.accounts import limits
from niaga.accounts.customers.changing import get_customer
from niaga.accounts.customers.signing_in import sign_in_by_passkey
from niaga.accounts.customers.wire import SessionStart, device_of, session_start
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
from niaga.accounts.sessions.gate import customer, session_of
from niaga.foundation.errors import NotFound
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.throttle import Throttle, Throttled

_TAGS = ["second factors"]


@get("/store/v1/me/factors", policy=customer(), tags=_TAGS, summary="My second factors", operation_id="read_my_factors")
async def read_my_factors(request: ShopRequest, factors: FactorDesk) -> FactorsView:
    """What opens the account beside the password."""
    return await factors.read(session_of(request))


@post(
    "/store/v1/me/totp",
    policy=customer(),
    tags=_TAGS,
    summary="Set up an authenticator app",
    operation_id="begin_my_totp",
    once="ignored",
    refuses=(SignInAgain, TotpOn),
)
async def begin_my_totp(request: ShopRequest, database: Database, factors: FactorDesk) -> TotpView:
    """Answers a secret, so an Idempotency-Key is ignored. It counts once `confirm` was given a code made of it."""
    session = session_of(request)
    return await factors.begin_totp(session, await _account(database, session.holder_id))


@post(
    "/store/v1/me/totp/confirm",
    policy=customer(),
    tags=_TAGS,
    summary="Put the authenticator app into force",
    operation_id="confirm_my_totp",
    status_code=200,
    once="ignored",
    refuses=(TotpOff, TotpOn, SecondFactorWrong, Throttled),
)
async def confirm_my_totp(
    request: ShopRequest, data: OtpBody, factors: FactorDesk, throttle: Throttle
) -> RecoveryCodesView:
    """From now on signing in takes a code as well. Answers the recovery codes, once; all other sessions end."""
    session = session_of(request)
    await throttle.take(limits.OTP_TRIES.about(session.holder_id))
    return await factors.confirm_totp(session, data.otp)


@delete(
    "/store/v1/me/totp",
    policy=customer(),
    tags=_TAGS,
    summary="Take the authenticator app away",
    operation_id="remove_my_totp",
    refuses=(SignInAgain, TotpOff),
)
async def remove_my_totp(request: ShopRequest, factors: FactorDesk) -> None:
    """With its recovery codes; the password is enough again."""
    await factors.remove_totp(session_of(request))


@post(
    "/store/v1/me/recovery-codes",
    policy=customer(),
    tags=_TAGS,
    summary="New recovery codes",
    operation_id="renew_my_recovery_codes",
    once="ignored",
    refuses=(SignInAgain, TotpOff),
)
async def renew_my_recovery_codes(request: ShopRequest, factors: FactorDesk) -> RecoveryCodesView:
    """Ten new ones; the old ones open nothing any more. Answers secrets, so an Idempotency-Key is ignored."""
    return await factors.renew_recovery_codes(session_of(request))


@post(
    "/store/v1/me/passkeys/options",
    policy=customer(),
    tags=_TAGS,
    summary="Begin to make a passkey",
    operation_id="ask_my_passkey",
    once="ignored",
    refuses=(SignInAgain, PasskeysFull),
)
async def ask_my_passkey(request: ShopRequest, database: Database, factors: FactorDesk) -> ChallengeView:
    """For `navigator.credentials.create`; the answer is taken for five minutes, once."""
    session = session_of(request)
    return await factors.ask_registration(session, await _account(database, session.holder_id))


@post(
    "/store/v1/me/passkeys",
    policy=customer(),
    tags=_TAGS,
    summary="Keep a passkey",
    operation_id="keep_my_passkey",
    once="ignored",
    refuses=(SignInAgain, PasskeyRefused, PasskeysFull),
)
async def keep_my_passkey(request: ShopRequest, data: NewPasskeyBody, factors: FactorDesk) -> PasskeyView:
    """What the browser answered to the options."""
    return await factors.register_passkey(session_of(request), data)


@delete(
    "/store/v1/me/passkeys/{passkey_id:str}",
    policy=customer(),
    tags=_TAGS,
    summary="Take a passkey away",
    operation_id="remove_my_passkey",
    refuses=(SignInAgain, NotFound),
)
async def remove_my_passkey(request: ShopRequest, passkey_id: str, factors: FactorDesk) -> None:
    """It opens nothing here any more."""
    await factors.remove_passkey(session_of(request), passkey_id)


@post(
    "/store/v1/sessions/passkey/options",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Begin to sign in with a passkey",
    operation_id="ask_passkey",
    once="ignored",
    refuses=(Throttled,),
)
async def ask_passkey(request: ShopRequest, factors: FactorDesk, throttle: Throttle) -> ChallengeView:
    """For `navigator.credentials.get`; the browser offers the passkeys it has for this shop."""
    await throttle.take(*limits.asking_for_a_passkey(request))
    return await factors.ask_signature()


@post(
    "/store/v1/sessions/passkey",
    policy=PUBLIC,
    tags=_TAGS,
    summary="Sign in with a passkey",
    operation_id="sign_in_by_passkey",
    status_code=201,
    once="ignored",
    refuses=(PasskeyUnknown, PasskeyRefused, SignInFailed, Throttled),
)
async def open_session_by_passkey(
    request: ShopRequest, data: SignatureBody, database: Database, factors: FactorDesk, throttle: Throttle
) -> SessionStart:
    """A passkey asks its owner for a finger, a face or a PIN, so it is two factors at once."""
    await throttle.take(*limits.asking_for_a_passkey(request))
    signature, device = await factors.verify_signature(data), device_of(request)
    signed_in = await database.write(
        lambda tx: sign_in_by_passkey(tx, signature, device=device), name="sign_in_by_passkey"
    )
    return session_start(signed_in)


async def _account(database: Database, customer_id: str) -> str:
    """What an authenticator calls the account."""
    found = await database.read(lambda db: get_customer(db, customer_id))
    return found.email or found.phone or found.name
