"""WhatsApp through Meta's Cloud API: templates alone, because a shop that writes first may send nothing else.

`POST {url}/{phone number id}/messages` with a bearer token. An answer with a message id is a message taken; whether it
arrives is told later, to webhooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.platform.mail.message import one_line
from niaga.platform.messaging.message import digits_of
from niaga.platform.messaging.trouble import MessagingTrouble
from niaga.platform.outbound import OutboundRequest, OutboundTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from niaga.platform.crypto import Secret
    from niaga.platform.messaging.message import Template, TextMessage
    from niaga.platform.outbound import OutboundAnswer, OutboundClient

_OK = 200
# The recipient is the sender; cannot be reached; is not on the list of a test number; wants none; may not be written to.
_ABOUT_THE_RECIPIENT = frozenset({130472, 130497, 131021, 131026, 131030, 131049, 131050})


class _Sent(msgspec.Struct):
    id: str


class _Taken(msgspec.Struct):
    messages: list[_Sent]


class _Fault(msgspec.Struct):
    code: int


class _Refused(msgspec.Struct):
    error: _Fault


class CloudMessenger:
    """Sends templates. `templates` has the account's name for ours, where it is another."""

    def __init__(
        self, outbound: OutboundClient, *, url: str, phone_number_id: str, token: Secret, templates: Mapping[str, str]
    ) -> None:
        self._outbound = outbound
        self._url = f"{url}/{phone_number_id}/messages"
        self._token = token
        self._templates = templates

    async def send(self, message: TextMessage) -> None:
        """Hand the message to Meta. Raises MessagingTrouble."""
        request = OutboundRequest(
            method="POST",
            url=self._url,
            headers={"Authorization": f"Bearer {self._token.reveal()}", "Content-Type": "application/json"},
            body=msgspec.json.encode(self._payload(message)),
        )
        try:
            answer = await self._outbound.send(request)
        except OutboundTrouble as trouble:
            raise MessagingTrouble(str(trouble), permanent=False) from None
        _check(answer)

    def _payload(self, message: TextMessage) -> dict[str, Any]:
        ours = message.template
        return {
            "messaging_product": "whatsapp",
            "to": digits_of(message.to),
            "type": "template",
            "template": {
                "name": self._templates.get(ours.name, ours.name),
                "language": {"code": message.language},
                "components": _components(ours),
            },
        }


def _components(template: Template) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    if template.parameters:
        parts.append({"type": "body", "parameters": [_text(one) for one in template.parameters]})
    if template.code is not None:
        parts.append({"type": "button", "sub_type": "url", "index": "0", "parameters": [_text(template.code)]})
    return parts


def _text(text: str) -> dict[str, str]:
    # A parameter with a line break, a tab or a row of spaces is refused.
    return {"type": "text", "text": one_line(text)}


def _check(answer: OutboundAnswer) -> None:
    """Raises MessagingTrouble unless the message was taken. The answer's words stay out: they may hold the number."""
    if answer.status == _OK:
        if not _read(answer).messages:
            raise MessagingTrouble("WhatsApp answered without a message id", permanent=False)
        return
    code = _code(answer)
    known = "" if code is None else f" (code {code})"
    raise MessagingTrouble(f"WhatsApp answered {answer.status}{known}", permanent=code in _ABOUT_THE_RECIPIENT)


def _read(answer: OutboundAnswer) -> _Taken:
    try:
        taken: _Taken = answer.json(_Taken)
    except OutboundTrouble as trouble:
        raise MessagingTrouble(f"WhatsApp: {trouble}", permanent=False) from None
    return taken


def _code(answer: OutboundAnswer) -> int | None:
    try:
        refused: _Refused = answer.json(_Refused)
    except OutboundTrouble:
        return None
    return refused.error.code
