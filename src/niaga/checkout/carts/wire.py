"""Carts on the wire: what a body may say, and the whole cart that every call answers."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from niaga.addresses.public import Directions, PostalCode, RegionCode, delivery_region, phone_number
from niaga.cart.public import MOST_LINES, AddressChange, CartChange, ChosenShipping, ContactChange
from niaga.checkout.wire import (
    PaymentOptionWire,
    ShippingBody,
    email_address,
    shipping_choice,
)
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.orders.public import TotalsWire
from niaga.platform.http import Amount, Line, Metadata, Quantity, ShortLine, Text, WireId
from niaga.regions.public import Regions


class CartLineBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of one variant, named by its SKU or its id."""

    sku: ShortLine | None = None
    variant_id: WireId | None = None
    quantity: Quantity


class CartQuantityBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How many of the line there shall be; to have none, delete it."""

    quantity: Quantity


class CartContactBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whom to write to; what is left out stays, null takes it away. A phone number or an e-mail address must remain."""

    name: Line | UnsetType | None = UNSET
    phone: ShortLine | UnsetType | None = UNSET
    email: Annotated[str, Meta(min_length=3, max_length=254)] | UnsetType | None = UNSET


class CartAddressBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where to, as far as it is known; what is left out stays, null takes it away."""

    recipient: Line | UnsetType | None = UNSET
    phone: ShortLine | UnsetType | None = UNSET
    street: Line | UnsetType | None = UNSET
    region_code: RegionCode | UnsetType | None = UNSET
    postal_code: PostalCode | UnsetType | None = UNSET
    notes: Directions | UnsetType | None = UNSET


class CartChangeBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall be different; what is left out stays, null takes it away."""

    contact: CartContactBody | UnsetType | None = UNSET
    shipping_address: CartAddressBody | UnsetType | None = UNSET
    shipping: ShippingBody | UnsetType | None = UNSET
    insured: bool | UnsetType = UNSET
    notes: Text | UnsetType | None = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class CartBody(CartChangeBody, forbid_unknown_fields=True, kw_only=True):
    """A new cart; everything may come later."""

    lines: Annotated[list[CartLineBody], Meta(max_length=MOST_LINES)] = []


class MyCartBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The id of the cart that was filled before signing in."""

    cart_id: WireId


class CheckoutBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How it will be paid, and the total that the buyer agrees to."""

    payment_method: ShortLine
    payment_channel: ShortLine | None = None
    expected_total: Amount


class CartProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something the buyer should know. A blocking one refuses the checkout, with the same code."""

    code: str
    message: str
    blocking: bool


class CartLineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line at the price of the moment: `amount` = `unit_price` x `quantity`. `available` pieces may still be ordered."""

    id: str
    variant_id: str
    sku: str
    product_slug: str
    name: str
    variant_name: str
    options: dict[str, str]
    image_url: str | None
    quantity: int
    unit_price: int
    compare_at_price: int | None
    amount: int
    weight_grams: int
    available: int
    problems: list[CartProblem]


class CartContactView(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to."""

    name: str | None
    phone: str | None
    email: str | None


class CartAddressView(msgspec.Struct, frozen=True, kw_only=True):
    """Where to, as far as it is known; `region_path` names the region and those around it."""

    recipient: str | None
    phone: str | None
    street: str | None
    region_code: str | None
    region_path: list[str]
    postal_code: str | None
    notes: str | None


class CartShippingView(msgspec.Struct, frozen=True, kw_only=True):
    """The courier service that was chosen and can be had. `price` is freight alone."""

    option_id: str | None
    courier: str
    service: str
    name: str
    price: int
    insurance_fee: int
    billed_grams: int
    etd_min_days: int | None
    etd_max_days: int | None


class CartView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole cart. `shipping` is null until one is chosen that can be had; `problems` says why when it cannot.

    `quantity` counts the pieces of all lines. With an `order_id` the cart was ordered and changes no more.
    """

    id: str
    version: int
    order_id: str | None
    currency: str
    quantity: int
    lines: list[CartLineView]
    contact: CartContactView | None
    shipping_address: CartAddressView | None
    shipping: CartShippingView | None
    insured: bool
    notes: str
    metadata: dict[str, str]
    totals: TotalsWire
    problems: list[CartProblem]
    expires_at: datetime


class PaymentOptionList(msgspec.Struct, frozen=True, kw_only=True):
    """The ways to pay that the shop accepts; all on one page."""

    items: list[PaymentOptionWire]
    next_cursor: str | None


def cart_change(body: CartChangeBody, regions: Regions) -> CartChange:
    """A body as a change. Raises InvalidFields naming every field that breaks a rule."""
    problems: list[FieldProblem] = []
    change = CartChange(
        contact=_contact(body.contact, problems),
        address=_address(body.shipping_address, regions, problems),
        shipping=_shipping(body.shipping, problems),
        insured=body.insured,
        notes="" if body.notes is None else body.notes,
        metadata={} if body.metadata is None else body.metadata,
    )
    if problems:
        raise InvalidFields(tuple(problems))
    return change


def _contact(
    body: CartContactBody | UnsetType | None, problems: list[FieldProblem]
) -> ContactChange | UnsetType | None:
    if not isinstance(body, CartContactBody):
        return body
    given = _given(body)
    if given.get("phone"):
        given["phone"] = phone_number("contact.phone", given["phone"], problems)
    if given.get("email"):
        given["email"] = email_address("contact.email", given["email"], problems)
    return ContactChange(**given)


def _address(
    body: CartAddressBody | UnsetType | None, regions: Regions, problems: list[FieldProblem]
) -> AddressChange | UnsetType | None:
    if not isinstance(body, CartAddressBody):
        return body
    given = _given(body)
    if given.get("phone"):
        given["phone"] = phone_number("shipping_address.phone", given["phone"], problems)
    if given.get("region_code"):
        delivery_region(given["region_code"], regions, problems, under="shipping_address.")
    return AddressChange(**given)


def _shipping(body: ShippingBody | UnsetType | None, problems: list[FieldProblem]) -> ChosenShipping | UnsetType | None:
    if not isinstance(body, ShippingBody):
        return body
    shipping_choice(body, problems)
    return ChosenShipping(option_id=body.option_id, courier=body.courier, service=body.service)


def _given(body: msgspec.Struct) -> dict[str, Any]:
    """The fields that were sent; texts of one line without blanks around them."""
    named = ((name, getattr(body, name)) for name in body.__struct_fields__)
    sent = {name: value for name, value in named if value is not UNSET}
    return {name: value.strip() if value and name in _ONE_LINE else value for name, value in sent.items()}


_ONE_LINE = frozenset({"name", "recipient", "street"})
