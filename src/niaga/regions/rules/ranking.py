"""How well a region answers a question: what of it is explained by the region's own name and by the names above it.

A region's name, and each name above it, explains at most one run of words, and no word is explained twice: in
"Gn. Anyar, Kec. Gn. Anyar, Kota SBY" the first is the village, the second the district. Of regions that explain equally
much, the higher comes first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from niaga.regions.rules.codes import DISTRICT, DISTRICTS, PROVINCES, REGENCIES, VILLAGES, depth_of, is_city, parents_of

if TYPE_CHECKING:
    from niaga.regions.rules.question import Hint, Word

FULL = 10.0
"""The score of a region that explains every word, before the small preferences."""
WORSE = 3.0
"""Answers that score so much less than the best are none."""
_TYPE_WORD = 0.1
_MISFIT = 0.7
_PREFERENCE = {PROVINCES: 0.6, REGENCIES: 0.4, DISTRICTS: 0.2, VILLAGES: 0.0}
_CITY = 0.05
_KELURAHAN = 0.03
_TITLE_UNSAID = 0.3
_TITLED_PROVINCES = frozenset({31 * 10**8, 34 * 10**8})
_SPELLED_ALIKE = 0.01
_OTHER_READING = 0.05
_FIRST_DESA = 2000


@dataclass(slots=True)
class Evidence:
    """What was found for one question: for each region the runs of words that may be its name, and how surely."""

    words: tuple[Word, ...]
    postal: dict[int, float] = field(default_factory=dict)
    """How well each region fits the postal code, 0..1; empty when none was given."""
    named: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    _weights: dict[int, float] = field(default_factory=dict)
    _total: float = 0.0

    def add(self, number: int, mask: int, sureness: float, hint: Hint | None = None) -> None:
        """A run of words may be the name of this region."""
        if hint and not hint.fits(number):
            sureness *= _MISFIT
        self.named.setdefault(number, []).append((mask, sureness))

    def weight(self, mask: int) -> float:
        """How much these words matter; type words hardly do."""
        known = self._weights.get(mask)
        if known is None:
            known = sum(_TYPE_WORD if word.is_type else 1.0 for at, word in enumerate(self.words) if mask >> at & 1)
            self._weights[mask] = known
        return known

    def total(self) -> float:
        """The weight of everything that wants an explanation."""
        names = sum(1.0 for word in self.words if not word.is_type)
        return (names or _TYPE_WORD * len(self.words)) + (1.0 if self.postal else 0.0)

    def score(self, number: int) -> float:
        """The place of a region among the answers; up to FULL for what it explains, and a little for what it is."""
        if not self._total:
            self._total = self.total()
        return FULL * self.explained(number)[0] / self._total + preference(number)

    def explained(self, number: int) -> tuple[float, int]:
        """The weight that a region and those above it explain, and the words; (0, 0) when its own name says nothing."""
        own = self.named.get(number, ())
        by_postal_code = self.postal.get(number, 0.0)
        if not own and not by_postal_code:
            return 0.0, 0
        runs = [(self.weight(mask) * sureness, mask, 0) for mask, sureness in own]
        for height, parent in enumerate(parents_of(number), start=1):
            if parent in self.named:
                runs += [(self.weight(mask) * sureness, mask, height) for mask, sureness in self.named[parent]]
        weight, mask, speaks = _told_apart(runs)
        if not speaks and not by_postal_code:
            return 0.0, 0
        return weight + by_postal_code, mask


def _told_apart(runs: list[tuple[float, int, int]]) -> tuple[float, int, bool]:
    """Give each name its run, the weightiest first, but the lowest name in any case.

    Runs are (weight, words, height above the lowest). Answers what that explains, which words, and whether the lowest
    name got a run.
    """
    if len(runs) == 1:
        weight, mask, height = runs[0]
        return weight, mask, not height
    runs.sort(reverse=True, key=_weight)
    explained, words, speaks = _shared_out(runs)
    if not speaks:
        own = next((run for run in runs if not run[2]), None)
        if own:
            return _shared_out([own, *runs])
    return explained, words, speaks


def _shared_out(runs: list[tuple[float, int, int]]) -> tuple[float, int, bool]:
    """Serve the runs in this order, each to a name that has none yet, leaving no word to two."""
    explained, words, served = 0.0, 0, 0
    for weight, mask, height in runs:
        if not mask & words and not served >> height & 1:
            explained += weight
            words |= mask
            served |= 1 << height
    return explained, words, bool(served & 1)


def _weight(run: tuple[float, int, int]) -> float:
    return run[0]


def preference(number: int) -> float:
    """The order among equals: higher levels first, kota before kabupaten, kelurahan before desa.

    The two provinces with a title (Jakarta, Yogyakarta) yield to a city that is called just so.
    """
    liking = _PREFERENCE[depth_of(number)]
    if is_city(number):
        return liking + _CITY
    if number in _TITLED_PROVINCES:
        return liking - _TITLE_UNSAID
    return liking + _KELURAHAN if 0 < number % DISTRICT < _FIRST_DESA else liking


def whole_name(reading: int, *, alike: bool) -> float:
    """How sure a run is that is spelled as the whole name, by the how-manieth of its readings."""
    return 1.0 - min(reading, 4) * _OTHER_READING - (0.0 if alike else _SPELLED_ALIKE)


def some_words(matched: int, of: int) -> float:
    """How sure it is when some words of a name were said, in any order."""
    return 0.5 + 0.45 * (matched / of) ** 2 if matched < of else 0.97


def beginning(typed: int, of: int) -> float:
    """How sure it is when a name begins with what was typed."""
    return 0.6 + 0.3 * min(typed / of, 1.0)


def resemblance(similarity: float) -> float:
    """How sure it is when a name looks like what was typed."""
    return similarity * 0.95


def postal_fit(depth: int, villages: int) -> float:
    """How well a region fits a postal code that so many of its villages have: a village fully, its district nearly."""
    if depth == VILLAGES:
        return 1.0
    return {DISTRICTS: 1.0 if villages > 1 else 0.97, REGENCIES: 0.7, PROVINCES: 0.5}[depth]
