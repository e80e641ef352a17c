"""The door of payments. Coordinating rooms place, settle and close payments together with their order."""

from niaga.payments.actions import close_writes, requested_event, settle_writes
from niaga.payments.model import (
    Payment,
    PaymentMethod,
    PaymentStatus,
    TransferInstructions,
)
from niaga.payments.rules import any_free, draw_codes, first_free
from niaga.payments.store import (
    ask_taken_amounts,
    find_payment,
    find_payment_of,
    find_payments_of,
    insert_writes,
    purge_slots,
    taken_amounts,
    taken_range,
)

__all__ = [
    "Payment",
    "PaymentMethod",
    "PaymentStatus",
    "TransferInstructions",
    "any_free",
    "ask_taken_amounts",
    "close_writes",
    "draw_codes",
    "find_payment",
    "find_payment_of",
    "find_payments_of",
    "first_free",
    "insert_writes",
    "purge_slots",
    "requested_event",
    "settle_writes",
    "taken_amounts",
    "taken_range",
]
