"""The audit trail: who changed what; one row for each write by staff."""

from niaga.platform.audit.actors import Actor, ActorKind

__all__ = ["Actor", "ActorKind"]
