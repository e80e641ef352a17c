"""How a name is spelled for comparing: lower case, no accents or punctuation, one way to write a number or a "sungai".

Names and questions go through the same door, so whatever is decided here holds on both sides. Standard library only:
the build reads this file too.
"""

from __future__ import annotations

import unicodedata

_SILENT = frozenset("'`\"\u2018\u2019\u00b4\u02bc")
_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
)
_STANDARD = {
    **{numeral: str(value) for value, numeral in enumerate(_ROMAN, start=1)},
    "sei": "sungai",
    "sui": "sungai",
    "kep": "kepulauan",
    "sumatra": "sumatera",
    "gn": "gunung",
    "kp": "kampung",
    "tj": "tanjung",
    "tgk": "teungku",
    "mns": "meunasah",
    "perk": "perkebunan",
    "afd": "afdeling",
    "simp": "simpang",
    "dsn": "dusun",
}
TITLES = (
    ("kabupaten", "administrasi"),
    ("kota", "administrasi"),
    ("kabupaten",),
    ("kota",),
    ("daerah", "khusus", "ibukota"),
    ("daerah", "istimewa"),
)
"""What stands before the name proper of a province or a regency."""


def words_of(text: str) -> list[str]:
    """The words of a name or a question: `Ma'u, Gn. II` → mau, gunung, 2."""
    folded = unicodedata.normalize("NFKD", text).lower()
    letters = (_letter(character) for character in folded)
    return [_STANDARD.get(word, word) for word in "".join(letters).split()]


def _letter(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if character in _SILENT or unicodedata.combining(character):
        return ""
    return " "


def name_words(name: str, *, titled: bool) -> tuple[list[str], list[str]]:
    """The title and the name proper of a region: (kota, administrasi), (jakarta, selatan). Upper levels have titles."""
    words = words_of(name)
    if titled:
        for title in TITLES:
            if tuple(words[: len(title)]) == title and len(words) > len(title):
                return words[: len(title)], words[len(title) :]
    return [], words


def modernised(word: str) -> str:
    """The spelling since 1972 of a word that may be older: Soerabaja was written before Surabaya."""
    for old, new in (("oe", "u"), ("dj", "j"), ("tj", "c")):
        word = word.replace(old, new)
    return word


def squashed(words: list[str]) -> str:
    """The words as one, for `gunung pati` and `gunungpati` are the same place."""
    return "".join(words)
