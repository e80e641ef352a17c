"""The look-up of an order, for a browser that does not hold it: its number, and the phone or e-mail that was given."""

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.http.order_cookie import order_tokens
from niaga.storefront.api import Problem
from niaga.storefront.purchases import FoundOrder, Order
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit


class FindForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What her message or note says."""

    number: str = ""
    contact: str = ""


@page("find_order")
async def show_find_order(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The form, and the orders that this browser holds."""
    return await _show(storefront.visit(request), FindForm())


@form("find_order")
async def find_order(request: ShopRequest, data: FindForm, storefront: Storefront) -> Response[bytes]:
    """Open the order that number and contact belong to."""
    visit = storefront.visit(request)
    way = "email" if "@" in data.contact else "phone"
    body = {"number": data.number.strip(), way: data.contact.strip()}
    answer = await visit.send("POST /store/v1/order-lookups", FoundOrder, body)
    if answer.problem is not None:
        return await _show(visit, data, answer.problem)
    found = answer.or_stop()
    visit.hold_order(found.access_token)
    return visit.go("order", order_id=found.id)


async def _show(visit: Visit, typed: FindForm, problem: Problem | None = None) -> Response[bytes]:
    errors = problem.by_path() if problem else {}
    return await visit.show(
        "find_order.html.j2",
        Here("find_order"),
        status=problem.status if problem else 200,
        typed=typed,
        problem=problem,
        errors={"number": errors.get("number", ""), "contact": errors.get("phone") or errors.get("email") or ""},
        held=await _held(visit),
    )


async def _held(visit: Visit) -> list[Order]:
    """The orders whose tokens this browser has, as far as they still open something."""
    found = []
    for order_id, token in order_tokens(visit.request).items():
        answer = await visit.get(f"/store/v1/orders/{order_id}", Order, bearer=token)
        if answer.value is not None:
            found.append(answer.value)
    return found
