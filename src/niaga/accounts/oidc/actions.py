"""Going to a provider and coming back. The address of a new customer is the one that the provider has proven."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from niaga.accounts.customers import store as customers
from niaga.accounts.customers.entering import enter, note_deed
from niaga.accounts.errors import ForeignSignInFailed, ForeignSignInUnproven, SignInFailed
from niaga.accounts.factors import store as challenges
from niaga.accounts.factors.actions import prove_second_factor
from niaga.accounts.factors.model import Holder
from niaga.accounts.model import Channel, Customer, HolderKind, Proof, Target
from niaga.accounts.oidc import store
from niaga.accounts.oidc.protocol import Visit
from niaga.accounts.rules.emails import normalised_email
from niaga.foundation.errors import InvalidFields
from niaga.foundation.identity import new_id

if TYPE_CHECKING:
    from niaga.accounts.model import SignedIn
    from niaga.accounts.oidc.protocol import Arrival, ForeignClaims
    from niaga.accounts.rules.providers import Provider
    from niaga.platform.database import Reader, Transaction

PURPOSE = "oidc"
_OPEN_FOR = timedelta(minutes=15)


def begin_visit(tx: Transaction, provider: Provider) -> tuple[str, Visit]:
    """Somebody sets out for a provider; under which id her coming back is expected, and the secrets of the way."""
    visit = Visit(
        provider=provider.name,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
    )
    content = msgspec.to_builtins(visit)
    return challenges.insert_challenge(tx, PURPOSE, None, content, tx.now + _OPEN_FOR), visit


def find_visit(db: Reader, visit_id: str, *, state: str) -> Visit:
    """The visit that comes back with this state. Raises ForeignSignInFailed for one that is over or another's."""
    content = challenges.find_challenge(db, visit_id, PURPOSE, None)
    if content is None:
        raise ForeignSignInFailed(provider="")
    visit = msgspec.convert(content, Visit)
    if not secrets.compare_digest(visit.state.encode(), state.encode()):
        raise ForeignSignInFailed(provider=visit.provider)
    return visit


def keep_claims(tx: Transaction, visit_id: str, visit: Visit, claims: ForeignClaims) -> None:
    """Remember what the provider said for as long as the visit is open: its code counts once, a second factor may follow."""
    content = msgspec.to_builtins(msgspec.structs.replace(visit, claims=claims))
    challenges.rewrite_challenge(tx, visit_id, content)


def sign_in_by_provider(tx: Transaction, arrival: Arrival, *, otp: str | None, device: str) -> SignedIn:
    """Begin a session for whom a provider has named, once a visit; a new customer where nobody has the proven address.

    An account that has the address already gets the identity too: the provider and we both saw the address proven. A
    second factor is asked for as with a password. Raises ForeignSignInFailed, ForeignSignInUnproven, SignInFailed,
    SecondFactorRequired, SecondFactorWrong.
    """
    provider = arrival.provider
    if not challenges.take_challenge(tx, arrival.visit_id):
        raise ForeignSignInFailed(provider=provider.name)
    subject = store.subject_of(provider.issuer, arrival.claims.subject)
    known = store.find_customer_of(tx, subject)
    who = customers.find_customer(tx, known) if known else _customer_at(tx, arrival.claims, arrival.language)
    if who is None or who.disabled_at is not None:
        raise SignInFailed
    if known is None:
        store.insert_identity(tx, subject, who.id)
        note_deed(tx, who.id, "customer.identity_added", provider=provider.name)
    proven = prove_second_factor(tx, Holder(HolderKind.CUSTOMER, who.id), otp)
    return enter(tx, who, proof=Proof.FOREIGN if proven is Proof.PASSWORD else proven, device=device)


def _customer_at(tx: Transaction, claims: ForeignClaims, language: str) -> Customer:
    if claims.email is None:
        raise ForeignSignInUnproven
    try:
        address = normalised_email(claims.email)
    except InvalidFields as error:
        raise ForeignSignInUnproven from error
    known = customers.find_customer_at(tx, Target(channel=Channel.EMAIL, address=address))
    if known is not None:
        return known
    made = Customer(
        id=new_id(),
        version=1,
        name=" ".join(claims.name.split())[:200] or address.partition("@")[0],
        email=address,
        phone=None,
        password_hash=None,
        language=language,
        metadata={},
        created_at=tx.now,
    )
    customers.insert_customer(tx, made)
    note_deed(tx, made.id, "customer.signed_up", channel=Channel.EMAIL.value)
    return made
