"""Passkeys (WebAuthn level 2): a question is stored, an authenticator signs it, and it counts once.

Signatures are verified outside any transaction by the `webauthn` library, which takes a quarter of a second to import and
therefore is imported by whoever first needs it, in a thread.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from niaga.accounts.errors import PasskeyRefused, PasskeysFull, PasskeyUnknown
from niaga.accounts.factors import store
from niaga.accounts.factors.model import Asked, Holder, KnownPasskey, Passkey
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.foundation.randomness import random_bytes
from niaga.platform.audit import Actor, ActorKind, record_audit

if TYPE_CHECKING:
    from niaga.platform.database import Database, Reader, Transaction

REGISTER, SIGN_IN = "passkey.register", "passkey.sign_in"
MOST_PASSKEYS = 20
_OPEN_FOR = timedelta(minutes=5)
_CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who an authenticator signs for: the shop's domain, its name, and the origins of its pages."""

    id: str
    name: str
    origins: tuple[str, ...]


def relying_party(public_url: str, name: str) -> RelyingParty:
    """The shop as authenticators know it. Browsers take a domain or `localhost`, never an address of numbers."""
    parts = urlsplit(public_url)
    if parts.hostname in {"127.0.0.1", "::1"}:
        port = f":{parts.port}" if parts.port else ""
        return RelyingParty("localhost", name, (f"{parts.scheme}://localhost{port}",))
    return RelyingParty(parts.hostname or "", name, (f"{parts.scheme}://{parts.netloc}",))


async def ask_registration(database: Database, holder: Holder, party: RelyingParty, account: str) -> Asked:
    """What a browser needs to make a passkey for somebody. Raises PasskeysFull."""
    known = await database.read(lambda db: store.list_passkeys(db, holder))
    if len(known) >= MOST_PASSKEYS:
        raise PasskeysFull(most=MOST_PASSKEYS)
    question = random_bytes(_CHALLENGE_BYTES)
    options = await asyncio.to_thread(
        _registration, party, holder, account, question, [credential for _, credential in known]
    )
    return await _ask(database, REGISTER, holder, question, options)


async def register_passkey(
    database: Database, holder: Holder, party: RelyingParty, answered: Asked, *, name: str
) -> Passkey:
    """Keep the passkey that answers the question; `answered.options` is the browser's credential.

    Raises PasskeyRefused for an answer that is none, too late or given before, PasskeysFull.
    """
    question = await database.read(lambda db: _question(db, answered.challenge_id, REGISTER, holder))
    made = await asyncio.to_thread(_verify_registration, party, holder, question, answered.options)

    def act(tx: Transaction) -> Passkey:
        _take(tx, answered.challenge_id)
        if len(store.list_passkeys(tx, holder)) >= MOST_PASSKEYS:
            raise PasskeysFull(most=MOST_PASSKEYS)
        index = credential_index(made.credential)
        if store.find_passkey(tx, index) is not None:
            raise PasskeyRefused
        store.insert_passkey(tx, made, credential_index=index, name=name)
        _audit(tx, holder, "factor.passkey_added", made.id)
        return Passkey(id=made.id, name=name, created_at=tx.now, last_used_at=None)

    return await database.write(act, name="register_passkey")


async def ask_signature(database: Database, party: RelyingParty) -> Asked:
    """What a browser needs to have somebody choose one of her passkeys; nobody says yet who she is."""
    question = random_bytes(_CHALLENGE_BYTES)
    options = await asyncio.to_thread(_authentication, party, question)
    return await _ask(database, SIGN_IN, None, question, options)


@dataclass(frozen=True, slots=True)
class Signature:
    """A verified answer, not yet counted."""

    passkey: KnownPasskey
    challenge_id: str
    count: int


async def verify_signature(database: Database, party: RelyingParty, answered: Asked) -> Signature:
    """Whose passkey signed the question. Raises PasskeyUnknown, PasskeyRefused."""
    index = credential_index(_credential_id(answered.options))

    def look(db: Reader) -> tuple[bytes, KnownPasskey | None]:
        return _question(db, answered.challenge_id, SIGN_IN, None), store.find_passkey(db, index)

    question, known = await database.read(look)
    if known is None:
        raise PasskeyUnknown
    count = await asyncio.to_thread(_verify_authentication, party, known, question, answered.options)
    return Signature(known, answered.challenge_id, count)


def count_signature(tx: Transaction, signature: Signature) -> Holder:
    """Let the answer count, once; who signed. Raises PasskeyRefused for a second time or a count that went back."""
    _take(tx, signature.challenge_id)
    if not store.use_passkey(tx, signature.passkey.id, signature.count):
        raise PasskeyRefused
    return signature.passkey.holder


def remove_passkey(tx: Transaction, holder: Holder, passkey_id: str) -> None:
    """Take one passkey away. Raises NotFound for one that is not theirs."""
    if not store.delete_passkey(tx, holder, passkey_id):
        raise NotFound("passkey", with_prefix("psk", passkey_id))
    _audit(tx, holder, "factor.passkey_removed", passkey_id)


def credential_index(credential: str) -> str:
    """What a credential's id (base64url) is found by."""
    return hashlib.sha256(credential.rstrip("=").encode()).hexdigest()


async def _ask(
    database: Database, purpose: str, holder: Holder | None, question: bytes, options: dict[str, Any]
) -> Asked:
    content = {"question": question.hex()}

    def act(tx: Transaction) -> str:
        return store.insert_challenge(tx, purpose, holder, content, tx.now + _OPEN_FOR)

    challenge_id = await database.write(act, name="ask_passkey")
    return Asked(challenge_id=challenge_id, options=options)


def _question(db: Reader, challenge_id: str, purpose: str, holder: Holder | None) -> bytes:
    content = store.find_challenge(db, challenge_id, purpose, holder)
    if content is None:
        raise PasskeyRefused
    return bytes.fromhex(content["question"])


def _take(tx: Transaction, challenge_id: str) -> None:
    if not store.take_challenge(tx, challenge_id):
        raise PasskeyRefused


def _credential_id(credential: dict[str, Any]) -> str:
    found = credential.get("id")
    if not isinstance(found, str) or not found.isascii():
        raise PasskeyRefused
    return found


def _registration(
    party: RelyingParty, holder: Holder, account: str, question: bytes, known: list[str]
) -> dict[str, Any]:
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    made = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=_user_handle(holder),
        user_name=account,
        challenge=question,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one)) for one in known],
    )
    options: dict[str, Any] = msgspec.json.decode(webauthn.options_to_json(made))
    return options


def _authentication(party: RelyingParty, question: bytes) -> dict[str, Any]:
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    made = webauthn.generate_authentication_options(
        rp_id=party.id, challenge=question, user_verification=UserVerificationRequirement.REQUIRED
    )
    options: dict[str, Any] = msgspec.json.decode(webauthn.options_to_json(made))
    return options


def _verify_registration(
    party: RelyingParty, holder: Holder, question: bytes, credential: dict[str, Any]
) -> KnownPasskey:
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415

    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=question,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except Exception as error:
        raise PasskeyRefused from error
    return KnownPasskey(
        id=new_id(),
        holder=holder,
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
    )


def _verify_authentication(
    party: RelyingParty, known: KnownPasskey, question: bytes, credential: dict[str, Any]
) -> int:
    import webauthn  # noqa: PLC0415

    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=question,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=webauthn.base64url_to_bytes(known.public_key),
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise PasskeyRefused from error
    return int(found.new_sign_count)


def _user_handle(holder: Holder) -> bytes:
    # An authenticator keeps it in the clear: it names nobody outside this shop.
    return f"{holder.kind}:{holder.id}".encode()


def _audit(tx: Transaction, holder: Holder, action: str, passkey_id: str) -> None:
    actor, detail = Actor(ActorKind(holder.kind.value), holder.id), {"passkey": with_prefix("psk", passkey_id)}
    record_audit(tx, actor, action=action, subject_type=holder.kind.value, subject_id=holder.id, detail=detail)
