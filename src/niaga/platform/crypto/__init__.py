"""Crypto: keys by id, texts sealed to their place (AES-256-GCM), keyed hashes, secrets that do not print."""

from niaga.platform.crypto.blind import BlindIndex
from niaga.platform.crypto.keyfile import KeyFile
from niaga.platform.crypto.keys import Keyring, KeysUnusable, new_key_entry
from niaga.platform.crypto.secret import Secret
from niaga.platform.crypto.vault import SealBroken, Vault
from niaga.platform.crypto.watching import watch_keys

__all__ = [
    "BlindIndex",
    "KeyFile",
    "Keyring",
    "KeysUnusable",
    "SealBroken",
    "Secret",
    "Vault",
    "new_key_entry",
    "watch_keys",
]
