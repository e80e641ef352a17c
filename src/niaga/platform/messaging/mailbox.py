"""Messages to phones in the mailbox of development, beside the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from niaga.platform.mail import DevelopmentMailbox
    from niaga.platform.messaging.message import TextMessage
    from niaga.platform.messaging.messenger import Messenger

CHANNEL = "whatsapp"


class MailboxMessenger:
    """Puts each message into the mailbox, and hands it on where `forward` is given."""

    def __init__(self, mailbox: DevelopmentMailbox, *, forward: Messenger | None = None) -> None:
        self._mailbox = mailbox
        self._forward = forward

    async def send(self, message: TextMessage) -> None:
        """Put it into the mailbox, then hand it on. Raises MessagingTrouble when that fails; the file stays."""
        await self._mailbox.keep(
            id=message.id,
            channel=CHANNEL,
            to=message.to,
            kind=message.kind,
            text=message.text,
            language=message.language,
            at=message.at,
        )
        if self._forward is not None:
            await self._forward.send(message)
