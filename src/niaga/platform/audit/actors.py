"""Actors: who did something."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of asker stands behind a change."""

    GUEST = "guest"
    CUSTOMER = "customer"
    ORDER = "order"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something: a kind, and the id of the order or the person (empty for guests and the system)."""

    kind: ActorKind
    id: str = ""
