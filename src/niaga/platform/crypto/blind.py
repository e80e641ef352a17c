"""Blind indexes: a sealed value is found by its keyed hash, which says nothing but that two values are the same.

Each index has a key of its own (the purpose), so that the same address in two tables does not look the same. The value
must be canonical before it comes here: what two spellings share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from niaga.platform.crypto.vault import Vault


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """An exact index of one kind of value; its hashes have 64 letters. `purpose` is stable: it makes the key."""

    purpose: str

    def of(self, vault: Vault, value: str) -> str:
        """What is written beside the sealed value: its hash under the primary key."""
        return vault.mac(self.purpose, value.encode()).hex()

    def candidates(self, vault: Vault, value: str) -> list[str]:
        """What the value may be filed under: its hash under each key of the ring, primary first."""
        return [mac.hex() for mac in vault.macs(self.purpose, value.encode())]
