"""Consents, requests and breaches as plain values."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Purpose(StrEnum):
    """What a buyer may agree to beyond her orders, which need no consent (UU PDP art. 20: contract)."""

    MARKETING_EMAIL = "marketing_email"
    MARKETING_WHATSAPP = "marketing_whatsapp"
    PERSONAL_OFFERS = "personal_offers"


class Channel(StrEnum):
    """Where somebody said it."""

    STOREFRONT = "storefront"
    API = "api"
    STAFF = "staff"
    COMMAND = "command"


class ConsentText(msgspec.Struct, frozen=True, kw_only=True):
    """The words that were agreed to. A new text has a new version; what was given under an old one is not given to it."""

    version: str
    text: str


class ConsentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody gave or withdrew consent. The log only grows."""

    id: str
    purpose: Purpose
    given: bool
    text_version: str
    channel: Channel
    at: datetime


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody stands to a purpose now. `entry` is the last word, if there was one."""

    purpose: Purpose
    given: bool
    entry: ConsentEntry | None


class RequestKind(StrEnum):
    """What a person may ask for (UU PDP art. 5 to 13)."""

    ACCESS = "access"
    EXPORT = "export"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"


class RequestStatus(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class PrivacyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked for. `contact`, `message` and `outcome` are personal data and sealed.

    `customer_id` is None for who has no account. `due_at` is 3 x 24 hours after it came in.
    """

    id: str
    kind: RequestKind
    status: RequestStatus
    customer_id: str | None
    contact: str
    message: str
    outcome: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None
    version: int


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A failure of protection, with what its notice must say (UU PDP art. 46): which data, when and how, what was done.

    `report_due_at` is 3 x 24 hours after it was noticed. Texts are sealed: they may name people and weaknesses.
    """

    id: str
    noticed_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    data_exposed: str
    how: str
    handling: str
    recovery: str
    people_affected: int | None
    report_due_at: datetime
    authority_told_at: datetime | None
    people_told_at: datetime | None
    closed_at: datetime | None
    version: int


class BreachChange(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes known of a breach, field by field; None leaves a field as it is."""

    began_at: datetime | None = None
    ended_at: datetime | None = None
    data_exposed: str | None = None
    how: str | None = None
    handling: str | None = None
    recovery: str | None = None
    people_affected: int | None = None
    authority_told_at: datetime | None = None
    people_told_at: datetime | None = None
    closed_at: datetime | None = None


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """How long something is kept and why. `why` is an English text that is translated where it is shown."""

    name: str
    what: str
    kept: str
    why: str
