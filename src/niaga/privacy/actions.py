"""Consents given and withdrawn, requests taken in and answered, breaches entered and reported."""

from datetime import datetime, timedelta

import msgspec

from niaga.foundation.errors import NotFound, invalid_field
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Reader, Transaction
from niaga.privacy import store
from niaga.privacy.errors import BreachStale, ReportIncomplete, RequestClosed, TooManyRequests
from niaga.privacy.model import (
    Breach,
    BreachChange,
    Channel,
    Consent,
    ConsentEntry,
    PrivacyRequest,
    Purpose,
    RequestKind,
    RequestStatus,
)
from niaga.privacy.rules import FISCAL_YEARS, PURPOSES, due_at, missing_in_report, standing

MOST_OPEN_REQUESTS = 10
_PURGED_AT_ONCE = 1000
_YEAR = timedelta(days=365.25)


def say_consent(tx: Transaction, customer_id: str, purpose: Purpose, *, given: bool, channel: Channel) -> list[Consent]:
    """Write down that somebody agreed or no longer agrees; how she stands to every purpose then.

    What she has said already is not written a second time.
    """
    now = standing(store.list_consents(tx, customer_id))
    if next(one.given for one in now if one.purpose is purpose) is given:
        return now
    entry = ConsentEntry(
        id=new_id(),
        purpose=purpose,
        given=given,
        text_version=PURPOSES[purpose].version,
        channel=channel,
        at=tx.now,
    )
    store.insert_consent(tx, customer_id, entry)
    return standing(store.list_consents(tx, customer_id))


def has_consented(db: Reader, customer_id: str, purpose: Purpose) -> bool:
    """Whether somebody agrees to this at this moment. To be asked by whoever wants to do it."""
    return next(one.given for one in standing(store.list_consents(db, customer_id)) if one.purpose is purpose)


def take_request(
    tx: Transaction, by: Actor, kind: RequestKind, *, customer_id: str | None, contact: str, message: str
) -> PrivacyRequest:
    """Take in what somebody asks for; the clock of 72 hours begins. Raises TooManyRequests for one person's eleventh."""
    if customer_id is not None:
        waiting = [one for one in store.requests_of(tx, customer_id) if one.status is RequestStatus.OPEN]
        if len(waiting) >= MOST_OPEN_REQUESTS:
            raise TooManyRequests(most=MOST_OPEN_REQUESTS)
    request = PrivacyRequest(
        id=new_id(),
        kind=kind,
        status=RequestStatus.OPEN,
        customer_id=customer_id,
        contact=contact,
        message=message,
        outcome="",
        received_at=tx.now,
        due_at=due_at(tx.now),
        closed_at=None,
        version=1,
    )
    store.insert_request(tx, request)
    _audit(tx, by, "privacy.request_received", ("privacy_request", request.id), {"kind": kind.value})
    return request


def close_request(
    tx: Transaction, by: Actor, request_id: str, status: RequestStatus, *, outcome: str
) -> PrivacyRequest:
    """Answer a request, saying what was done or why not. Raises NotFound, RequestClosed, InvalidFields."""
    if status is RequestStatus.OPEN:
        raise invalid_field("status", "privacy.not_closed", "Say `done` or `refused`.")
    if not outcome.strip():
        raise invalid_field("outcome", "privacy.no_outcome", "Say what was done, or why not.")
    get_request(tx, request_id)
    if not store.close_request(tx, request_id, status, outcome):
        raise RequestClosed
    _audit(tx, by, "privacy.request_closed", ("privacy_request", request_id), {"status": status.value})
    return get_request(tx, request_id)


def get_request(db: Reader, request_id: str) -> PrivacyRequest:
    """The request. Raises NotFound."""
    found = store.find_request(db, request_id)
    if found is None:
        raise NotFound("request", with_prefix("prq", request_id))
    return found


def enter_breach(tx: Transaction, by: Actor, change: BreachChange, *, noticed_at: datetime) -> Breach:
    """Enter a breach; the clock of 72 hours begins when it was noticed. Raises InvalidFields for a time to come."""
    if noticed_at > tx.now:
        raise invalid_field("noticed_at", "privacy.in_future", "This time has not come yet.")
    empty = Breach(
        id=new_id(),
        noticed_at=noticed_at,
        began_at=None,
        ended_at=None,
        data_exposed="",
        how="",
        handling="",
        recovery="",
        people_affected=None,
        report_due_at=due_at(noticed_at),
        authority_told_at=None,
        people_told_at=None,
        closed_at=None,
        version=1,
    )
    entry = _changed(empty, change)
    store.insert_breach(tx, entry)
    _audit(tx, by, "privacy.breach_entered", ("breach", entry.id), {})
    return entry


def change_breach(
    tx: Transaction, by: Actor, breach_id: str, change: BreachChange, *, seen_version: int | None
) -> Breach:
    """Add what has become known. Raises NotFound, BreachStale, ReportIncomplete when it is told unfinished."""
    seen = get_breach(tx, breach_id)
    if seen_version is not None and seen_version != seen.version:
        raise BreachStale
    entry = msgspec.structs.replace(_changed(seen, change), version=seen.version + 1)
    if not store.update_breach(tx, entry):
        raise BreachStale
    fields = sorted(name for name, value in msgspec.structs.asdict(change).items() if value is not None)
    _audit(tx, by, "privacy.breach_changed", ("breach", entry.id), {"fields": fields})
    return entry


def get_breach(db: Reader, breach_id: str) -> Breach:
    """The entry of the register. Raises NotFound."""
    found = store.find_breach(db, breach_id)
    if found is None:
        raise NotFound("breach", with_prefix("brc", breach_id))
    return found


def purge_consents(tx: Transaction) -> int:
    """Forget about a thousand entries that no longer need to be shown; how many. Call again until it says 0."""
    before = tx.now - FISCAL_YEARS * _YEAR
    return store.purge_consents(tx, before=before, most_at_once=_PURGED_AT_ONCE)


def _changed(seen: Breach, change: BreachChange) -> Breach:
    known = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    entry = msgspec.structs.replace(seen, **known)
    told = entry.authority_told_at or entry.people_told_at or entry.closed_at
    missing = missing_in_report(entry)
    if told and missing:
        raise ReportIncomplete(tuple(missing))
    if entry.began_at and entry.ended_at and entry.ended_at < entry.began_at:
        raise invalid_field("ended_at", "privacy.ends_before", "It cannot end before it began.")
    return entry


def _audit(tx: Transaction, by: Actor, action: str, subject: tuple[str, str], detail: dict[str, object]) -> None:
    if by.kind in {ActorKind.STAFF, ActorKind.SYSTEM}:
        record_audit(tx, by, action=action, subject_type=subject[0], subject_id=subject[1], detail=detail)
