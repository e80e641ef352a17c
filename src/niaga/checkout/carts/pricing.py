"""What a cart costs now: its variants, their stock and the shipping it chose, at the prices of the moment. Decides nothing.

Nothing here is promised; placing prices again and looks at the stock itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.catalogue.public import find_variants
from niaga.checkout.rules.drafting import order_line, shipping_line
from niaga.foundation.errors import NiagaError
from niaga.inventory.public import StockKey, find_levels
from niaga.pricing.public import order_totals
from niaga.shipping.errors import OriginMissing
from niaga.shipping.public import ByOption, ByService, choose_option, shipping_request

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.cart.public import Cart, ChosenShipping
    from niaga.catalogue.public import VariantView
    from niaga.orders.public import OrderLine
    from niaga.platform.database import Reader
    from niaga.pricing.public import Totals
    from niaga.shipping.public import ShippingOption, ShippingRequest, TableRates
    from niaga.shop.public import ShopSettings


@dataclass(frozen=True, slots=True)
class Prices:
    """What a cart is priced by, and how long it is kept when it changes now."""

    settings: ShopSettings
    rates: TableRates
    until: datetime


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with what it costs. `refusal` says why the shipping that was chosen cannot be had."""

    cart: Cart
    variants: dict[str, VariantView]
    available: dict[str, int]
    lines: tuple[OrderLine, ...]
    option: ShippingOption | None
    refusal: NiagaError | None
    totals: Totals


def price_cart(db: Reader, cart: Cart, prices: Prices, language: str) -> PricedCart:
    """The cart at the prices of this moment. Two statements."""
    ids = [line.variant_id for line in cart.lines]
    variants = find_variants(db, ids)
    levels = find_levels(db, [StockKey(one) for one in ids])
    option, refusal = _chosen(db, cart, variants, prices)
    lines = tuple(
        order_line(
            number,
            variants[line.variant_id],
            line.quantity,
            price=variants[line.variant_id].price.amount,
            language=language,
        )
        for number, line in enumerate(cart.lines, start=1)
    )
    totals = order_totals(
        (line.amount for line in lines),
        shipping=option.price if option else 0,
        insurance=option.insurance_fee if option else 0,
    )
    available = {key.variant_id: max(level.available, 0) for key, level in levels.items()}
    return PricedCart(cart, variants, available, lines, option, refusal, totals)


def cart_shipping_request(
    cart: Cart, variants: dict[str, VariantView], settings: ShopSettings, region_code: str
) -> ShippingRequest:
    """The cart on its way to that region. Raises OriginMissing."""
    if settings.origin_region_code is None:
        raise OriginMissing
    return shipping_request(
        [shipping_line(variants[line.variant_id], line.quantity) for line in cart.lines],
        origin_code=settings.origin_region_code,
        destination_code=region_code,
        insured=cart.insured,
    )


def shipping_chosen(chosen: ChosenShipping) -> ByOption | ByService:
    """The choice as shipping understands it."""
    if chosen.option_id is not None:
        return ByOption(chosen.option_id)
    return ByService(chosen.courier or "", chosen.service or "")


def _chosen(
    db: Reader, cart: Cart, variants: dict[str, VariantView], prices: Prices
) -> tuple[ShippingOption | None, NiagaError | None]:
    region = cart.address and cart.address.region_code
    if cart.shipping is None or not cart.lines or not region:
        return None, None
    try:
        travelling = cart_shipping_request(cart, variants, prices.settings, region)
        return choose_option(prices.rates, db.vault, travelling, shipping_chosen(cart.shipping), now=db.now), None
    except NiagaError as refusal:
        return None, refusal
