"""Tokens: terms hashed under a key of their own, 80 bits each, apart for each kind of subject."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from niaga.platform.crypto import Vault
    from niaga.platform.database import Reader
    from niaga.platform.search.terms import Findable

_PURPOSE = "search.token"
_BYTES = 10


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of subject whose tokens can be made again: `list_ids` goes through all by id, `read` says what each has."""

    subject_type: str
    list_ids: Callable[[Reader, str, int], list[str]]
    read: Callable[[Reader, Sequence[str]], Mapping[str, Findable]]


def tokens_of(vault: Vault, subject_type: str, found: Findable) -> set[str]:
    """The tokens that are written: under the primary key."""
    return {_spelt(vault.mac(_PURPOSE, _message(subject_type, term))) for term in found.terms()}


def candidates(vault: Vault, subject_type: str, term: str) -> list[str]:
    """What a term may be filed under: its token under each key of the ring."""
    return [_spelt(mac) for mac in vault.macs(_PURPOSE, _message(subject_type, term))]


def _message(subject_type: str, term: str) -> bytes:
    # A customer and her order share a name, but no token: nobody learns by comparing that they belong together.
    return f"{subject_type}|{term}".encode()


def _spelt(mac: bytes) -> str:
    return b32encode(mac[:_BYTES]).decode().lower()
