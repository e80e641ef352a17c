"""The desk: where requests are priced outside the transaction and handed to the lane that places them together.

Prices, ongkir and settings come from caches at most 250 ms old; the transaction looks at the revisions again. A draft
that turns out stale is priced once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from niaga.checkout.actions.place import place_orders
from niaga.checkout.drafts import OrderDraft, Placed, Refused, Replayed, Stale
from niaga.checkout.errors import ItemWithdrawn, TotalChanged
from niaga.checkout.model import PricedOrder
from niaga.checkout.rules.drafting import check_variants, price_order, shipping_lines
from niaga.foundation.errors import NiagaError
from niaga.foundation.identity import new_id
from niaga.orders.public import OrderNumbers, totals_wire
from niaga.payments.errors import MethodUnavailable
from niaga.payments.public import TransferInstructions, draw_codes
from niaga.platform.database import Engine, Lane
from niaga.platform.idempotency import answered_before
from niaga.platform.traces import current_trace
from niaga.shipping.public import choose_option, shipping_request
from niaga.shop.public import require_ready

if TYPE_CHECKING:
    from niaga.catalogue.public import VariantCache, VariantView
    from niaga.checkout.actions.place import Render
    from niaga.checkout.drafts import Outcome
    from niaga.checkout.model import OrderRequest
    from niaga.orders.public import Order
    from niaga.platform.audit import Actor
    from niaga.platform.database import Database
    from niaga.platform.idempotency import Claim
    from niaga.shipping.public import ShippingOption, Tariffs
    from niaga.shop.public import BankAccount, SettingsCache, ShopSettings

_LANES_ON_SERVERS = 2


@dataclass(frozen=True, slots=True)
class Priced:
    """An order that could be placed now, and what it was priced from."""

    order: Order
    variants: dict[str, VariantView]
    option: ShippingOption
    settings: ShopSettings


class CheckoutDesk:
    """One for a process. `quote` stores nothing; `place` answers once the order is safe on disk."""

    def __init__(
        self,
        database: Database,
        *,
        settings: SettingsCache,
        variants: VariantCache,
        tariffs: Tariffs,
        render: Render,
    ) -> None:
        self._database = database
        self._settings = settings
        self._variants = variants
        self._tariffs = tariffs
        self._numbers = OrderNumbers(database)
        action = partial(place_orders, numbers=self._numbers, render=render)
        drivers = 1 if database.engine is Engine.SQLITE else _LANES_ON_SERVERS
        self._lane: Lane[OrderDraft, Outcome] = Lane(database, action, name="place_orders", drivers=drivers)

    async def quote(self, request: OrderRequest) -> Priced:
        """Price a request without storing anything. Raises what placing it would raise, but for stock."""
        priced = await self._price_as_seen(request)
        chosen_account(priced.settings, request.payment_account)
        return priced

    async def place(self, request: OrderRequest, actor: Actor, claim: Claim | None) -> Placed | Replayed:
        """Place the order, or answer as the same request was answered before.

        Raises whatever refuses it: fields, stock, `TotalChanged`, `ItemWithdrawn`; Overloaded when too many wait.
        """
        try:
            outcome = await self._submit(request, actor, claim)
            if isinstance(outcome, Stale):
                outcome = await self._submit_again(request, actor, claim)
        except NiagaError:
            # What is refused now may have been placed before: a repeated request gets its first answer.
            before = await answered_before(self._database, claim) if claim else None
            if before is None:
                raise
            return Replayed(before)
        if isinstance(outcome, Refused):
            raise outcome.error
        assert isinstance(outcome, Placed | Replayed)
        return outcome

    async def close(self) -> None:
        """Finish what is waiting."""
        await self._lane.close()

    async def _submit(self, request: OrderRequest, actor: Actor, claim: Claim | None) -> Outcome:
        priced = await self._price_as_seen(request)
        await self._numbers.refill(priced.order.placed_at, priced.settings.zone)
        return await self._lane.submit(self._draft(request, priced, actor, claim))

    async def _submit_again(self, request: OrderRequest, actor: Actor, claim: Claim | None) -> Outcome:
        self._variants.expire()
        variants = await self._variants.find([line.sku for line in request.lines])
        for line in request.lines:
            if line.sku not in variants or not variants[line.sku].published:
                raise ItemWithdrawn(line.path, line.sku)
        outcome = await self._submit(request, actor, claim)
        if isinstance(outcome, Stale):
            raise _total_changed(request, (await self._price(request)).order)
        return outcome

    async def _price_as_seen(self, request: OrderRequest) -> Priced:
        """The request at the total that the buyer saw. Raises TotalChanged.

        What is held here may be older than what she was shown, so another total is looked at once more.
        """
        priced = await self._price(request)
        if request.expected_total in (None, priced.order.totals.total):
            return priced
        self._variants.expire()
        self._tariffs.forget()
        priced = await self._price(request)
        _check_total(request, priced.order)
        return priced

    async def _price(self, request: OrderRequest) -> Priced:
        settings = await self._settings.current()
        require_ready(settings)
        variants = await self._variants.find([line.sku for line in request.lines])
        check_variants(request, variants)
        rates = await self._tariffs.current(self._database)
        now = self._database.clock.now()
        travelling = shipping_request(
            shipping_lines(request.lines, variants),
            origin_code=settings.origin_region_code or "",
            destination_code=request.address.region_code,
            insured=request.insured,
        )
        option = choose_option(rates, self._database.vault, travelling, request.shipping, now=now)
        expires_at = now + timedelta(minutes=settings.payment_expiry_minutes)
        order = price_order(
            request,
            variants,
            option,
            order_id=new_id(),
            placed_at=now,
            expires_at=expires_at,
        )
        return Priced(order, variants, option, settings)

    def _draft(self, request: OrderRequest, priced: Priced, actor: Actor, claim: Claim | None) -> OrderDraft:
        account = chosen_account(priced.settings, request.payment_account)
        return OrderDraft(
            priced=PricedOrder(
                order=priced.order,
                paths=tuple(line.path for line in request.lines),
                seen={view.id: view.revision for view in priced.variants.values()},
            ),
            actor=actor,
            claim=claim,
            payment_id=new_id(),
            payment_method=request.payment_method,
            account=account.key,
            instructions=TransferInstructions(
                bank=account.bank,
                number=account.number,
                holder=account.holder,
                amount=0,
            ),
            codes=tuple(draw_codes()) if priced.settings.transfer_codes else (),
            prefix=priced.settings.order_number_prefix,
            zone=priced.settings.zone,
            cart=request.cart,
            trace=current_trace(),
        )


def chosen_account(settings: ShopSettings, key: str | None) -> BankAccount:
    """The bank account to pay to: the one asked for, else the first. Raises MethodUnavailable for one there is not."""
    for account in settings.bank_accounts:
        if key is None or account.key == key:
            return account
    raise MethodUnavailable("payment_channel", key or "")


def _check_total(request: OrderRequest, order: Order) -> None:
    total = order.totals.total
    if request.expected_total is not None and request.expected_total != total:
        raise _total_changed(request, order)


def _total_changed(request: OrderRequest, order: Order) -> TotalChanged:
    totals = totals_wire(order.totals, order.lines, order.shipping, request.language)
    return TotalChanged(request.expected_total or 0, order.totals.total, totals)
