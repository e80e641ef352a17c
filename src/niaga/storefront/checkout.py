"""The checkout on one page: who, where to, how it is sent, how it is paid, and what it comes to.

It is one form with several buttons, so that it works without scripts: each button saves what stands in the form, and
what the API refuses is shown beside its field with everything that was typed still there.
"""

from http import HTTPStatus

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.language import translate
from niaga.storefront.account.checking_out import (
    fill_in,
    keep_address,
    kept_addresses,
    with_saved_address,
)
from niaga.storefront.api import Problem
from niaga.storefront.cart import once, read_cart
from niaga.storefront.checkout_form import (
    ORDER,
    USE_ADDRESS,
    CheckoutForm,
    changes_in,
    errors_in,
    filled_form,
)
from niaga.storefront.purchases import Cart, Option, Options, Order, Payment, Payments, Region
from niaga.storefront.regions import region_of, regions_like
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

_TOTAL_CHANGED = "checkout.total_changed"


@page("checkout")
async def show_checkout(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The page, filled in with what is known already."""
    visit = storefront.visit(request)
    cart = await read_cart(visit)
    if cart is None or not cart.is_orderable:
        return visit.go("cart")
    if visit.session and cart.shipping_address is None:
        cart = await fill_in(visit, cart)
    return await _show(visit, cart, filled_form(cart))


@form("checkout")
async def submit_checkout(request: ShopRequest, data: CheckoutForm, storefront: Storefront) -> Response[bytes]:
    """Save what was typed; then look for a region, go on with the page, or order."""
    visit = storefront.visit(request)
    if visit.cart is None:
        return visit.go("cart")
    if data.deed == USE_ADDRESS:
        data = await with_saved_address(visit, data)
    problems = await _save(visit, visit.cart.id, data)
    if data.deed == ORDER and not problems and not data.seeks_region:
        placed = await _order(visit, visit.cart.id, data)
        if isinstance(placed, Order):
            visit.keep_cart(None)
            if visit.session:
                await keep_address(visit, data)
            else:
                visit.hold_order(placed.access_token or "")
            return visit.go("order", order_id=placed.id)
        problems = [placed]
    cart = await read_cart(visit)
    if cart is None or not cart.lines:
        return visit.go("cart")
    if data.seeks_region:
        return await _show(visit, cart, data, problems, found=await regions_like(visit, data.district))
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
    target, key = f"POST /store/v1/carts/{cart_id}/checkout", data.once or once()
    answer = await (visit.act if visit.session else visit.send)(target, Order, body, key=key)
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
    region = await region_of(visit, address.region_code if address else None)
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
        addresses=await kept_addresses(visit),
        once=once(),
    )


async def _options(visit: Visit, cart: Cart) -> tuple[Option, ...]:
    answer = await visit.get(f"/store/v1/carts/{cart.id}/shipping-options", Options)
    return answer.value.options if answer.value else ()


async def _payments(visit: Visit, cart: Cart) -> tuple[Payment, ...]:
    return (await visit.get(f"/store/v1/carts/{cart.id}/payment-options", Payments)).or_stop().items
