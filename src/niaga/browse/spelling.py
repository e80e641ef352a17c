"""A search that finds nothing, spelt as the shop spells: each unknown word becomes the nearest word of a product.

Near is one slip of the finger, two in a long word; the first letter must be right. Words with digits stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.browse.store import BEYOND
from niaga.catalogue.tables import search_term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.catalogue.public import WordSought
    from niaga.platform.database import Reader

MOST_POSTINGS = 20_000
_SHORTEST = 4
_LONG = 6
_POSTINGS = (
    sa.select(search_term.c.term)
    .where(search_term.c.term >= sa.bindparam("first"), search_term.c.term < sa.bindparam("beyond"))
    .order_by(search_term.c.term)
    .limit(sa.literal_column(str(MOST_POSTINGS), sa.Integer))
    .subquery("postings")
)
_TERMS = sa.select(_POSTINGS.c.term).distinct()


def respelt(db: Reader, words: Sequence[WordSought]) -> str | None:
    """The search in words that products have; None when every word is known or has no word near it."""
    asked = [word.terms[0] for word in words]
    spelt = [_nearest(word, _terms_beginning(db, word[0])) if _may_be_misspelt(word) else word for word in asked]
    return " ".join(spelt) if spelt != asked else None


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= _SHORTEST and not any(letter.isdigit() for letter in word)


def _terms_beginning(db: Reader, letter: str) -> list[str]:
    return list(db.execute(_TERMS, {"first": letter, "beyond": letter + BEYOND}).scalars())


def _nearest(word: str, terms: Sequence[str]) -> str:
    """The nearest term; the word itself where it is one, or begins one, or where none is near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded when somebody first finds nothing
    from rapidfuzz.process import extractOne  # noqa: PLC0415

    if any(term.startswith(word) for term in terms):
        return word
    slips = 2 if len(word) >= _LONG else 1
    found = extractOne(word, terms, scorer=OSA.distance, score_cutoff=slips)
    return word if found is None else str(found[0])
