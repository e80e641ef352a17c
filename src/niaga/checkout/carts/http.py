"""Carts over HTTP. Every call but the two lists and the checkout answers the whole cart, a `CartView`.

`id, version, order_id, currency, quantity, lines[id, variant_id, sku, product_slug, name, variant_name, options, image_url,
quantity, unit_price, compare_at_price, amount, weight_grams, available, problems[code, message, blocking]], contact{name,
phone, email}, shipping_address{recipient, phone, street, region_code, region_path, postal_code, notes}, shipping{option_id,
courier, service, name, price, insurance_fee, billed_grams, etd_min_days, etd_max_days}, insured, notes, metadata, totals,
problems, expires_at`. These names are kept; storefronts stand on them.
"""

from collections.abc import Callable
from datetime import datetime

from litestar import Response, delete, get, patch, post

from niaga.accounts.public import customer, customer_id_of, guest_or_customer, session_of
from niaga.cart.errors import CartChanged, CartCompleted, CartFull, CartIncomplete, CartNotFound
from niaga.cart.public import (
    Cart,
    add_line,
    change_cart,
    change_line,
    find_cart_of,
    get_cart,
    get_line,
    new_cart_id,
    open_cart,
    remove_line,
    take_cart,
)
from niaga.catalogue.public import find_variants
from niaga.checkout.carts.desk import CartDesk, key_of
from niaga.checkout.carts.picking import picks_of
from niaga.checkout.carts.wire import (
    CartBody,
    CartChangeBody,
    CartLineBody,
    CartQuantityBody,
    CartView,
    CheckoutBody,
    MyCartBody,
    PaymentOptionList,
    cart_change,
)
from niaga.checkout.drafts import Replayed
from niaga.checkout.errors import NOT_PLACED
from niaga.checkout.wire import OrderView, payment_options
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import without_prefix
from niaga.platform.database import Database, Transaction
from niaga.platform.http import PUBLIC, ShopRequest, answer_once, answer_response, language_of, once_required
from niaga.regions.public import Regions
from niaga.shipping.errors import OriginMissing
from niaga.shipping.public import QuoteAnswer
from niaga.shop.public import SettingsCache

Change = Callable[[Transaction, str, datetime], Cart]
_CLOSED = (CartNotFound, CartCompleted)


@post("/store/v1/carts", policy=PUBLIC, tags=["cart"], summary="Start a cart", refuses=(CartFull,))
async def create_cart(
    request: ShopRequest, data: CartBody, database: Database, carts: CartDesk, regions: Regions
) -> Response[CartView]:
    """A cart, empty or with its first lines. Its `id` is what opens it: keep it, and show it to nobody else.

    A cart holds no stock and promises no price. It is forgotten some days (usually 30) after its last change.
    """
    cart_id, change = new_cart_id(), cart_change(data, regions)
    prices, language = await carts.prices(), language_of(request)
    paths = [f"lines[{place}]." for place in range(len(data.lines))]

    def act(tx: Transaction) -> CartView:
        made = open_cart(tx, key_of(cart_id), picks_of(tx, data.lines, paths=paths), change, prices.until)
        return carts.show_choice(tx, cart_id, made, prices, language)

    return await answer_once(request, database, act, lambda view: view)


@get("/store/v1/carts/{cart_id:str}", policy=PUBLIC, tags=["cart"], summary="Read a cart", refuses=(CartNotFound,))
async def read_cart(request: ShopRequest, cart_id: str, carts: CartDesk) -> CartView:
    """The cart at the prices of this moment, with what has changed since: sold out, fewer left, withdrawn, repriced."""
    return await carts.read(cart_id, language_of(request))


@patch("/store/v1/carts/{cart_id:str}", policy=PUBLIC, tags=["cart"], summary="Change a cart", refuses=_CLOSED)
async def patch_cart(
    request: ShopRequest, cart_id: str, data: CartChangeBody, database: Database, carts: CartDesk, regions: Regions
) -> CartView:
    """Whom it is for, where it goes, how, and the caller's own fields. What is left out stays, null takes away.

    An address may be told bit by bit. `shipping` takes an option of `shipping-options`, or a courier and a service.
    """
    key, change = key_of(cart_id), cart_change(data, regions)
    prices, language = await carts.prices(), language_of(request)

    def act(tx: Transaction) -> CartView:
        return carts.show_choice(tx, cart_id, change_cart(tx, key, change, prices.until), prices, language)

    return await database.write(act, name="patch_cart")


@post(
    "/store/v1/carts/{cart_id:str}/lines",
    policy=PUBLIC,
    tags=["cart"],
    summary="Put something into a cart",
    refuses=(*_CLOSED, CartFull),
)
async def add_cart_line(
    request: ShopRequest, cart_id: str, data: CartLineBody, database: Database, carts: CartDesk
) -> Response[CartView]:
    """A variant by its SKU or id. What the cart holds of it already adds up."""
    key = key_of(cart_id)
    prices, language = await carts.prices(), language_of(request)

    def act(tx: Transaction) -> CartView:
        [pick] = picks_of(tx, [data], paths=[""])
        return carts.show(tx, cart_id, add_line(tx, key, pick, prices.until), prices, language)

    return await answer_once(request, database, act, lambda view: view)


@patch(
    "/store/v1/carts/{cart_id:str}/lines/{line_id:str}",
    policy=PUBLIC,
    tags=["cart"],
    summary="Change how many of a line",
    refuses=_CLOSED,
)
async def patch_cart_line(
    request: ShopRequest, cart_id: str, line_id: str, data: CartQuantityBody, database: Database, carts: CartDesk
) -> CartView:
    """The new quantity. Whoever sets it has seen the price of the moment, so a note that it had changed is gone."""
    own = _line_id(line_id)

    def change(tx: Transaction, key: str, until: datetime) -> Cart:
        line = get_line(get_cart(tx, key), own)
        price = find_variants(tx, [line.variant_id])[line.variant_id].price.amount
        return change_line(tx, key, line, quantity=data.quantity, price=price, until=until)

    return await _changed(request, cart_id, database, carts, change)


@delete(
    "/store/v1/carts/{cart_id:str}/lines/{line_id:str}",
    policy=PUBLIC,
    status_code=200,
    tags=["cart"],
    summary="Take a line out of a cart",
    refuses=_CLOSED,
)
async def delete_cart_line(
    request: ShopRequest, cart_id: str, line_id: str, database: Database, carts: CartDesk
) -> CartView:
    """Answers the cart without it."""
    own = _line_id(line_id)
    return await _changed(request, cart_id, database, carts, lambda tx, key, until: remove_line(tx, key, own, until))


@get(
    "/store/v1/carts/{cart_id:str}/shipping-options",
    policy=PUBLIC,
    tags=["cart"],
    summary="What sending a cart costs",
    refuses=(CartNotFound, CartIncomplete, OriginMissing),
)
async def list_cart_shipping(request: ShopRequest, cart_id: str, carts: CartDesk) -> QuoteAnswer:
    """The same as a quote for the cart's lines and region: options with their working, promised until `expires_at`."""
    return await carts.shipping_options(cart_id, language_of(request))


@get(
    "/store/v1/carts/{cart_id:str}/payment-options",
    policy=PUBLIC,
    tags=["cart"],
    summary="How a cart can be paid",
    refuses=(CartNotFound,),
)
async def list_cart_payments(
    request: ShopRequest, cart_id: str, database: Database, shop_settings: SettingsCache
) -> PaymentOptionList:
    """The ways to pay. `method` and `channel` are what the checkout takes as `payment_method` and `payment_channel`."""
    key = key_of(cart_id)
    await database.read(lambda db: get_cart(db, key))
    return PaymentOptionList(
        items=payment_options(await shop_settings.current(), language_of(request)), next_cursor=None
    )


@post(
    "/store/v1/carts/{cart_id:str}/checkout",
    policy=guest_or_customer(),
    tags=["cart"],
    summary="Order a cart",
    refuses=(CartNotFound, CartIncomplete, CartChanged, *NOT_PLACED),
    once="required",
)
async def check_out_cart(
    request: ShopRequest, cart_id: str, data: CheckoutBody, carts: CartDesk
) -> Response[OrderView]:
    """Places the order at the prices of the moment, if they still come to `expected_total`, and answers how to pay.

    A cart is ordered once: asked again, under whatever key, it answers that order as it is now, with
    `Idempotency-Replayed: true`. With a customer's session the order is hers.
    """
    claim, who = once_required(request), customer_id_of(request)
    placed = await carts.check_out(cart_id, data, claim, language=language_of(request), customer_id=who)
    return answer_response(placed.answer, replayed=isinstance(placed, Replayed))


@get(
    "/store/v1/me/cart",
    policy=customer(),
    tags=["cart"],
    summary="My cart",
    operation_id="read_my_cart",
    refuses=(CartNotFound,),
)
async def read_my_cart(request: ShopRequest, database: Database, carts: CartDesk) -> CartView:
    """The one open cart of the account, with the `id` that changes it; 404 while there is none."""
    who = session_of(request).holder_id
    cart_id = await database.read(lambda db: find_cart_of(db, who))
    if cart_id is None:
        raise CartNotFound
    return await carts.read(cart_id, language_of(request))


@post(
    "/store/v1/me/cart",
    policy=customer(),
    status_code=200,
    tags=["cart"],
    summary="Make a guest's cart mine",
    operation_id="become_my_cart",
    once="ignored",
    refuses=_CLOSED,
)
async def become_my_cart(request: ShopRequest, data: MyCartBody, database: Database, carts: CartDesk) -> CartView:
    """For the moment after signing in: the cart that was filled before becomes the account's, or is emptied into its cart.

    Pieces add up to what a line holds, lines to what a cart holds; contact, address and notes of the account's cart win.
    Asked again, from another tab too, nothing is added twice. Another customer's cart is 404. Its answer repeats itself, so
    an Idempotency-Key is ignored.
    """
    who = session_of(request).holder_id
    prices, language = await carts.prices(), language_of(request)

    def act(tx: Transaction) -> CartView:
        cart_id, mine = take_cart(tx, who, data.cart_id, prices.until)
        return carts.show(tx, cart_id, mine, prices, language)

    return await database.write(act, name="become_my_cart")


async def _changed(request: ShopRequest, cart_id: str, database: Database, carts: CartDesk, change: Change) -> CartView:
    """The cart after a change of one line."""
    key = key_of(cart_id)
    prices, language = await carts.prices(), language_of(request)

    def act(tx: Transaction) -> CartView:
        return carts.show(tx, cart_id, change(tx, key, prices.until), prices, language)

    return await database.write(act, name="change_cart_line")


def _line_id(text: str) -> str:
    found = without_prefix("lin", text)
    if found is None:
        raise NotFound("line", text)
    return found
