"""The whole cart from outside, in the reader's language, with what she should know before she orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.checkout.carts.wire import (
    CartAddressView,
    CartContactView,
    CartLineView,
    CartProblem,
    CartShippingView,
    CartView,
)
from niaga.checkout.errors import ItemWithdrawn
from niaga.checkout.rules.drafting import agreed_shipping
from niaga.foundation.identity import with_prefix
from niaga.foundation.money import format_rupiah
from niaga.inventory.errors import OutOfStock
from niaga.orders.public import totals_wire
from niaga.platform.language import translate

if TYPE_CHECKING:
    from niaga.cart.public import Address, CartLine, Contact
    from niaga.catalogue.public import VariantView
    from niaga.checkout.carts.pricing import PricedCart
    from niaga.foundation.errors import NiagaError
    from niaga.orders.public import OrderLine
    from niaga.platform.language import Language
    from niaga.regions.public import Regions

PRICE_CHANGED = "cart.price_changed"


def cart_view(cart_id: str, priced: PricedCart, regions: Regions, language: Language) -> CartView:
    """The cart as its holder reads it."""
    cart, option = priced.cart, priced.option
    agreed = None if option is None else agreed_shipping(option, insured=cart.insured)
    return CartView(
        id=cart_id,
        version=cart.version,
        order_id=None if cart.order_id is None else with_prefix("ord", cart.order_id),
        currency=priced.totals.currency,
        quantity=sum(line.quantity for line in cart.lines),
        lines=_lines(priced, language),
        contact=_contact(cart.contact),
        shipping_address=_address(cart.address, regions),
        shipping=_shipping(priced),
        insured=cart.insured,
        notes=cart.notes,
        metadata=cart.metadata,
        totals=totals_wire(priced.totals, priced.lines, agreed, language),
        problems=[_problem_of(priced.refusal, language)] if priced.refusal and cart.order_id is None else [],
        expires_at=cart.expires_at,
    )


def _lines(priced: PricedCart, language: Language) -> list[CartLineView]:
    return [
        _line(held, priced.variants[held.variant_id], line, priced, language)
        for held, line in zip(priced.cart.lines, priced.lines, strict=True)
    ]


def _line(
    held: CartLine, variant: VariantView, line: OrderLine, priced: PricedCart, language: Language
) -> CartLineView:
    available = priced.available[variant.id] if variant.published else 0
    compared = variant.compare_at_price
    return CartLineView(
        id=with_prefix("lin", held.id),
        variant_id=with_prefix("var", variant.id),
        sku=variant.sku,
        product_slug=variant.product_slug,
        name=line.name,
        variant_name=variant.name.in_language(language),
        options=line.options,
        image_url=variant.image_url or None,
        quantity=line.quantity,
        unit_price=line.unit_price,
        compare_at_price=None if compared is None else compared.amount,
        amount=line.amount,
        weight_grams=line.weight_grams,
        available=available,
        problems=[] if priced.cart.order_id else _line_problems(held, variant, available, language),
    )


def _line_problems(held: CartLine, variant: VariantView, available: int, language: Language) -> list[CartProblem]:
    """What is the matter with a line. Whatever else is, nobody needs to know the price of what is not sold any more."""
    if not variant.published:
        message = translate("This is no longer sold.", language)
        return [CartProblem(code=ItemWithdrawn.code, message=message, blocking=True)]
    problems = []
    if not available:
        message = translate("This is sold out.", language)
        problems.append(CartProblem(code=OutOfStock.code, message=message, blocking=True))
    elif available < held.quantity:
        message = translate("Only {available} left.", language, available=available)
        problems.append(CartProblem(code=OutOfStock.code, message=message, blocking=True))
    if variant.price.amount != held.seen_price:
        before, now = format_rupiah(held.seen_price), format_rupiah(variant.price.amount)
        message = translate("The price was {before} and is now {now}.", language, before=before, now=now)
        problems.append(CartProblem(code=PRICE_CHANGED, message=message, blocking=False))
    return problems


def _problem_of(refusal: NiagaError, language: Language) -> CartProblem:
    message = translate(refusal.template(), language, **refusal.facts())
    return CartProblem(code=refusal.code, message=message, blocking=True)


def _contact(contact: Contact | None) -> CartContactView | None:
    if contact is None:
        return None
    return CartContactView(name=contact.name, phone=contact.phone, email=contact.email)


def _address(address: Address | None, regions: Regions) -> CartAddressView | None:
    if address is None:
        return None
    region = regions.find_region(address.region_code) if address.region_code else None
    return CartAddressView(
        recipient=address.recipient,
        phone=address.phone,
        street=address.street,
        region_code=address.region_code,
        region_path=list(region.path) if region else [],
        postal_code=address.postal_code,
        notes=address.notes,
    )


def _shipping(priced: PricedCart) -> CartShippingView | None:
    option, chosen = priced.option, priced.cart.shipping
    if option is None or chosen is None:
        return None
    return CartShippingView(
        option_id=chosen.option_id,
        courier=option.courier,
        service=option.service,
        name=option.name,
        price=option.price,
        insurance_fee=option.insurance_fee,
        billed_grams=option.billed_grams,
        etd_min_days=option.etd_min_days,
        etd_max_days=option.etd_max_days,
    )
