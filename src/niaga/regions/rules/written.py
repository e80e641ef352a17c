"""Reads an address as somebody wrote it: what may name regions, what belongs to the street, the numbers with a meaning.

Whatever stands between a street word (`Jl.`, `Perum`) and the next number, type word or comma is the street's own name:
`Jl. Raya Bogor 12` says nothing about Bogor. Where no such end comes, the first name after the street word is the street's
and the others may be regions (`Jl Mawar Sukolilo Surabaya`). Only so many words from the right are kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from niaga.platform.phones import PhoneKind, e164, phone_kind
from niaga.regions.rules.nicknames import ADDRESS_STREETS, CALLED_DI, HONORIFICS, LABELS, NUMBERED, STREET_NAMES, TYPES
from niaga.regions.rules.question import Word, hinted, initials_joined
from niaga.regions.rules.spelling import words_of

MAX_CHARACTERS = 600
MAX_WORDS = 20
_POSTAL_DIGITS = 5
_LONGEST_HOUSE_NUMBER = 4
_FEWEST_PHONE_DIGITS = 9
_MOST_PHONE_DIGITS = 15
_WIDEST_GAP = 3
_PIECES = re.compile(r"[^\W_]+(?:['`\u2018\u2019\u00b4\u02bc][^\W_]+)*|[,;\n\r|()\[\]{}]|(?<=\s)[-\u2013\u2014](?=\s)")
_CARE_OF = re.compile(r"(?<![^\W_])[dua]/[apn](?![^\W_])", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]+")
_GLUED = re.compile(r"(rt|rw|no|blok|blk|km|lt|kav|gg|jl|jln)([0-9].*)", re.IGNORECASE)
_WITH_POSTAL_CODE = re.compile(r"([^\W\d_]{3,})([0-9]{5})")
_FOREIGN_TYPES = frozenset({"regency", "city", "district", "village", "province", "di", "daerah", "khusus", "istimewa"})


class Cut(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


class PostalCode(NamedTuple):
    """Five digits that are no house number, and where they stand."""

    number: int
    cut: Cut


@dataclass(frozen=True, slots=True)
class Written:
    """An address taken apart. `cuts` tells where each word stands; the bits of `of_street` are words of streets."""

    text: str
    words: tuple[Word, ...]
    cuts: tuple[Cut, ...]
    of_street: int
    postal_codes: tuple[PostalCode, ...]
    phone: str | None
    phone_cut: Cut | None
    shortened: bool


class _Street(IntEnum):
    """How far the name of a street was read."""

    NONE = 0
    UNNAMED = 1
    NAMED = 2


class _Number(IntEnum):
    """Whether a house number is awaited, or was read just now."""

    NONE = 0
    EXPECTED = 1
    SAID = 2


class _Piece(NamedTuple):
    word: str
    cut: Cut
    is_figure: bool


@dataclass(slots=True)
class _Group:
    """Words that may be neighbours in one name."""

    names: list[str] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    of_street: bool = False


def written_address(text: str) -> Written:
    """Take the text apart; of a longer one only the beginning, which is then said to be shortened."""
    kept = text[:MAX_CHARACTERS]
    phone, phone_cut = _phone_in(kept)
    masked = kept if phone_cut is None else _masked(kept, phone_cut)
    masked = _CARE_OF.sub(lambda found: " " * len(found.group()), masked)
    reader = _Reader()
    for part in _parts(masked):
        reader.read(_joined(part))
    return reader.written(kept, phone, phone_cut, shortened=len(text) > MAX_CHARACTERS)


def _masked(text: str, cut: Cut) -> str:
    return text[: cut.start] + "," + " " * (cut.end - cut.start - 1) + text[cut.end :]


def _phone_in(text: str) -> tuple[str | None, Cut | None]:
    """The first mobile number, or landline behind a label, in its longest spelling."""
    figures = list(_NUMBER.finditer(text))
    for first, figure in enumerate(figures):
        if not figure.group().startswith(("+", "0", "62", "8")):
            continue
        labelled = _is_labelled(text[: figure.start()])
        for last in reversed(range(first, _reach(text, figures, first))):
            cut = Cut(figure.start() - (text[figure.start() - 1 : figure.start()] == "("), figures[last].end())
            number = e164(text[figure.start() : cut.end])
            if number and (labelled or phone_kind(number) is PhoneKind.MOBILE):
                return number, cut
    return None, None


def _reach(text: str, figures: list[re.Match[str]], first: int) -> int:
    """One past the last run of digits that may belong to the same number."""
    digits = len(figures[first].group())
    last = first
    while digits <= _MOST_PHONE_DIGITS and last + 1 < len(figures):
        gap = text[figures[last].end() : figures[last + 1].start()]
        if len(gap) > _WIDEST_GAP or gap.strip(" -.()\u00a0\u2011\u2013") or figures[last + 1].group()[0] == "+":
            break
        last += 1
        digits += len(figures[last].group())
    return last + 1


def _is_labelled(before: str) -> bool:
    said = words_of(before[-12:])
    return bool(said) and said[-1] in LABELS


def _parts(text: str) -> list[list[_Piece]]:
    """The words between commas, brackets, ends of lines and free-standing dashes."""
    parts: list[list[_Piece]] = [[]]
    for found in _PIECES.finditer(text):
        if not found.group()[0].isalnum():
            parts.append([])
            continue
        for start, end in _taken_apart(found):
            spelled = text[start:end]
            parts[-1] += [_Piece(word, Cut(start, end), spelled.isdecimal()) for word in words_of(spelled)[:3]]
    return [part for part in parts if part]


def _taken_apart(found: re.Match[str]) -> list[tuple[int, int]]:
    """`RT02` and `Jaksel12910` are two words each."""
    for pattern in (_GLUED, _WITH_POSTAL_CODE):
        glued = pattern.fullmatch(found.group())
        if glued:
            middle = found.start() + glued.end(1)
            return [(found.start(), middle), (middle, found.end())]
    return [found.span()]


class _Reader:
    """Goes through an address part by part; a street goes on until its part or its number ends."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.postal_codes: list[PostalCode] = []
        self.first_street: int | None = None
        self.street = _Street.NONE
        self.number = _Number.NONE

    def read(self, part: list[_Piece]) -> None:
        """One part of the address."""
        self._begin()
        before = None
        for piece, following in zip(part, [*part[1:], None], strict=True):
            typed = before is not None and before.word in TYPES
            if not typed and (piece.word in ADDRESS_STREETS or (before is None and piece.word in STREET_NAMES)):
                self._begin(_Street.UNNAMED)
            elif _is_numbered(piece, following):
                self._end_street()
                self._begin(number=_Number.EXPECTED)
            elif piece.is_figure:
                self._figure(piece)
            elif piece.word in LABELS:
                self._begin()
            elif not (self.number and _is_house_number(piece)) and not _is_in(piece, following):
                self._name(piece)
            before = piece

    def _begin(self, street: _Street | None = None, number: _Number | None = None) -> None:
        self.street = street or _Street.NONE
        self.number = number or _Number.NONE
        if street and self.first_street is None:
            self.first_street = len(self.groups)
        self.groups.append(_Group(of_street=bool(street)))

    def _figure(self, piece: _Piece) -> None:
        if len(piece.word) == _POSTAL_DIGITS and self.number is not _Number.EXPECTED:
            self.postal_codes.append(PostalCode(int(piece.word), piece.cut))
            self._begin()
        elif self.number or self.street is _Street.NAMED:
            self._end_street()
            self._begin(number=_Number.SAID)
        elif not self.street and self.groups[-1].names:
            self._add(piece)

    def _end_street(self) -> None:
        """A house number ends the name of a street, which then names nothing else."""
        if self.street:
            self.groups[-1] = _Group(of_street=True)

    def _name(self, piece: _Piece) -> None:
        self.number = _Number.NONE
        if self.street is _Street.NAMED and piece.word in TYPES and piece.word not in _FOREIGN_TYPES:
            self._begin()
        if self.street is not _Street.UNNAMED:
            self._add(piece)
        elif piece.word not in HONORIFICS and piece.word not in TYPES:
            self.street = _Street.NAMED

    def _add(self, piece: _Piece) -> None:
        self.groups[-1].names.append(piece.word)
        self.groups[-1].cuts.append(piece.cut)

    def written(self, text: str, phone: str | None, phone_cut: Cut | None, *, shortened: bool) -> Written:
        words: list[tuple[Word, Cut, bool]] = []
        street = self.first_street
        ended = street is not None and any(group.names and not group.of_street for group in self.groups[street:])
        for part, group in enumerate(self.groups):
            before = ended and street is not None and part < street
            read = hinted(group.names, part)
            words += [(word, cut, group.of_street or before) for word, cut in zip(read, group.cuts, strict=True)]
        words = words[-MAX_WORDS:]
        return Written(
            text=text,
            words=tuple(word for word, _, _ in words),
            cuts=tuple(cut for _, cut, _ in words),
            of_street=sum(1 << at for at, (_, _, of_street) in enumerate(words) if of_street),
            postal_codes=tuple(self.postal_codes[-3:]),
            phone=phone,
            phone_cut=phone_cut,
            shortened=shortened,
        )


def _joined(part: list[_Piece]) -> list[_Piece]:
    """`D.I. Yogyakarta` arrives as letters."""
    names = [piece.word for piece in part]
    for at in range(len(part)):
        joined = initials_joined(names[at:])
        count = len(names) - at - len(joined) + 1
        if count > 1:
            whole = _Piece(joined[0], Cut(part[at].cut.start, part[at + count - 1].cut.end), is_figure=False)
            return [*part[:at], whole, *part[at + count :]]
    return part


def _is_house_number(piece: _Piece) -> bool:
    """`5a`, `C2`, `B`: what may stand behind `No.` and `Blok`."""
    return len(piece.word) == 1 or (
        len(piece.word) <= _LONGEST_HOUSE_NUMBER and any(letter.isdigit() for letter in piece.word)
    )


def _is_numbered(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a number belongs to this word. `Rw.` may be short for rawa."""
    return piece.word in NUMBERED and (piece.word != "rw" or (following is not None and following.is_figure))


def _is_in(piece: _Piece, following: _Piece | None) -> bool:
    """Whether a `di` is the preposition."""
    return piece.word == "di" and (following is None or following.word not in CALLED_DI)
