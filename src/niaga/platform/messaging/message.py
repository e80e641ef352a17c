"""A message to one phone: as text, and as the template that WhatsApp asks for where a shop speaks first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from niaga.platform.messaging.trouble import MessagingTrouble

if TYPE_CHECKING:
    from datetime import datetime

_ID = re.compile(r"[A-Za-z0-9._-]{8,120}")
_NUMBER = re.compile(r"\+([1-9][0-9]{7,14})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text that was approved beforehand, by our name for it, with what fills it in its order.

    `code` is what the reader copies: templates for codes have a button that carries it.
    """

    name: str
    parameters: tuple[str, ...] = field(default=(), repr=False)
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """A message to one phone, `to` as E.164. `id` names it for good: a repeated delivery carries the same.

    `text` is what is sent where free text may be, `template` says the same where only templates may. Whom it goes to and
    what it says never shows in its repr, which may end in a log.
    """

    id: str
    kind: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    template: Template
    at: datetime
    language: str = "id"

    def __post_init__(self) -> None:
        assert _ID.fullmatch(self.id), "a message's id is made of letters, digits, dots and dashes"


def digits_of(to: str) -> str:
    """`6281234567890`, as both services want it. Raises MessagingTrouble (permanent) when it is no E.164 number."""
    found = _NUMBER.fullmatch(to)
    if found is None:
        raise MessagingTrouble("the number cannot be used", permanent=True)
    return found[1]
