"""Privacy over HTTP: for a buyer her consents and requests, for staff the requests, the register and the schedule."""

import asyncio
from datetime import timedelta
from typing import Any

from litestar import Response, delete, get, patch, post

from niaga.accounts.errors import SignInAgain
from niaga.accounts.public import Permission, Sessions, customer, require_recent, session_of, staff
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import without_prefix
from niaga.foundation.paging import BadCursor
from niaga.platform.database import Database, Reader, Transaction
from niaga.platform.http import (
    Cursor,
    Limit,
    ShopRequest,
    actor_of,
    answer_once,
    bearer_token,
    language_of,
    note_read,
    note_read_in,
)
from niaga.platform.http.versions import IfMatchMissing, seen_version
from niaga.platform.settings import Settings
from niaga.platform.throttle import Rule, Throttle, Throttled
from niaga.privacy import store
from niaga.privacy.actions import (
    change_breach,
    close_request,
    enter_breach,
    get_breach,
    get_request,
    say_consent,
    take_request,
)
from niaga.privacy.erasure import erase_person
from niaga.privacy.errors import BreachStale, OrdersUnderWay, ReportIncomplete, RequestClosed, TooManyRequests
from niaga.privacy.export import export_person
from niaga.privacy.model import Breach, BreachChange, Channel, PrivacyRequest, RequestStatus
from niaga.privacy.notice import breach_notice
from niaga.privacy.readable import readable
from niaga.privacy.rules import standing
from niaga.privacy.wire import (
    BreachBody,
    BreachList,
    BreachView,
    ClosingBody,
    ConsentBody,
    ConsentList,
    NewBreachBody,
    Notice,
    PersonExportView,
    RequestBody,
    RequestList,
    RequestView,
    Schedule,
    StaffRequestList,
    StaffRequestView,
    TakenRequestBody,
    breach_view,
    consent_list,
    request_view,
    schedule,
    staff_request_view,
)
from niaga.shop.public import SettingsCache

EXPORTS = Rule(name="privacy.exports", limit=6, per=timedelta(hours=1), burst=6)


@get("/store/v1/me/consents", policy=customer(), tags=["privacy"], summary="My consents")
async def read_consents(request: ShopRequest, database: Database) -> ConsentList:
    """Every purpose beyond your orders, its text, and how you stand to it. Nothing is agreed to by silence."""
    mine = actor_of(request).id
    return consent_list(standing(await database.read(lambda db: store.list_consents(db, mine))), language_of(request))


@post("/store/v1/me/consents", policy=customer(), tags=["privacy"], summary="Agree, or no longer agree")
async def write_consent(request: ShopRequest, data: ConsentBody, database: Database) -> Response[ConsentList]:
    """Written down with the version of the text, the time and the way. What you withdraw ends at once."""
    mine, language = actor_of(request).id, language_of(request)

    def act(tx: Transaction) -> ConsentList:
        return consent_list(say_consent(tx, mine, data.purpose, given=data.given, channel=Channel.API), language)

    return await answer_once(request, database, act, lambda view: view)


@get("/store/v1/me/privacy-requests", policy=customer(), tags=["privacy"], summary="My requests")
async def read_own_requests(request: ShopRequest, database: Database) -> RequestList:
    """What you asked for about your data, and what was answered."""
    mine = actor_of(request).id
    return RequestList(items=[request_view(one) for one in await database.read(lambda db: store.requests_of(db, mine))])


@post(
    "/store/v1/me/privacy-requests",
    policy=customer(),
    tags=["privacy"],
    summary="Ask for something about my data",
    refuses=(TooManyRequests,),
)
async def write_own_request(request: ShopRequest, data: RequestBody, database: Database) -> Response[RequestView]:
    """Access, export, correction, erasure, restriction, objection or withdrawal: answered within 3 x 24 hours.

    An export and an erasure you can also do yourself, at once: `POST /store/v1/me/export`, `DELETE /store/v1/me`.
    """
    by = actor_of(request)

    def act(tx: Transaction) -> PrivacyRequest:
        return take_request(tx, by, data.kind, customer_id=by.id, contact="", message=data.message)

    return await answer_once(request, database, act, request_view)


@post(
    "/store/v1/me/export",
    policy=customer(),
    tags=["privacy"],
    summary="Everything you keep about me",
    operation_id="export_me",
    status_code=200,
    once="ignored",
    refuses=(Throttled,),
)
async def export_me(
    request: ShopRequest, database: Database, throttle: Throttle, shop_settings: SettingsCache
) -> PersonExportView:
    """As JSON, and in `html` as one page to read. A few times an hour; answers personal data, so no answer is remembered."""
    mine, language = actor_of(request).id, language_of(request)
    await throttle.take(EXPORTS.about(mine))
    found = await database.read(lambda db: export_person(db, mine, language=language))
    shop = (await shop_settings.current()).name
    page = await asyncio.to_thread(readable, found, shop=shop, language=language)
    return PersonExportView(data=found, html=page)


@delete(
    "/store/v1/me",
    policy=customer(),
    tags=["privacy"],
    summary="Erase my account",
    operation_id="erase_me",
    refuses=(SignInAgain, OrdersUnderWay),
)
async def erase_me(request: ShopRequest, database: Database, sessions: Sessions) -> None:
    """For good: name, addresses, sign-ins, carts, and who the buyer of the orders was. Needs a fresh sign-in.

    Orders stay as documents of a sale that name nobody. An account with an order under way is erased when that is over.
    """
    session, by = session_of(request), actor_of(request)

    def act(tx: Transaction) -> None:
        require_recent(tx, session)
        erase_person(tx, by, session.holder_id)

    await database.write(act, name="erase_me")
    sessions.forget(bearer_token(request) or "")


@get(
    "/admin/v1/privacy/requests",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="List requests about personal data",
    refuses=(BadCursor,),
    reads="privacy_request",
)
async def list_all_requests(
    request: ShopRequest,
    database: Database,
    status: RequestStatus | None = None,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> StaffRequestList:
    """Newest first; `overdue` says that 72 hours have passed without an answer."""

    def look(db: Reader) -> tuple[StaffRequestList, list[str]]:
        page = store.list_requests(db, status, limit=limit, cursor=cursor)
        items = [staff_request_view(one, db.now) for one in page.items]
        return StaffRequestList(items=items, next_cursor=page.next_cursor), [one.id for one in page.items]

    found, shown = await database.read(look)
    await note_read(request, shown)
    return found


@post(
    "/admin/v1/privacy/requests",
    policy=staff(Permission.PRIVACY_WRITE),
    tags=["privacy"],
    summary="Take in a request about personal data",
    refuses=(NotFound,),
    reads="privacy_request",
)
async def write_request(request: ShopRequest, data: TakenRequestBody, database: Database) -> Response[StaffRequestView]:
    """For what came by telephone, letter or message. The 72 hours begin now."""
    by, account = actor_of(request), _customer(data.customer_id)

    def act(tx: Transaction) -> StaffRequestView:
        taken = take_request(tx, by, data.kind, customer_id=account, contact=data.contact, message=data.message)
        return staff_request_view(taken, tx.now)

    return await note_read_in(request, await answer_once(request, database, act, lambda view: view), "prq")


@post(
    "/admin/v1/privacy/requests/{request_id:str}/close",
    policy=staff(Permission.PRIVACY_WRITE),
    tags=["privacy"],
    summary="Answer a request about personal data",
    status_code=200,
    refuses=(RequestClosed, NotFound),
    reads="privacy_request",
)
async def close(
    request: ShopRequest, request_id: str, data: ClosingBody, database: Database
) -> Response[StaffRequestView]:
    """Say what was done, or why not."""
    by, asked = actor_of(request), _own_id("prq", "request", request_id)

    def act(tx: Transaction) -> StaffRequestView:
        return staff_request_view(close_request(tx, by, asked, data.status, outcome=data.outcome), tx.now)

    answer = await answer_once(request, database, act, lambda view: view, status=200)
    return await note_read_in(request, answer, "prq")


@get(
    "/admin/v1/privacy/requests/{request_id:str}",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="Read a request about personal data",
    refuses=(NotFound,),
    reads="privacy_request",
)
async def read_request(request: ShopRequest, request_id: str, database: Database) -> StaffRequestView:
    """One request."""
    asked = _own_id("prq", "request", request_id)
    found = await database.read(lambda db: staff_request_view(get_request(db, asked), db.now))
    await note_read(request, [asked])
    return found


@get(
    "/admin/v1/privacy/breaches",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="List the register of breaches",
    refuses=(BadCursor,),
)
async def list_all_breaches(database: Database, limit: Limit = 24, cursor: Cursor = None) -> BreachList:
    """Newest first. `report_due_at` is 72 hours after it was noticed; `missing` names what the notice must still say."""
    page = await database.read(lambda db: store.list_breaches(db, limit=limit, cursor=cursor))
    return BreachList(items=[breach_view(one) for one in page.items], next_cursor=page.next_cursor)


@post(
    "/admin/v1/privacy/breaches",
    policy=staff(Permission.PRIVACY_WRITE),
    tags=["privacy"],
    summary="Enter a breach",
    refuses=(ReportIncomplete,),
)
async def write_breach(request: ShopRequest, data: NewBreachBody, database: Database) -> Response[BreachView]:
    """A failure to protect personal data, with what is known so far. The 72 hours begin when it was noticed."""
    by = actor_of(request)

    def act(tx: Transaction) -> Breach:
        return enter_breach(tx, by, data.change(), noticed_at=data.noticed_at)

    return await answer_once(request, database, act, breach_view)


@get(
    "/admin/v1/privacy/breaches/{breach_id:str}",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="Read a breach",
    refuses=(NotFound,),
)
async def read_breach(breach_id: str, database: Database) -> Response[BreachView]:
    """One entry, with its version as `ETag`."""
    entry = await database.read(lambda db: get_breach(db, _own_id("brc", "breach", breach_id)))
    return _tagged(entry)


@get(
    "/admin/v1/privacy/breaches/{breach_id:str}/notice",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="The notice of a breach",
    refuses=(NotFound, ReportIncomplete),
)
async def read_notice(
    request: ShopRequest, breach_id: str, database: Database, shop_settings: SettingsCache, settings: Settings
) -> Notice:
    """Its text for people and the authority, in the language asked for, once all is known that it must say."""
    entry = await database.read(lambda db: get_breach(db, _own_id("brc", "breach", breach_id)))
    shop, language = await shop_settings.current(), language_of(request)
    contact = shop.contact.email or shop.contact.phone or shop.contact.whatsapp or settings.public_url
    return Notice(text=breach_notice(entry, shop=shop.name, contact=contact, zone=shop.zone, language=language))


@patch(
    "/admin/v1/privacy/breaches/{breach_id:str}",
    policy=staff(Permission.PRIVACY_WRITE),
    tags=["privacy"],
    summary="Add to a breach what has become known",
    if_match=True,
    refuses=(NotFound, BreachStale, ReportIncomplete, IfMatchMissing),
)
async def edit_breach(
    request: ShopRequest, breach_id: str, data: BreachBody, database: Database
) -> Response[BreachView]:
    """`authority_told_at`, `people_told_at` and `closed_at` are taken once the notice says all that it must."""
    seen, by, change = seen_version(request, BreachStale()), actor_of(request), data.change()
    entered = _own_id("brc", "breach", breach_id)
    return _tagged(await database.write(lambda tx: _edit(tx, by, entered, change, seen), name="edit_breach"))


@get(
    "/admin/v1/privacy/retention",
    policy=staff(Permission.PRIVACY_READ),
    tags=["privacy"],
    summary="What is kept, and how long",
)
async def read_schedule(request: ShopRequest) -> Schedule:
    """The schedule that runs by itself."""
    return schedule(language_of(request))


def _edit(tx: Transaction, by: Any, breach_id: str, change: BreachChange, seen: int | None) -> Breach:
    return change_breach(tx, by, breach_id, change, seen_version=seen)


def _tagged(entry: Breach) -> Response[BreachView]:
    return Response(breach_view(entry), headers={"ETag": f'"{entry.version}"'})


def _own_id(prefix: str, what: str, wire_id: str) -> str:
    found = without_prefix(prefix, wire_id)
    if found is None:
        raise NotFound(what, wire_id)
    return found


def _customer(wire_id: str | None) -> str | None:
    if wire_id is None:
        return None
    return _own_id("cus", "customer", wire_id)
