"""Orders outlive their buyer's data: names, numbers, street, notes and search tokens go, goods, amounts and district stay.

Done when a customer is erased, and to every order after ten years (`privacy` says why).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.orders import store
from niaga.orders.finding import SUBJECT
from niaga.orders.model import OrderStatus
from niaga.orders.tables import anonymised_order, customer_order
from niaga.platform.search import forget_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Reader, Transaction

NOBODY = "—"
_OVER = (OrderStatus.COMPLETED, OrderStatus.CANCELLED, OrderStatus.RETURNED)
_KEPT_FOR = timedelta(days=3653)
_AT_ONCE = 200
_HERS = customer_order.c.customer_id == sa.bindparam("holder")
_UNDER_WAY = (
    sa.select(customer_order.c.number)
    .where(_HERS, customer_order.c.status.not_in([one.value for one in _OVER]))
    .order_by(customer_order.c.id)
)
_ALL_OF = sa.select(customer_order.c.id).where(_HERS).order_by(customer_order.c.id)
_OLDEST_NAMED = (
    sa.select(customer_order.c.id, customer_order.c.placed_at)
    .outerjoin(anonymised_order, anonymised_order.c.order_id == customer_order.c.id)
    .where(anonymised_order.c.order_id.is_(None))
    .order_by(customer_order.c.id)
    .limit(_AT_ONCE)
)
_DONE = sa.select(anonymised_order.c.order_id).where(
    anonymised_order.c.order_id.in_(sa.bindparam("ids", expanding=True))
)
# A link in a message opens the order no longer: its token names the token version.
_FORGET = (
    sa.update(customer_order)
    .where(customer_order.c.id == sa.bindparam("the_id"))
    .values(
        contact=sa.bindparam("nobody", type_=customer_order.c.contact.type),
        address=sa.bindparam("nowhere", type_=customer_order.c.address.type),
        token_version=customer_order.c.token_version + 1,
    )
)


def orders_under_way(db: Reader, customer_id: str) -> list[str]:
    """The numbers of a customer's orders that are not over."""
    return list(db.execute(_UNDER_WAY, {"holder": customer_id}).scalars())


def order_ids_of(db: Reader, customer_id: str) -> list[str]:
    """The ids of all orders of a customer."""
    return list(db.execute(_ALL_OF, {"holder": customer_id}).scalars())


def anonymise_orders(tx: Transaction, order_ids: Sequence[str]) -> int:
    """Name nobody in these orders any more; how many were still named."""
    done = set(tx.execute(_DONE, {"ids": list(order_ids)}).scalars()) if order_ids else set()
    named = [one for one in dict.fromkeys(order_ids) if one not in done]
    for start in range(0, len(named), _AT_ONCE):
        _anonymise(tx, named[start : start + _AT_ONCE])
    return len(named)


def anonymise_old_orders(tx: Transaction) -> int:
    """Name nobody in orders of more than ten years ago; how many. Call again until it says 0."""
    # Ids sort by time: what is old stands first.
    old = [row.id for row in tx.execute(_OLDEST_NAMED) if row.placed_at < tx.now - _KEPT_FOR]
    return anonymise_orders(tx, old)


def _anonymise(tx: Transaction, order_ids: Sequence[str]) -> None:
    for one in order_ids:
        contact, address = store.sealed_nobody(tx.vault, one, NOBODY)
        tx.execute(_FORGET, {"the_id": one, "nobody": contact, "nowhere": address})
    forget_tokens(tx, SUBJECT, order_ids)
    tx.connection.execute(sa.insert(anonymised_order), [{"order_id": one, "at": tx.now} for one in order_ids])
