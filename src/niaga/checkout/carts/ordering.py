"""From a cart to an order: the cart becomes a request like any other, and its second order is the first one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.cart.public import Cart, SeenCart, require_complete
from niaga.catalogue.public import find_variants
from niaga.checkout.carts.pricing import shipping_chosen
from niaga.checkout.model import AskedLine, OrderRequest
from niaga.checkout.wire import order_view, payment_method
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.orders.public import Contact, ShippingAddress, access_token, get_order, list_timeline
from niaga.payments.public import find_payment_of
from niaga.platform.idempotency import Answer

if TYPE_CHECKING:
    from niaga.checkout.carts.wire import CheckoutBody
    from niaga.platform.database import Reader
    from niaga.regions.public import Regions

CREATED = 201
_encode = msgspec.json.Encoder().encode


def cart_request(
    db: Reader, cart: Cart, body: CheckoutBody, regions: Regions, *, language: str, customer_id: str | None
) -> OrderRequest:
    """The cart as a request for an order, in one statement. Raises CartIncomplete, InvalidFields."""
    require_complete(cart)
    assert cart.address is not None, "a complete cart has an address"
    assert cart.shipping is not None, "a complete cart has a courier"
    problems: list[FieldProblem] = []
    method = payment_method(body.payment_method, problems)
    if problems:
        raise InvalidFields(tuple(problems))
    region = regions.find_region(cart.address.region_code or "")
    return OrderRequest(
        lines=_lines(db, cart),
        contact=msgspec.convert(cart.contact, Contact, from_attributes=True),
        address=ShippingAddress(**{**msgspec.structs.asdict(cart.address), "notes": cart.address.notes or ""}),
        region_path=region.path if region else (),
        shipping=shipping_chosen(cart.shipping),
        insured=cart.insured,
        payment_method=method,
        payment_account=body.payment_channel,
        notes=cart.notes,
        metadata=cart.metadata,
        expected_total=body.expected_total,
        language=language,
        cart=SeenCart(cart.key, cart.version),
        customer_id=customer_id,
    )


def _lines(db: Reader, cart: Cart) -> tuple[AskedLine, ...]:
    variants = find_variants(db, [line.variant_id for line in cart.lines])
    return tuple(
        AskedLine(f"lines[{place}]", variants[line.variant_id].sku, line.quantity)
        for place, line in enumerate(cart.lines)
    )


def ordered_before(db: Reader, order_id: str, language: str) -> Answer:
    """The order that a cart became, as it is now, with the token that opens it: whoever holds the cart placed it."""
    order = get_order(db, order_id)
    payment = find_payment_of(db, order.id)
    assert payment is not None, "every order has a payment"
    token = access_token(db.vault, order.id, order.token_version)
    return Answer(CREATED, _encode(order_view(order, payment, list_timeline(db, order.id), language, token=token)))
