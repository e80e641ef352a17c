"""News: what happened, and everything a letter about it may need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from niaga.platform.language import Language

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.orders.public import Order
    from niaga.payments.public import Payment
    from niaga.shop.public import ShopSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An event's kind and facts, beside order, payment and settings as they stand now. `link` opens the order."""

    kind: str
    facts: dict[str, Any]
    order: Order
    payment: Payment | None
    shop: ShopSettings
    link: str
    public_url: str
    now: datetime

    @property
    def buyer_language(self) -> Language:
        """What the buyer ordered in."""
        return Language.EN if self.order.language == Language.EN else Language.ID

    @property
    def owner_language(self) -> Language:
        """The shop's first language."""
        return Language.EN if self.shop.languages[:1] == (Language.EN,) else Language.ID
