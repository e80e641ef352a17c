"""The sum of an order. Whole units of one currency."""

import msgspec

from niaga.foundation.money import IDR


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """`total` = subtotal - discount + shipping + insurance + cod_fee + tax; `tax_included` is information, not in the sum."""

    subtotal: int
    discount: int = 0
    shipping: int
    insurance: int = 0
    cod_fee: int = 0
    tax: int = 0
    tax_included: int = 0
    total: int
    currency: str = IDR
