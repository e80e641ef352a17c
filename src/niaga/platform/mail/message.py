"""A message on its way out, and the MIME letter it becomes: nothing in it can add a header or another recipient."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from niaga.platform.mail.trouble import MailTrouble

if TYPE_CHECKING:
    from datetime import datetime

_ID = re.compile(r"[A-Za-z0-9._-]{8,120}")
# Stricter than RFC 5321 on purpose: what quoting and comments would allow, no buyer has.
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f-\x9f]{1,64}@[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f-\x9f]{1,253}")
_MAX_SUBJECT = 200
# Line breaks, other control characters, and the marks that turn text around or hide it.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail to one person. `id` names it for good: a repeated delivery carries the same, so that it can be recognised.

    Whom it goes to and what it says never shows in its repr, which may end in a log.
    """

    id: str
    kind: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(default=None, repr=False)
    at: datetime
    language: str = "id"
    reply_to: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        assert _ID.fullmatch(self.id), "a message's id is made of letters, digits, dots and dashes"


def one_line(text: str) -> str:
    """The text on one line, without control characters and without marks that reverse or hide it."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def envelope_address(text: str) -> str:
    """The address as SMTP takes it, its domain in ASCII. Raises MailTrouble (permanent) when it is none."""
    local, _, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        ascii_domain = ""
    if not _ADDRESS.fullmatch(text) or not ascii_domain:
        raise MailTrouble("the address cannot be used", permanent=True)
    return f"{local}@{ascii_domain}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the shop's mail comes from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @, which also names our messages."""
        return self.address.rpartition("@")[2]


def sender_of(text: str) -> Sender:
    """`toko@example.com` or `Toko Melati <toko@example.com>`. Raises ValueError when there is no address in it."""
    name, bracket, rest = text.strip().rpartition("<")
    address = rest.removesuffix(">") if bracket else text.strip()
    try:
        return Sender(one_line(name).strip('"'), envelope_address(address.strip()))
    except MailTrouble:
        message = "NIAGA_MAIL_FROM is not an e-mail address: write toko@example.com or Toko Melati <toko@example.com>"
        raise ValueError(message) from None


def letter_of(message: Message, sender: Sender) -> EmailMessage:
    """The MIME letter. Raises MailTrouble (permanent) when the recipient's address cannot be used."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = _mailbox(sender.address, sender.name)
    letter["To"] = _mailbox(envelope_address(message.to))
    if message.reply_to:
        letter["Reply-To"] = _mailbox(envelope_address(message.reply_to))
    letter["Subject"] = one_line(message.subject)[:_MAX_SUBJECT]
    letter["Date"] = format_datetime(message.at.astimezone(UTC))
    letter["Message-ID"] = f"<{message.id}@{sender.domain}>"
    # So that holiday notices and mailing lists do not answer a machine (RFC 3834).
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_NOT_TEXT.sub("", message.text), cte="quoted-printable")
    if message.html is not None:
        letter.add_alternative(_NOT_TEXT.sub("", message.html), subtype="html", cte="quoted-printable")
    letter["Content-Language"] = message.language
    return letter


def _mailbox(address: str, name: str = "") -> Address:
    local, _, domain = address.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)
