"""From a request, variants and a shipping option to a priced order. Nothing here reads or writes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.checkout.errors import ItemWithdrawn, TooLarge
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.inventory.model import MAIN_WAREHOUSE
from niaga.orders.model import AgreedShipping, Order, OrderLine, OrderStatus
from niaga.pricing.public import LARGEST_TOTAL, Totals, order_totals
from niaga.shipping.model import ShippingLine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from niaga.catalogue.model import VariantView
    from niaga.checkout.model import AskedLine, OrderRequest
    from niaga.shipping.model import ShippingOption


def check_variants(request: OrderRequest, variants: Mapping[str, VariantView]) -> None:
    """Raise InvalidFields naming every line whose SKU nobody may buy; ItemWithdrawn where it was sold when it was picked."""
    gone = [line for line in request.lines if line.sku not in variants or not variants[line.sku].published]
    if gone and request.cart is not None:
        raise ItemWithdrawn(gone[0].path, gone[0].sku)
    if gone:
        raise InvalidFields(tuple(_unknown_sku(line) for line in gone))


def _unknown_sku(line: AskedLine) -> FieldProblem:
    message = "There is no variant with the SKU {sku}."
    return FieldProblem(f"{line.path}.sku", "catalogue.unknown_sku", message, {"sku": line.sku})


def shipping_lines(lines: tuple[AskedLine, ...], variants: Mapping[str, VariantView]) -> tuple[ShippingLine, ...]:
    """The lines as a courier sees them."""
    return tuple(shipping_line(variants[line.sku], line.quantity) for line in lines)


def price_order(
    request: OrderRequest,
    variants: Mapping[str, VariantView],
    option: ShippingOption,
    *,
    order_id: str,
    placed_at: datetime,
    expires_at: datetime | None,
) -> Order:
    """The order with its totals, without its number. Raises TooLarge for sums no bank could move."""
    lines = tuple(
        order_line(
            number, variants[line.sku], line.quantity, price=_price(line, variants, request), language=request.language
        )
        for number, line in enumerate(request.lines, start=1)
    )
    return Order(
        id=order_id,
        number="",
        channel=request.channel,
        external_number=request.external_number,
        status=OrderStatus.AWAITING_PAYMENT,
        cancel_reason=None,
        version=1,
        token_version=1,
        language=request.language,
        totals=_totals(request, lines, option),
        contact=request.contact,
        address=request.address,
        region_path=list(request.region_path),
        shipping=agreed_shipping(option, insured=request.insured),
        tracking=[],
        notes=request.notes,
        metadata=request.metadata,
        override=request.override,
        placed_at=placed_at,
        expires_at=expires_at,
        customer_id=request.customer_id,
        lines=lines,
    )


def _totals(request: OrderRequest, lines: tuple[OrderLine, ...], option: ShippingOption) -> Totals:
    freight = option.price
    if request.override is not None and request.override.shipping is not None:
        freight = request.override.shipping
    insurance = option.insurance_fee if request.insured else 0
    totals = order_totals((line.amount for line in lines), shipping=freight, insurance=insurance)
    if totals.total > LARGEST_TOTAL:
        raise TooLarge
    return totals


def _price(asked: AskedLine, variants: Mapping[str, VariantView], request: OrderRequest) -> int:
    price = variants[asked.sku].price.amount
    return price if request.override is None else request.override.unit_prices.get(asked.sku, price)


def order_line(number: int, variant: VariantView, quantity: int, *, price: int, language: str) -> OrderLine:
    """A line as it would be agreed: so many of the variant at that price, called as in that language."""
    return OrderLine(
        line_no=number,
        variant_id=variant.id,
        warehouse_id=MAIN_WAREHOUSE,
        sku=variant.sku,
        name=variant.product_name.in_language(language),
        options={one.name.in_language(language): one.value.in_language(language) for one in variant.options},
        image_url=variant.image_url,
        quantity=quantity,
        unit_price=price,
        amount=price * quantity,
        weight_grams=variant.weight_grams,
    )


def shipping_line(variant: VariantView, quantity: int) -> ShippingLine:
    """A line as a courier sees it."""
    return ShippingLine(
        sku=variant.sku,
        quantity=quantity,
        weight_grams=variant.weight_grams,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
        price=variant.price.amount,
    )


def agreed_shipping(option: ShippingOption, *, insured: bool) -> AgreedShipping:
    """The option as an order keeps it."""
    return AgreedShipping(
        courier=option.courier,
        service=option.service,
        name=option.name,
        etd_min_days=option.etd_min_days,
        etd_max_days=option.etd_max_days,
        billed_grams=option.billed_grams,
        insured=insured,
        freight=msgspec.to_builtins(option.freight),
    )
