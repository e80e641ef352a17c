"""Orders over HTTP: placing in one call, reading, cancelling; for staff also taking orders and confirming payments."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter
from msgspec import Meta

from niaga.accounts.public import Permission, customer_id_of, guest_or_customer, require_permission, staff
from niaga.checkout.actions.cancel import cancel_order
from niaga.checkout.actions.settle import Receipt, settle_payment
from niaga.checkout.carts.http import (
    add_cart_line,
    become_my_cart,
    check_out_cart,
    create_cart,
    delete_cart_line,
    list_cart_payments,
    list_cart_shipping,
    patch_cart,
    patch_cart_line,
    read_cart,
    read_my_cart,
)
from niaga.checkout.desk import CheckoutDesk
from niaga.checkout.drafts import Placed, Replayed
from niaga.checkout.errors import NOT_PLACED, NotCancellable
from niaga.checkout.wire import (
    OrderBody,
    OrderView,
    QuotedOrder,
    StaffOrderBody,
    order_request,
    order_view,
    quoted_order,
)
from niaga.foundation.errors import IllegalMove, NotFound, invalid_field
from niaga.foundation.identity import without_prefix
from niaga.orders.errors import ExternalNumberTaken
from niaga.orders.public import (
    ORDER_HOLDER,
    CancelReason,
    Order,
    OrderStatus,
    Owner,
    get_held_order,
    get_order,
    held_order_id,
    list_orders,
    list_timeline,
    shown_opener,
)
from niaga.payments.errors import Underpaid
from niaga.payments.public import find_payment_of
from niaga.platform.database import Database, Reader, Transaction
from niaga.platform.http import (
    Amount,
    Moment,
    ShopRequest,
    ShortLine,
    actor_of,
    answer_once,
    answer_response,
    language_of,
    note_read,
    note_read_in,
    once_required,
)
from niaga.platform.http.parameters import Cursor, Limit
from niaga.platform.idempotency import Answer
from niaga.regions.public import Regions
from niaga.shop.public import SettingsCache

_encode = msgspec.json.Encoder().encode


class CancelBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why, in the canceller's words."""

    note: Annotated[str, Meta(max_length=300)] = ""


class ReceiptBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the bank statement says. Left out: exactly what was due, now, on the account it was due on."""

    amount: Amount | None = None
    received_at: Moment | None = None
    account: ShortLine | None = None
    note: Annotated[str, Meta(max_length=300)] = ""


class OrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An order in a list."""

    id: str
    number: str
    status: str
    channel: str
    external_number: str | None
    total: int
    currency: str
    buyer_name: str
    placed_at: datetime
    expires_at: datetime | None


class OrderList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of orders, newest first."""

    items: list[OrderSummary]
    next_cursor: str | None


@post(
    "/store/v1/orders",
    policy=guest_or_customer(),
    tags=["orders"],
    summary="Place an order in one call",
    operation_id="place_order",
    straight=True,
    refuses=NOT_PLACED,
)
async def place_order(
    request: ShopRequest,
    data: OrderBody,
    checkout: CheckoutDesk,
    regions: Regions,
    dry_run: bool = False,
) -> Response[OrderView | QuotedOrder]:
    """Reserves the stock and answers how to pay. With `dry_run=true` nothing is stored: lines, totals and options only.

    Needs an Idempotency-Key; sending the same request twice places one order. Pass `expected_total` to be refused
    (409 `checkout.total_changed`) rather than charged when a price has changed. With a customer's session the order is hers.
    """
    asked = order_request(data, regions, language=language_of(request), customer_id=customer_id_of(request))
    if dry_run:
        quoted = quoted_order(await checkout.quote(asked), language_of(request))
        return answer_response(Answer(200, _encode(quoted)))
    return _answer(await checkout.place(asked, actor_of(request), once_required(request)))


@get(
    "/store/v1/orders/{order_id:str}",
    policy=ORDER_HOLDER,
    tags=["orders"],
    summary="Read an order",
)
async def read_order(request: ShopRequest, order_id: str, database: Database) -> OrderView:
    """The order that the access token opens, or that is the signed-in customer's; any other id answers 404."""
    own, opener = held_order_id(request, order_id), shown_opener(request)
    return await database.read(lambda db: _held_view(db, own, opener, language_of(request)))


@post(
    "/store/v1/orders/{order_id:str}/cancel",
    policy=ORDER_HOLDER,
    status_code=200,
    tags=["orders"],
    summary="Cancel an order",
    refuses=(IllegalMove, NotCancellable),
)
async def cancel_own_order(request: ShopRequest, order_id: str, database: Database) -> Response[OrderView]:
    """While nothing was paid, its buyer may cancel an order; the stock is free again at once."""
    own, opener, language = (
        held_order_id(request, order_id),
        shown_opener(request),
        language_of(request),
    )

    def act(tx: Transaction) -> OrderView:
        get_held_order(tx, own, opener)
        cancel_order(tx, actor_of(request), own, CancelReason.BUYER)
        return _view(tx, get_order(tx, own), language)

    return await answer_once(request, database, act, lambda view: view, status=200)


@post(
    "/admin/v1/orders",
    policy=staff(Permission.ORDERS_WRITE),
    tags=["orders"],
    summary="Take an order for a buyer",
    operation_id="take_order",
    reads="order",
    straight=True,
    refuses=(*NOT_PLACED, ExternalNumberTaken),
)
async def take_order(
    request: ShopRequest, data: StaffOrderBody, checkout: CheckoutDesk, regions: Regions
) -> Response[OrderView]:
    """The same placing, by staff: `channel` and `external_number` say where it came from (one order for each).

    `override` agrees on other prices or ongkir, with a reason; it needs the permission `orders.override`.
    """
    if data.override is not None:
        require_permission(request, Permission.ORDERS_OVERRIDE)
    asked = order_request(data, regions, language=language_of(request))
    answer = _answer(await checkout.place(asked, actor_of(request), once_required(request)))
    return await note_read_in(request, answer, "ord")


@get(
    "/admin/v1/orders",
    policy=staff(Permission.ORDERS_READ),
    tags=["orders"],
    summary="List orders",
    reads="order",
)
async def list_all_orders(
    request: ShopRequest,
    database: Database,
    status: OrderStatus | None = None,
    search: Annotated[
        str | None,
        Parameter(
            max_length=254,
            description="A number of ours or of a channel, or an e-mail address, exact; words of the buyer's or "
            "recipient's name or their beginnings from three letters; a phone number or its last four digits.",
        ),
    ] = None,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> OrderList:
    """Newest first, by status, by number, or by whom they are for.

    An order is found by its buyer a moment after it was placed.
    """
    page = await database.read(lambda db: list_orders(db, status=status, search=search, limit=limit, cursor=cursor))
    await note_read(request, (order.id for order in page.items))
    return OrderList(items=[_summary(order) for order in page.items], next_cursor=page.next_cursor)


@get(
    "/admin/v1/orders/{order_id:str}",
    policy=staff(Permission.ORDERS_READ),
    tags=["orders"],
    summary="Read any order",
    reads="order",
)
async def read_any_order(request: ShopRequest, order_id: str, database: Database) -> OrderView:
    """The order with its payment and timeline."""
    own = _id("ord", "order", order_id)
    view = await database.read(lambda db: _view(db, get_order(db, own), language_of(request)))
    await note_read(request, [own])
    return view


@post(
    "/admin/v1/orders/{order_id:str}/cancel",
    policy=staff(Permission.ORDERS_WRITE),
    status_code=200,
    tags=["orders"],
    summary="Cancel any order",
    reads="order",
    refuses=(IllegalMove, NotCancellable),
)
async def cancel_any_order(
    request: ShopRequest, order_id: str, data: CancelBody, database: Database
) -> Response[OrderView]:
    """Until the first parcel left. What was paid is then owed back to the buyer (ledger account `refunds_payable`)."""
    own, language = _id("ord", "order", order_id), language_of(request)

    def act(tx: Transaction) -> OrderView:
        cancel_order(tx, actor_of(request), own, CancelReason.STAFF, note=data.note)
        return _view(tx, get_order(tx, own), language)

    answer = await answer_once(request, database, act, lambda view: view, status=200)
    return await note_read_in(request, answer, "ord")


@post(
    "/admin/v1/payments/{payment_id:str}/confirm",
    policy=staff(Permission.PAYMENTS_CONFIRM),
    status_code=200,
    tags=["payments"],
    summary="Confirm a transfer",
    reads="order",
    refuses=(IllegalMove, Underpaid),
)
async def confirm_payment(
    request: ShopRequest,
    payment_id: str,
    data: ReceiptBody,
    database: Database,
    shop_settings: SettingsCache,
) -> Response[OrderView]:
    """The money is on the account: the order can be packed. Less than the total is refused (409 `payments.underpaid`).

    Money that comes after the expiry brings the order back while there is stock, else it is recorded as owed back.
    """
    settings = await shop_settings.current()
    if data.account is not None and data.account not in {account.key for account in settings.bank_accounts}:
        raise invalid_field(
            "account",
            "shop.unknown_account",
            "The shop has no bank account {key}.",
            key=data.account,
        )
    own, language = _id("pay", "payment", payment_id), language_of(request)
    receipt = Receipt(
        amount=data.amount,
        received_at=data.received_at,
        account=data.account,
        note=data.note,
    )

    def act(tx: Transaction) -> OrderView:
        changed = settle_payment(tx, actor_of(request), own, receipt)
        return _view(tx, get_order(tx, changed.id), language)

    answer = await answer_once(request, database, act, lambda view: view, status=200, required=True)
    return await note_read_in(request, answer, "ord")


def _answer(outcome: Placed | Replayed) -> Response[Any]:
    return answer_response(outcome.answer, replayed=isinstance(outcome, Replayed))


def _held_view(db: Reader, order_id: str, opener: str | Owner, language: str) -> OrderView:
    return _view(db, get_held_order(db, order_id, opener), language)


def _view(db: Reader, order: Order, language: str) -> OrderView:
    payment = find_payment_of(db, order.id)
    assert payment is not None, "every order has a payment"
    return order_view(order, payment, list_timeline(db, order.id), language)


def _summary(order: Order) -> OrderSummary:
    return OrderSummary(
        id=f"ord_{order.id}",
        number=order.number,
        status=order.status.value,
        channel=order.channel,
        external_number=order.external_number,
        total=order.totals.total,
        currency=order.totals.currency,
        buyer_name=order.contact.name,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
    )


def _id(prefix: str, what: str, text: str) -> str:
    found = without_prefix(prefix, text)
    if found is None:
        raise NotFound(what, text)
    return found


HANDLERS = [
    read_my_cart,
    become_my_cart,
    create_cart,
    read_cart,
    patch_cart,
    add_cart_line,
    patch_cart_line,
    delete_cart_line,
    list_cart_shipping,
    list_cart_payments,
    check_out_cart,
    place_order,
    read_order,
    cancel_own_order,
    take_order,
    list_all_orders,
    read_any_order,
    cancel_any_order,
    confirm_payment,
]
