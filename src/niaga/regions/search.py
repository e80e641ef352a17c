"""Finds the regions that somebody means.

The plan, the dearer steps only while the best answer leaves words unexplained:

1. whole names: every run of neighbouring words, squashed, in its likeliest spellings;
2. single words of names, in any order ("priok jakut", "south jakarta");
3. names that look alike, beneath the regions which explain the other words ("stiabudi jaksel");
4. names that begin with the last words, for they may not be typed to the end;
5. names that look alike anywhere, by trigrams and edit distance ("surabya").

Every step has a budget, so that a hostile question costs no more than a long one.
"""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from niaga.regions.rules import ranking
from niaga.regions.rules.codes import DISTRICT, DISTRICTS, REGENCIES, VILLAGES, depth_at, depth_of, end_of, parents_of
from niaga.regions.rules.question import name_mask, question_of, spans_of
from niaga.regions.rules.spelling import modernised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from niaga.regions.atlas import Atlas
    from niaga.regions.rules.codes import Level
    from niaga.regions.rules.question import Hint, Question, Span

MAX_RESULTS = 200

# The budgets of the steps. Each was lowered until a search of any kind stayed below 5 ms, while no spelling was lost.
_WORD_POSTINGS = 2500
_WORD_POSTINGS_WHEN_EXPLAINED = 300
_WORD_CANDIDATES = 250
_HOSTS = 3
_NAMES_WITH_VILLAGES = 1000
_UPPER_BEGINNINGS = 100
_BEGINNINGS = 200
_GUESSED_SPANS = 8
_GRAM_POSTINGS = 3000
_LOOKALIKES = 48
_ALIKE = 8

_SHORTEST_BEGINNING = 3
_SHORTEST_GUESS = 4
_LONGEST_GUESS_WORDS = 3
_LIKE_ENOUGH = 0.7


class Bounds(NamedTuple):
    """Where answers may lie: a range of numbers, and perhaps one level."""

    first: int
    end: int
    depth: int | None

    @classmethod
    def of(cls, parent: int | None, level: Level | None) -> Bounds:
        """Below a region (not itself), at a level; None for anywhere, at any."""
        first, end = (parent + 1, end_of(parent)) if parent else (0, 10**10)
        return cls(first, end, depth_at(level) if level else None)

    def admit(self, number: int) -> bool:
        """Whether a region may be an answer."""
        return self.first <= number < self.end and (self.depth is None or depth_of(number) == self.depth)


def search(atlas: Atlas, text: str, bounds: Bounds) -> list[int]:
    """The numbers of the regions that the text may mean, the likeliest first, at most MAX_RESULTS."""
    question = question_of(text)
    if not question.words and question.postal_code is None:
        return []
    return _Search(atlas, question, bounds).run()


def gather(atlas: Atlas, question: Question, *, aside: int) -> ranking.Evidence:
    """Everything the gazetteer says about the words of an address; those set aside are never guessed at.

    An address is finished, so no name is looked for by its beginning.
    """
    if not question.words:
        return ranking.Evidence((), _postal_fits(atlas, question.postal_code))
    return _Search(atlas, question, Bounds.of(None, None), aside).gathered()


class _Search:
    """One question on its way through the steps, each of which adds evidence."""

    def __init__(self, atlas: Atlas, question: Question, bounds: Bounds, aside: int = 0) -> None:
        self.atlas = atlas
        self.words = question.words
        self.names = name_mask(question.words) & ~aside
        self.spans = spans_of(question.words)
        self.bounds = bounds
        self.evidence = ranking.Evidence(question.words, _postal_fits(atlas, question.postal_code))

    def run(self) -> list[int]:
        self._add_whole_names()
        self._add_words(_WORD_POSTINGS if self._unexplained() else _WORD_POSTINGS_WHEN_EXPLAINED)
        if self._unexplained():
            self._add_lookalikes_beneath()
        unexplained = self._unexplained()
        self._add_beginnings()
        if unexplained:
            self._add_lookalikes(unexplained)
        return self._ranked()

    def gathered(self) -> ranking.Evidence:
        self._add_whole_names()
        self._add_words(_WORD_POSTINGS if self._unexplained() else _WORD_POSTINGS_WHEN_EXPLAINED)
        for depth in (REGENCIES, DISTRICTS):
            if self._unexplained():
                self._add_lookalikes_beneath(depth)
        unexplained = self._unexplained()
        if unexplained:
            self._add_lookalikes(unexplained)
        return self.evidence

    def _add_whole_names(self) -> None:
        for span in self.spans:
            for order, reading in enumerate(span.readings):
                term = self.atlas.term(reading)
                for at in () if term is None else self.atlas.named(term):
                    alike = self.atlas.word_counts[at] == span.size
                    self._add(at, span.mask, ranking.whole_name(order, alike=alike), span.hint)

    def _add_words(self, budget: int) -> None:
        """Gather, for each region, which of the words its name contains; the rarest words first."""
        masks: dict[int, int] = {}
        for regions, bit in sorted(self._containing(), key=lambda posting: len(posting[0])):
            budget -= len(regions)
            if budget < 0:
                break
            for at in regions:
                masks[at] = masks.get(at, 0) | bit
        several = [at for at, mask in masks.items() if mask & mask - 1]
        for at in islice(chain(several, masks), _WORD_CANDIDATES):
            mask, of = masks[at], self.atlas.word_counts[at]
            hint = next((word.hint for bit, word in enumerate(self.words) if word.hint and mask >> bit & 1), None)
            self._add(at, mask, ranking.some_words(min(mask.bit_count(), of), of), hint)

    def _containing(self) -> Iterator[tuple[list[int], int]]:
        """For each distinct word, the regions that have it in their names, and its bit."""
        seen = set()
        for bit, word in enumerate(self.words):
            for meaning in word.meanings:
                term = self.atlas.term(meaning)
                if term is not None and term not in seen:
                    seen.add(term)
                    yield self.atlas.containing(term), 1 << bit

    def _add_lookalikes_beneath(self, depth: int | None = None) -> None:
        """Within the regions (of a depth) that explain the most, look for names like the words they leave unexplained."""
        depths = (depth,) if depth else range(VILLAGES)
        upper = [number for number in self.evidence.named if depth_of(number) in depths]
        for (_, mask), host in nlargest(_HOSTS, ((self.evidence.explained(number), number) for number in upper)):
            spans = [span for span in self._doubtful(self.names & ~mask) if not span.mask & mask]
            names = self._names_beneath(host) if spans else {}
            for span in spans:
                for at, similarity in _alike(modernised(span.readings[0]), names):
                    self._add(at, span.mask, ranking.resemblance(similarity), span.hint)

    def _names_beneath(self, host: int) -> dict[int, str]:
        """The squashed names below a region, without villages when there are too many."""
        below: Iterable[int] = self.atlas.below(host)
        if len(self.atlas.below(host)) > _NAMES_WITH_VILLAGES:
            below = (at for at in below if not self.atlas.codes[at] % DISTRICT)
        terms, term_of = self.atlas.terms, self.atlas.term_of
        return {at: terms[term_of[at]].decode() for at in below}

    def _add_beginnings(self) -> None:
        """Names that begin with the last words of the question."""
        for span in self.spans:
            text = span.readings[0]
            if span.mask >> len(self.words) - 1 and len(text) >= _SHORTEST_BEGINNING:
                for at in self.atlas.beginning(text, upper=_UPPER_BEGINNINGS, most=_BEGINNINGS):
                    sureness = ranking.beginning(len(text), len(self.atlas.name(at)))
                    self._add(at, span.mask, sureness, span.hint)

    def _add_lookalikes(self, unexplained: int) -> None:
        """Names anywhere that look like the unexplained words, or like runs that touch one."""
        for span in self._doubtful(unexplained):
            text = modernised(span.readings[0])
            for term, similarity in _alike(text, self._lookalikes(text)):
                for at in self.atlas.named(term):
                    self._add(at, span.mask, ranking.resemblance(similarity), span.hint)

    def _lookalikes(self, text: str) -> dict[int, str]:
        """The whole names that share the most of a text's rarer trigrams."""
        lists = list(self.atlas.like(text, budget=_GRAM_POSTINGS))
        shared = Counter(chain.from_iterable(lists))
        enough = max(2, len(lists) // 3)
        several = [term for term, count in shared.items() if count >= enough]
        return {
            term: self.atlas.terms[term].decode() for term in nlargest(_LOOKALIKES, several, key=shared.__getitem__)
        }

    def _doubtful(self, unexplained: int) -> list[Span]:
        """The runs that may be misspelled: those of unexplained words first, then those that touch one."""

        def doubt(span: Span) -> tuple[bool, int]:
            return not span.mask & unexplained, (span.mask & ~unexplained).bit_count()

        spans = [
            span
            for span in self.spans
            if span.size <= _LONGEST_GUESS_WORDS and len(span.readings[0]) >= _SHORTEST_GUESS
        ]
        return sorted(spans, key=doubt)[:_GUESSED_SPANS]

    def _add(self, at: int, mask: int, sureness: float, hint: Hint | None) -> None:
        self.evidence.add(self.atlas.codes[at], mask, sureness, hint)

    def _unexplained(self) -> int:
        """The words that the best answer so far does not explain."""
        explained = (self.evidence.explained(number) for number in self.evidence.named if self.bounds.admit(number))
        _, mask = max(explained, default=(0.0, 0))
        return self.names & ~mask

    def _ranked(self) -> list[int]:
        """The answers, the best first; those much worse than the best are left out."""
        found = self.evidence.named.keys() | self.evidence.postal.keys()
        scores = {number: self.evidence.score(number) for number in found if self.bounds.admit(number)}
        enough = max(scores.values(), default=0.0) - ranking.WORSE
        best = nlargest(MAX_RESULTS, ((score, -number) for number, score in scores.items() if score > enough))
        return [-negative for _, negative in best]


def _alike(text: str, names: dict[int, str]) -> list[tuple[int, float]]:
    """Which of the names look like a text, and how much (0..1)."""
    from rapidfuzz import distance, process  # noqa: PLC0415 - most questions need no guessing

    scorer = distance.OSA.normalized_similarity
    found = process.extract(text, names, scorer=scorer, score_cutoff=_LIKE_ENOUGH, limit=_ALIKE)
    return [(key, similarity) for _, similarity, key in found]


def _postal_fits(atlas: Atlas, postal_code: int | None) -> dict[int, float]:
    """How well the villages with a postal code, and the regions above them, fit it."""
    if postal_code is None:
        return {}
    villages = [atlas.codes[at] for at in atlas.villages_at(postal_code)]
    counted = Counter(villages)
    for village in villages:
        counted.update(parents_of(village))
    return {number: ranking.postal_fit(depth_of(number), count) for number, count in counted.items()}
