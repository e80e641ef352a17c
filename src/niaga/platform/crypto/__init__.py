"""Crypto: keys by id, sealed columns (AES-256-GCM bound to their place), keyed hashes, and secrets that do not print."""

from niaga.platform.crypto.keys import Keyring, KeysUnusable
from niaga.platform.crypto.secret import Secret
from niaga.platform.crypto.vault import SealBroken, Vault

__all__ = ["Keyring", "KeysUnusable", "SealBroken", "Secret", "Vault"]
