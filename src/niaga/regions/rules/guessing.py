"""How sure it is which region an address means: what each candidate explains of it, and what speaks against it.

A candidate is a region with everything above it. Each of these names may explain one run of words, none of them twice;
the candidate gets the points of what is explained and loses some for what contradicts it: a typed name that is none of
its own (`Kec. Tebet`), words after its name that nothing explains, a postal code from elsewhere, names in a strange order.
Points are shares of a chance: a candidate competes with all that lie neither above nor below it, and with "none of these".

The constants were settled with `tests/fixtures/written_addresses.tsv`; docs/decisions/0021 tells what they stand for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from niaga.regions.rules.codes import DISTRICTS, REGENCIES, VILLAGES, depth_of, end_of, is_city, parents_of

if TYPE_CHECKING:
    from niaga.regions.rules.question import Hint, Word
    from niaga.regions.rules.ranking import Evidence

SURE = 90
"""The percentage from which one candidate stands clearly above the others."""
_NAMED = {1: 1.6, 2: 3.0, 3: 2.8, 4: 2.2}
"""Points for the name of a province, a regency, a district, a village."""
_TYPED = 0.4
_MISTYPED = -1.0
_DOUBT = 2.5
"""Names that are only partly or nearly so count for much less."""
_FURTHER_WORD = 0.25
_IN_A_STREET = 0.7
_WHOLE = 0.9
_CITY = 0.1
_POSTAL_FITS = 2.4
_POSTAL_NEARBY = -0.6
_POSTAL_ELSEWHERE = -2.0
_TYPED_UNEXPLAINED = -1.5
_UNEXPLAINED = -0.7
_UNEXPLAINED_BEFORE = -0.25
_MOST_UNEXPLAINED = 4
_DISORDER = -0.6
_NONE_OF_THESE = 2.5
_KEENNESS = 1.5
_CANDIDATES = 60
_RUNS_A_NAME = 4
_CLEARLY_NAMED = 0.8
_WITNESSES = 2
_PER_CENT = 100
_JAKARTA = 31 * 10**8


class Run(NamedTuple):
    """Words that may be the name of a region, and how well they fit."""

    mask: int
    sureness: float
    points: float
    is_mistyped: bool


class Postal(NamedTuple):
    """A postal code: the regions where it is in use, at every level."""

    regions: frozenset[int]

    def points(self, number: int) -> float:
        """What it says for a candidate, or against it."""
        if number in self.regions:
            return _POSTAL_FITS if depth_of(number) >= DISTRICTS else 1.0
        parents = parents_of(number)
        if depth_of(number) == VILLAGES and parents[0] in self.regions:
            return _POSTAL_FITS - 1.0
        nearby = any(parent in self.regions for parent in parents if depth_of(parent) == REGENCIES)
        return _POSTAL_NEARBY if nearby else _POSTAL_ELSEWHERE

    def fits(self, number: int) -> bool:
        """Whether the candidate's district uses it."""
        return any(one in self.regions for one in (number, *parents_of(number)) if depth_of(one) >= DISTRICTS)


@dataclass(frozen=True, slots=True)
class Guess:
    """One candidate: its points, the words that each level explains (by depth), and how sure it is in percent."""

    number: int
    points: float
    runs: dict[int, Run]
    postal_fits: bool | None
    """Whether its district uses the postal code; None when none in use was written."""
    confidence: int = 0

    @property
    def own(self) -> Run | None:
        """The words that name this very region."""
        return self.runs.get(depth_of(self.number))


@dataclass(slots=True)
class Guessing:
    """The evidence of one address, weighed."""

    evidence: Evidence
    postal: tuple[Postal, ...]
    of_street: int
    _runs: dict[int, list[Run]] = field(default_factory=dict)
    _upon: dict[int, tuple[Hint | None, float]] = field(default_factory=dict)

    def guesses(self, most: int) -> list[Guess]:
        """The candidates with their confidence, the best first."""
        weighed = [self._weighed(number) for number in self._candidates()]
        weighed = [guess for guess in weighed if guess.points > 0 and (guess.own or guess.postal_fits)]
        weighed.sort(key=lambda guess: (-guess.points, guess.number))
        return _district_first([_shared(guess, weighed) for guess in weighed[:most]])

    def _candidates(self) -> list[int]:
        used = {number for postal in self.postal for number in postal.regions if depth_of(number) == DISTRICTS}
        named = {number for number in self.evidence.named if depth_of(number) >= REGENCIES}
        found = ((self._at_most(number), number) for number in used | named)
        return [number for _, number in nlargest(_CANDIDATES, found)]

    def _at_most(self, number: int) -> float:
        runs = (self._runs_of(one) for one in (number, *parents_of(number)))
        return sum(of_one[0].points for of_one in runs if of_one) + sum(one.points(number) for one in self.postal)

    def _runs_of(self, number: int) -> list[Run]:
        """The likeliest runs that may be the name of this region."""
        known = self._runs.get(number)
        if known is None:
            runs = (self._run(number, mask, sureness) for mask, sureness in self.evidence.named.get(number, ()))
            known = nlargest(_RUNS_A_NAME, runs, key=lambda run: run.points)
            self._runs[number] = known
        return known

    def _run(self, number: int, mask: int, sureness: float) -> Run:
        if mask not in self._upon:
            further = (_names(self.evidence.words, mask).bit_count() - 1) * _FURTHER_WORD
            covered = (mask & self._typed()).bit_count()
            self._upon[mask] = _hint_upon(self.evidence.words, mask), further - covered * _TYPED_UNEXPLAINED
        hint, further = self._upon[mask]
        fits = hint is None or hint.fits(number) or (number == _JAKARTA and bool(hint.city))
        typed = (_TYPED if hint else 0.0) if fits else _MISTYPED
        points = _NAMED[depth_of(number)] * sureness**_DOUBT + further + typed + _CITY * is_city(number)
        if mask & self.of_street:
            points *= _IN_A_STREET if sureness >= _WHOLE else 0.0
        return Run(mask, sureness, points, is_mistyped=not fits)

    def _weighed(self, number: int) -> Guess:
        chain = (number, *parents_of(number))
        points, runs = _best(tuple((depth_of(one), self._runs_of(one)) for one in chain), 0)
        explained = sum(run.mask for run in runs.values())
        points += _TYPED_UNEXPLAINED * self._typed().bit_count()
        points += sum(postal.points(number) for postal in self.postal)
        points += self._against(explained) + _DISORDER * _inversions(runs)
        fits = all(postal.fits(number) for postal in self.postal) if self.postal else None
        return Guess(number, points, runs, fits)

    def _against(self, explained: int) -> float:
        """What the words take away that this candidate leaves unexplained."""
        words = self.evidence.words
        unexplained = _names(words, (1 << len(words)) - 1) & ~explained & ~self.of_street & ~self._typed()
        before = unexplained & ((explained & -explained) - 1) if explained else unexplained
        after = unexplained & ~before
        return _UNEXPLAINED * min(after.bit_count(), _MOST_UNEXPLAINED) + _UNEXPLAINED_BEFORE * min(
            before.bit_count(), _MOST_UNEXPLAINED
        )

    def _typed(self) -> int:
        """The words behind a type word; each that stays unexplained speaks against a candidate."""
        typed = sum(1 << at for at, word in enumerate(self.evidence.words) if word.hint and not word.is_type)
        return typed & ~self.of_street

    def is_confident(self, guesses: list[Guess]) -> bool:
        """Whether the first of the guesses may be taken without asking.

        Its district or village must be named clearly, by two witnesses that agree, against no contradiction.
        """
        if not guesses:
            return False
        best = guesses[0]
        clear = [run for run in best.runs.values() if run.sureness >= _CLEARLY_NAMED]
        return (
            depth_of(best.number) >= DISTRICTS
            and best.own in clear
            and len(clear) + bool(best.postal_fits) >= _WITNESSES
            and best.confidence >= SURE
            and not self._is_contradicted(best)
        )

    def _is_contradicted(self, best: Guess) -> bool:
        """Whether something was written that cannot be true of this region."""
        return (
            best.postal_fits is False
            or any(run.is_mistyped for run in best.runs.values())
            or bool(self._typed_above_villages() & ~sum(run.mask for run in best.runs.values()))
            or any(self._means_another(run, best) for run in best.runs.values())
        )

    def _typed_above_villages(self) -> int:
        """The words behind a type word, villages left out: of these the gazetteer does not know every name in use."""
        words = self.evidence.words
        above = sum(1 << at for at, word in enumerate(words) if word.hint and word.hint.depth < VILLAGES)
        return above & self._typed()

    def _means_another(self, run: Run, best: Guess) -> bool:
        """Whether the words are exactly the name of another region of the kind, and only resemble this one's.

        Names that are a part of this one's (`Bandung` for Bandung Barat) may pass, when no type was written and the
        postal code agrees.
        """
        if run.sureness >= _WHOLE or (best.postal_fits and not run.mask & self._typed()):
            return False
        depth = next(depth for depth, one in best.runs.items() if one is run)
        return any(
            mask == run.mask and sureness >= _WHOLE
            for number, runs in self.evidence.named.items()
            if depth_of(number) == depth
            for mask, sureness in runs
        )


def _district_first(guesses: list[Guess]) -> list[Guess]:
    """Where the village is in doubt and its district is not, the district comes first."""
    best = guesses[0] if guesses else None
    if best and depth_of(best.number) == VILLAGES and best.confidence < SURE:
        home = parents_of(best.number)[0]
        sure = [guess for guess in guesses if guess.number == home and guess.confidence >= SURE]
        return sure + [guess for guess in guesses if guess not in sure]
    return guesses


def _hint_upon(words: tuple[Word, ...], mask: int) -> Hint | None:
    """The type that was written beside a run; a type word inside it belongs to the name."""
    run = [word for at, word in enumerate(words) if mask >> at & 1]
    if any(word.is_type for word in run):
        return None
    return next((word.hint for word in run if word.hint), None)


def _names(words: tuple[Word, ...], mask: int) -> int:
    return mask & sum(1 << at for at, word in enumerate(words) if not word.is_type)


def _best(chain: tuple[tuple[int, list[Run]], ...], taken: int) -> tuple[float, dict[int, Run]]:
    """The most points that the names of a chain can get together, each by a run of its own."""
    if not chain:
        return 0.0, {}
    depth, runs = chain[0]
    best = _best(chain[1:], taken)
    for run in runs:
        if not run.mask & taken:
            points, others = _best(chain[1:], taken | run.mask)
            if points + run.points > best[0]:
                best = points + run.points, {depth: run, **others}
    return best


def _inversions(runs: dict[int, Run]) -> int:
    """How often a larger region was written before a smaller one."""
    places = [runs[depth].mask.bit_length() for depth in sorted(runs)]
    return sum(larger < smaller for larger, smaller in pairwise(places))


def _shared(guess: Guess, weighed: list[Guess]) -> Guess:
    """The guess with its share against its rivals: of each other district the best, and nothing at all."""
    rivals: dict[int, float] = {}
    for other in weighed:
        if not _within(other.number, guess.number) and not _within(guess.number, other.number):
            home = next((one for one in (other.number, *parents_of(other.number)) if depth_of(one) <= DISTRICTS), 0)
            key = other.number if _within(guess.number, home) else home
            rivals[key] = max(rivals.get(key, 0.0), other.points)
    against = sum(exp(_KEENNESS * (points - guess.points)) for points in (_NONE_OF_THESE, *rivals.values()))
    share = 1 / (1 + against)
    return Guess(guess.number, guess.points, guess.runs, guess.postal_fits, int(_PER_CENT * share))


def _within(inner: int, outer: int) -> bool:
    return outer <= inner < end_of(outer)
