"""Secret: a text that does not leak by being printed, logged or compared byte by byte."""

import hmac
from typing import final


@final
class Secret:
    """Holds a secret text. `str()`, `repr()` and f-strings give `***`; only `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself: call it at the last moment, where it is used."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)
