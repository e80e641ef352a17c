"""Looking an order up over HTTP."""

from typing import Annotated

import msgspec
from litestar import post
from msgspec import Meta

from niaga.accounts.public import normalised_email
from niaga.foundation.errors import InvalidFields, invalid_field
from niaga.foundation.identity import with_prefix
from niaga.orders.errors import LookupFailed, LookupThrottled
from niaga.orders.lookups import look_up_order
from niaga.orders.rules import Lookup
from niaga.platform.database import Database
from niaga.platform.http import PUBLIC, ShopRequest, ShortLine, network_of_request
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
