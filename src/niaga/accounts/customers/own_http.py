"""Her own account over HTTP: read and changed, password and addresses included."""

from typing import Any

import msgspec
from litestar import Response, get, patch, post
from msgspec import UNSET, UnsetType

from niaga.accounts import limits
from niaga.accounts.customers.changing import (
    ask_new_address,
    change_customer,
    change_password,
    get_customer,
    take_new_address,
)
from niaga.accounts.customers.wire import (
    CustomerView,
    Email,
    Password,
    SessionStart,
    TypedCode,
    VerificationView,
    customer_view,
    given_code,
    session_start,
    verification_view,
)
from niaga.accounts.errors import AddressTaken, CodeWrong, CustomerStale, PasswordWrong, SignInAgain
from niaga.accounts.factors.actions import require_recent
from niaga.accounts.model import Customer, CustomerChange, GivenCode, Target, Ways
from niaga.accounts.passwords import Passwords
from niaga.accounts.rules.passwords import SHORTEST_FOR_BUYERS
from niaga.accounts.rules.targets import require_reachable, target_of
from niaga.accounts.sessions.gate import Sessions, customer, session_of, shown_session
from niaga.foundation.errors import Overloaded
from niaga.platform.database import Database
from niaga.platform.http import Line, Metadata, ShopRequest, ShortLine, WireId, language_of
from niaga.platform.http.versions import IfMatchMissing, seen_version
from niaga.platform.language import Language
from niaga.platform.throttle import Throttle, Throttled

ACCEPTED = 202


class CustomerBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall be different; what is left out stays. `metadata` replaces all of it."""

    name: Line | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET


class PasswordBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The present password, and the one from now on."""

    current: Password
    new: Password


class NewEmailBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The address, and the password unless the sign-in is recent."""

    email: Email
    password: Password | None = None


class NewPhoneBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The number, and the password unless the sign-in is recent."""

    phone: ShortLine
    password: Password | None = None


class NewEmailCodeBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code that came to the new address."""

    email: Email
    code: TypedCode
    verification: WireId | None = None


class NewPhoneCodeBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The code that came to the new number."""

    phone: ShortLine
    code: TypedCode
    verification: WireId | None = None


@get("/store/v1/me", policy=customer(), tags=["account"], summary="My account", operation_id="read_me")
async def read_me(request: ShopRequest, database: Database) -> Response[CustomerView]:
    """The account with its version as `ETag`: send it back in `If-Match` to change it."""
    mine = session_of(request)
    return _answer(await database.read(lambda db: get_customer(db, mine.holder_id)))


@patch(
    "/store/v1/me",
    policy=customer(),
    tags=["account"],
    summary="Change my account",
    operation_id="change_me",
    refuses=(IfMatchMissing, CustomerStale),
    if_match=True,
)
async def change_me(request: ShopRequest, data: CustomerBody, database: Database) -> Response[CustomerView]:
    """Changes what the body names. `If-Match` holds the `ETag` of your last read; 412: it is stale."""
    mine, seen = session_of(request), seen_version(request, CustomerStale())
    change = CustomerChange(
        name=data.name if isinstance(data.name, UnsetType) else data.name.strip(),
        language=data.language if isinstance(data.language, UnsetType) else data.language.value,
        metadata=data.metadata,
    )
    return _answer(await database.write(lambda tx: change_customer(tx, mine.holder_id, change, seen), name="change_me"))


@post(
    "/store/v1/me/password",
    policy=customer(),
    tags=["account"],
    summary="Change my password",
    operation_id="change_my_password",
    status_code=200,
    once="ignored",
    refuses=(PasswordWrong, CustomerStale, Throttled, Overloaded),
)
async def change_my_password(
    request: ShopRequest,
    data: PasswordBody,
    database: Database,
    throttle: Throttle,
    passwords: Passwords,
    sessions: Sessions,
) -> SessionStart:
    """Every session ends, this one too: the answer holds the new token of this device. She is written to about it."""
    mine = session_of(request)
    found = await database.read(lambda db: get_customer(db, mine.holder_id))
    await _prove(request, throttle, passwords, found, data.current)
    hashed = await passwords.hash_chosen(data.new, path="new", shortest=SHORTEST_FOR_BUYERS, own=_known_of(found))
    signed_in = await database.write(
        lambda tx: change_password(tx, found, hashed, session=mine), name="change_my_password"
    )
    sessions.forget(shown_session(request))
    return session_start(signed_in)


@post(
    "/store/v1/me/email",
    policy=customer(),
    tags=["account"],
    summary="Ask for another e-mail address",
    operation_id="ask_new_email",
    status_code=ACCEPTED,
    once="ignored",
    refuses=(PasswordWrong, SignInAgain, Throttled, Overloaded),
)
async def ask_new_email(
    request: ShopRequest,
    data: NewEmailBody,
    database: Database,
    throttle: Throttle,
    passwords: Passwords,
    ways: Ways,
) -> VerificationView:
    """Sends a code to the new address, which becomes the account's when the code comes back. The former one is told.

    Without the password the sign-in may be a quarter of an hour old. For an address of another account the answer is the same.
    """
    target = target_of(data.email, None)
    require_reachable(target, ways)
    return await _ask_new(request, target, data.password, database=database, throttle=throttle, passwords=passwords)


@post(
    "/store/v1/me/email/confirm",
    policy=customer(),
    tags=["account"],
    summary="Prove the new e-mail address",
    operation_id="confirm_new_email",
    status_code=200,
    once="ignored",
    refuses=(CodeWrong, AddressTaken, CustomerStale, Throttled),
)
async def confirm_new_email(
    request: ShopRequest, data: NewEmailCodeBody, database: Database, throttle: Throttle
) -> Response[CustomerView]:
    """The address is the account's from now on."""
    given = given_code(target_of(data.email, None), data.code, data.verification)
    return await _take_new(request, given, database, throttle)


@post(
    "/store/v1/me/phone",
    policy=customer(),
    tags=["account"],
    summary="Ask for another phone number",
    operation_id="ask_new_phone",
    status_code=ACCEPTED,
    once="ignored",
    refuses=(PasswordWrong, SignInAgain, Throttled, Overloaded),
)
async def ask_new_phone(
    request: ShopRequest,
    data: NewPhoneBody,
    database: Database,
    throttle: Throttle,
    passwords: Passwords,
    ways: Ways,
) -> VerificationView:
    """Sends a code by WhatsApp to the new number, as `ask_new_email` does to an address."""
    target = target_of(None, data.phone)
    require_reachable(target, ways)
    return await _ask_new(request, target, data.password, database=database, throttle=throttle, passwords=passwords)


@post(
    "/store/v1/me/phone/confirm",
    policy=customer(),
    tags=["account"],
    summary="Prove the new phone number",
    operation_id="confirm_new_phone",
    status_code=200,
    once="ignored",
    refuses=(CodeWrong, AddressTaken, CustomerStale, Throttled),
)
async def confirm_new_phone(
    request: ShopRequest, data: NewPhoneCodeBody, database: Database, throttle: Throttle
) -> Response[CustomerView]:
    """The number is the account's from now on."""
    given = given_code(target_of(None, data.phone), data.code, data.verification)
    return await _take_new(request, given, database, throttle)


async def _ask_new(
    request: ShopRequest,
    target: Target,
    password: str | None,
    *,
    database: Database,
    throttle: Throttle,
    passwords: Passwords,
) -> VerificationView:
    mine, language = session_of(request), language_of(request)
    if password is not None:
        found = await database.read(lambda db: get_customer(db, mine.holder_id))
        await _prove(request, throttle, passwords, found, password)
    else:
        await database.read(lambda db: require_recent(db, mine))
    await throttle.take(*limits.sending_a_code(request, target))
    asked = await database.write(
        lambda tx: ask_new_address(tx, mine.holder_id, target, language=language), name="ask_new_address"
    )
    return verification_view(asked)


async def _take_new(
    request: ShopRequest, given: GivenCode, database: Database, throttle: Throttle
) -> Response[CustomerView]:
    mine = session_of(request)
    await throttle.take(*limits.trying_a_code(request, given.target))
    changed = await database.write(lambda tx: take_new_address(tx, mine.holder_id, given), name="take_new_address")
    if changed is None:
        raise CodeWrong
    return _answer(changed)


async def _prove(request: ShopRequest, throttle: Throttle, passwords: Passwords, who: Customer, password: str) -> None:
    """That it is she who holds the session. Raises PasswordWrong, Throttled, Overloaded."""
    cost = limits.trying_a_password(request, who.id)
    await throttle.take(*cost)
    if not (await passwords.verify(who.password_hash, password)).right:
        raise PasswordWrong
    await throttle.give_back(*cost)


def _known_of(who: Customer) -> list[str]:
    return [text for text in (who.name, who.email, who.phone) if text]


def _answer(who: Customer) -> Response[Any]:
    return Response(customer_view(who), headers={"ETag": f'"{who.version}"'})
