"""Crypto: keys by id, texts sealed to their place (AES-256-GCM), keyed hashes, secrets that do not print."""

from niaga.platform.crypto.blind import BlindIndex
from niaga.platform.crypto.keys import Keyring, KeysUnusable
from niaga.platform.crypto.secret import Secret
from niaga.platform.crypto.vault import SealBroken, Vault

__all__ = ["BlindIndex", "Keyring", "KeysUnusable", "SealBroken", "Secret", "Vault"]
