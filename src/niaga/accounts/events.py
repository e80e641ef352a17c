"""Facts about accounts. Ids alone: names, addresses and codes stay in their rows."""

from __future__ import annotations

from typing import ClassVar

from niaga.foundation.events import Event


class VerificationAsked(Event, frozen=True, kw_only=True):
    """An address is to be asked for a code; `version` is the issue of the code."""

    aggregate: ClassVar[str] = "verification"
    kind: ClassVar[str] = "verification.asked"

    purpose: str
    channel: str


class PasswordChanged(Event, frozen=True, kw_only=True):
    """A customer has another password."""

    aggregate: ClassVar[str] = "customer"
    kind: ClassVar[str] = "customer.password_changed"


class AddressChanged(Event, frozen=True, kw_only=True):
    """A customer has another e-mail address or phone number; the question's row knows the former one."""

    aggregate: ClassVar[str] = "customer"
    kind: ClassVar[str] = "customer.address_changed"

    verification_id: str


class SignedInAnew(Event, frozen=True, kw_only=True):
    """A customer signed in with a device that she had not used before; the aggregate is the session."""

    aggregate: ClassVar[str] = "session"
    kind: ClassVar[str] = "session.signed_in_anew"

    customer_id: str


class StaffInvited(Event, frozen=True, kw_only=True):
    """Somebody is asked to work in the shop and to choose a password; the question's row knows the address."""

    aggregate: ClassVar[str] = "staff"
    kind: ClassVar[str] = "staff.invited"

    verification_id: str
