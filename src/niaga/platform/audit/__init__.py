"""The audit trail: who changed what, and who of the staff read whose data; sealed into a chain, its heads signed."""

from niaga.platform.audit.actors import Actor, ActorKind
from niaga.platform.audit.chain import verify_chain, waiting_entries
from niaga.platform.audit.entries import audit_writes, record_audit
from niaga.platform.audit.faults import Fault, FaultKind
from niaga.platform.audit.heads import Head, HeadFile, HeadKeeper, HeadSigner, first_forged, heads_kept
from niaga.platform.audit.readings import READ, Reading, Readings, record_readings
from niaga.platform.audit.seals import has_unsealed, seal_entries, seal_late_entries, sealed_length
from niaga.platform.audit.trail import TrailEntry, TrailFilter, list_trail

__all__ = [
    "READ",
    "Actor",
    "ActorKind",
    "Fault",
    "FaultKind",
    "Head",
    "HeadFile",
    "HeadKeeper",
    "HeadSigner",
    "Reading",
    "Readings",
    "TrailEntry",
    "TrailFilter",
    "audit_writes",
    "first_forged",
    "has_unsealed",
    "heads_kept",
    "list_trail",
    "record_audit",
    "record_readings",
    "seal_entries",
    "seal_late_entries",
    "sealed_length",
    "verify_chain",
    "waiting_entries",
]
