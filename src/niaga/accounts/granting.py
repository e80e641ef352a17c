"""Who gives rights or takes them away, and what he holds himself: nobody gives more than that."""

from dataclasses import dataclass
from datetime import datetime

from niaga.accounts.model import Permission
from niaga.platform.audit import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Grantor:
    """Somebody with rights to give. `until` is when his own come to an end: a key that he makes ends then too."""

    actor: Actor
    held: frozenset[Permission]
    until: datetime | None = None


# Whoever has the machine and its keys: the command line.
OPERATOR = Grantor(Actor(ActorKind.SYSTEM), frozenset(Permission))
