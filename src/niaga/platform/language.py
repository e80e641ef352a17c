"""Language: Indonesian first, English when asked. Texts for people are English templates, translated by gettext.

`locale/id.po` is written by hand and compiled to `id.mo` when the package is built; it is read on first use.
"""

import gettext
import string
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent.parent / "locale"
_MAX_HEADER = 256
_MAX_CHOICES = 16


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

    The template itself is the key, so it is a literal; a test finds those without a translation.
    """
    text = _indonesian().gettext(template) if template and language == Language.ID else template
    return _FORMATTER.vformat(text, (), facts) if "{" in text or "}" in text else text


class _Formatter(string.Formatter):
    """Fills `{name}` in and leaves out format tricks: no attributes, no items, no conversions."""

    def get_field(self, field_name: str, args: object, kwargs: object) -> tuple[object, str]:  # noqa: ARG002 - the base class's shape
        assert isinstance(kwargs, dict)
        return kwargs[field_name], field_name


_FORMATTER = _Formatter()


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
