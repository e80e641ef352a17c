"""Makers of customers who are signed in, past the letters and codes that a test of something else need not follow."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.shop import fresh_key

from niaga.accounts.customers.store import insert_customer
from niaga.accounts.model import Customer, HolderKind, Proof
from niaga.accounts.public import begin_session
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Transaction


@dataclass(frozen=True)
class SignedInCustomer:
    """A customer and the token of her session."""

    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Her session, with a fresh idempotency key."""
        return {"Authorization": f"Bearer {self.token}", **fresh_key()}


async def sign_in_somebody(
    database: Database, name: str = "Sari Wulandari", email: str | None = "sari@example.com", phone: str | None = None
) -> SignedInCustomer:
    """A new customer with that proven address, signed in by a code."""

    def act(tx: Transaction) -> SignedInCustomer:
        made = Customer(
            id=new_id(),
            version=1,
            name=name,
            email=email,
            phone=phone,
            password_hash=None,
            language="id",
            metadata={},
            created_at=tx.now,
        )
        insert_customer(tx, made)
        _, token = begin_session(tx, HolderKind.CUSTOMER, made.id, proof=Proof.CODE, device="a test")
        return SignedInCustomer(made.id, token)

    return await database.write(act)
