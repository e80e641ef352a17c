"""What may go wrong with a message."""

from __future__ import annotations


class MailTrouble(Exception):
    """A message was not taken. `permanent`: sending it again makes no sense. The text holds nothing about anybody."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent
