"""The statements of privacy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.platform.crypto import Vault
from niaga.platform.database import Reader, Transaction, Utc
from niaga.privacy.model import (
    Breach,
    Channel,
    ConsentEntry,
    PrivacyRequest,
    Purpose,
    RequestKind,
    RequestStatus,
)
from niaga.privacy.tables import breach, consent_entry, privacy_request

_SEALED_OF_REQUEST = ("contact", "message", "outcome")
_SEALED_OF_BREACH = ("data_exposed", "how", "handling", "recovery")
_CONSENTS = (
    sa.select(consent_entry).where(consent_entry.c.customer_id == sa.bindparam("customer")).order_by(consent_entry.c.id)
)
_OLD_CONSENTS = (
    sa.select(consent_entry.c.id)
    .where(consent_entry.c.at < sa.bindparam("before", type_=Utc()))
    .order_by(consent_entry.c.id)
    .limit(sa.bindparam("most_at_once"))
)
_DROP_CONSENTS = sa.delete(consent_entry).where(
    consent_entry.c.id <= sa.bindparam("last"), consent_entry.c.at < sa.bindparam("before", type_=Utc())
)
_FIND_REQUEST = sa.select(privacy_request).where(privacy_request.c.id == sa.bindparam("request"))
_REQUESTS_OF = (
    sa.select(privacy_request)
    .where(privacy_request.c.customer_id == sa.bindparam("customer"))
    .order_by(privacy_request.c.id.desc())
)
_CLOSE_REQUEST = (
    sa.update(privacy_request)
    .where(privacy_request.c.id == sa.bindparam("request"), privacy_request.c.status == RequestStatus.OPEN.value)
    .values(
        status=sa.bindparam("next_status"),
        outcome=sa.bindparam("words", type_=privacy_request.c.outcome.type),
        closed_at=sa.bindparam("at", type_=Utc()),
        version=privacy_request.c.version + 1,
    )
)
_FIND_BREACH = sa.select(breach).where(breach.c.id == sa.bindparam("breach"))


def insert_consent(tx: Transaction, customer_id: str, entry: ConsentEntry) -> None:
    """Write down what somebody said."""
    row = {**msgspec.structs.asdict(entry), "customer_id": customer_id}
    tx.execute(sa.insert(consent_entry), {**row, "purpose": entry.purpose.value, "channel": entry.channel.value})


def list_consents(db: Reader, customer_id: str) -> list[ConsentEntry]:
    """Everything somebody said, the oldest first."""
    return [
        ConsentEntry(
            id=row.id,
            purpose=Purpose(row.purpose),
            given=row.given,
            text_version=row.text_version,
            channel=Channel(row.channel),
            at=row.at,
        )
        for row in db.execute(_CONSENTS, {"customer": customer_id})
    ]


def purge_consents(tx: Transaction, *, before: datetime, most_at_once: int) -> int:
    """Forget about so many entries older than that; how many."""
    due = tx.execute(_OLD_CONSENTS, {"before": before, "most_at_once": most_at_once}).scalars().all()
    return tx.execute(_DROP_CONSENTS, {"before": before, "last": due[-1]}).rowcount if due else 0


def insert_request(tx: Transaction, request: PrivacyRequest) -> None:
    """Store a request."""
    tx.execute(sa.insert(privacy_request), _sealed(tx.vault, "privacy_request", request, _SEALED_OF_REQUEST))


def find_request(db: Reader, request_id: str) -> PrivacyRequest | None:
    """The request with that id."""
    row = db.execute(_FIND_REQUEST, {"request": request_id}).one_or_none()
    return row and _request(row, db.vault)


def requests_of(db: Reader, customer_id: str) -> list[PrivacyRequest]:
    """Somebody's requests, the newest first."""
    return [_request(row, db.vault) for row in db.execute(_REQUESTS_OF, {"customer": customer_id})]


def list_requests(db: Reader, status: RequestStatus | None, *, limit: int, cursor: str | None) -> Page[PrivacyRequest]:
    """Requests, the newest first."""
    query = sa.select(privacy_request).order_by(privacy_request.c.id.desc()).limit(limit + 1)
    if status is not None:
        query = query.where(privacy_request.c.status == status.value)
    if cursor is not None:
        query = query.where(privacy_request.c.id < decode_cursor(cursor, str))
    return _page([_request(row, db.vault) for row in db.execute(query)], limit)


def close_request(tx: Transaction, request_id: str, status: RequestStatus, outcome: str) -> bool:
    """Close an open request with these words; whether it was open."""
    words = tx.vault.seal(outcome, table="privacy_request", column="outcome", row=request_id)
    bind = {"request": request_id, "next_status": status.value, "words": words, "at": tx.now}
    return tx.execute(_CLOSE_REQUEST, bind).rowcount == 1


def insert_breach(tx: Transaction, entry: Breach) -> None:
    """Store an entry of the register."""
    tx.execute(sa.insert(breach), _sealed(tx.vault, "breach", entry, _SEALED_OF_BREACH))


def update_breach(tx: Transaction, entry: Breach) -> bool:
    """Store the next version of an entry; False when somebody else's came first."""
    row = _sealed(tx.vault, "breach", entry, _SEALED_OF_BREACH)
    guarded = sa.update(breach).where(breach.c.id == entry.id, breach.c.version == entry.version - 1)
    return tx.execute(guarded.values(row)).rowcount == 1


def find_breach(db: Reader, breach_id: str) -> Breach | None:
    """The entry with that id."""
    row = db.execute(_FIND_BREACH, {"breach": breach_id}).one_or_none()
    return row and _breach(row, db.vault)


def list_breaches(db: Reader, *, limit: int, cursor: str | None) -> Page[Breach]:
    """The register, the newest first."""
    query = sa.select(breach).order_by(breach.c.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(breach.c.id < decode_cursor(cursor, str))
    return _page([_breach(row, db.vault) for row in db.execute(query)], limit)


def _page(found: Sequence[Any], limit: int) -> Page[Any]:
    items = list(found[:limit])
    return Page(items, encode_cursor(items[-1].id) if len(found) > limit else None)


def _sealed(vault: Vault, table: str, thing: Any, columns: Sequence[str]) -> dict[str, Any]:
    row = msgspec.structs.asdict(thing)
    for column in columns:
        row[column] = vault.seal(row[column], table=table, column=column, row=thing.id)
    return {name: getattr(value, "value", value) for name, value in row.items()}


def _opened(vault: Vault, table: str, row: Any, columns: Sequence[str]) -> dict[str, Any]:
    found = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    for column in columns:
        found[column] = vault.open(found[column], table=table, column=column, row=row.id)
    return found


def _request(row: Any, vault: Vault) -> PrivacyRequest:
    found = _opened(vault, "privacy_request", row, _SEALED_OF_REQUEST)
    return PrivacyRequest(**{**found, "kind": RequestKind(row.kind), "status": RequestStatus(row.status)})


def _breach(row: Any, vault: Vault) -> Breach:
    return Breach(**_opened(vault, "breach", row, _SEALED_OF_BREACH))
