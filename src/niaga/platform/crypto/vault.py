"""The vault: seals texts to their place with AES-256-GCM and makes keyed hashes. Only this code touches keys.

A sealed text is `v1|kid|nonce|ciphertext` (base64url): 96 random bits of nonce, and as associated data the table, the
column and the row, so that moved to another place it does not open. No master key is used as it is: HKDF derives one
key for each table's seals and one for each purpose's hashes, so a key seals far fewer than 2^32 texts.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from niaga.foundation.randomness import random_bytes
from niaga.platform.crypto.keys import KEY_BYTES, Keyring, KeysUnusable

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = "v1"
_NONCE_BYTES = 12
_PARTS = 4


class SealBroken(Exception):
    """A sealed text does not open at this place: altered, moved from another row, or of a key the ring lacks."""

    def __init__(self, *, table: str, column: str, row: str, reason: str) -> None:
        super().__init__(f"{table}.{column} of row {row}: {reason}")
        self.table, self.column, self.row, self.reason = table, column, row, reason


class Vault:
    """Seals, opens and hashes with a keyring. Cheap to call, safe to share between threads, keeps derived keys.

    `source` is asked for a newer ring: by `renew`, and when a seal names a key that the ring lacks.
    """

    def __init__(self, keyring: Keyring, source: Callable[[], Keyring | None] | None = None) -> None:
        self.keyring = keyring
        self._source = source
        self._ciphers: dict[tuple[str, str], AESGCM] = {}
        self._mac_keys: dict[tuple[str, str], bytes] = {}

    def renew(self) -> bool:
        """Go on with the source's ring, if it has another one; whether it had. Raises KeysUnusable, and keeps the old ring."""
        newer = None if self._source is None else self._source()
        if newer is None or newer == self.keyring:
            return False
        for kid in newer.ids():
            if self.keyring.key(kid) not in {None, newer.key(kid)}:
                message = f"the key id {kid!r} stands for another key now; every key needs an id of its own"
                raise KeysUnusable(message)
        # New dictionaries: whoever still fills the old ones does no harm, and what is withdrawn opens nothing more.
        self.keyring, self._ciphers, self._mac_keys = newer, {}, {}
        return True

    def seal(self, text: str, *, table: str, column: str, row: str) -> str:
        """The text sealed for one place: `v1|kid|nonce|ciphertext`. Never the same twice."""
        return self.seal_bytes(text.encode(), table=table, column=column, row=row)

    def seal_bytes(self, data: bytes, *, table: str, column: str, row: str) -> str:
        """The bytes sealed for one place, as text."""
        ring = self.keyring
        kid = ring.primary
        cipher = self._ciphers.get((kid, table)) or self._cipher(ring, kid, table)
        assert cipher is not None, "the primary key is always in the ring"
        nonce = random_bytes(_NONCE_BYTES)
        body = cipher.encrypt(nonce, data, _place(kid, table, column, row))
        # 12 bytes fill 16 letters exactly, so only the body has padding to drop.
        return f"{VERSION}|{kid}|{urlsafe_b64encode(nonce).decode()}|{urlsafe_b64encode(body).decode().rstrip('=')}"

    def open(self, sealed: str, *, table: str, column: str, row: str) -> str:
        """The text that was sealed for this place. Raises SealBroken."""
        data = self.open_bytes(sealed, table=table, column=column, row=row)
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise SealBroken(table=table, column=column, row=row, reason="it holds bytes, not text") from error

    def open_bytes(self, sealed: str, *, table: str, column: str, row: str) -> bytes:
        """The bytes that were sealed for this place. Raises SealBroken."""
        parts = sealed.split("|")
        if len(parts) != _PARTS or parts[0] != VERSION:
            raise SealBroken(table=table, column=column, row=row, reason="it is not a sealed text")
        kid = parts[1]
        cipher = self._ciphers.get((kid, table)) or self._cipher(self.keyring, kid, table)
        if cipher is None and self._learns():
            cipher = self._cipher(self.keyring, kid, table)
        if cipher is None:
            raise SealBroken(table=table, column=column, row=row, reason="it names a key that is not in the keyring")
        try:
            nonce, body = _decode(parts[2]), _decode(parts[3])
            return cipher.decrypt(nonce, body, _place(kid, table, column, row))
        except (InvalidTag, NotBase64, ValueError) as error:
            raise SealBroken(table=table, column=column, row=row, reason="it was altered or moved") from error

    def mac(self, purpose: str, message: bytes) -> bytes:
        """HMAC-SHA-256 of the message under the purpose's own key of the primary key."""
        ring = self.keyring
        return hmac.digest(self._mac_key(ring, ring.primary, purpose), message, "sha256")

    def macs(self, purpose: str, message: bytes) -> list[bytes]:
        """The hash under each key of the ring, primary first: to look up an index that an older key made."""
        ring = self.keyring
        return [hmac.digest(self._mac_key(ring, kid, purpose), message, "sha256") for kid in ring.ids()]

    def verify(self, purpose: str, message: bytes, mac: bytes) -> bool:
        """Whether one of the ring's keys made this hash of the message for the purpose, in constant time."""
        agreeing = [mine for mine in self.macs(purpose, message) if hmac.compare_digest(mine, mac)]
        return bool(agreeing)

    def _learns(self) -> bool:
        try:
            return self.renew()
        except KeysUnusable:
            # Whoever watches the source tells of it; here a key is missing either way.
            return False

    def _cipher(self, ring: Keyring, kid: str, table: str) -> AESGCM | None:
        master = ring.key(kid)
        if master is None:
            return None
        cipher = AESGCM(_derive(master, f"seal|{table}"))
        self._ciphers[kid, table] = cipher
        return cipher

    def _mac_key(self, ring: Keyring, kid: str, purpose: str) -> bytes:
        found = self._mac_keys.get((kid, purpose))
        if found is None:
            master = ring.key(kid)
            assert master is not None, "the ring lists this key"
            found = self._mac_keys[kid, purpose] = _derive(master, f"mac|{purpose}")
        return found


def _place(kid: str, table: str, column: str, row: str) -> bytes:
    # Table, column and key id hold no bar, so two different places never spell the same bytes.
    assert "|" not in table, "a table's name holds no bar"
    assert "|" not in column, "a column's name holds no bar"
    return f"{VERSION}|{kid}|{table}|{column}|{row}".encode()


def _decode(text: str) -> bytes:
    decoded = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # The decoder skips foreign letters and spare bits; one text must have one spelling.
    if urlsafe_b64encode(decoded).decode().rstrip("=") != text:
        message = "not canonical base64url"
        raise NotBase64(message)
    return decoded


def _derive(master: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"niaga/v1", info=info.encode()).derive(master)
