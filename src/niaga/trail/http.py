"""The audit trail over HTTP, for the owner. It names things and people by their ids and tells nothing else of them."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import Parameter

from niaga.accounts.public import Permission, staff
from niaga.foundation.errors import invalid_field
from niaga.foundation.identity import is_id, with_prefix
from niaga.foundation.paging import BadCursor
from niaga.platform.audit import TrailEntry, TrailFilter, list_trail
from niaga.platform.database import Database
from niaga.platform.http import Cursor, Limit, Moment

# What an id of each kind is called outside. What is not here (settings, tariffs) stands for itself.
_PREFIXES = {
    "order": "ord",
    "payment": "pay",
    "product": "prd",
    "variant": "var",
    "staff": "stf",
    "customer": "cus",
    "api_key": "key",
    "session": "ses",
    "address": "adr",
    "passkey": "psk",
    "role": "rol",
    "privacy_request": "prq",
    "breach": "brc",
}
# Words that people wrote may name anybody.
_FREE_TEXT = frozenset({"note"})
_WORD = r"^[a-z_.]+$(?!\n)"
_REFERENCE = r"^[A-Za-z0-9_-]+$(?!\n)"
_TIME = (
    r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$(?!\n)"
)


class TrailActor(msgspec.Struct, frozen=True, kw_only=True):
    """Who: `staff`, `customer`, `order`, `guest` or `system`, and the id of the person or order."""

    kind: str
    id: str


class TrailSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What it was done to, or whose data was read. `id` is empty where `detail.subjects` names several."""

    type: str
    id: str


class TrailEntryWire(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done or read."""

    id: str
    at: datetime
    actor: TrailActor
    action: str
    subject: TrailSubject
    detail: dict[str, Any]


class TrailList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the trail, newest first."""

    items: list[TrailEntryWire]
    next_cursor: str | None


@get(
    "/admin/v1/audit-log",
    policy=staff(Permission.AUDIT_READ),
    tags=["audit"],
    summary="Read the audit trail",
    refuses=(BadCursor,),
)
async def list_audit_log(
    database: Database,
    actor: Annotated[
        str | None, Parameter(max_length=64, pattern=_REFERENCE, description="Who, such as `stf_…` or `cus_…`.")
    ] = None,
    action: Annotated[
        str | None,
        Parameter(max_length=60, pattern=_WORD, description="What, such as `order.shipped` or `personal_data.read`."),
    ] = None,
    subject_type: Annotated[
        str | None,
        Parameter(max_length=40, pattern=_WORD, description="The kind of thing, such as `order`, with `subject_id`."),
    ] = None,
    subject_id: Annotated[
        str | None,
        Parameter(
            max_length=64,
            pattern=_REFERENCE,
            description="The thing, such as `ord_…` or `cus_…`; also finds who was shown its data in a list.",
        ),
    ] = None,
    since: Annotated[str | None, Parameter(max_length=40, pattern=_TIME, description="Not before this moment.")] = None,
    until: Annotated[str | None, Parameter(max_length=40, pattern=_TIME, description="Before this moment.")] = None,
    reads: Annotated[
        bool | None, Parameter(description="Only who was shown personal data (true), or all else (false).")
    ] = None,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> TrailList:
    """Newest first. Every entry is chained to those before it; `niaga audit verify` shows that none was changed."""
    if subject_type is not None and subject_id is None:
        raise invalid_field("subject_type", "trail.which_subject", "Say with subject_id which one.")
    wanted = TrailFilter(
        actor_id=_bare(actor),
        action=action,
        subject_type=subject_type,
        subject_id=_bare(subject_id),
        since=_moment("since", since),
        until=_moment("until", until),
        reads=reads,
    )
    page = await database.read(lambda db: list_trail(db, wanted, limit=limit, cursor=cursor))
    return TrailList(items=[_wire(entry) for entry in page.items], next_cursor=page.next_cursor)


def _wire(entry: TrailEntry) -> TrailEntryWire:
    detail = {name: value for name, value in entry.detail.items() if name not in _FREE_TEXT}
    if isinstance(detail.get("subjects"), list):
        detail["subjects"] = [_named(entry.subject_type, one) for one in detail["subjects"]]
    return TrailEntryWire(
        id=entry.id,
        at=entry.at,
        actor=TrailActor(kind=entry.actor.kind.value, id=_named(entry.actor.kind.value, entry.actor.id)),
        action=entry.action,
        subject=TrailSubject(type=entry.subject_type, id=_named(entry.subject_type, entry.subject_id)),
        detail=detail,
    )


def _named(kind: str, identity: str) -> str:
    prefix = _PREFIXES.get(kind)
    return with_prefix(prefix, identity) if prefix is not None and is_id(identity) else identity


def _bare(reference: str | None) -> str | None:
    if reference is None:
        return None
    prefix, _, identity = reference.partition("_")
    return identity if prefix in _PREFIXES.values() and is_id(identity) else reference


def _moment(name: str, text: str | None) -> datetime | None:
    try:
        return None if text is None else msgspec.convert(text, Moment)
    except msgspec.ValidationError as error:
        message = "Write a time such as 2026-11-24T12:00:00+07:00."
        raise invalid_field(name, "request.bad_time", message) from error
