"""The port of messages to phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from niaga.platform.messaging.message import TextMessage


class Messenger(Protocol):
    """Sends messages. Called outside any transaction, for one message possibly more than once."""

    async def send(self, message: TextMessage) -> None:
        """Hand the message over; it is out of our hands when this returns. Raises MessagingTrouble, logs no number."""
        ...
