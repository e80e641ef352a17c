"""Which regions a written address may mean: `rules/written.py` reads it, `rules/guessing.py` weighs what the search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.regions.model import AddressGuess, Match, RegionGuess
from niaga.regions.rules.codes import depth_of, level_of, parents_of
from niaga.regions.rules.guessing import Guessing, Postal
from niaga.regions.rules.question import Question
from niaga.regions.rules.street import street_of
from niaga.regions.rules.written import written_address
from niaga.regions.search import gather

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.regions.atlas import Atlas
    from niaga.regions.model import Region
    from niaga.regions.rules.guessing import Guess
    from niaga.regions.rules.written import Cut, Written

MOST_GUESSES = 8


def guess_address(atlas: Atlas, text: str, region_of: Callable[[int], Region]) -> AddressGuess:
    """The street, the numbers and the candidates in a written address. Any text is answered, in bounded time."""
    written = written_address(text)
    question = Question(written.words, None)
    codes = dict.fromkeys(code.number for code in written.postal_codes)
    used = [Postal(regions) for regions in (_regions_at(atlas, code) for code in codes) if regions]
    guessing = Guessing(gather(atlas, question, aside=written.of_street), tuple(used), written.of_street)
    guesses = guessing.guesses(MOST_GUESSES)
    return AddressGuess(
        street=street_of(written, guesses[0] if guesses else None),
        postal_code=f"{written.postal_codes[-1].number:05d}" if written.postal_codes else None,
        phone=written.phone,
        confident=not written.shortened and guessing.is_confident(guesses),
        candidates=tuple(_guessed(guess, written, region_of) for guess in guesses),
    )


def _regions_at(atlas: Atlas, postal_code: int) -> frozenset[int]:
    villages = [atlas.codes[at] for at in atlas.villages_at(postal_code)]
    return frozenset(number for village in villages for number in (village, *parents_of(village)))


def _guessed(guess: Guess, written: Written, region_of: Callable[[int], Region]) -> RegionGuess:
    number = guess.number
    levels = {depth_of(one): level_of(one) for one in (number, *parents_of(number))}
    matched = [
        Match(str(levels[depth]), _words(written, run.mask)) for depth, run in sorted(guess.runs.items(), reverse=True)
    ]
    if written.postal_codes and guess.postal_fits:
        matched.append(Match("postal_code", _slice(written, written.postal_codes[-1].cut)))
    return RegionGuess(region=region_of(number), confidence=guess.confidence, matched=tuple(matched))


def _words(written: Written, mask: int) -> str:
    cuts = [cut for at, cut in enumerate(written.cuts) if mask >> at & 1]
    return " ".join(dict.fromkeys(_slice(written, cut) for cut in cuts))


def _slice(written: Written, cut: Cut) -> str:
    return written.text[cut.start : cut.end]
