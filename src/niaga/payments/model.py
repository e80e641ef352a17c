"""A payment of one order. `amount` = the order's total + `unique_code`."""

from datetime import datetime
from enum import StrEnum

import msgspec

from niaga.foundation.money import IDR


class PaymentStatus(StrEnum):
    """Where a payment is."""

    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class PaymentMethod(StrEnum):
    """How a buyer pays."""

    BANK_TRANSFER = "bank_transfer"


class TransferInstructions(msgspec.Struct, frozen=True, kw_only=True, tag="transfer", tag_field="type"):
    """Transfer exactly `amount` to this account: its last digits tell whose transfer it is."""

    bank: str
    number: str
    holder: str
    amount: int


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """What is due and what came. `account` is the key of a bank account in the shop's settings."""

    id: str
    order_id: str
    method: PaymentMethod
    account: str
    status: PaymentStatus
    amount: int
    unique_code: int
    currency: str = IDR
    instructions: TransferInstructions
    version: int
    expires_at: datetime | None
    settled_at: datetime | None = None
    received_amount: int | None = None
    received_at: datetime | None = None
    note: str = ""

    @property
    def total(self) -> int:
        """What the order costs, without the code."""
        return self.amount - self.unique_code
