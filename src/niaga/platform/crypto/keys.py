"""The keyring: master keys by id, one of them primary. Keys come from a file or the environment, never from argv.

One key a line (or comma separated): `kid:base64 of 32 bytes`, the first is the primary: new seals use it, old ones keep
naming theirs. An old key stays for as long as anything is sealed with it; docs/keys.md says how keys are changed.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Self

KEY_BYTES = 32
HOW_TO_MAKE_KEYS = """(umask 077; printf 'k1:%s\\n' "$(head -c 32 /dev/urandom | base64)" > keys)"""
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_FEWEST_DISTINCT_BYTES = 12
_PRINTABLE = range(0x20, 0x7F)


class KeysUnusable(Exception):
    """The encryption keys cannot be used; the message says why and what to do, and never quotes a key."""


class Keyring:
    """Key ids → 32-byte master keys. Immutable; prints key ids only."""

    __slots__ = ("_keys", "primary")

    def __init__(self, keys: Mapping[str, bytes], *, primary: str) -> None:
        if primary not in keys:
            message = f"the primary key {primary!r} is not among the keys"
            raise KeysUnusable(message)
        for kid, key in keys.items():
            _check_key(kid, key)
        self._keys = dict(keys)
        self.primary = primary

    @classmethod
    def parse(cls, text: str, *, source: str = "the keys") -> Self:
        """The ring written in a text, the first key primary. Raises KeysUnusable, naming the source and the entry."""
        keys: dict[str, bytes] = {}
        for number, entry in enumerate(_entries(text), start=1):
            kid, key = _parse_entry(entry, f"{source}, entry {number}")
            if kid in keys:
                message = f"{source}: the key id {kid!r} stands there twice; every key needs an id of its own"
                raise KeysUnusable(message)
            keys[kid] = key
        if not keys:
            message = f"{source}: there is no key in it; make one with: {HOW_TO_MAKE_KEYS}"
            raise KeysUnusable(message)
        return cls(keys, primary=next(iter(keys)))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The ring in a file. Raises KeysUnusable."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            message = f"the key file {path} cannot be read ({reason}); make one with: {HOW_TO_MAKE_KEYS}"
            raise KeysUnusable(message) from error
        return cls.parse(text, source=str(path))

    @classmethod
    def read_or_create(cls, path: Path) -> Self:
        """The ring in a file, made (mode 0600) where there is none; of two starting at once one makes it."""
        if not path.exists():
            _write_once(path, f"{new_key_entry()}\n")
        return cls.read(path)

    @classmethod
    def random(cls) -> Self:
        """A ring of one fresh key, kept nowhere: for tests and for checks that store nothing."""
        return cls.parse(new_key_entry())

    def key(self, kid: str) -> bytes | None:
        """The master key with that id, if the ring has it."""
        return self._keys.get(kid)

    def ids(self) -> list[str]:
        """The key ids, primary first."""
        return [self.primary, *(kid for kid in self._keys if kid != self.primary)]

    def check_for_production(self) -> list[str]:
        """Why these keys must not guard a real shop: one sentence for each key that was typed, not drawn at random."""
        return [
            f"the key {kid!r} does not look random; make a new one with: {HOW_TO_MAKE_KEYS}"
            for kid, key in self._keys.items()
            if _looks_typed(key)
        ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyring) and self.primary == other.primary and self._keys == other._keys

    def __hash__(self) -> int:
        return hash(tuple(self.ids()))

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.ids())})"


def new_key_entry() -> str:
    """A fresh random key with a fresh id, as it stands in a key file."""
    return f"k{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def _entries(text: str) -> list[str]:
    lines = (line.split("#", 1)[0] for line in text.splitlines())
    return [entry for line in lines for entry in (part.strip() for part in line.split(",")) if entry]


def _parse_entry(entry: str, where: str) -> tuple[str, bytes]:
    kid, separator, encoded = entry.partition(":")
    if not separator or not _KEY_ID.fullmatch(kid):
        message = f"{where}: a key is written `id:base64`, the id of letters, digits, `-` and `_` (at most 32)"
        raise KeysUnusable(message)
    try:
        key = base64.b64decode(encoded.translate({ord("-"): "+", ord("_"): "/"}), validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"{where} ({kid}): what follows the colon is not base64"
        raise KeysUnusable(message) from error
    if len(key) != KEY_BYTES:
        message = (
            f"{where} ({kid}): the key has {len(key)} bytes and needs {KEY_BYTES}; make one with: {HOW_TO_MAKE_KEYS}"
        )
        raise KeysUnusable(message)
    return kid, key


def _check_key(kid: str, key: bytes) -> None:
    if not _KEY_ID.fullmatch(kid):
        message = f"{kid!r} is no key id: letters, digits, `-` and `_`, at most 32"
        raise KeysUnusable(message)
    if len(key) != KEY_BYTES:
        message = f"the key {kid!r} has {len(key)} bytes and needs {KEY_BYTES}"
        raise KeysUnusable(message)


def _looks_typed(key: bytes) -> bool:
    # 32 random bytes hold about 30 distinct values; fewer than 12, or only printable ASCII, has a chance below 1e-13.
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return len(set(key)) < _FEWEST_DISTINCT_BYTES or len(steps) == 1 or all(byte in _PRINTABLE for byte in key)


def _write_once(path: Path, text: str) -> None:
    # Written aside and linked into place: nobody ever reads half a key, and a second process keeps what the first made.
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        else:
            _sync_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # A key that a power cut takes away would take every sealed column with it.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
