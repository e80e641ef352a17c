"""Reads the packed file of regions: mapped into memory, decoded name by name, shared by all processes of a machine.

Knows the file's arrays and nothing of how people spell. Regions are numbers here: `at` is a region's rank in the file,
`number` its ten-digit code.
"""

from __future__ import annotations

import mmap
import sys
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Self

from niaga.regions.packing import Section, grams_of, section_bounds
from niaga.regions.rules.codes import DISTRICT, end_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Numbers = memoryview[int]


class Atlas:
    """All regions, as arrays over one read-only mapping of the file."""

    def __init__(self, file: memoryview) -> None:
        assert sys.byteorder == "little", "the packed regions hold little-endian numbers"
        bounds = section_bounds(file)

        def numbers(section: Section, kind: str = "I") -> Numbers:
            return file[bounds[section]].cast(kind)  # type: ignore[call-overload, no-any-return]

        self.codes = numbers(Section.CODES, "Q")
        self._names = _Texts(numbers(Section.NAME_STARTS), file[bounds[Section.NAME_TEXT]])
        self._name_of = numbers(Section.NAMES)
        self.postal_codes = numbers(Section.POSTAL_CODES)
        self._by_postal_code = numbers(Section.BY_POSTAL_CODE)
        self.word_counts = numbers(Section.WORD_COUNTS, "B")
        self.term_of = numbers(Section.TERMS)
        self.terms = _Texts(numbers(Section.TERM_STARTS), file[bounds[Section.TERM_TEXT]])
        self._whole = _Lists(numbers(Section.WHOLE_STARTS), numbers(Section.WHOLE))
        self._word = _Lists(numbers(Section.WORD_STARTS), numbers(Section.WORD))
        self._upper_terms = numbers(Section.UPPER_TERMS)
        self._upper = numbers(Section.UPPER)
        self._grams = _Lists(numbers(Section.GRAM_STARTS), numbers(Section.GRAM_TERMS))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the file at this path. Raises OSError when there is none, ValueError when it is not such a file."""
        with path.open("rb") as file:
            return cls(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))

    def __len__(self) -> int:
        return len(self.codes)

    def find(self, number: int) -> int | None:
        """The rank of the region with this code."""
        at = bisect_left(self.codes, number)
        return at if at < len(self.codes) and self.codes[at] == number else None

    def name(self, at: int) -> str:
        """The official name."""
        return self._names[self._name_of[at]].decode()

    def below(self, number: int) -> range:
        """The ranks of everything below a region, at any depth; of all regions for 0."""
        if not number:
            return range(len(self.codes))
        return range(bisect_right(self.codes, number), bisect_left(self.codes, end_of(number)))

    def hop(self, ranks: range) -> Iterator[int]:
        """The topmost regions of a range of ranks, stepping over what lies below each."""
        at = ranks.start
        while at < ranks.stop:
            yield at
            at = bisect_left(self.codes, end_of(self.codes[at]), at, ranks.stop)

    def villages_at(self, postal_code: int) -> Sequence[int]:
        """The ranks of the villages with this postal code, in the order of their codes."""
        start = bisect_left(self._by_postal_code, postal_code, key=self.postal_codes.__getitem__)
        stop = bisect_right(
            self._by_postal_code,
            postal_code,
            lo=start,
            key=self.postal_codes.__getitem__,
        )
        return self._by_postal_code[start:stop].tolist()

    def postal_codes_of(self, number: int) -> list[int]:
        """The distinct postal codes in a region, in order."""
        if number % DISTRICT:
            at = self.find(number)
            return [] if at is None else [self.postal_codes[at]]
        ranks = self.below(number)
        return sorted(set(self.postal_codes[ranks.start : ranks.stop].tolist()) - {0})

    def term(self, text: str) -> int | None:
        """The rank of a term in the vocabulary."""
        wanted = text.encode()
        rank = bisect_left(self.terms, wanted)
        return rank if rank < len(self.terms) and self.terms[rank] == wanted else None

    def named(self, term: int) -> list[int]:
        """The regions whose whole name is this term, upper levels first."""
        return self._whole[term]

    def containing(self, term: int) -> list[int]:
        """The regions that have this term as one word of several."""
        return self._word[term]

    def beginning(self, text: str, *, upper: int, most: int) -> list[int]:
        """Some regions whose whole name begins like this: at most so many above villages, then so many of all."""
        start = bisect_left(self.terms, text.encode())
        stop = bisect_left(self.terms, text.encode() + b"~", lo=start)
        first = bisect_left(self._upper_terms, start)
        last = bisect_left(self._upper_terms, stop, lo=first)
        found = self._upper[first : min(last, first + upper)].tolist()
        return found + self._whole.run(start, stop, most)

    def like(self, text: str, *, budget: int) -> Iterator[list[int]]:
        """For the trigrams of a text, the rarest first: the whole names that contain it, until the budget is spent."""
        for gram in sorted(grams_of(text), key=self._grams.length):
            budget -= self._grams.length(gram)
            if budget < 0:
                return
            yield self._grams[gram]


class _Texts:
    """Texts packed one after another; each is decoded when it is asked for."""

    def __init__(self, starts: Numbers, text: memoryview) -> None:
        self._starts = starts
        self._text = text

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._text[self._starts[at] : self._starts[at + 1]])


class _Lists:
    """Lists of numbers packed one after another."""

    def __init__(self, starts: Numbers, items: Numbers) -> None:
        self._starts = starts
        self._items = items

    def __getitem__(self, at: int) -> list[int]:
        return self._items[self._starts[at] : self._starts[at + 1]].tolist()

    def length(self, at: int) -> int:
        """How many numbers the list has, without reading them."""
        return self._starts[at + 1] - self._starts[at]

    def run(self, start: int, stop: int, limit: int) -> list[int]:
        """The first numbers of several neighbouring lists."""
        first = self._starts[start]
        return self._items[first : min(self._starts[stop], first + limit)].tolist()
