"""A small real SMTP server on the loopback: it takes, refuses, defers or drops mail as a test asks, and keeps what came."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import email
import email.policy
import re
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_PATH = re.compile(r"<([^>]*)>")


@dataclass
class Received:
    """One message as the server got it."""

    sender: str
    recipients: list[str]
    data: bytes

    @property
    def letter(self) -> EmailMessage:
        """The message, parsed."""
        parsed = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def body(self, kind: str) -> str:
        """Its `plain` or `html` part."""
        part = self.letter.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class SmtpScript:
    """How the server behaves. Replies are `code text`; `drop_at` names the command at which it hangs up."""

    recipient_reply: str = "250 2.1.5 ok"
    data_reply: str = "250 2.0.0 queued"
    sender_reply: str = "250 2.1.0 ok"
    drop_at: str | None = None
    silent_at: str | None = None
    speak: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends the silence, which else lasts half a minute."""
    refused: set[str] = field(default_factory=set)
    password: str | None = None
    starttls: ssl.SSLContext | None = None


@dataclass
class SmtpServerUnderTest:
    """The running server: its port, what it received, every command it heard."""

    port: int = 0
    script: SmtpScript = field(default_factory=SmtpScript)
    received: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0


class _HungUp(Exception):
    """The script says that the connection ends here."""


class _Session:
    def __init__(self, server: SmtpServerUnderTest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.sender = ""
        self.recipients: list[str] = []

    async def run(self) -> None:
        await self.say("220 test.example ESMTP")
        while line := await self.reader.readline():
            text = line.decode().rstrip("\r\n")
            verb = text.split(" ")[0].upper()
            self.server.commands.append("AUTH" if verb == "AUTH" else text)
            if verb == self.server.script.drop_at:
                raise _HungUp
            if verb == self.server.script.silent_at:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.server.script.speak.wait(), 30)
            if verb == "QUIT":
                await self.say("221 bye")
                return
            handler = getattr(self, f"on_{verb.lower()}", None)
            await (handler(text) if handler else self.say("502 5.5.1 not known"))

    async def say(self, *lines: str) -> None:
        code = lines[0][:3]
        for line in lines[:-1]:
            self.writer.write(f"{code}-{line[4:]}\r\n".encode())
        self.writer.write(f"{lines[-1]}\r\n".encode())
        await self.writer.drain()

    async def on_ehlo(self, _text: str) -> None:
        script = self.server.script
        extensions = ["250 8BITMIME", "250 SIZE 10000000"]
        if script.starttls and self.writer.get_extra_info("ssl_object") is None:
            extensions.append("250 STARTTLS")
        if script.password:
            extensions.append("250 AUTH PLAIN")
        await self.say("250 test.example", *extensions)

    async def on_starttls(self, _text: str) -> None:
        assert self.server.script.starttls is not None
        await self.say("220 go on")
        await self.writer.start_tls(self.server.script.starttls)

    async def on_auth(self, text: str) -> None:
        given = base64.b64decode(text.split(" ")[2]).split(b"\0")[-1].decode()
        await self.say("235 2.7.0 ok" if given == self.server.script.password else "535 5.7.8 no")

    async def on_mail(self, text: str) -> None:
        self.sender, self.recipients = _path(text), []
        await self.say(self.server.script.sender_reply)

    async def on_rcpt(self, text: str) -> None:
        self.recipients.append(_path(text))
        refused = _path(text) in self.server.script.refused
        reply = "550 5.1.1 no such user" if refused else self.server.script.recipient_reply
        await self.say(reply.replace("{address}", _path(text)))

    async def on_data(self, _text: str) -> None:
        await self.say("354 go on")
        lines = []
        while (line := await self.reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.server.script.drop_at == "BODY":
            raise _HungUp
        if self.server.script.data_reply.startswith("2"):
            self.server.received.append(Received(self.sender, self.recipients, b"".join(lines)))
        if self.server.script.drop_at == "ACCEPTED":
            raise _HungUp
        await self.say(self.server.script.data_reply)

    async def on_rset(self, _text: str) -> None:
        await self.say("250 ok")


def _path(text: str) -> str:
    found = _PATH.search(text)
    assert found, text
    return found[1]


@contextlib.asynccontextmanager
async def smtp_server(
    script: SmtpScript | None = None, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[SmtpServerUnderTest]:
    """A running server; `tls` encrypts from the first byte (smtps)."""
    made = SmtpServerUnderTest(script=script or SmtpScript())
    sessions: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        sessions.add(task)
        made.connections += 1
        try:
            await _Session(made, reader, writer).run()
        except (_HungUp, ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            sessions.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for one in list(sessions):
            one.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)
        await server.wait_closed()
