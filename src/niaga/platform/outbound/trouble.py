"""What may go wrong on the way out."""

from __future__ import annotations


class OutboundTrouble(Exception):
    """There is no answer that may be used. `permanent`: the same request makes no sense again.

    The text names at most the host: what stands behind it in an address may be secret or personal.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent
