"""Getting in over HTTP: signing up, proving an address, signing in, a forgotten password.

Whether an address has an account is told to nobody: neither by an answer nor by its time. So every refusal here either
depends on the body alone, or is the same for all.
"""

from litestar import Response, post

from niaga.accounts import limits
from niaga.accounts.customers.joining import Wish, ask_to_join, join
from niaga.accounts.customers.resetting import ask_reset, reset_password
from niaga.accounts.customers.signing_in import sign_in
from niaga.accounts.customers.store import find_customer_at
from niaga.accounts.customers.wire import (
    AddressBody,
    CodeBody,
    CodesBody,
    ResetBody,
    SessionStart,
    SignInBody,
    SignUpBody,
    VerificationView,
    device_of,
    session_start,
    verification_view,
)
from niaga.accounts.errors import AddressTaken, CodeWrong, SecondFactorRequired, SecondFactorWrong, SignInFailed
from niaga.accounts.model import Ways
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.codes import CODE_LIFE
from niaga.accounts.rules.passwords import SHORTEST_FOR_BUYERS
from niaga.accounts.rules.targets import require_reachable
from niaga.accounts.verification.actions import ask_again
from niaga.foundation.errors import Overloaded
from niaga.foundation.identity import without_prefix
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, ShopRequest, language_of
from niaga.platform.logging import get_logger
from niaga.platform.throttle import Throttle, Throttled

ACCEPTED, CREATED, NO_CONTENT = 202, 201, 204
_log = get_logger(__name__)


@post(
    "/store/v1/customers",
    policy=PUBLIC,
    tags=["account"],
    summary="Sign up",
    operation_id="sign_up",
    status_code=ACCEPTED,
    once="ignored",
    refuses=(Throttled, Overloaded),
)
async def sign_up(
    request: ShopRequest, data: SignUpBody, database: Database, throttle: Throttle, passwords: Passwords, ways: Ways
) -> VerificationView:
    """Sends a code of six digits by mail, or by WhatsApp to a phone number; the account exists once it came back.

    The answer is the same whether or not the address has an account: then the letter says so instead. Keep
    `verification` and send it with the code. An address is sent a code a minute at most, and five an hour. Answers what
    only its asker may know, so an Idempotency-Key is ignored.
    """
    target, language = data.target(), language_of(request)
    require_reachable(target, ways)
    own = (data.name, target.address)
    hashed = await passwords.hash_chosen(data.password, path="password", shortest=SHORTEST_FOR_BUYERS, own=own)
    await throttle.take(*limits.sending_a_code(request, target))
    wish = Wish(name=data.name.strip(), password_hash=hashed)
    asked = await database.write(lambda tx: ask_to_join(tx, target, wish, language=language), name="sign_up")
    return verification_view(asked)


@post(
    "/store/v1/customers/codes",
    policy=PUBLIC,
    tags=["account"],
    summary="Send the code again",
    operation_id="send_code_again",
    status_code=ACCEPTED,
    once="ignored",
    refuses=(Throttled,),
)
async def send_code_again(
    request: ShopRequest, data: CodesBody, database: Database, throttle: Throttle
) -> VerificationView:
    """Another code for a sign-up, a reset or a change of address that waits for one; the former code is over.

    The answer is the same whether or not there is such a thing. A minute must lie between two codes.
    """
    target = data.target()
    await throttle.take(*limits.sending_a_code(request, target))
    question = without_prefix("ver", data.verification)
    if question is not None:
        await database.write(lambda tx: ask_again(tx, question, target), name="send_code_again")
    return VerificationView(verification=data.verification, expires_at=database.clock.now() + CODE_LIFE)


@post(
    "/store/v1/customers/verify",
    policy=PUBLIC,
    tags=["account"],
    summary="Prove the address of a new account",
    operation_id="verify_customer",
    status_code=CREATED,
    once="ignored",
    refuses=(CodeWrong, AddressTaken, Throttled),
)
async def verify_customer(request: ShopRequest, data: CodeBody, database: Database, throttle: Throttle) -> SessionStart:
    """Makes the account and signs in. A code works once, for ten minutes, and may be mistaken five times.

    With `verification`, as our own pages send it, the code completes that sign-up alone: somebody else's, who gave your
    address and a password of his, is not completed by a code that you type.
    """
    given, device = data.given(), device_of(request)
    await throttle.take(*limits.trying_a_code(request, given.target))
    signed_in = await database.write(lambda tx: join(tx, given, device=device), name="verify_customer")
    if signed_in is None:
        raise CodeWrong
    return session_start(signed_in)


@post(
    "/store/v1/sessions",
    policy=PUBLIC,
    tags=["account"],
    summary="Sign in",
    operation_id="sign_in",
    status_code=CREATED,
    once="ignored",
    refuses=(SignInFailed, SecondFactorRequired, SecondFactorWrong, Throttled, Overloaded),
)
async def open_session(
    request: ShopRequest, data: SignInBody, database: Database, throttle: Throttle, passwords: Passwords
) -> SessionStart:
    """A session of thirty days without a request, half a year at most. An unknown address and a wrong password are one 401.

    Wrong tries are counted for the address, the caller's own address and its network: then 429 with Retry-After, also for
    what is right, and the same for addresses without an account. Right ones are not counted. Who has set up an authenticator
    app gets 401 `accounts.second_factor_required` until `otp` is right as well.
    """
    target, device = data.target(), device_of(request)
    cost = limits.trying_a_password(request, target.address)
    await throttle.take(*cost)
    found = await database.read(lambda db: find_customer_at(db, target))
    try:
        verdict = await passwords.verify(None if found is None else found.password_hash, data.password)
        renewed = await passwords.hash(data.password) if verdict.outdated else None
    except Overloaded:
        await throttle.give_back(*cost)
        raise
    if found is None or not verdict.right:
        _log.info("accounts.sign_in_failed", customer_id=None if found is None else found.id)
        raise SignInFailed
    try:
        signed_in = await database.write(
            lambda tx: sign_in(tx, found, otp=data.otp, device=device, renewed_hash=renewed), name="open_session"
        )
    except SecondFactorRequired:
        await throttle.give_back(*cost)
        raise
    await throttle.give_back(*cost)
    return session_start(signed_in)


@post(
    "/store/v1/password-resets",
    policy=PUBLIC,
    tags=["account"],
    summary="Ask for another password",
    operation_id="ask_password_reset",
    status_code=ACCEPTED,
    once="ignored",
    refuses=(Throttled,),
)
async def ask_password_reset(
    request: ShopRequest, data: AddressBody, database: Database, throttle: Throttle, ways: Ways
) -> VerificationView:
    """Sends a code to an address of an account; to any other address nothing is sent, and the answer is the same."""
    target, language = data.target(), language_of(request)
    require_reachable(target, ways)
    await throttle.take(*limits.sending_a_code(request, target))
    asked = await database.write(lambda tx: ask_reset(tx, target, language=language), name="ask_password_reset")
    return verification_view(asked)


@post(
    "/store/v1/password-resets/confirm",
    policy=PUBLIC,
    tags=["account"],
    summary="Set another password with a code",
    operation_id="confirm_password_reset",
    status_code=NO_CONTENT,
    once="ignored",
    refuses=(CodeWrong, Throttled, Overloaded),
)
async def confirm_password_reset(
    request: ShopRequest, data: ResetBody, database: Database, throttle: Throttle, passwords: Passwords
) -> Response[None]:
    """Ends every session of the account and tells its owner. Sign in with the new password then."""
    given = data.given()
    await throttle.take(*limits.trying_a_code(request, given.target))
    own = (given.target.address,)
    hashed = await passwords.hash_chosen(data.password, path="password", shortest=SHORTEST_FOR_BUYERS, own=own)
    if not await database.write(lambda tx: reset_password(tx, given, hashed), name="confirm_password_reset"):
        raise CodeWrong
    return Response(None, status_code=NO_CONTENT)
