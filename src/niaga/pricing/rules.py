"""Adding up. Every amount here was decided before; nothing is rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.money import IDR
from niaga.pricing.model import Totals

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_TOTAL = 10**15


def order_totals(
    line_amounts: Iterable[int],
    *,
    shipping: int,
    insurance: int = 0,
    cod_fee: int = 0,
    currency: str = IDR,
) -> Totals:
    """The totals of lines and ongkir. Prices include whatever tax the shop owes; a shop that is not PKP adds none."""
    subtotal = sum(line_amounts)
    return Totals(
        subtotal=subtotal,
        shipping=shipping,
        insurance=insurance,
        cod_fee=cod_fee,
        total=subtotal + shipping + insurance + cod_fee,
        currency=currency,
    )
