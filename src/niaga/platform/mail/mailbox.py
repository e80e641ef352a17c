"""The mailbox of development: every message as a file in the data folder, so that nobody needs a server to begin."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from niaga.foundation.clock import rfc3339
from niaga.foundation.identity import new_id

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from niaga.platform.mail.mailer import Mailer
    from niaga.platform.mail.message import Message

MAILBOX_FOLDER = "mailbox"
_NAME = re.compile(r"[0-9a-z]{26}\.[0-9a-f]{16}")
_MOST = 300


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it lies in the mailbox. `name` is its file's, without ending."""

    name: str
    id: str
    channel: str
    to: str
    kind: str
    subject: str
    text: str
    html: str | None
    language: str
    at: str


class DevelopmentMailbox:
    """Keeps messages in files, the newest some hundred of them, and hands them on where `forward` is given.

    A message that comes again replaces itself. Any number of processes may share the folder.
    """

    def __init__(self, folder: Path, *, forward: Mailer | None = None, most: int = _MOST) -> None:
        self._folder = folder
        self._forward = forward
        self._most = most

    async def send(self, message: Message) -> None:
        """Put the message into the mailbox, then hand it on. Raises MailTrouble when that fails; the file stays."""
        await self.keep(
            id=message.id,
            channel="email",
            to=message.to,
            kind=message.kind,
            subject=message.subject,
            text=message.text,
            html=message.html,
            language=message.language,
            at=message.at,
        )
        if self._forward is not None:
            await self._forward.send(message)

    async def keep(self, *, at: datetime, subject: str = "", html: str | None = None, **facts: str) -> None:
        """Put a message of any channel into the mailbox; `facts` are the other fields of a StoredMessage."""
        stored = StoredMessage(name="", at=rfc3339(at), subject=subject, html=html, **facts)
        await asyncio.to_thread(self._store, stored)

    async def list_messages(self) -> list[StoredMessage]:
        """Every message, the newest first."""
        return await asyncio.to_thread(self._read_all)

    async def find_message(self, name: str) -> StoredMessage | None:
        """The message with that name, if it is still there."""
        if not _NAME.fullmatch(name):
            return None
        return await asyncio.to_thread(_read, self._folder / f"{name}.json")

    def _store(self, message: StoredMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = sha256(f"{message.channel} {message.id}".encode()).hexdigest()[:16]
        before = next(self._folder.glob(f"*.{digest}.json"), None)
        path = before or self._folder / f"{new_id()}.{digest}.json"
        _write_whole(path, msgspec.json.encode(msgspec.structs.replace(message, name=path.stem)))
        for old in self._files()[self._most :]:
            old.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        # The names begin with an id, and ids sort by time.
        return sorted((path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem)), reverse=True)

    def _read_all(self) -> list[StoredMessage]:
        found = (_read(path) for path in self._files())
        return [one for one in found if one is not None]


def _write_whole(path: Path, data: bytes) -> None:
    """Nobody ever sees half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{new_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _read(path: Path) -> StoredMessage | None:
    # It may have been pushed out by newer ones between the listing and the look.
    with contextlib.suppress(FileNotFoundError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=StoredMessage)
    return None
