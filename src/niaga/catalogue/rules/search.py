"""The words a product is found by, and the words somebody looks for: both folded and stemmed the same way.

Case and accents do not count, nor do the affixes of Indonesian (`berkebun`, `kopinya`) and the endings of English. A
word is filed as it is written and by its stem, so that a stem which goes too far costs precision but never a product.
What only a description says is filed apart (`.word`): there whole words are found, but no beginnings of words.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from niaga.catalogue.model import Feature, Words

MAX_TERM = 40
MAX_WORDS = 6
IN_TEXT = "."
"""Stands before a term of a description: below every letter and digit, so that such terms come last going down."""
MAX_TERMS = 120
_MAX_SEARCH = 200
_MAX_DESCRIPTION = 5000
_SHORTEST = 2
_FROM_NAME, _FROM_SKU, _FROM_ATTRIBUTE, _FROM_OPTION, _FROM_TEXT = 10, 8, 4, 3, 1
_WORD = re.compile(r"[^\W_]+")
_one_at_a_time = threading.Lock()
_STOP_WORDS = frozenset(
    _WORD.findall(
        "dan di ke dari yang untuk dengan atau pada ini itu adalah dalam tidak juga akan bisa oleh sebagai agar serta "
        "the and of to in for with or on is are it its this that by as an at be from not"
    )
)


class WordSought(NamedTuple):
    """One word of a search: the terms that are it, and what a term may begin with when it is still being typed."""

    terms: tuple[str, ...]
    prefix: str | None


def words_sought(search: str) -> list[WordSought]:
    """The words of a search, all of which a product must have; the last one counts as a beginning too.

    At most six words count. Empty when there is nothing to look for: then nothing is found.
    """
    words = list(dict.fromkeys(_words(search[:_MAX_SEARCH])))[:MAX_WORDS]
    last = len(words) - 1
    return [WordSought(_terms_of(word), word if place == last else None) for place, word in enumerate(words)]


def _terms_of(word: str) -> tuple[str, ...]:
    terms = tuple(dict.fromkeys((word, _stem(word, "indonesian"), _stem(word, "english"))))
    return terms + tuple(IN_TEXT + term for term in terms)


def product_terms(
    *, name: Words, description: Words, attributes: Sequence[Feature], options: Iterable[Feature], skus: Iterable[str]
) -> dict[str, int]:
    """The terms a product is filed under, with how much each says about it. At most 120, the heaviest first."""
    found: dict[str, int] = {}
    _file(found, name, _FROM_NAME)
    for sku in skus:
        for word in _words(sku):
            found[word] = max(found.get(word, 0), _FROM_SKU)
    for feature in attributes:
        _file(found, feature.value, _FROM_ATTRIBUTE)
    for feature in options:
        _file(found, feature.value, _FROM_OPTION)
    texts: dict[str, int] = {}
    _file(texts, description, _FROM_TEXT)
    found |= {IN_TEXT + term: weight for term, weight in texts.items() if term not in found}
    if len(found) <= MAX_TERMS:
        return found
    return dict(sorted(found.items(), key=lambda item: -item[1])[:MAX_TERMS])


def _file(found: dict[str, int], words: Words, weight: int) -> None:
    for text, language in ((words.id, "indonesian"), (words.en, "english")):
        for word in _words(text[:_MAX_DESCRIPTION]):
            for term in (word, _stem(word, language)):
                if found.get(term, 0) < weight:
                    found[term] = weight


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_folded(text)):
        word = match[0][:MAX_TERM]
        if len(word) >= _SHORTEST and word not in _STOP_WORDS:
            yield word


def _folded(text: str) -> str:
    """Small letters without marks: `Crème Brûlée` → `creme brulee`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf"))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    # A stemmer keeps the word it works on in itself, and both the writer's thread and the event loop ask.
    with _one_at_a_time:
        return str(_stemmer(language).stemWord(word))[:MAX_TERM] or word


@cache
def _stemmer(language: str) -> Any:
    # 10 ms that only a search or a new product needs.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer(language)
