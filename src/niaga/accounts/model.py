"""Staff, roles and permissions as plain values."""

from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType


class Role(StrEnum):
    """What somebody does in the shop: the roles that every shop has. Others are rows that the owner makes."""

    OWNER = "owner"
    MANAGER = "manager"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    SUPPORT = "support"


class Permission(StrEnum):
    """What a route may ask for. `rules` says which role has which."""

    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
    ORDERS_SHIP = "orders.ship"
    ORDERS_OVERRIDE = "orders.override"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_CONFIRM = "payments.confirm"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_WRITE = "catalogue.write"
    STOCK_READ = "stock.read"
    STOCK_WRITE = "stock.write"
    TARIFFS_READ = "tariffs.read"
    TARIFFS_WRITE = "tariffs.write"
    SETTINGS_READ = "settings.read"
    SETTINGS_WRITE = "settings.write"
    STAFF_READ = "staff.read"
    STAFF_WRITE = "staff.write"
    ROLES_WRITE = "roles.write"
    KEYS_WRITE = "keys.write"
    PRIVACY_READ = "privacy.read"
    PRIVACY_WRITE = "privacy.write"
    METRICS_READ = "metrics.read"
    AUDIT_READ = "audit.read"


class StaffStatus(StrEnum):
    """Whether somebody can come in: not yet, yes, no longer."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in the shop. `role` is one of `Role` or the name of a role that the shop made."""

    id: str
    email: str
    name: str = ""
    role: str
    status: StaffStatus = StaffStatus.ACTIVE
    has_password: bool = False
    version: int = 1
    created_at: datetime


class StaffWish(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who shall work here, and the language of the letter."""

    email: str
    name: str = ""
    role: str
    language: str


class StaffChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about somebody; None stays."""

    name: str | None = None
    role: str | None = None


class CustomRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role that the shop made."""

    id: str
    name: str
    permissions: frozenset[Permission]
    version: int
    created_at: datetime


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key as its owner sees it. Without `scopes` it may do all that its owner may."""

    id: str
    staff_id: str
    name: str
    scopes: frozenset[Permission] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class StaffPrincipal(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a key stands for, what it may do, and when it was last seen."""

    staff_id: str
    key_id: str
    role: str
    permissions: frozenset[Permission]
    last_used_at: datetime | None = None
    expires_at: datetime | None = None


class HolderKind(StrEnum):
    """Whose a session is. The values are those of `ActorKind`."""

    CUSTOMER = "customer"
    STAFF = "staff"


class Proof(StrEnum):
    """What a sign-in was proven with."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    CODE = "code"
    TWO_FACTORS = "two_factors"
    PASSKEY = "passkey"
    FOREIGN = "foreign"


class SessionPrincipal(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a session token stands for. `role` and `permissions` are there for staff alone."""

    session_id: str
    holder_kind: HolderKind
    holder_id: str
    proof: Proof
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    role: str | None = None
    permissions: frozenset[Permission] = frozenset()


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in as its owner sees it. `device` is what the browser or the app called itself."""

    id: str
    proof: Proof
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class Channel(StrEnum):
    """How somebody is reached who has not been proven to be reachable."""

    EMAIL = "email"
    WHATSAPP = "whatsapp"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A tidied e-mail address, or a phone number as E.164."""

    channel: Channel
    address: str


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """Which channels this shop can write by."""

    email: bool
    whatsapp: bool

    def lead_to(self, channel: Channel) -> bool:
        """Whether it can write by this one."""
        return self.email if channel is Channel.EMAIL else self.whatsapp


class Purpose(StrEnum):
    """What a code is good for. For `KNOWN` and `NOBODY` none is sent: their rows only look like the others.

    `INVITE` is answered with a token instead of a code.
    """

    SIGN_UP = "sign_up"
    KNOWN = "known"
    RESET = "reset"
    NOBODY = "nobody"
    EMAIL = "email"
    PHONE = "phone"
    INVITE = "invite"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An address that was asked for its code. `wish` is what shall happen when the code comes back."""

    id: str
    purpose: Purpose
    holder_id: str
    target: Target
    wish: str | None
    language: str
    issue: int
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class GivenCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that came back: from which address, and for which question where the asker says so."""

    target: Target
    code: str
    question_id: str | None = None


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer with an account. Every address of hers is proven. `version` counts the changes."""

    id: str
    version: int
    name: str
    email: str | None
    phone: str | None
    password_hash: str | None
    language: str
    metadata: dict[str, str]
    created_at: datetime
    disabled_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Customer(id={self.id!r}, version={self.version})"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in, and the session with its token, which is nowhere else."""

    customer: Customer
    session: SessionPrincipal
    token: str


class CustomerChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a customer; UNSET stays."""

    name: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET
