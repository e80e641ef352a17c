"""The checkout on one page: who, where to, how it is sent, how it is paid, and what it comes to.

It is one form with several buttons, so that it works without scripts: each button saves what stands in the form, and
what the API refuses is shown beside its field with everything that was typed still there.
"""

from http import HTTPStatus

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.language import translate
from niaga.storefront.api import Problem, Value
from niaga.storefront.cart import once, read_cart
from niaga.storefront.checkout_form import (
    ORDER,
    CheckoutForm,
    changes_in,
    errors_in,
    filled_form,
)
from niaga.storefront.purchases import Cart, Option, Options, Order, Payment, Payments, Region, Regions
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

_MOST_REGIONS = 8
_TOTAL_CHANGED = "checkout.total_changed"


@page("checkout")
async def show_checkout(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The page, filled in with what is known already."""
    visit = storefront.visit(request)
    cart = await read_cart(visit)
    if cart is None or not cart.is_orderable:
        return visit.go("cart")
    return await _show(visit, cart, filled_form(cart))


@form("checkout")
async def submit_checkout(request: ShopRequest, data: CheckoutForm, storefront: Storefront) -> Response[bytes]:
    """Save what was typed; then look for a region, go on with the page, or order."""
    visit = storefront.visit(request)
    if visit.cart is None:
        return visit.go("cart")
    problems = await _save(visit, visit.cart.id, data)
    if data.deed == ORDER and not problems and not data.seeks_region:
        placed = await _order(visit, visit.cart.id, data)
        if isinstance(placed, Order):
            visit.keep_cart(None)
            visit.hold_order(placed.access_token or "")
            return visit.go("order", order_id=placed.id)
        problems = [placed]
    cart = await read_cart(visit)
    if cart is None or not cart.lines:
        return visit.go("cart")
    if data.seeks_region:
        return await _show(visit, cart, data, problems, found=await _find_regions(visit, data.district))
    if problems:
        return await _show(visit, cart, data, problems)
    return visit.go("checkout", at="delivery")


async def _save(visit: Visit, cart_id: str, data: CheckoutForm) -> list[Problem]:
    """Save what can be saved: what is wrong in one part of the form does not lose the others."""
    changes = changes_in(data)
    problems = []
    while changes:
        answer = await visit.send(f"PATCH /store/v1/carts/{cart_id}", Cart, changes)
        if answer.problem is None:
            break
        problems.append(answer.problem)
        wrong = {one.path.partition(".")[0] for one in answer.problem.errors}
        if not wrong & changes.keys():
            break
        changes = {name: value for name, value in changes.items() if name not in wrong}
    return problems


async def _order(visit: Visit, cart_id: str, data: CheckoutForm) -> Order | Problem:
    method, _, channel = data.payment.partition("|")
    body = {
        "payment_method": method,
        "payment_channel": channel or None,
        "expected_total": int(data.expected_total) if data.expected_total.isdecimal() else 0,
    }
    answer = await visit.send(f"POST /store/v1/carts/{cart_id}/checkout", Order, body, key=data.once or once())
    return answer.problem or answer.or_stop()


async def _show(
    visit: Visit,
    cart: Cart,
    typed: CheckoutForm,
    problems: list[Problem] | None = None,
    *,
    found: tuple[Region, ...] | None = None,
) -> Response[bytes]:
    problems = problems or []
    errors = errors_in(problems, typed)
    if found is not None and typed.deed == ORDER:
        errors["district"] = translate("Choose the district from this list.", visit.language)
    address = cart.shipping_address
    region = await _region(visit, address.region_code if address else None)
    options = await _options(visit, cart) if region else ()
    return await visit.show(
        "checkout.html.j2",
        Here("checkout"),
        status=problems[0].status if problems else HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cart=cart,
        typed=typed,
        errors=errors,
        # A problem that belongs to no field stands on top.
        problem=next((one for one in problems if not errors_in([one], typed)), None),
        is_new_total=any(one.code == _TOTAL_CHANGED for one in problems),
        region=region,
        found=found,
        options=options,
        payments=await _payments(visit, cart),
        once=once(),
    )


async def _region(visit: Visit, code: str | None) -> Region | None:
    if not code:
        return None
    return (await visit.get(f"/store/v1/regions/{code}", Region)).value


async def _find_regions(visit: Visit, words: str) -> tuple[Region, ...]:
    if not words.strip():
        return ()
    params: dict[str, Value] = {"search": words.strip()[:80], "level": "district", "limit": _MOST_REGIONS}
    found = (await visit.get("/store/v1/regions", Regions, params)).value
    return found.items if found else ()


async def _options(visit: Visit, cart: Cart) -> tuple[Option, ...]:
    answer = await visit.get(f"/store/v1/carts/{cart.id}/shipping-options", Options)
    return answer.value.options if answer.value else ()


async def _payments(visit: Visit, cart: Cart) -> tuple[Payment, ...]:
    return (await visit.get(f"/store/v1/carts/{cart.id}/payment-options", Payments)).or_stop().items
