"""What the account's pages read in the API's answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from niaga.storefront.purchases import Address, Region


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """Her account."""

    version: int
    name: str
    email: str | None
    phone: str | None
    has_password: bool
    language: str


class SessionStart(msgspec.Struct, frozen=True, kw_only=True):
    """Signed in."""

    token: str
    customer: Customer


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """A code that is on its way."""

    verification: str
    expires_at: datetime


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """Whose account may sign in here."""

    name: str


class Providers(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[Provider, ...]


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """The way to a provider and back."""

    id: str
    url: str


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """How many earlier orders became hers."""

    claimed: int


class TakenCart(msgspec.Struct, frozen=True, kw_only=True):
    """The cart that is hers now."""

    id: str
    quantity: int


class MyOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A line of her orders."""

    id: str
    number: str
    status: str
    total: int
    placed_at: datetime


class MyOrders(msgspec.Struct, frozen=True, kw_only=True):
    """A page of her orders."""

    items: tuple[MyOrder, ...]
    next_cursor: str | None


class SavedAddress(Address, frozen=True, kw_only=True):
    """An address of her book."""

    id: str
    version: int
    label: str
    is_default: bool

    @property
    def region_label(self) -> str:
        """The smallest region first."""
        return ", ".join(reversed(self.region_path))


class AddressBook(msgspec.Struct, frozen=True, kw_only=True):
    """Her addresses, the default first."""

    items: tuple[SavedAddress, ...]


class AddressGuess(msgspec.Struct, frozen=True, kw_only=True):
    """A written address, taken apart."""

    street: str
    postal_code: str | None
    phone: str | None
    confident: bool
    candidates: tuple[Region, ...]


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in."""

    id: str
    current: bool
    device: str
    created_at: datetime
    seen_at: datetime


class Devices(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[Device, ...]


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the account beside the password."""

    totp: bool
    recovery_codes_left: int
    passkeys: tuple[Passkey, ...]


class TotpSetup(msgspec.Struct, frozen=True, kw_only=True):
    """A secret for an authenticator app."""

    secret: str
    uri: str
    qr_svg: str

    @property
    def groups(self) -> str:
        """The secret in groups of four, for whoever types it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Codes for when the app is lost."""

    recovery_codes: tuple[str, ...]


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """A question for an authenticator."""

    challenge: str
    options: dict[str, Any]


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """A purpose, and how she stands to it."""

    purpose: str
    text: str
    text_version: str
    given: bool
    said_at: datetime | None


class Consents(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[Consent, ...]


class PrivacyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Something she asked for about her data."""

    kind: str
    status: str
    message: str
    outcome: str
    received_at: datetime
    due_at: datetime


class PrivacyRequests(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[PrivacyRequest, ...]


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of her."""

    data: msgspec.Raw
    html: str
