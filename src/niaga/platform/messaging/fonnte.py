"""WhatsApp through Fonnte, a gateway that types on a phone of the shop's own: any text, no approval, no promise by Meta.

`POST {url}/send`, a form, the token as it is in the Authorization header. A refusal comes with status 200 as well, and
its keys have been seen with a capital.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from niaga.platform.messaging.message import digits_of
from niaga.platform.messaging.trouble import MessagingTrouble
from niaga.platform.outbound import OutboundRequest, OutboundTrouble

if TYPE_CHECKING:
    from niaga.platform.crypto import Secret
    from niaga.platform.messaging.message import TextMessage
    from niaga.platform.outbound import OutboundAnswer, OutboundClient

_OK = 200
# What may be repeated in a log; other words of theirs may hold the number. True: it is about the recipient.
_REASONS = {
    "target invalid": True,
    "invalid target": True,
    "token invalid": False,
    "invalid token": False,
    "insufficient quota": False,
    "input invalid": False,
    "json format invalid": False,
    "disconnected device": False,
}


class FonnteMessenger:
    """Sends the text of a message."""

    def __init__(self, outbound: OutboundClient, *, url: str, token: Secret) -> None:
        self._outbound = outbound
        self._url = f"{url}/send"
        self._token = token

    async def send(self, message: TextMessage) -> None:
        """Hand the message to Fonnte. Raises MessagingTrouble."""
        form = {"target": digits_of(message.to), "message": message.text, "countryCode": "62"}
        request = OutboundRequest(
            method="POST",
            url=self._url,
            headers={"Authorization": self._token.reveal(), "Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )
        try:
            answer = await self._outbound.send(request)
            said = _said(answer)
        except OutboundTrouble as trouble:
            raise MessagingTrouble(f"Fonnte: {trouble}", permanent=False) from None
        if said.get("status") is not True:
            raise _refusal(str(said.get("reason")).lower())


def _said(answer: OutboundAnswer) -> dict[str, Any]:
    if answer.status != _OK:
        raise MessagingTrouble(f"Fonnte answered {answer.status}", permanent=False)
    found: dict[str, Any] = answer.json(dict[str, Any])
    return {name.lower(): value for name, value in found.items()}


def _refusal(reason: str) -> MessagingTrouble:
    known = f" ({reason})" if reason in _REASONS else ""
    return MessagingTrouble(f"Fonnte refused the message{known}", permanent=_REASONS.get(reason, False))
