"""Erasure (UU PDP art. 8 and 43): a person goes, the documents of her purchases stay, and nothing leads from them to her."""

from niaga.accounts.public import erase_customer
from niaga.addresses.public import erase_addresses
from niaga.cart.public import forget_carts_of
from niaga.orders.public import anonymise_orders, order_ids_of, orders_under_way
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Transaction
from niaga.privacy.errors import OrdersUnderWay


def erase_person(tx: Transaction, by: Actor, customer_id: str) -> None:
    """Erase an account and all that names its owner, in one transaction.

    Kept: orders with goods, amounts and district (tax and bookkeeping, ten years), the ledger, the consent log and the
    audit trail, which name nobody. Answers remembered under an Idempotency-Key are sealed and gone within 48 hours.
    Raises OrdersUnderWay, NotFound.
    """
    under_way = orders_under_way(tx, customer_id)
    if under_way:
        raise OrdersUnderWay(count=len(under_way), numbers=tuple(under_way[:_MOST_NAMED]))
    orders = order_ids_of(tx, customer_id)
    erase_customer(tx, customer_id)
    erase_addresses(tx, customer_id)
    forget_carts_of(tx, customer_id, orders)
    anonymised = anonymise_orders(tx, orders)
    if by.kind is not ActorKind.CUSTOMER:
        detail = {"orders": anonymised}
        record_audit(tx, by, action="privacy.erased", subject_type="customer", subject_id=customer_id, detail=detail)


_MOST_NAMED = 20
