"""How an order looks from outside. Coordinating rooms put payment or shipments beside it."""

from datetime import datetime
from typing import Any

import msgspec

from niaga.foundation.identity import with_prefix
from niaga.orders.model import (
    AgreedShipping,
    Order,
    OrderLine,
    TimelineEntry,
)
from niaga.platform.language import translate
from niaga.pricing.public import Totals


class TotalLineWire(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the sum; all of them add up to `total`."""

    label: str
    amount: int
    explanation: str = ""


class TotalsWire(msgspec.Struct, frozen=True, kw_only=True):
    """Whole rupiah. `tax` is added on top, `tax_included` is information and not in the sum."""

    subtotal: int
    discount: int
    shipping: int
    insurance: int
    cod_fee: int
    tax: int
    tax_included: int
    total: int
    currency: str
    lines: list[TotalLineWire]


class OrderLineWire(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was agreed."""

    line_no: int
    variant_id: str
    sku: str
    name: str
    options: dict[str, str]
    image_url: str | None
    quantity: int
    unit_price: int
    amount: int
    weight_grams: int
    shipped_quantity: int
    returned_quantity: int


class TrackingWire(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel on its way."""

    shipment_id: str
    courier: str
    service: str
    tracking_number: str
    shipped_at: datetime


class OrderShippingWire(msgspec.Struct, frozen=True, kw_only=True):
    """The agreed courier service, and the parcels sent so far."""

    courier: str
    service: str
    name: str
    price: int
    insurance_fee: int
    insured: bool
    etd_min_days: int | None
    etd_max_days: int | None
    billed_grams: int
    parcels: list[TrackingWire]


class ContactWire(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to."""

    name: str
    phone: str | None
    email: str | None


class AddressWire(msgspec.Struct, frozen=True, kw_only=True):
    """Where to."""

    recipient: str
    phone: str
    street: str
    region_code: str
    region_path: list[str]
    postal_code: str
    notes: str


class TimelineWire(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, and when."""

    at: datetime
    kind: str
    status: str
    detail: dict[str, Any]


class OrderWire(msgspec.Struct, frozen=True, kw_only=True):
    """An order without its payment."""

    id: str
    number: str
    status: str
    cancel_reason: str | None
    channel: str
    external_number: str | None
    language: str
    placed_at: datetime
    expires_at: datetime | None
    lines: list[OrderLineWire]
    totals: TotalsWire
    shipping: OrderShippingWire
    contact: ContactWire
    shipping_address: AddressWire
    notes: str
    metadata: dict[str, str]
    timeline: list[TimelineWire]


def order_wire(order: Order, timeline: list[TimelineEntry], language: str) -> OrderWire:
    """The order in the reader's language (what was sold keeps the buyer's)."""
    return OrderWire(**order_fields(order, timeline, language))


def order_fields(order: Order, timeline: list[TimelineEntry], language: str) -> dict[str, Any]:
    """The fields of `OrderWire`, for rooms whose answer has more of them."""
    return {
        "id": with_prefix("ord", order.id),
        "number": order.number,
        "status": order.status.value,
        "cancel_reason": order.cancel_reason,
        "channel": order.channel,
        "external_number": order.external_number,
        "language": order.language,
        "placed_at": order.placed_at,
        "expires_at": order.expires_at,
        "lines": [line_wire(line) for line in order.lines],
        "totals": totals_wire(order.totals, order.lines, order.shipping, language),
        "shipping": shipping_wire(order),
        "contact": ContactWire(
            name=order.contact.name,
            phone=order.contact.phone,
            email=order.contact.email,
        ),
        "shipping_address": address_wire(order),
        "notes": order.notes,
        "metadata": order.metadata,
        "timeline": [
            TimelineWire(at=one.at, kind=one.kind, status=one.status.value, detail=one.detail) for one in timeline
        ],
    }


def line_wire(line: OrderLine) -> OrderLineWire:
    """A line from outside."""
    return OrderLineWire(
        line_no=line.line_no,
        variant_id=with_prefix("var", line.variant_id),
        sku=line.sku,
        name=line.name,
        options=line.options,
        image_url=line.image_url,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.amount,
        weight_grams=line.weight_grams,
        shipped_quantity=line.shipped_quantity,
        returned_quantity=line.returned_quantity,
    )


def totals_wire(
    totals: Totals,
    lines: tuple[OrderLine, ...],
    shipping: AgreedShipping | None,
    language: str,
) -> TotalsWire:
    """Totals with one labelled line for each part that is not nothing; without `shipping`, before it was chosen."""
    parts = [TotalLineWire(label=f"{_full_name(line)} \u00d7 {line.quantity}", amount=line.amount) for line in lines]
    if shipping is not None:
        label = translate("Shipping: {name}", language, name=shipping.name)
        parts.append(TotalLineWire(label=label, amount=totals.shipping))
    more = [
        TotalLineWire(label=translate("Discount", language), amount=-totals.discount),
        TotalLineWire(label=translate("Shipping insurance", language), amount=totals.insurance),
        TotalLineWire(label=translate("Cash-on-delivery fee", language), amount=totals.cod_fee),
        TotalLineWire(label=translate("Tax", language), amount=totals.tax),
    ]
    return TotalsWire(
        subtotal=totals.subtotal,
        discount=totals.discount,
        shipping=totals.shipping,
        insurance=totals.insurance,
        cod_fee=totals.cod_fee,
        tax=totals.tax,
        tax_included=totals.tax_included,
        total=totals.total,
        currency=totals.currency,
        lines=[*parts, *(one for one in more if one.amount)],
    )


def shipping_wire(order: Order) -> OrderShippingWire:
    """The agreed service and the parcels sent so far."""
    agreed = order.shipping
    return OrderShippingWire(
        courier=agreed.courier,
        service=agreed.service,
        name=agreed.name,
        price=order.totals.shipping,
        insurance_fee=order.totals.insurance,
        insured=agreed.insured,
        etd_min_days=agreed.etd_min_days,
        etd_max_days=agreed.etd_max_days,
        billed_grams=agreed.billed_grams,
        parcels=[
            TrackingWire(
                shipment_id=with_prefix("shp", one.shipment_id),
                courier=one.courier,
                service=one.service,
                tracking_number=one.tracking_number,
                shipped_at=one.shipped_at,
            )
            for one in order.tracking
        ],
    )


def address_wire(order: Order) -> AddressWire:
    """The address with the names of its region."""
    address = order.address
    return AddressWire(
        recipient=address.recipient,
        phone=address.phone,
        street=address.street,
        region_code=address.region_code,
        region_path=order.region_path,
        postal_code=address.postal_code,
        notes=address.notes,
    )


def _full_name(line: OrderLine) -> str:
    return " ".join([line.name, *line.options.values()]) if line.options else line.name
