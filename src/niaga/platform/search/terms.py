"""Terms: what a name, a number or an address may be found by, and how what somebody typed is read. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from niaga.platform.phones import e164

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST_PREFIX = 3
LONGEST_PREFIX = 12
TAIL_DIGITS = 4
_MOST_WORDS = 8
_MOST_SOUGHT = 6
_FEWEST_PHONE_DIGITS = 7
_INSIDE_WORDS = re.compile(r"['\u2018\u2019\u02bc`\u00b4]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


class Findable(msgspec.Struct, frozen=True, kw_only=True):
    """What something is found by: names as written, phones as E.164, e-mail addresses as two spellings share them."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def terms(self) -> frozenset[str]:
        """Each word of the names and its beginnings from three letters, each phone and its last four digits, each address."""
        return frozenset(
            [
                *(f"name {start}" for name in self.names for word in _words(name) for start in _starts(word)),
                *(f"phone {phone}" for phone in self.phones),
                *(f"tail {phone[-TAIL_DIGITS:]}" for phone in self.phones),
                *(f"email {email}" for email in self.emails),
            ]
        )


def ways_to_read(text: str, *, email: str | None = None) -> list[tuple[str, ...]]:
    """Ways to read what was typed: something is found by one of them when it has all of that way's terms.

    `email` is the text as an address, as two spellings share it, where it is one.
    """
    if email is not None:
        return [(f"email {email}",)]
    ways: list[tuple[str, ...]] = []
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) == TAIL_DIGITS and text.strip().isdigit():
        ways.append((f"tail {digits}",))
    phone = e164(text) if len(digits) >= _FEWEST_PHONE_DIGITS else None
    if phone is not None:
        return [(f"phone {phone}",)]
    words = tuple(dict.fromkeys(f"name {word[:LONGEST_PREFIX]}" for word in _words(text)))
    return [*ways, words[:_MOST_SOUGHT]] if words else ways


def _words(name: str) -> list[str]:
    """The words of a name without accents and case; `Nur'aini` is one word."""
    apart = unicodedata.normalize("NFKD", _INSIDE_WORDS.sub("", name))
    folded = "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
    return [word for word in _BETWEEN_WORDS.split(folded) if word][:_MOST_WORDS]


def _starts(word: str) -> Iterator[str]:
    if len(word) <= SHORTEST_PREFIX:
        yield word
        return
    for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1):
        yield word[:length]
