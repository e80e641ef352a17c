"""Which passwords are good enough: long enough, and not among the first that anybody would try.

How many tries a password would take is zxcvbn's estimate: it knows the commonest passwords, names and words, keyboards,
dates, and the usual disguises. What a shop's own buyers would try first is added here.
"""

import re
import unicodedata
from collections.abc import Iterable

from niaga.foundation.errors import FieldProblem, InvalidFields

SHORTEST_FOR_BUYERS = 8
# Of staff: where the password is all there is, and beside a second factor.
SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 128
# A guesser at our door gets some twenty tries an hour; below a million tries a password is among the usual ones.
FEWEST_GUESSES = 10**6
# What follows can only make a password better, and the estimate slow.
_LOOKED_AT = 40
_OWN_LETTERS = 3
_MOST_OWN = 40
# Favourites here that lists from elsewhere do not know.
_LOCAL = (
    "sayang", "sayangku", "cinta", "cintaku", "bismillah", "alhamdulillah", "indonesia", "jakarta", "bandung", "surabaya",
    "rahasia", "katasandi", "sandi", "masuk", "toko", "belanja", "niaga", "anakku", "ibuku", "ayahku", "keluarga",
    "bahagia", "semangat", "ganteng", "cantik", "bunda", "mama", "papa", "kucing", "garuda", "merdeka", "persib",
    "persija", "arema", "dangdut", "nasigoreng", "telkomsel", "tokopedia", "shopee", "gojek",
)  # fmt: skip


def tidied_password(password: str) -> str:
    """The password as it is hashed: NFC, for the same letters come composed from one keyboard and apart from another."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, path: str, shortest: int, own: Iterable[str]) -> None:
    """Refuse a password that is too short, or easy to guess for who knows `own`: names, addresses. Takes milliseconds.

    Raises InvalidFields for the field `path`.
    """
    problem = _problem(password, path, shortest, own)
    if problem is not None:
        raise InvalidFields((problem,))


def _problem(password: str, path: str, shortest: int, own: Iterable[str]) -> FieldProblem | None:
    if len(password) < shortest:
        facts = {"limit": shortest}
        return FieldProblem(path, "request.too_short", "Must have at least {limit} characters.", facts)
    if len(password) > LONGEST:
        return FieldProblem(path, "request.too_long", "Must have at most {limit} characters.", {"limit": LONGEST})
    if _guesses(password[:_LOOKED_AT], [*_own_words(own), *_LOCAL]) < FEWEST_GUESSES:
        message = "This password is easy to guess; choose another, such as three words of your own."
        return FieldProblem(path, "accounts.password_guessable", message)
    return None


def _own_words(own: Iterable[str]) -> list[str]:
    """Each text as it is and without its blanks, and each word of it."""
    words: list[str] = []
    for text in own:
        parts = re.split(r"[^\w]+", text.lower())
        words += [word for word in (text.lower(), "".join(parts), *parts) if len(word) >= _OWN_LETTERS]
    return list(dict.fromkeys(words))[:_MOST_OWN]


def _guesses(password: str, words: list[str]) -> float:
    from zxcvbn import matching, scoring  # noqa: PLC0415 - 30,000 passwords, read when somebody first chooses one

    dictionaries = {**matching.RANKED_DICTIONARIES, "user_inputs": matching.build_ranked_dict(words)}
    found = scoring.most_guessable_match_sequence(password, matching.omnimatch(password, dictionaries))
    return float(found["guesses"])
