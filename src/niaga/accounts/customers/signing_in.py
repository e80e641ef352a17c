"""Signing in with an address and a password. The password is verified outside any transaction; here is what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.accounts.customers import store
from niaga.accounts.customers.entering import enter
from niaga.accounts.errors import PasskeyUnknown, SignInFailed
from niaga.accounts.factors.actions import prove_second_factor
from niaga.accounts.factors.model import Holder
from niaga.accounts.factors.passkeys import count_signature
from niaga.accounts.model import HolderKind, Proof

if TYPE_CHECKING:
    from niaga.accounts.factors.passkeys import Signature
    from niaga.accounts.model import Customer, SignedIn
    from niaga.platform.database import Transaction


def sign_in(
    tx: Transaction, seen: Customer, *, otp: str | None, device: str, renewed_hash: str | None = None
) -> SignedIn:
    """Begin a session for whoever gave the password of the customer as she was seen, and her second factor if she has one.

    Raises SignInFailed when she has another password since, or no account; SecondFactorRequired, SecondFactorWrong.
    `renewed_hash` is the same password under today's parameters.
    """
    found = store.find_customer(tx, seen.id)
    if found is None or found.disabled_at is not None or found.password_hash != seen.password_hash:
        raise SignInFailed
    if renewed_hash is not None:
        store.renew_hash(tx, found, renewed_hash)
    proof = prove_second_factor(tx, Holder(HolderKind.CUSTOMER, found.id), otp)
    return enter(tx, found, proof=proof, device=device)


def sign_in_by_passkey(tx: Transaction, signature: Signature, *, device: str) -> SignedIn:
    """Begin a session for the customer whose passkey signed. Raises PasskeyUnknown, PasskeyRefused, SignInFailed."""
    holder = count_signature(tx, signature)
    if holder.kind is not HolderKind.CUSTOMER:
        raise PasskeyUnknown
    found = store.find_customer(tx, holder.id)
    if found is None or found.disabled_at is not None:
        raise SignInFailed
    return enter(tx, found, proof=Proof.PASSKEY, device=device)
