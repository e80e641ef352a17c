"""Heads: now and then the end of the chain is signed (Ed25519) and kept outside the database.

Whoever rewrites or shortens the chain in the database cannot rewrite the heads: these need the signing key, which is a
file of its own, and copies of the file are worth more the further away they are. A head is one line of JSON; what is
signed is the text `niaga-audit-head-v1 POSITION HASH AT`, so that a third party needs the public key and nothing of ours.
"""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from niaga.foundation.clock import from_microseconds, rfc3339
from niaga.platform.audit.seals import last_seal
from niaga.platform.database.leases import LEASE_SPAN, advance_lease, claim_lease, lease
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from niaga.platform.crypto import Keyring
    from niaga.platform.database import Database, Reader, Transaction

LEASE = "audit heads"
MOST_UNSIGNED = 1000
LONGEST_UNSIGNED = timedelta(minutes=5)
_LOOK_SECONDS = 5.0
_KEPT = sa.select(lease.c.position, lease.c.until_at).where(lease.c.name == LEASE)
log = get_logger(__name__)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The chain was this long, and its last seal was this one, at that time; says the holder of the key."""

    position: int
    hash: str
    at: str
    key: str
    signature: str

    @property
    def signed(self) -> bytes:
        """What the signature covers."""
        return _message(self.position, self.hash, self.at)


class HeadSigner:
    """Signs heads with the primary key of a ring of Ed25519 seeds; the older ones are still known."""

    def __init__(self, keyring: Keyring) -> None:
        seeds = {kid: keyring.key(kid) for kid in keyring.ids()}
        self._keys = {kid: Ed25519PrivateKey.from_private_bytes(seed) for kid, seed in seeds.items() if seed}
        self._primary = keyring.primary

    def sign(self, position: int, *, seal: str, at: datetime) -> Head:
        """The head of a chain that is so long and ends with that seal."""
        signature = self._keys[self._primary].sign(_message(position, seal, rfc3339(at)))
        return Head(
            position=position,
            hash=seal,
            at=rfc3339(at),
            key=self._primary,
            signature=base64.b64encode(signature).decode(),
        )

    def public_keys(self) -> dict[str, Ed25519PublicKey]:
        """What verifies them, by key id, the signing one first."""
        return {kid: key.public_key() for kid, key in self._keys.items()}


class HeadFile:
    """A file of heads, one a line, only ever appended to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, head: Head) -> None:
        """Add a line and see it onto the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            # A line that a power cut tore stays alone.
            torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, b"\n" * bool(torn) + msgspec.json.encode(head) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self) -> tuple[list[Head], int]:
        """The heads in it, and how many lines are none. Raises OSError."""
        heads, others = [], 0
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    heads.append(msgspec.json.decode(line, type=Head, strict=True))
                except (msgspec.DecodeError, UnicodeError):
                    others += 1
        return heads, others


def first_forged(heads: Iterable[Head], public_keys: Mapping[str, Ed25519PublicKey]) -> Head | None:
    """The first head that none of these keys signed."""
    return next((head for head in heads if not _is_signed(head, public_keys)), None)


def heads_kept(db: Reader) -> int:
    """The position of the last head that was signed, as the database remembers it."""
    return int(db.execute(_KEPT).one().position)


class HeadKeeper:
    """Keeps the heads of one database's chain in a file; several processes may, one of them does."""

    def __init__(self, database: Database, signer: HeadSigner, file: HeadFile) -> None:
        self._database = database
        self._signer = signer
        self._file = file
        self._owner = secrets.token_hex(8)

    async def run(self, stopping: asyncio.Event) -> None:
        """Sign a head whenever the chain has grown enough, until `stopping`; trouble is logged and tried again."""
        while not stopping.is_set():
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await stopping.wait()
            except TimeoutError:
                await self._try_to_keep()

    async def keep(self) -> Head | None:
        """Sign and keep the chain's head if it is time; None when it is not, or when another process does it.

        While the disk is waited for no transaction is open. Who dies there leaves a head that is true all the same.
        """
        if not await self._database.read(is_head_due):
            return None
        head = await self._database.write(self._claimed_head, replayable=True)
        if head is None:
            return None
        await asyncio.to_thread(self._file.append, head)
        await self._database.write(lambda tx: advance_lease(tx, LEASE, head.position), replayable=True)
        log.info("audit.head_signed", position=head.position, hash=head.hash, signed_at=head.at, key_id=head.key)
        return head

    async def _try_to_keep(self) -> None:
        try:
            await self.keep()
        except Exception as error:  # noqa: BLE001 - a full disk today must not end what is kept tomorrow
            log.failure("audit.head_not_kept", error)

    def _claimed_head(self, tx: Transaction) -> Head | None:
        kept = claim_lease(tx, LEASE, self._owner)
        position, seal = last_seal(tx)
        if kept is None or position <= kept:
            return None
        return self._signer.sign(position, seal=seal.hex(), at=tx.now)


def is_head_due(db: Reader) -> bool:
    """Whether the chain has grown by enough entries, or at all and long enough ago, since the last head."""
    kept, (position, _) = db.execute(_KEPT).one(), last_seal(db)
    if position - kept.position >= MOST_UNSIGNED:
        return True
    signed_at = from_microseconds(kept.until_at) - LEASE_SPAN
    return position > kept.position and (kept.position == 0 or db.now >= signed_at + LONGEST_UNSIGNED)


def _message(position: int, seal: str, at: str) -> bytes:
    return f"niaga-audit-head-v1 {position} {seal} {at}".encode()


def _is_signed(head: Head, public_keys: Mapping[str, Ed25519PublicKey]) -> bool:
    public = public_keys.get(head.key)
    if public is None:
        return False
    try:
        public.verify(base64.b64decode(head.signature, validate=True), head.signed)
    except (InvalidSignature, ValueError):
        return False
    return True
