"""The words of an explanation: accounts, changes and states as people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.ledger.public import Account
from niaga.platform.language import translate

if TYPE_CHECKING:
    from niaga.platform.language import Language

_BANK = "bank:"


def account_words(account: str, language: Language) -> str:
    """A ledger account as a shopkeeper calls it."""
    if account.startswith(_BANK):
        return translate("bank account {key}", language, key=account.removeprefix(_BANK))
    known = {
        Account.RECEIVABLE: translate("what the buyer owes", language),
        Account.ORDERS_CLEARING: translate("ordered, not sent yet", language),
        Account.REVENUE_GOODS: translate("sales of goods", language),
        Account.REVENUE_SHIPPING: translate("ongkir earned", language),
        Account.INSURANCE_PAYABLE: translate("insurance for the courier", language),
        Account.TAX_PAYABLE: translate("tax to be paid", language),
        Account.TRANSFER_CODES: translate("transfer codes", language),
        Account.SUSPENSE: translate("money to be looked into", language),
        Account.REFUNDS_PAYABLE: translate("refunds owed to buyers", language),
    }
    return known.get(Account(account), account) if account in set(Account) else account


def status_words(status: str, language: Language) -> str:
    """An order's or a payment's status."""
    known = {
        "awaiting_payment": translate("waiting for payment", language),
        "processing": translate("being packed", language),
        "shipped": translate("on its way", language),
        "completed": translate("arrived", language),
        "returned": translate("came back", language),
        "cancelled": translate("cancelled", language),
        "pending": translate("not paid yet", language),
        "paid": translate("paid", language),
        "expired": translate("expired", language),
    }
    return known.get(status, status)


def change_words(kind: str, language: Language) -> str:
    """What happened to an order."""
    known = {
        "order.placed": translate("ordered", language),
        "order.paid": translate("the money came in", language),
        "order.cancelled": translate("cancelled", language),
        "order.reinstated": translate("the money came late; there was still stock, so the order goes on", language),
        "order.paid_too_late": translate("the money came too late; it is owed back", language),
        "order.shipped": translate("a parcel left", language),
        "order.completed": translate("arrived", language),
        "order.returned": translate("came back", language),
    }
    return known.get(kind, kind)


def actor_words(kind: str, language: Language) -> str:
    """Who did it."""
    known = {
        "guest": translate("the buyer", language),
        "order": translate("the buyer", language),
        "staff": translate("staff", language),
        "system": translate("the shop itself", language),
    }
    return known.get(kind, kind)
