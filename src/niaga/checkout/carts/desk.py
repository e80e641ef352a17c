"""The desk for carts: prices them as they are read, and takes them to the desk where every order is placed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.cart.errors import CartCompleted, CartNotFound
from niaga.cart.public import cart_key, get_cart, require_destination
from niaga.catalogue.public import find_variants
from niaga.checkout.carts.ordering import cart_request, ordered_before
from niaga.checkout.carts.pricing import Prices, cart_shipping_request, price_cart
from niaga.checkout.carts.views import cart_view
from niaga.checkout.drafts import Placed, Replayed
from niaga.foundation.errors import Kind
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.idempotency import answered_before
from niaga.shipping.public import quote_answer, quote_shipping

if TYPE_CHECKING:
    from niaga.cart.public import Cart
    from niaga.checkout.carts.wire import CartView, CheckoutBody
    from niaga.checkout.desk import CheckoutDesk
    from niaga.platform.database import Database, Reader
    from niaga.platform.idempotency import Answer, Claim
    from niaga.platform.language import Language
    from niaga.regions.public import Regions
    from niaga.shipping.public import QuoteAnswer, Tariffs
    from niaga.shop.public import SettingsCache


class CartDesk:
    """One for a process. Ids are those that buyers hold; an id of no cart raises CartNotFound."""

    def __init__(
        self, database: Database, *, settings: SettingsCache, tariffs: Tariffs, regions: Regions, checkout: CheckoutDesk
    ) -> None:
        self._database = database
        self._settings = settings
        self._tariffs = tariffs
        self._regions = regions
        self._checkout = checkout

    async def prices(self) -> Prices:
        """What carts are priced by at this moment."""
        settings = await self._settings.current()
        rates = await self._tariffs.current(self._database)
        return Prices(settings, rates, self._database.clock.now() + timedelta(days=settings.cart_expiry_days))

    async def read(self, cart_id: str, language: Language) -> CartView:
        """The whole cart."""
        key, prices = key_of(cart_id), await self.prices()
        return await self._database.read(lambda db: self.show(db, cart_id, get_cart(db, key), prices, language))

    def show(self, db: Reader, cart_id: str, cart: Cart, prices: Prices, language: Language) -> CartView:
        """The whole cart, as an action left it."""
        return cart_view(cart_id, price_cart(db, cart, prices, language), self._regions, language)

    def show_choice(self, db: Reader, cart_id: str, cart: Cart, prices: Prices, language: Language) -> CartView:
        """The whole cart after its shipping was chosen. Raises OptionForged or UnknownService for what is no choice."""
        priced = price_cart(db, cart, prices, language)
        if priced.refusal is not None and priced.refusal.kind is Kind.INVALID:
            raise priced.refusal
        return cart_view(cart_id, priced, self._regions, language)

    async def shipping_options(self, cart_id: str, language: Language) -> QuoteAnswer:
        """What sending the cart costs, with promises. Raises CartIncomplete, OriginMissing."""
        key, prices = key_of(cart_id), await self.prices()
        cart = await self._database.read(lambda db: get_cart(db, key))
        region = require_destination(cart)
        variants = await self._database.read(lambda db: find_variants(db, [line.variant_id for line in cart.lines]))
        asked = cart_shipping_request(cart, variants, prices.settings, region)
        now = self._database.clock.now().replace(microsecond=0)
        until = now + timedelta(minutes=prices.settings.option_expiry_minutes)
        quote = quote_shipping(prices.rates, asked)
        return quote_answer(self._database.vault, asked, quote, expires_at=until, language=language)

    async def check_out(
        self, cart_id: str, body: CheckoutBody, claim: Claim, *, language: Language, customer_id: str | None
    ) -> Placed | Replayed:
        """Order the cart, for a customer or a guest. One that was ordered before answers that order again, whatever the key.

        Raises CartIncomplete, CartChanged, and whatever else refuses an order (`CheckoutDesk.place`).
        """
        key = key_of(cart_id)
        try:
            return await self._ordered(key, body, claim, language=language, customer_id=customer_id)
        except CartNotFound:
            # The cart may have been forgotten since; what was answered under this key is still known.
            before = await answered_before(self._database, claim)
            if before is None:
                raise
            return Replayed(before)

    async def _ordered(
        self, key: str, body: CheckoutBody, claim: Claim, *, language: Language, customer_id: str | None
    ) -> Placed | Replayed:
        cart = await self._database.read(lambda db: get_cart(db, key))
        if cart.order_id is None:
            request = await self._database.read(
                lambda db: cart_request(db, cart, body, self._regions, language=language, customer_id=customer_id)
            )
            try:
                return await self._checkout.place(request, Actor(ActorKind.GUEST, key), claim)
            except CartCompleted:
                cart = await self._database.read(lambda db: get_cart(db, key))
        return Replayed(await self._answer_again(cart, claim, language))

    async def _answer_again(self, cart: Cart, claim: Claim, language: Language) -> Answer:
        before = await answered_before(self._database, claim)
        order_id = cart.order_id
        assert order_id is not None, "a completed cart names its order"
        if before is not None:
            return before
        return await self._database.read(lambda db: ordered_before(db, order_id, language))


def key_of(cart_id: str) -> str:
    """What the cart is stored under. Raises CartNotFound for what is no cart's id."""
    key = cart_key(cart_id)
    if key is None:
        raise CartNotFound
    return key
