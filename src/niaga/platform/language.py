"""Language: Indonesian first, English when asked. Texts for people are English templates, translated by gettext.

`locale/id.po` is written by hand and compiled to `id.mo` when the package is built; it is read on first use.
"""

import gettext
import re
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent.parent / "locale"
_MAX_HEADER = 256
_MAX_CHOICES = 16
_FACT = re.compile(r"\{(\w+)\}")


class Language(StrEnum):
    """A language the shop speaks."""

    ID = "id"
    EN = "en"


class TranslationsMissing(Exception):
    """The compiled translations are not there; the message says how to make them."""


def choose_language(accept_language: str) -> Language:
    """The best language we speak for an Accept-Language header: Indonesian when it names none of ours. Never raises."""
    return _choose(accept_language[:_MAX_HEADER])


def translate(template: str, language: Language | str, **facts: object) -> str:
    """The template in that language with the facts filled in: `translate("There are {left} left.", language, left=3)`.

    The template itself is the key, so it is a literal; a test finds those without a translation. Filling in reaches
    nothing but the facts, and a missing fact leaves its name standing: a refusal never fails for want of a word.
    """
    pieces = _pieces(template, language)
    if len(pieces) == 1:
        return pieces[0]
    filled = [*pieces]
    filled[1::2] = [str(facts[name]) if name in facts else f"{{{name}}}" for name in pieces[1::2]]
    return "".join(filled)


@lru_cache(maxsize=4096)
def _pieces(template: str, language: Language | str) -> tuple[str, ...]:
    """The template in that language, cut at its facts: text, name, text, name, text."""
    text = _indonesian().gettext(template) if template and language == Language.ID else template
    return tuple(_FACT.split(text))


@cache
def _indonesian() -> gettext.GNUTranslations:
    path = LOCALE_DIR / "id.mo"
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError as error:
        message = f"{path} is missing: run `make setup`, which compiles the translations"
        raise TranslationsMissing(message) from error


@lru_cache(maxsize=256)
def _choose(accept: str) -> Language:
    best, best_weight = Language.ID, 0.0
    for part in accept.split(",")[:_MAX_CHOICES]:
        tag, _, parameters = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        # `in` was the code of Indonesian until 1989; old Java and Android still send it.
        language = {"id": Language.ID, "in": Language.ID, "en": Language.EN}.get(primary)
        weight = _weight(parameters)
        if language is not None and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
