"""The audit trail: who changed what; one row for each write by staff, sealed into a chain afterwards."""

from niaga.platform.audit.actors import Actor, ActorKind
from niaga.platform.audit.entries import audit_writes, record_audit
from niaga.platform.audit.seals import has_unsealed, seal_entries, verify_chain

__all__ = [
    "Actor",
    "ActorKind",
    "audit_writes",
    "has_unsealed",
    "record_audit",
    "seal_entries",
    "verify_chain",
]
