"""The port of outgoing mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from niaga.platform.mail.message import Message


class Mailer(Protocol):
    """Sends messages. Called outside any transaction, for one message possibly more than once."""

    async def send(self, message: Message) -> None:
        """Hand the message over; it is out of our hands when this returns. Raises MailTrouble, logs no address."""
        ...
