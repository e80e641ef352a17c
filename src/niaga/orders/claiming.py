"""Guest orders become a customer's who has proven their contact. Search tokens say where to look, the sealed contact decides.

Tokens are written a moment after an order was placed (`handlers.py`), so a claim may come a moment too soon; it can be
made again. `customer_id IS NULL` stands in the UPDATE: an order is claimed once, whoever comes at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.orders import store
from niaga.orders.finding import SUBJECT
from niaga.orders.rules import Lookup, email_sought, is_contact_of
from niaga.orders.tables import customer_order
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.search import subjects_found

if TYPE_CHECKING:
    from niaga.accounts.public import Customer
    from niaga.platform.database import Reader, Transaction

_MOST_AT_ONCE = 500
_UNCLAIMED = customer_order.c.customer_id.is_(None)
_CLAIM = (
    sa.update(customer_order)
    .where(customer_order.c.id.in_(sa.bindparam("ids", expanding=True)), _UNCLAIMED)
    .values(customer_id=sa.bindparam("holder"))
)


def claim_orders(tx: Transaction, who: Customer) -> int:
    """Make guest orders hers that were placed with one of her addresses; how many. At most 500: call again for more."""
    proven = [Lookup("", phone=who.phone)] if who.phone else []
    proven += [Lookup("", email=who.email)] if who.email else []
    candidates = _candidates(tx, proven)
    contacts = {order_id: private[0] for order_id, private in store.find_private(tx, candidates).items()}
    hers = [order_id for order_id, contact in contacts.items() if any(is_contact_of(one, contact) for one in proven)]
    if not hers:
        return 0
    claimed = tx.execute(_CLAIM, {"ids": hers, "holder": who.id}).rowcount
    if claimed:
        actor, detail = Actor(ActorKind.CUSTOMER, who.id), {"orders": claimed}
        record_audit(tx, actor, action="orders.claimed", subject_type="customer", subject_id=who.id, detail=detail)
    return claimed


def _candidates(db: Reader, proven: list[Lookup]) -> list[str]:
    """Unclaimed orders that one of the addresses is filed under, as buyer's or as recipient's."""
    found: list[str] = []
    for one in proven:
        term = f"phone {one.phone}" if one.phone else f"email {email_sought(one.email or '')}"
        wanted = subjects_found(db.vault, SUBJECT, [term]).subquery("wanted")
        query = (
            sa.select(customer_order.c.id)
            .join_from(wanted, customer_order, customer_order.c.id == wanted.c.subject_id)
            .where(_UNCLAIMED)
            .limit(_MOST_AT_ONCE)
        )
        found += db.execute(query).scalars()
    return list(dict.fromkeys(found))[:_MOST_AT_ONCE]
