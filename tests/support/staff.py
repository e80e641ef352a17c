"""Makers of staff who are signed in, past the letters and passwords that a test of something else need not follow."""

from __future__ import annotations

from tests.support.shop import fresh_key

from niaga.accounts.model import HolderKind, Proof
from niaga.accounts.public import begin_session, create_staff
from niaga.accounts.staff.store import let_join
from niaga.platform.database import Database, Transaction


async def sign_in_staff(database: Database, email: str, role: str, proof: Proof = Proof.TWO_FACTORS) -> str:
    """Somebody who works here in that role; the token of a sign-in with that proof."""

    def act(tx: Transaction) -> str:
        person, _ = create_staff(tx, email, role)
        return begin_session(tx, HolderKind.STAFF, person.id, proof=proof, device="a test")[1]

    return await database.write(act)


async def hire_with_password(database: Database, email: str, password_hash: str) -> None:
    """A manager who signs in with the password that has this hash."""

    def act(tx: Transaction) -> None:
        person, _ = create_staff(tx, email, "manager")
        let_join(tx, person.id, password_hash=password_hash)

    await database.write(act)


def with_token(token: str) -> dict[str, str]:
    """The headers that a token opens doors with, and a fresh idempotency key."""
    return {"Authorization": f"Bearer {token}", **fresh_key()}
