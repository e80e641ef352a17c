"""Reads what somebody typed: which words may be names, what they may stand for, and what kind of place each points at.

A question is cut to a bounded number of words before anything else looks at it. Type words (`kec`, `kota`) say what the
name after them is, or the one before when they end their part of an address; they may also belong to a name
(`Medan Kota`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, product

from niaga.regions.rules.codes import depth_at, depth_of, is_city
from niaga.regions.rules.nicknames import (
    ABBREVIATIONS,
    CITY_TYPES,
    NICKNAMES,
    NOISE,
    REGENCY_TYPES,
    SPELLED_OUT,
    STREETS,
    TYPES,
)
from niaga.regions.rules.spelling import words_of

MAX_CHARACTERS = 240
MAX_WORDS = 20
_MAX_READINGS = 6
_MAX_SPAN = 5
_POSTAL_DIGITS = 5
_PARTS = str.maketrans(dict.fromkeys(";\n\r|", ","))


@dataclass(frozen=True, slots=True)
class Hint:
    """What a type word says about the name beside it."""

    depth: int
    city: bool | None = None

    def fits(self, number: int) -> bool:
        """Whether a region is of this kind."""
        return depth_of(number) == self.depth and (self.city is None or is_city(number) is self.city)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its part of the address, its possible meanings (likeliest first), whether it is a type word."""

    part: int
    meanings: tuple[str, ...]
    is_type: bool = False
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring words that may be one name: their bits, the ways to spell it squashed, and the hint upon it."""

    mask: int
    size: int
    readings: tuple[str, ...]
    hint: Hint | None


@dataclass(frozen=True, slots=True)
class Question:
    """The words in order, and the postal code when one was given."""

    words: tuple[Word, ...]
    postal_code: int | None


def question_of(text: str) -> Question:
    """Read the text; an empty question when nothing in it can be part of a name."""
    parts = [words_of(part) for part in text[:MAX_CHARACTERS].translate(_PARTS).split(",")]
    named = [part for part in parts if part and part[0] not in STREETS] or parts
    words: list[Word] = []
    postal_code = None
    for at, part in enumerate(named):
        code, names = _sorted_out(part)
        postal_code = postal_code or code
        words += hinted(initials_joined(names), at)
    return Question(tuple(words[:MAX_WORDS]), postal_code)


def _sorted_out(part: list[str]) -> tuple[int | None, list[str]]:
    """The postal code in a part of an address, and its words without house numbers and the like."""
    postal_code, names, after_noise = None, [], False
    for at, word in enumerate(part):
        if word == "rw" and part[at + 1 : at + 2] and part[at + 1].isdigit():
            after_noise = True
        elif word.isdigit() and len(word) == _POSTAL_DIGITS:
            postal_code = int(word)
        elif word in NOISE:
            after_noise = True
        elif not (after_noise and word.isdigit()):
            names.append(word)
            after_noise = False
    return postal_code, names


def hinted(names: list[str], part: int) -> list[Word]:
    """A word for each name of one part, with the hint of the type word before it (or after it, at the end)."""
    words: list[Word] = []
    hint: Hint | None = None
    last_name: int | None = None
    for name in names:
        level = TYPES.get(name)
        if level is None:
            last_name = len(words)
            words.append(Word(part, (*ABBREVIATIONS.get(name, ()), name), hint=hint))
            hint = None
        else:
            words.append(Word(part, (SPELLED_OUT.get(name, name),), is_type=True))
            hint = _sharper(hint, Hint(depth_at(level), _city(name)))
    if hint and last_name is not None and not words[last_name].hint:
        words[last_name] = replace(words[last_name], hint=hint)
    return words


def initials_joined(names: list[str]) -> list[str]:
    """`D.I. Yogyakarta` and `D.K.I.` arrive as letters (the I as a numeral)."""
    for letters, word in ((["d", "k", "1"], "dki"), (["d", "1", "y"], "diy"), (["d", "1"], "di")):
        if names[: len(letters)] == letters:
            return [word, *names[len(letters) :]]
    return names


def _city(type_word: str) -> bool | None:
    if type_word in CITY_TYPES:
        return True
    return False if type_word in REGENCY_TYPES else None


def _sharper(before: Hint | None, now: Hint) -> Hint:
    """`Kota Administrasi` stays a kota."""
    return before if before and before.depth == now.depth and now.city is None else now


def spans_of(words: tuple[Word, ...]) -> list[Span]:
    """Every run of neighbouring words that may be one name."""
    spans = []
    for first in range(len(words)):
        for last in range(first, min(first + _MAX_SPAN, len(words))):
            if words[last].part != words[first].part:
                break
            run = words[first : last + 1]
            if _may_be_name(run, words):
                mask = (1 << last + 1) - (1 << first)
                spans.append(Span(mask, len(run), _readings(run), _hint_upon(run)))
    return spans


def _hint_upon(run: tuple[Word, ...]) -> Hint | None:
    """The hint of a type word outside the run; one inside belongs to the name (`Medan Kota`)."""
    if any(word.is_type for word in run):
        return None
    return next((word.hint for word in run if word.hint), None)


def _may_be_name(run: tuple[Word, ...], words: tuple[Word, ...]) -> bool:
    """A type word alone names nothing, unless it is all there is or a nickname (`DKI`)."""
    if any(not word.is_type for word in run):
        return True
    return all(word.is_type for word in words) or run[0].meanings[0] in NICKNAMES


def _readings(run: tuple[Word, ...]) -> tuple[str, ...]:
    squashed = ("".join(reading) for reading in islice(product(*(word.meanings for word in run)), _MAX_READINGS))
    return tuple(dict.fromkeys(name for text in squashed for name in (*NICKNAMES.get(text, ()), text)))


def name_mask(words: tuple[Word, ...]) -> int:
    """The bits of the words that are not type words."""
    return sum(1 << at for at, word in enumerate(words) if not word.is_type)
