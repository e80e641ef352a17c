"""The one way in: whoever was proven to be a customer gets a session here, however she proved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.accounts.customers import store
from niaga.accounts.events import SignedInAnew
from niaga.accounts.model import HolderKind, SignedIn
from niaga.accounts.sessions.actions import begin_session
from niaga.foundation.identity import with_prefix
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.outbox import record_events

if TYPE_CHECKING:
    from niaga.accounts.model import Customer, Proof
    from niaga.platform.database import Transaction


def enter(tx: Transaction, who: Customer, *, proof: Proof, device: str) -> SignedIn:
    """Begin a session. From a device she has not used before, she is written to (not at her first sign-in of all)."""
    known = store.list_devices(tx, who.id)
    principal, token = begin_session(tx, HolderKind.CUSTOMER, who.id, proof=proof, device=device)
    if known and device not in known:
        fact = SignedInAnew(aggregate_id=principal.session_id, version=1, customer_id=who.id)
        record_events(tx, [fact])
    note_deed(tx, who.id, "customer.signed_in", proof=proof.value, session_id=with_prefix("ses", principal.session_id))
    return SignedIn(customer=who, session=principal, token=token)


def note_deed(tx: Transaction, customer_id: str, action: str, **detail: str) -> None:
    """Write into the audit trail what a customer did with her account."""
    actor = Actor(ActorKind.CUSTOMER, customer_id)
    record_audit(tx, actor, action=action, subject_type="customer", subject_id=customer_id, detail=detail)
