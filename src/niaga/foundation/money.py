"""Money: whole units of one currency, never a float. Rounding rules that belong to a law or a courier stay with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

IDR = "IDR"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole units (rupiah have no sen here) and its currency. Mixing currencies is a bug and fails loudly."""

    amount: int
    currency: str = IDR

    def __add__(self, other: Self) -> Money:
        assert self.currency == other.currency, "amounts of two currencies cannot be added"
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> Money:
        assert self.currency == other.currency, "amounts of two currencies cannot be subtracted"
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.amount * quantity, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __str__(self) -> str:
        return format_rupiah(self.amount) if self.currency == IDR else f"{self.currency} {self.amount}"


def format_rupiah(amount: int) -> str:
    """`Rp12.500`, and `-Rp5.000` below zero: no space, dots for thousands, no sen."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two non-negative integers, rounded to whole units with halves upwards (PER-11/PJ/2025 art. 129)."""
    assert numerator >= 0, "only amounts of zero and more are rounded"
    assert denominator > 0, "the divisor must be positive"
    return (2 * numerator + denominator) // (2 * denominator)
