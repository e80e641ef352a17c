"""Accounts and postings. A posting debits one account and credits another by the same amount, so nothing can be unbalanced."""

from dataclasses import dataclass
from enum import StrEnum

from niaga.foundation.money import IDR


class Account(StrEnum):
    """The shop's accounts. Bank accounts are `bank:<key>` (see `bank_account`)."""

    RECEIVABLE = "receivable"
    ORDERS_CLEARING = "orders_clearing"
    REVENUE_GOODS = "revenue:goods"
    REVENUE_SHIPPING = "revenue:shipping"
    INSURANCE_PAYABLE = "insurance_payable"
    TAX_PAYABLE = "tax_payable"
    TRANSFER_CODES = "transfer_codes"
    SUSPENSE = "suspense"
    REFUNDS_PAYABLE = "refunds_payable"


def bank_account(key: str) -> str:
    """The ledger account of a bank account of the shop's settings."""
    return f"bank:{key}"


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount (> 0) moves: `debit` receives, `credit` gives. `kind` is unique for its source, so nothing posts twice."""

    source_type: str
    source_id: str
    kind: str
    debit: str
    credit: str
    amount: int
    currency: str = IDR
