"""Looking an order up over HTTP, and a customer's own orders."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from msgspec import Meta

from niaga.accounts.public import customer, get_customer, normalised_email, session_of
from niaga.foundation.errors import InvalidFields, invalid_field
from niaga.foundation.identity import with_prefix
from niaga.orders.claiming import claim_orders
from niaga.orders.errors import LookupFailed, LookupThrottled
from niaga.orders.lookups import look_up_order
from niaga.orders.model import OrderStatus
from niaga.orders.queries import OwnOrder, list_orders_of
from niaga.orders.rules import Lookup
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, Cursor, Limit, ShopRequest, ShortLine, network_of_request
from niaga.platform.phones import e164
from niaga.platform.settings import Settings


class LookupBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The order's number, and either the phone number or the e-mail address that it was placed with."""

    number: ShortLine
    phone: ShortLine | None = None
    email: Annotated[str, Meta(min_length=3, max_length=254)] | None = None


class LookedUpOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The order and the token that opens it."""

    id: str
    number: str
    access_token: str


class ClaimBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Nothing needs to be said: what counts are the account's addresses."""


class ClaimedOrders(msgspec.Struct, frozen=True, kw_only=True):
    """How many orders became the account's."""

    claimed: int


class MyOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order in its owner's list."""

    id: str
    number: str
    status: str
    cancel_reason: str | None
    total: int
    currency: str
    placed_at: datetime
    expires_at: datetime | None


class MyOrderList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the account's orders, newest first."""

    items: list[MyOrder]
    next_cursor: str | None


@get(
    "/store/v1/me/orders",
    policy=customer(),
    tags=["orders"],
    summary="My orders",
    operation_id="list_my_orders",
)
async def list_my_orders(
    request: ShopRequest,
    database: Database,
    status: OrderStatus | None = None,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> MyOrderList:
    """Those that were placed with the account, and those that it claimed. Each opens to the account's session."""
    who = session_of(request).holder_id
    page = await database.read(lambda db: list_orders_of(db, who, status=status, limit=limit, cursor=cursor))
    return MyOrderList(items=[_mine(order) for order in page.items], next_cursor=page.next_cursor)


@post(
    "/store/v1/me/order-claims",
    policy=customer(),
    status_code=200,
    tags=["orders"],
    summary="Claim my earlier orders",
    operation_id="claim_my_orders",
    once="ignored",
)
async def claim_my_orders(request: ShopRequest, data: ClaimBody, database: Database) -> ClaimedOrders:  # noqa: ARG001
    """Orders that were placed as a guest with one of the account's addresses become the account's.

    Every address of an account is proven, so nobody claims what was ordered with somebody else's. An order is claimed once;
    one placed a moment ago may need another call. Repeating it changes nothing more, so an Idempotency-Key is ignored.
    """
    who = session_of(request).holder_id
    claimed = await database.write(lambda tx: claim_orders(tx, get_customer(tx, who)), name="claim_my_orders")
    return ClaimedOrders(claimed=claimed)


@post(
    "/store/v1/order-lookups",
    policy=PUBLIC,
    tags=["orders"],
    summary="Find an order again",
    operation_id="look_up_order",
    status_code=200,
    once="ignored",
    refuses=(LookupFailed, LookupThrottled),
)
async def look_up(request: ShopRequest, data: LookupBody, database: Database, settings: Settings) -> LookedUpOrder:
    """For a guest who lost the message: answers the access token to number and contact that belong together.

    A phone number may be written in any usual way; of an e-mail address the letters' case does not matter. An unknown
    number and a wrong contact are the same 404. Within an hour an order may be asked for wrongly 5 times, and 60 orders
    from one network (/24, /48): then 429 with Retry-After, also for what is right. Answers a secret, so an
    Idempotency-Key is ignored.
    """
    lookup = _lookup(data)
    lifted = settings.development and not settings.throttle
    network = None if lifted else network_of_request(request)
    found = await database.write(lambda tx: look_up_order(tx, lookup, network), name="look_up_order")
    if found is None:
        raise LookupFailed
    return LookedUpOrder(id=with_prefix("ord", found.id), number=found.number, access_token=found.access_token)


def _mine(order: OwnOrder) -> MyOrder:
    return MyOrder(
        **{**msgspec.structs.asdict(order), "id": with_prefix("ord", order.id), "status": order.status.value}
    )


def _lookup(data: LookupBody) -> Lookup:
    number = data.number.strip().upper()
    if data.phone is not None and data.email is None:
        return Lookup(number, phone=_phone(data.phone))
    if data.email is not None and data.phone is None:
        return Lookup(number, email=_email(data.email))
    message = "Give either the phone number or the e-mail address that the order was placed with."
    raise invalid_field("phone", "orders.one_contact", message)


def _phone(text: str) -> str:
    number = e164(text)
    if number is None:
        raise invalid_field("phone", "request.bad_phone", "Write a phone number such as 0812-3456-7890.")
    return number


def _email(text: str) -> str:
    try:
        return normalised_email(text)
    except InvalidFields:
        message = "Write an e-mail address such as sari@example.com."
        raise invalid_field("email", "request.bad_email", message) from None
