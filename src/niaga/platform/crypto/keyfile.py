"""The key file: looked at again while the shop serves, and changed whole, never in place.

Who changes it holds a lock on its folder. The new text is written aside with the old file's mode and owner and renamed
over it, so a reader finds the old keys or the new ones. Lines and comments of the operator stay as they are.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from typing import TYPE_CHECKING

from niaga.platform.crypto.keys import Keyring, KeysUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_Seen = tuple[int, int, int]


class KeyFile:
    """A file of keys, of which each process sees by itself when it was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: _Seen | None = None

    def newer(self) -> Keyring | None:
        """The ring in the file when the file changed since the last look, else None. Raises KeysUnusable."""
        try:
            found = self.path.stat()
        except OSError:
            # It is being replaced, or its disk is away: the keys that are known stay known.
            return None
        seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        if seen == self._seen:
            return None
        ring = Keyring.read(self.path)
        self._seen = seen
        return ring

    def append(self, entry: str) -> None:
        """Add a key behind the others: every process opens with it, none seals with it yet. Raises KeysUnusable."""
        self._change(lambda lines: [*lines, entry])

    def promote(self, kid: str) -> None:
        """Put a key in front: everything is sealed with it from now on. Raises KeysUnusable."""
        self._change(lambda lines: [_entry_in(lines, kid), *_without(lines, kid)])

    def remove(self, kid: str) -> str:
        """Take a key out; its entry, to put it back. Raises KeysUnusable."""
        entry = _entry_in(self._lines(), kid)
        self._change(lambda lines: _without(lines, kid))
        return entry

    def _lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    def _change(self, change: Callable[[list[str]], list[str]]) -> None:
        with _locked(self.path.parent.resolve()):
            Keyring.read(self.path)
            text = "\n".join(change(self._lines())) + "\n"
            Keyring.parse(text, source=str(self.path))
            try:
                _replace(self.path.resolve(), text)
            except OSError as error:
                message = f"the key file {self.path} cannot be replaced ({error.strerror}); see docs/keys.md"
                raise KeysUnusable(message) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    before = path.stat()
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), before.st_mode & 0o7777)
            if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _entries(line: str) -> list[str]:
    return [part.strip() for part in line.split("#", 1)[0].split(",") if part.strip()]


def _is_of(entry: str, kid: str) -> bool:
    return entry.partition(":")[0] == kid


def _entry_in(lines: list[str], kid: str) -> str:
    found = [entry for line in lines for entry in _entries(line) if _is_of(entry, kid)]
    if not found:
        message = f"there is no key {kid!r} in the file"
        raise KeysUnusable(message)
    return found[0]


def _without(lines: list[str], kid: str) -> list[str]:
    kept = []
    for line in lines:
        entries = _entries(line)
        staying = [entry for entry in entries if not _is_of(entry, kid)]
        if staying == entries:
            kept.append(line)
        elif staying:
            kept.append(",".join(staying))
    return kept
