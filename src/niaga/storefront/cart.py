"""The cart's page: what is in it, at the prices of the moment, with everything the buyer should know before she orders."""

from http import HTTPStatus
from secrets import token_urlsafe

import msgspec
from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.api import Answer, Problem
from niaga.storefront.kept import KeptCart
from niaga.storefront.purchases import Cart
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

MOST_PIECES = 999
_SET, _REMOVE = "set", "remove"
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_CLOSED = {"cart.not_found", "cart.completed"}


class AddForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of a variant. `once` is the same however often this form is sent."""

    sku: str
    quantity: str = "1"
    once: str = ""


class LineForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall become of a line: `set` the quantity, or `remove` it."""

    quantity: str = ""
    deed: str = _SET


def once() -> str:
    """A wish that may be sent several times and is fulfilled once."""
    return token_urlsafe(18)


async def read_cart(visit: Visit) -> Cart | None:
    """The cart that the browser keeps. One that is over is kept no longer."""
    if visit.cart is None:
        return None
    answer = await visit.get(f"/store/v1/carts/{visit.cart.id}", Cart)
    if answer.status == HTTPStatus.NOT_FOUND:
        visit.keep_cart(None)
        return None
    cart = answer.or_stop()
    visit.keep_cart(None if cart.order_id else KeptCart(cart.id, cart.quantity))
    return None if cart.order_id else cart


@page("cart")
async def show_cart(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The cart."""
    return await _show(storefront.visit(request))


@form("cart")
async def add_to_cart(request: ShopRequest, data: AddForm, storefront: Storefront) -> Response[bytes]:
    """Put something into the cart; the first thing makes one."""
    visit = storefront.visit(request)
    added = await _added(visit, {"sku": data.sku, "quantity": _pieces(data.quantity)}, data.once or once())
    if added.problem is not None:
        return await _show(visit, problem=added.problem)
    cart = added.or_stop()
    visit.keep_cart(KeptCart(cart.id, cart.quantity))
    return visit.go("cart")


@form("cart_line")
async def change_cart_line(
    request: ShopRequest, line_id: str, data: LineForm, storefront: Storefront
) -> Response[bytes]:
    """Another quantity, or none any more."""
    visit = storefront.visit(request)
    if visit.cart is None:
        return visit.go("cart")
    line = f"/store/v1/carts/{visit.cart.id}/lines/{line_id}"
    if data.deed == _REMOVE:
        changed = await visit.send(f"DELETE {line}", Cart)
    else:
        changed = await visit.send(f"PATCH {line}", Cart, {"quantity": _pieces(data.quantity)})
    if changed.problem is not None and changed.status not in _GONE:
        return await _show(visit, problem=changed.problem, wrong=line_id, typed=data.quantity)
    return visit.go("cart")


async def _added(visit: Visit, line: dict[str, str | int], key: str) -> Answer[Cart]:
    """The cart with one more line: the kept one, or a new one where that is over.

    A new cart is made empty and filled under the wish's own key, so that the same wish is the same request afterwards.
    """
    if visit.cart is not None:
        answer = await _line_added(visit, visit.cart.id, line, key)
        if answer.problem is None or answer.problem.code not in _CLOSED:
            return answer
    made = await visit.send("POST /store/v1/carts", Cart, {}, key=key)
    if made.value is None:
        return made
    if visit.session:
        # Hers from the beginning, so that she finds it on her other devices. A lapsed session leaves it a guest's.
        await visit.send("POST /store/v1/me/cart", Cart, {"cart_id": made.value.id}, bearer=visit.session)
    return await _line_added(visit, made.value.id, line, key)


async def _line_added(visit: Visit, cart_id: str, line: dict[str, str | int], key: str) -> Answer[Cart]:
    return await visit.send(f"POST /store/v1/carts/{cart_id}/lines", Cart, line, key=key)


async def _show(
    visit: Visit, *, problem: Problem | None = None, wrong: str | None = None, typed: str = ""
) -> Response[bytes]:
    """The page; with a problem, beside the line that is `wrong` and with what was `typed` there, else on top."""
    return await visit.show(
        "cart.html.j2",
        Here("cart"),
        status=problem.status if problem else HTTPStatus.OK,
        cart=await read_cart(visit),
        problem=problem,
        wrong=wrong,
        typed=typed,
        most=MOST_PIECES,
    )


def _pieces(text: str) -> int:
    """The number that was typed; what is none is refused by the API, as 0 is."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("10000000") else 0
