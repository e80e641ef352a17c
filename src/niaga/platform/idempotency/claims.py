"""Claims: who repeats what. A key counts in its scope (asker, method, route); the fingerprint says what was asked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from niaga.foundation.errors import Kind, NiagaError

_KEY = re.compile(r"[\x21-\x7e]{16,255}")
_encode = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class Claim:
    """An idempotency key in its scope, and the fingerprint of the request that came with it."""

    scope: str
    key: str
    fingerprint: str

    @property
    def name(self) -> tuple[str, str]:
        """What must be unique: the scope and the key."""
        return self.scope, self.key


@dataclass(eq=False)
class KeyMissing(NiagaError):
    """This request needs an Idempotency-Key header, so that sending it twice has one effect."""

    kind = Kind.UNREADABLE
    code = "idempotency.key_missing"


@dataclass(eq=False)
class KeyMalformed(NiagaError):
    """An Idempotency-Key has 16 to 255 printable characters without spaces."""

    kind = Kind.UNREADABLE
    code = "idempotency.key_malformed"


@dataclass(eq=False)
class KeyReused(NiagaError):
    """This Idempotency-Key was already used for another request; use a fresh one."""

    kind = Kind.INVALID
    code = "idempotency.key_reused"


def is_key(text: str) -> bool:
    """Whether the text may be an idempotency key."""
    return _KEY.fullmatch(text) is not None


def fingerprint_of(*, path: str, query: bytes, body: Any) -> str:
    """SHA-256 of what was asked: the order of keys and the spaces in a JSON body do not count, everything else does."""
    digest = hashlib.sha256(path.encode())
    digest.update(b"\0" + query + b"\0")
    digest.update(_encode(body))
    return digest.hexdigest()
