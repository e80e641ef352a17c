"""Staff, roles and permissions as plain values."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What somebody does in the shop."""

    OWNER = "owner"
    STAFF = "staff"


class Permission(StrEnum):
    """What a route may ask for. `rules` says which role has which."""

    ORDERS_READ = "orders.read"
    ORDERS_WRITE = "orders.write"
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
    STAFF_WRITE = "staff.write"
    METRICS_READ = "metrics.read"


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in the shop."""

    id: str
    email: str
    role: Role
    created_at: datetime


class StaffPrincipal(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a key stands for, and when it was last seen."""

    staff_id: str
    key_id: str
    role: Role
    last_used_at: datetime | None


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
    """Whom a session token stands for. `role` is there for staff alone."""

    session_id: str
    holder_kind: HolderKind
    holder_id: str
    proof: Proof
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    role: Role | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in as its owner sees it. `device` is what the browser or the app called itself."""

    id: str
    proof: Proof
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
