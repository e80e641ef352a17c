"""Customers on the wire: what their bodies may say, and how an account looks from outside."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from niaga.accounts.model import Customer, GivenCode, Question, SignedIn, Target
from niaga.accounts.rules.codes import CODE_DIGITS
from niaga.accounts.rules.passwords import LONGEST
from niaga.accounts.rules.targets import target_of
from niaga.accounts.sessions.actions import LONGEST_DEVICE
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.platform.http import Line, ShopRequest, ShortLine, WireId
from niaga.platform.mail.message import one_line

Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
TypedCode = Annotated[str, Meta(min_length=CODE_DIGITS, max_length=20, pattern=r"^[0-9 -]+$(?!\n)")]
_NO_QUESTION = "none"


class AddressBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An e-mail address or a phone number, one of them."""

    email: Email | None = None
    phone: ShortLine | None = None

    def target(self) -> Target:
        """The address, tidied. Raises InvalidFields."""
        return target_of(self.email, self.phone)


class SignUpBody(AddressBody, forbid_unknown_fields=True, kw_only=True):
    """Who wants an account."""

    password: Password
    name: Line


class CodesBody(AddressBody, forbid_unknown_fields=True, kw_only=True):
    """Which code shall be sent anew."""

    verification: WireId


class CodeBody(AddressBody, forbid_unknown_fields=True, kw_only=True):
    """The code that came to the address. `verification` is what asking for it answered."""

    code: TypedCode
    verification: WireId | None = None

    def given(self) -> GivenCode:
        """The code with its address. Raises InvalidFields."""
        return given_code(self.target(), self.code, self.verification)


class ResetBody(CodeBody, forbid_unknown_fields=True, kw_only=True):
    """The code, and the password from now on."""

    password: Password


class SignInBody(AddressBody, forbid_unknown_fields=True, kw_only=True):
    """An address of the account and its password; `otp` is the code of an authenticator app or a recovery code."""

    password: Password
    otp: ShortLine | None = None


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """An account. Every address in it is proven."""

    id: str
    version: int
    name: str
    email: str | None
    phone: str | None
    has_password: bool
    language: str
    metadata: dict[str, str]
    created_at: datetime


class VerificationView(msgspec.Struct, frozen=True, kw_only=True):
    """A code is on its way, or a letter that says why there is none: the answer is the same."""

    verification: str
    expires_at: datetime


class SessionStart(msgspec.Struct, frozen=True, kw_only=True):
    """Signed in: `token` goes into the Authorization header, and is told once."""

    token: str
    expires_at: datetime
    customer: CustomerView


def customer_view(who: Customer) -> CustomerView:
    """The account as its owner reads it."""
    return CustomerView(
        id=with_prefix("cus", who.id),
        version=who.version,
        name=who.name,
        email=who.email,
        phone=who.phone,
        has_password=who.password_hash is not None,
        language=who.language,
        metadata=who.metadata,
        created_at=who.created_at,
    )


def verification_view(asked: Question) -> VerificationView:
    """What asking for a code answers."""
    return VerificationView(verification=with_prefix("ver", asked.id), expires_at=asked.expires_at)


def session_start(signed_in: SignedIn) -> SessionStart:
    """What signing in answers."""
    expires_at = signed_in.session.expires_at
    return SessionStart(token=signed_in.token, expires_at=expires_at, customer=customer_view(signed_in.customer))


def given_code(target: Target, typed: str, verification: str | None) -> GivenCode:
    """A code as it was typed, blanks and dashes aside. Something else than a verification's id answers none."""
    question = None if verification is None else without_prefix("ver", verification) or _NO_QUESTION
    return GivenCode(target=target, code=typed.replace(" ", "").replace("-", ""), question_id=question)


def device_of(request: ShopRequest) -> str:
    """What the device calls itself."""
    return one_line(request.headers.get("user-agent", ""))[:LONGEST_DEVICE]
