"""Mail by SMTP: one connection a message, encrypted unless the server is on this machine, a verdict on every failure.

Only a refusal of the recipient or of the message itself (5xx) is final. A refused sender, password or certificate is
the shop's own fault: it is tried again, so that nothing is lost while somebody corrects the settings.
"""

from __future__ import annotations

import contextlib
import re
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiosmtplib

from niaga.platform.crypto import Secret
from niaga.platform.mail.message import envelope_address, letter_of, sender_of
from niaga.platform.mail.trouble import MailTrouble
from niaga.platform.settings import is_loopback

if TYPE_CHECKING:
    from email.message import EmailMessage

    from niaga.platform.mail.message import Message

_TIMEOUT_SECONDS = 10.0
_GOODBYE_SECONDS = 2.0
_REFUSED_FROM = 500
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


class Security(StrEnum):
    """How the connection is protected."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where to hand mail in."""

    host: str
    port: int
    security: Security
    username: str | None = None
    password: Secret | None = None


def smtp_server(url: str) -> SmtpServer:
    """The server of `smtp://user:password@host:587` (STARTTLS; none on this machine) or `smtps://user:password@host:465`."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        security, port = Security.TLS, 465
    elif is_loopback(host):
        security, port = Security.PLAIN, 25
    else:
        security, port = Security.STARTTLS, 587
    return SmtpServer(
        host=host,
        port=parts.port or port,
        security=security,
        username=unquote(parts.username) if parts.username else None,
        password=Secret(unquote(parts.password)) if parts.password else None,
    )


class SmtpMailer:
    """Sends by SMTP. Keeps no connection: a shop sends few mails, and a resting connection is one that breaks."""

    def __init__(
        self,
        server: SmtpServer,
        sender: str,
        *,
        tls: ssl.SSLContext | None = None,
        timeout_seconds: float = _TIMEOUT_SECONDS,
    ) -> None:
        self._server = server
        self._sender = sender_of(sender)
        self._tls = tls
        self._timeout_seconds = timeout_seconds

    async def send(self, message: Message) -> None:
        """Hand the message to the server. Raises MailTrouble."""
        letter = letter_of(message, self._sender)
        try:
            await self._transmit(letter, envelope_address(message.to))
        except (aiosmtplib.SMTPException, ssl.SSLError, OSError, TimeoutError) as error:
            # Not "from error": servers repeat the recipient's address in their answers, and causes end in logs.
            raise _trouble(error, ascii_only=message.to.isascii()) from None

    async def _transmit(self, letter: EmailMessage, recipient: str) -> None:
        client = self._client()
        await client.connect()
        try:
            await client.send_message(letter, sender=self._sender.address, recipients=[recipient])
        finally:
            # The server has the message or has it not; how the farewell goes changes nothing.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit(timeout=_GOODBYE_SECONDS)
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password.reveal() if server.password else None,
            local_hostname=self._sender.domain,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=self._tls,
            timeout=self._timeout_seconds,
        )


# What a refusal was about, the most particular first; whether a 5xx ends the message's life.
_STAGES: tuple[tuple[type[aiosmtplib.SMTPResponseException], str, bool], ...] = (
    (aiosmtplib.SMTPRecipientRefused, "recipient", True),
    (aiosmtplib.SMTPDataError, "message", True),
    (aiosmtplib.SMTPSenderRefused, "sender", False),
    (aiosmtplib.SMTPAuthenticationError, "sign-in", False),
    (aiosmtplib.SMTPResponseException, "session", False),
)


def _trouble(error: Exception, *, ascii_only: bool) -> MailTrouble:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException):
        stage, final = next((stage, final) for kind, stage, final in _STAGES if isinstance(error, kind))
        return _answered(stage, error.code, error.message, final=final)
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        if not ascii_only:
            return MailTrouble("the server takes no addresses beyond ASCII", permanent=True)
        return MailTrouble("the server lacks what the settings ask for (STARTTLS or a sign-in method)", permanent=False)
    return MailTrouble(f"the mail server cannot be reached ({type(error).__name__})", permanent=False)


def _answered(stage: str, code: int, answer: str, *, final: bool) -> MailTrouble:
    """What the server said, as codes only: its words may hold the address."""
    enhanced = _ENHANCED.search(answer)
    said = f"{code} {enhanced[0]}" if enhanced else str(code)
    return MailTrouble(f"the mail server answered {said} ({stage})", permanent=final and code >= _REFUSED_FROM)
