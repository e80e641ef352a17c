"""What may go wrong with a message to a phone."""

from __future__ import annotations


class MessagingTrouble(Exception):
    """A message was not taken. `permanent`: sending it again makes no sense. The text holds nothing about anybody.

    Only a refusal of the recipient or of the message itself is permanent. A refused token, a spent quota or a template
    that is missing is the shop's own fault: it is tried again, so that nothing is lost while somebody mends it.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent
