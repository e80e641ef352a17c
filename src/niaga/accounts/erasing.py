"""Erasing a customer: whoever she was, her row stays without a name, so that what points to it still points somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.accounts.customers.entering import note_deed
from niaga.accounts.factors.actions import remove_factors
from niaga.accounts.factors.model import Holder
from niaga.accounts.model import HolderKind
from niaga.accounts.oidc.store import delete_identities
from niaga.accounts.tables import customer, session, verification
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix

if TYPE_CHECKING:
    from niaga.platform.database import Transaction

_NOBODY = "—"
_ERASE = (
    sa.update(customer)
    .where(customer.c.id == sa.bindparam("the_id"), customer.c.erased_at.is_(None))
    .values(
        name=sa.bindparam("nobody", type_=customer.c.name.type),
        email=sa.null(),
        email_index=sa.null(),
        phone=sa.null(),
        phone_index=sa.null(),
        password_hash=sa.null(),
        metadata=sa.bindparam("nothing", type_=customer.c.metadata.type),
        erased_at=sa.bindparam("at", type_=customer.c.erased_at.type),
        version=customer.c.version + 1,
    )
)
_END = sa.delete(session).where(session.c.holder_id == sa.bindparam("the_id"), session.c.holder_kind == "customer")
_FORGET_CODES = sa.delete(verification).where(verification.c.holder_id == sa.bindparam("the_id"))


def erase_customer(tx: Transaction, customer_id: str) -> None:
    """Take name, addresses, password, sessions, second factors and codes of a customer away. Raises NotFound.

    Belongs into one transaction with what other rooms forget of her.
    """
    nobody = tx.vault.seal(_NOBODY, table="customer", column="name", row=customer_id)
    bind = {"the_id": customer_id, "nobody": nobody, "nothing": {}, "at": tx.now}
    if tx.execute(_ERASE, bind).rowcount != 1:
        raise NotFound("customer", with_prefix("cus", customer_id))
    tx.execute(_END, {"the_id": customer_id})
    tx.execute(_FORGET_CODES, {"the_id": customer_id})
    remove_factors(tx, Holder(HolderKind.CUSTOMER, customer_id))
    delete_identities(tx, customer_id)
    note_deed(tx, customer_id, "customer.erased")
