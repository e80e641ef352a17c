"""Tools for people who build a shop: every message it sent, and its clock to move. Assembled in development only."""

from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import Parameter
from msgspec import UNSET, Meta, UnsetType

from niaga.foundation.clock import ShopClock
from niaga.foundation.errors import invalid_field
from niaga.notifications.public import moment_text
from niaga.platform.database import Database, Reader, Transaction
from niaga.platform.database.leases import release_leases
from niaga.platform.http import PUBLIC, ShopRequest, answer_once, language_of
from niaga.platform.language import Language, translate
from niaga.platform.mail import DevelopmentMailbox, StoredMessage
from niaga.shop.public import ShopSettings, read_clock_offset, read_settings, write_clock_offset

_TEN_YEARS = 10 * 366 * 24 * 3600
# A message brings its styles along; it can neither run scripts nor load anything.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Seconds = Annotated[int, Meta(ge=-_TEN_YEARS, le=_TEN_YEARS)]


class ClockMove(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Move the clock by so many seconds, or to so many seconds from the real time: one of the two."""

    advance_seconds: Seconds | UnsetType = UNSET
    offset_seconds: Seconds | UnsetType = UNSET


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's time, and how far it was moved."""

    now: datetime
    offset_seconds: int


class ListedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was sent."""

    channel: str
    to: str
    kind: str
    subject: str
    text: str
    at: str


def move_clock(tx: Transaction, clock: ShopClock, move: ClockMove) -> timedelta:
    """Move the shop's clock for every process. Raises InvalidFields unless exactly one way is given."""
    before = read_clock_offset(tx)
    offset = _offset_after(before, move)
    if abs(offset.total_seconds()) > _TEN_YEARS:
        raise invalid_field("advance_seconds", "request.too_large", "Must be at most {limit}.", limit=_TEN_YEARS)
    write_clock_offset(tx, offset)
    if offset < before:
        release_leases(tx)

    def follow() -> None:
        clock.offset = offset

    # First this process' clock, then its relay: what became due is done at once.
    tx.after_commit(follow)
    tx.has_news = True
    return offset


def _offset_after(before: timedelta, move: ClockMove) -> timedelta:
    if isinstance(move.advance_seconds, int) and move.offset_seconds is UNSET:
        return before + timedelta(seconds=move.advance_seconds)
    if isinstance(move.offset_seconds, int) and move.advance_seconds is UNSET:
        return timedelta(seconds=move.offset_seconds)
    message = "Say either advance_seconds or offset_seconds."
    raise invalid_field("advance_seconds", "dev.one_way_to_move", message)


def dev_handlers(mailbox: DevelopmentMailbox, clock: ShopClock) -> list[HTTPRouteHandler]:
    """The routes under /dev. They ask for the dependency `database`."""
    return [*_mailbox_handlers(mailbox), *_clock_handlers(clock)]


def _clock_handlers(clock: ShopClock) -> list[HTTPRouteHandler]:
    def view(offset: timedelta) -> ClockView:
        return ClockView(now=clock.now() - clock.offset + offset, offset_seconds=int(offset.total_seconds()))

    @get("/dev/clock", policy=PUBLIC, include_in_schema=False)
    async def read_clock() -> ClockView:
        return view(clock.offset)

    @post("/dev/clock", policy=PUBLIC, include_in_schema=False, status_code=200)
    async def move_shop_clock(request: ShopRequest, database: Database, data: ClockMove) -> Response[ClockView]:
        return await answer_once(request, database, lambda tx: move_clock(tx, clock, data), view, status=200)

    return [read_clock, move_shop_clock]


def _mailbox_handlers(mailbox: DevelopmentMailbox) -> list[HTTPRouteHandler]:
    @get("/dev/mailbox", policy=PUBLIC, include_in_schema=False)
    async def list_mailbox(request: Request[Any, Any, Any], database: Database) -> Response[bytes]:
        messages = await mailbox.list_messages()
        if _wants_json(request):
            return Response(msgspec.json.encode([_listed(one) for one in messages]), media_type="application/json")
        shop, now, offset = await database.read(_standing)
        language = language_of(request)
        facts = {
            "messages": [
                {"message": one, "title": _title(one), "at": _moment(one.at, shop, language)} for one in messages
            ],
            "now": moment_text(now, shop.zone, language, weekday=True),
            "offset": int(offset.total_seconds()),
        }
        return _page("dev_mailbox.html.j2", language, shop, **facts)

    @get("/dev/mailbox/{name:str}", policy=PUBLIC, include_in_schema=False)
    async def show_message(
        request: Request[Any, Any, Any], database: Database, name: Annotated[str, Parameter(max_length=60)]
    ) -> Response[bytes]:
        message = await mailbox.find_message(name)
        if message is None:
            raise NotFoundException
        shop, _, _ = await database.read(_standing)
        language = language_of(request)
        facts = {"message": message, "title": _title(message), "at": _moment(message.at, shop, language)}
        return _page("dev_message.html.j2", language, shop, **facts)

    return [list_mailbox, show_message]


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _listed(message: StoredMessage) -> ListedMessage:
    return msgspec.convert(message, ListedMessage, from_attributes=True)


def _title(message: StoredMessage) -> str:
    """Its subject; what came to a phone has none and is called by how it begins."""
    return message.subject or message.text.strip().split("\n", 1)[0]


def _standing(db: Reader) -> tuple[ShopSettings, datetime, timedelta]:
    return read_settings(db), db.now, read_clock_offset(db)


def _moment(at: str, shop: ShopSettings, language: Language) -> str:
    return moment_text(datetime.fromisoformat(at), shop.zone, language)


def _page(template: str, language: Language, shop: ShopSettings, **facts: Any) -> Response[bytes]:
    page = _templates().get_template(template)
    body = page.render(language=language.value, words=_words(language), shop=shop.name, **facts).encode()
    return Response(body, media_type="text/html", headers={"Content-Security-Policy": _PAGE_POLICY})


def _words(language: Language) -> dict[str, str]:
    return {
        "mailbox": translate("Mailbox", language),
        "intro": translate("Every message this shop has sent, the newest first. Only in development.", language),
        "empty": translate("Nothing has been sent yet. Place an order, and its mails appear here.", language),
        "back": translate("All messages", language),
        "to": translate("Recipient", language),
        "kind": translate("Kind", language),
        "sent": translate("Sent", language),
        "as_text": translate("The same as plain text", language),
        "clock": translate("The shop's clock", language),
        "moved": translate("moved", language),
        "hour": translate("+1 hour", language),
        "day": translate("+1 day", language),
        "days": translate("+3 days", language),
        "reset": translate("Back to now", language),
        "failed": translate("The clock could not be moved.", language),
    }


@cache
def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - loaded when somebody looks

    return Environment(
        loader=PackageLoader("niaga.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
