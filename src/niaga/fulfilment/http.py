"""Parcels over HTTP: staff records what left, what arrived and what came back; a buyer says that she has it."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, get, post
from msgspec import Meta

from niaga.accounts.public import Permission, staff
from niaga.foundation.errors import IllegalMove, NotFound
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.fulfilment.errors import TooMany, TrackingNumberTaken
from niaga.fulfilment.model import ReturnDraft, Returned, ReturnReason, Shipment, ShipmentDraft, Shipped, WantedLine
from niaga.fulfilment.public import complete_order, list_shipments, receive_order, return_order, ship_order
from niaga.orders.public import (
    ORDER_HOLDER,
    Order,
    OrderWire,
    get_order,
    held_order_id,
    list_timeline,
    order_wire,
    shown_opener,
)
from niaga.platform.database import Database, Reader, Transaction
from niaga.platform.http import Quantity, ShopRequest, actor_of, answer_once, language_of, note_read_in

Courier = Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9][A-Za-z0-9 &+._-]*$(?!\n)")]
Service = Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9][A-Za-z0-9 &+._-]*$(?!\n)")]
TrackingNumber = Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./_-]*$(?!\n)")]
LineNumber = Annotated[int, Meta(ge=1, le=1000)]
Sku = Annotated[str, Meta(min_length=1, max_length=64)]


class PiecesBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many pieces of one line of the order, named by `line_no` or by `sku`."""

    line_no: LineNumber | None = None
    sku: Sku | None = None
    quantity: Quantity


PiecesList = Annotated[list[PiecesBody], Meta(min_length=1, max_length=200)]


class ShipmentBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A parcel that left. Without `lines`: everything that has not left yet."""

    courier: Courier
    service: Service
    tracking_number: TrackingNumber
    lines: PiecesList | None = None


class ReturnBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A shipped order that the buyer does not have. Without `lines`: every piece came back (none when it is lost).

    `restock` puts them back on the shelf; left out: yes, unless it is lost.
    """

    reason: ReturnReason
    restock: bool | None = None
    lines: PiecesList | None = None


class PiecesWire(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of one line."""

    line_no: int
    sku: str
    quantity: int


class ShipmentWire(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel, and where its order stands."""

    id: str
    order_id: str
    order_number: str
    order_status: str
    courier: str
    service: str
    tracking_number: str
    created_at: datetime
    lines: list[PiecesWire]


class ShipmentList(msgspec.Struct, frozen=True, kw_only=True):
    """The parcels of one order, oldest first; always one page."""

    items: list[ShipmentWire]
    next_cursor: str | None


class ReturnWire(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, and what the buyer is owed (ledger account `refunds_payable`)."""

    order_id: str
    order_number: str
    order_status: str
    reason: ReturnReason
    restocked: bool
    refund_amount: int
    currency: str
    lines: list[PiecesWire]


@post(
    "/admin/v1/orders/{order_id:str}/shipments",
    policy=staff(Permission.ORDERS_SHIP),
    tags=["fulfilment"],
    summary="Record a parcel that left",
    refuses=(IllegalMove, TooMany, TrackingNumberTaken),
)
async def create_shipment(
    request: ShopRequest, order_id: str, data: ShipmentBody, database: Database
) -> Response[ShipmentWire]:
    """The pieces leave the stock and the buyer is told. The last parcel makes the order `shipped`.

    Refused with 409 when the order is not `processing`, when more is sent than is left (`fulfilment.too_many`) and when
    the courier's tracking number belongs to another parcel (`fulfilment.tracking_number_taken`).
    """
    own = _order_id(order_id)
    draft = ShipmentDraft(
        courier=data.courier,
        service=data.service,
        tracking_number=data.tracking_number,
        lines=_wanted(data.lines),
    )

    def act(tx: Transaction) -> Shipped:
        return ship_order(tx, actor_of(request), own, draft)

    return await answer_once(request, database, act, lambda done: _shipment(done.order, done.shipment), required=True)


@get(
    "/admin/v1/orders/{order_id:str}/shipments",
    policy=staff(Permission.ORDERS_READ),
    tags=["fulfilment"],
    summary="List an order's parcels",
)
async def list_order_shipments(order_id: str, database: Database) -> ShipmentList:
    """Oldest first, with the pieces in each."""
    own = _order_id(order_id)
    return await database.read(lambda db: _listed(db, own))


@post(
    "/admin/v1/orders/{order_id:str}/complete",
    policy=staff(Permission.ORDERS_SHIP),
    status_code=200,
    tags=["fulfilment"],
    summary="Complete a shipped order",
    reads="order",
    refuses=(IllegalMove,),
)
async def complete_shipped_order(request: ShopRequest, order_id: str, database: Database) -> Response[OrderWire]:
    """The parcels arrived: `shipped` becomes `completed`."""
    own, language = _order_id(order_id), language_of(request)

    def act(tx: Transaction) -> OrderWire:
        return _order(tx, complete_order(tx, actor_of(request), own), language)

    answer = await answer_once(request, database, act, lambda wire: wire, status=200)
    return await note_read_in(request, answer, "ord")


@post(
    "/admin/v1/orders/{order_id:str}/returns",
    policy=staff(Permission.ORDERS_SHIP),
    tags=["fulfilment"],
    summary="Take a shipped order back",
    refuses=(IllegalMove, TooMany),
)
async def create_return(
    request: ShopRequest, order_id: str, data: ReturnBody, database: Database
) -> Response[ReturnWire]:
    """The buyer refused it, it could not be delivered, or it was lost: `shipped` becomes `returned`.

    She is owed what she paid; only when she refused it the freight stays with the shop.
    """
    own = _order_id(order_id)
    draft = ReturnDraft(reason=data.reason, restock=data.restock, lines=_wanted(data.lines))

    def act(tx: Transaction) -> Returned:
        return return_order(tx, actor_of(request), own, draft)

    return await answer_once(request, database, act, _return, required=True)


@post(
    "/store/v1/orders/{order_id:str}/received",
    policy=ORDER_HOLDER,
    status_code=200,
    tags=["orders"],
    summary="Say that the parcel arrived",
    refuses=(IllegalMove,),
)
async def receive_own_order(request: ShopRequest, order_id: str, database: Database) -> Response[OrderWire]:
    """The buyer has it: `shipped` becomes `completed`."""
    own, opener, language = held_order_id(request, order_id), shown_opener(request), language_of(request)

    def act(tx: Transaction) -> OrderWire:
        return _order(tx, receive_order(tx, actor_of(request), own, opener), language)

    return await answer_once(request, database, act, lambda wire: wire, status=200)


def _order_id(text: str) -> str:
    found = without_prefix("ord", text)
    if found is None:
        raise NotFound("order", text)
    return found


def _wanted(lines: list[PiecesBody] | None) -> tuple[WantedLine, ...] | None:
    if lines is None:
        return None
    return tuple(
        WantedLine(path=f"lines[{place}]", line_no=line.line_no, sku=line.sku, quantity=line.quantity)
        for place, line in enumerate(lines)
    )


def _order(tx: Transaction, order: Order, language: str) -> OrderWire:
    return order_wire(order, list_timeline(tx, order.id), language)


def _listed(db: Reader, order_id: str) -> ShipmentList:
    order = get_order(db, order_id)
    return ShipmentList(items=[_shipment(order, one) for one in list_shipments(db, order_id)], next_cursor=None)


def _shipment(order: Order, shipment: Shipment) -> ShipmentWire:
    skus = {line.line_no: line.sku for line in order.lines}
    return ShipmentWire(
        id=with_prefix("shp", shipment.id),
        order_id=with_prefix("ord", order.id),
        order_number=order.number,
        order_status=order.status.value,
        courier=shipment.courier,
        service=shipment.service,
        tracking_number=shipment.tracking_number,
        created_at=shipment.created_at,
        lines=[
            PiecesWire(line_no=line.line_no, sku=skus[line.line_no], quantity=line.quantity) for line in shipment.lines
        ],
    )


def _return(done: Returned) -> ReturnWire:
    order = done.order
    skus = {line.line_no: line.sku for line in order.lines}
    return ReturnWire(
        order_id=with_prefix("ord", order.id),
        order_number=order.number,
        order_status=order.status.value,
        reason=done.reason,
        restocked=done.restocked,
        refund_amount=done.refund_amount,
        currency=order.totals.currency,
        lines=[PiecesWire(line_no=line.line_no, sku=skus[line.line_no], quantity=line.quantity) for line in done.lines],
    )
