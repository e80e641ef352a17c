"""Privacy on the wire."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from niaga.foundation.identity import with_prefix
from niaga.platform.http import Moment, Text
from niaga.platform.language import Language, translate
from niaga.privacy.export import PersonExport
from niaga.privacy.model import Breach, BreachChange, Consent, PrivacyRequest, Purpose, RequestKind, RequestStatus
from niaga.privacy.rules import PURPOSES, SCHEDULE, is_overdue, missing_in_report

LongText = Annotated[str, Meta(max_length=5000)]
People = Annotated[int, Meta(ge=0, le=10**9)]


class ConsentBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Agreeing to a purpose (`given` true), or no longer."""

    purpose: Purpose
    given: bool


class ConsentView(msgspec.Struct, frozen=True, kw_only=True):
    """A purpose with its text, and how you stand to it. `said_at` is when you last said so."""

    purpose: str
    text: str
    text_version: str
    given: bool
    said_at: datetime | None
    channel: str | None


class ConsentList(msgspec.Struct, frozen=True, kw_only=True):
    """Every purpose."""

    items: list[ConsentView]
    next_cursor: str | None = None


class RequestBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What you ask for, in your words."""

    kind: RequestKind
    message: Annotated[str, Meta(max_length=2000)] = ""


class TakenRequestBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A request that came by another way. `contact` says how to reach who asked; `customer_id` whose account it is."""

    kind: RequestKind
    contact: Annotated[str, Meta(min_length=1, max_length=300)]
    customer_id: Annotated[str, Meta(min_length=5, max_length=40, pattern=r"^cus_[0-9a-z]+$(?!\n)")] | None = None
    message: Text = ""


class ClosingBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a request ended: `done` or `refused`, and what is told to who asked."""

    status: RequestStatus
    outcome: Annotated[str, Meta(min_length=1, max_length=2000)]


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A request. `due_at` is 72 hours after it came in."""

    id: str
    kind: str
    status: str
    message: str
    outcome: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None


class StaffRequestView(RequestView, frozen=True, kw_only=True):
    """A request as staff see it."""

    customer_id: str | None
    contact: str
    overdue: bool


class RequestList(msgspec.Struct, frozen=True, kw_only=True):
    """Your requests, newest first."""

    items: list[RequestView]
    next_cursor: str | None = None


class StaffRequestList(msgspec.Struct, frozen=True, kw_only=True):
    """Requests, newest first."""

    items: list[StaffRequestView]
    next_cursor: str | None = None


class BreachBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is known of a breach. What its notice must say: data_exposed, began_at, how, handling, recovery."""

    began_at: Moment | None = None
    ended_at: Moment | None = None
    data_exposed: LongText | None = None
    how: LongText | None = None
    handling: LongText | None = None
    recovery: LongText | None = None
    people_affected: People | None = None
    authority_told_at: Moment | None = None
    people_told_at: Moment | None = None
    closed_at: Moment | None = None

    def change(self) -> BreachChange:
        """The same for the action."""
        return BreachChange(**{name: getattr(self, name) for name in BreachChange.__struct_fields__})


class NewBreachBody(BreachBody, forbid_unknown_fields=True, kw_only=True):
    """A breach, when it was noticed and what is known already."""

    noticed_at: Moment


class BreachView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the register. `missing` names what the notice must still say."""

    id: str
    version: int
    noticed_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    data_exposed: str
    how: str
    handling: str
    recovery: str
    people_affected: int | None
    report_due_at: datetime
    missing: list[str]
    authority_told_at: datetime | None
    people_told_at: datetime | None
    closed_at: datetime | None


class BreachList(msgspec.Struct, frozen=True, kw_only=True):
    """The register, newest first."""

    items: list[BreachView]
    next_cursor: str | None = None


class PersonExportView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about you: `data` for programs, `html` the same as a page to read and keep."""

    data: PersonExport
    html: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a notice."""

    text: str


class KeepingView(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept, how long, and why."""

    name: str
    what: str
    kept: str
    why: str


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """The retention schedule, as it runs."""

    items: list[KeepingView]


def consent_list(standing: list[Consent], language: Language) -> ConsentList:
    """How somebody stands to each purpose."""
    return ConsentList(
        items=[
            ConsentView(
                purpose=one.purpose.value,
                text=translate(PURPOSES[one.purpose].text, language),
                text_version=PURPOSES[one.purpose].version,
                given=one.given,
                said_at=one.entry.at if one.entry else None,
                channel=one.entry.channel.value if one.entry else None,
            )
            for one in standing
        ]
    )


def request_view(request: PrivacyRequest) -> RequestView:
    """A request as who asked sees it."""
    return RequestView(**_request_fields(request))


def staff_request_view(request: PrivacyRequest, now: datetime) -> StaffRequestView:
    """A request as staff see it."""
    return StaffRequestView(
        **_request_fields(request),
        customer_id=with_prefix("cus", request.customer_id) if request.customer_id else None,
        contact=request.contact,
        overdue=is_overdue(request, now),
    )


def breach_view(entry: Breach) -> BreachView:
    """An entry of the register."""
    fields = {name: getattr(entry, name) for name in Breach.__struct_fields__ if name != "id"}
    return BreachView(id=with_prefix("brc", entry.id), missing=missing_in_report(entry), **fields)


def schedule(language: Language) -> Schedule:
    """The retention schedule in that language."""
    return Schedule(
        items=[
            KeepingView(
                name=one.name,
                what=translate(one.what, language),
                kept=translate(one.kept, language),
                why=translate(one.why, language),
            )
            for one in SCHEDULE
        ]
    )


def _request_fields(request: PrivacyRequest) -> dict[str, Any]:
    return {
        "id": with_prefix("prq", request.id),
        "kind": request.kind.value,
        "status": request.status.value,
        "message": request.message,
        "outcome": request.outcome,
        "received_at": request.received_at,
        "due_at": request.due_at,
        "closed_at": request.closed_at,
    }
