"""The gazetteer other rooms hold: regions by code, by parent, by postal code, and by what somebody typed."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from niaga.foundation.errors import NotFound
from niaga.foundation.paging import BadCursor, Page, decode_cursor, encode_cursor
from niaga.regions.atlas import Atlas
from niaga.regions.guessing import guess_address
from niaga.regions.model import AddressGuess, Level, Region
from niaga.regions.rules.codes import (
    code_of,
    depth_at,
    depth_of,
    end_of,
    level_of,
    number_of,
    parents_of,
)
from niaga.regions.rules.naming import type_of
from niaga.regions.search import Bounds, search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEFAULT_LIMIT = 20
_KEPT_UNPACKED = 2048
_LONGEST_CODE = len("31.74.02.1001")
PACKED = Path(__file__).parent / "data" / "regions.bin"


class RegionFilter(NamedTuple):
    """What a list of regions is narrowed to; nothing given means the provinces."""

    search: str | None = None
    level: Level | None = None
    parent: str | None = None
    postal_code: str | None = None


class Regions:
    """All regions of Indonesia, read-only, opened at the first question. One object serves every thread and task."""

    def __init__(self, path: Path = PACKED) -> None:
        self._path = path
        # Orders go where orders went before: those districts are kept unpacked.
        self._often = lru_cache(maxsize=_KEPT_UNPACKED)(self._unpack)

    @cached_property
    def _atlas(self) -> Atlas:
        try:
            return Atlas.open(self._path)
        except FileNotFoundError as error:
            message = f"the packed regions are missing at {self._path}: run `make setup`, which makes them"
            raise FileNotFoundError(message) from error

    def find_region(self, code: str) -> Region | None:
        """The region with this code (`31.74.02`), or None."""
        return self._often(code) if len(code) <= _LONGEST_CODE else None

    def _unpack(self, code: str) -> Region | None:
        number = number_of(code)
        at = None if number is None else self._atlas.find(number)
        return None if at is None else self._region(self._atlas.codes[at])

    def get_region(self, code: str) -> Region:
        """The region with this code. Raises NotFound."""
        return self._region(self._number(code))

    def path_of(self, code: str) -> tuple[str, ...]:
        """The names from the province down to this region. Raises NotFound."""
        return self._path_of(self._number(code))

    def postal_codes_of(self, code: str) -> tuple[str, ...]:
        """The distinct postal codes in use within a region of any level, in order. Raises NotFound."""
        return self._postal_codes(self._number(code))

    def list_children(self, parent_code: str | None = None) -> list[Region]:
        """The regions directly below (the provinces for None), in the order of their codes. Raises NotFound."""
        below = self._atlas.below(self._number(parent_code) if parent_code is not None else 0)
        return [self._region(self._atlas.codes[at]) for at in self._atlas.hop(below)]

    def list_by_postal_code(self, postal_code: str) -> list[Region]:
        """The villages with this postal code, in the order of their codes; empty when nobody uses it."""
        if not is_postal_code(postal_code):
            return []
        return [self._region(self._atlas.codes[at]) for at in self._atlas.villages_at(int(postal_code))]

    def all_regencies(self) -> list[Region]:
        """Every kota and kabupaten, in the order of their codes."""
        numbers = self._within(0, depth_at(Level.REGENCY))
        return [self._region(number) for number in numbers]

    def is_name(self, squashed: str) -> bool:
        """Whether some region's whole name is this, in lower case and without spaces: `jakartaselatan`."""
        term = self._atlas.term(squashed)
        return term is not None and bool(self._atlas.named(term))

    def search(
        self, query: str, *, level: Level | None = None, parent: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> list[Region]:
        """The regions that somebody may mean, the likeliest first. Any text is answered, in bounded time.

        `level` and `parent` narrow the answers. Raises NotFound for an unknown parent.
        """
        numbers = self._meant(RegionFilter(query, level, parent))
        return [self._region(number) for number in numbers[:limit]]

    def parse_address(self, text: str) -> AddressGuess:
        """The street, the numbers and the likely regions of an address as somebody wrote it, in bounded time."""
        return guess_address(self._atlas, text, self._region)

    def list_regions(
        self, narrowed: RegionFilter, *, limit: int = DEFAULT_LIMIT, cursor: str | None = None
    ) -> Page[Region]:
        """A page of regions: the likeliest first when searching, in the order of their codes otherwise.

        A parent alone gives its children, with a level everything of that level beneath it. Raises NotFound for an
        unknown parent, BadCursor.
        """
        if narrowed.search and narrowed.search.strip():
            start = decode_cursor(cursor, tuple[int])[0] if cursor else 0
            if start < 0:
                raise BadCursor
            numbers = self._meant(narrowed)[start:]
            following = encode_cursor((start + limit,)) if len(numbers) > limit else None
            return Page([self._region(number) for number in numbers[:limit]], following)
        after = number_of(decode_cursor(cursor, tuple[str])[0]) if cursor else 0
        if after is None:
            raise BadCursor
        numbers = list(islice(self._listed(narrowed, after), limit + 1))
        following = encode_cursor((code_of(numbers[limit - 1]),)) if len(numbers) > limit else None
        return Page([self._region(number) for number in numbers[:limit]], following)

    def _meant(self, narrowed: RegionFilter) -> list[int]:
        """The numbers that a search means; what lies within the best match, when nothing of the level is called so."""
        assert narrowed.search is not None, "a search needs something to look for"
        parent = None if narrowed.parent is None else self._number(narrowed.parent)
        numbers = search(self._atlas, narrowed.search, Bounds.of(parent, narrowed.level))
        if not numbers and narrowed.level:
            best = search(self._atlas, narrowed.search, Bounds.of(parent, None))[:1]
            numbers = [number for one in best for number in self._within(one, depth_at(narrowed.level))]
        if narrowed.postal_code is None:
            return numbers
        known = set(self._using(narrowed.postal_code))
        return [number for number in numbers if number in known]

    def _listed(self, narrowed: RegionFilter, after: int) -> Iterable[int]:
        parent = 0 if narrowed.parent is None else self._number(narrowed.parent)
        if narrowed.postal_code is not None:
            bounds = Bounds.of(parent or None, narrowed.level or Level.VILLAGE)
            return (
                number
                for number in sorted(self._using(narrowed.postal_code))
                if number > after and bounds.admit(number)
            )
        depth = depth_at(narrowed.level) if narrowed.level else depth_of(parent) + 1 if parent else 1
        return self._within(parent, depth, after)

    def _within(self, parent: int, depth: int, after: int = 0) -> Iterator[int]:
        """The regions of one depth beneath a region (0: anywhere), in order, beginning after a number."""
        if parent and depth <= depth_of(parent):
            return
        for at in self._atlas.hop(self._atlas.below(parent)):
            number = self._atlas.codes[at]
            if depth_of(number) == depth:
                if number > after:
                    yield number
            elif end_of(number) > after:
                yield from self._within(number, depth, after)

    def _using(self, postal_code: str) -> set[int]:
        """The villages with a postal code and all regions above them."""
        if not is_postal_code(postal_code):
            return set()
        villages = [self._atlas.codes[at] for at in self._atlas.villages_at(int(postal_code))]
        return {number for village in villages for number in (village, *parents_of(village))}

    def _number(self, code: str) -> int:
        number = number_of(code)
        if number is None or self._atlas.find(number) is None:
            raise NotFound("region", code)
        return number

    def _region(self, number: int) -> Region:
        path = self._path_of(number)
        return Region(
            code=code_of(number),
            level=level_of(number),
            name=path[-1],
            type=type_of(number, path[-1]),
            path=path,
            postal_codes=() if depth_of(number) == 1 else self._postal_codes(number),
        )

    def _path_of(self, number: int) -> tuple[str, ...]:
        ranks = [self._atlas.find(one) for one in (*reversed(parents_of(number)), number)]
        return tuple(self._atlas.name(at) for at in ranks if at is not None)

    def _postal_codes(self, number: int) -> tuple[str, ...]:
        return tuple(f"{code:05d}" for code in self._atlas.postal_codes_of(number))


def is_postal_code(text: str) -> bool:
    """Whether a text has the shape of an Indonesian postal code: five digits."""
    return len(text) == len("12910") and text.isascii() and text.isdigit()
