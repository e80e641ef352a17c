"""An order's page, for whoever holds the order: how to pay, where the parcel is, and what she may do.

The page follows the order's events and shows itself anew; without scripts a reload does the same.
"""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response

from niaga.platform.dates import moment_text
from niaga.platform.http import ShopRequest
from niaga.storefront.answers import Shop
from niaga.storefront.api import Problem
from niaga.storefront.cart import once
from niaga.storefront.purchases import Order
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

DEEDS = {"cancel": "cancel", "received": "received"}


class OrderForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What its holder does with an order: `cancel` it, or say that it was `received`."""

    deed: str
    once: str = ""


@page("order")
async def show_order(request: ShopRequest, storefront: Storefront, order_id: str) -> Response[bytes]:
    """The order. A browser that does not hold it is asked for its number and contact."""
    return await _show(storefront.visit(request), order_id)


@form("order")
async def act_on_order(request: ShopRequest, order_id: str, data: OrderForm, storefront: Storefront) -> Response[bytes]:
    """Cancel it, or say that it arrived."""
    visit = storefront.visit(request)
    deed, token = DEEDS.get(data.deed), visit.order_opener(order_id)
    if deed is None or token is None:
        return visit.go("order", order_id=order_id)
    answer = await visit.send(
        f"POST /store/v1/orders/{order_id}/{deed}", dict[str, Any], key=data.once or once(), bearer=token
    )
    if answer.problem is not None:
        return await _show(visit, order_id, answer.problem)
    return visit.go("order", order_id=order_id)


async def _show(visit: Visit, order_id: str, problem: Problem | None = None) -> Response[bytes]:
    token = visit.order_opener(order_id)
    if token is None:
        return visit.go("find_order")
    answer = await visit.get(f"/store/v1/orders/{order_id}", Order, bearer=token)
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return visit.go("find_order")
    order = answer.or_stop()
    zone = (await visit.get("/store/v1/shop", Shop)).or_stop().zone
    return await visit.show(
        "order.html.j2",
        Here("order", {"order_id": order.id}),
        status=problem.status if problem else HTTPStatus.OK,
        order=order,
        problem=problem,
        moment=lambda at: moment_text(at, zone, visit.language),
        steps=steps_of(order),
        once=once(),
    )


def steps_of(order: Order) -> list[tuple[str, str]]:
    """The way of an order: ordered, paid, sent, arrived; each `done`, awaited `now`, or `later`. None where it ended early."""
    names = ["awaiting_payment", "processing", "shipped", "completed"]
    if order.status not in names:
        return []
    here = names.index(order.status)
    return [
        (name, "done" if place <= here else "now" if place == here + 1 else "later") for place, name in enumerate(names)
    ]
