"""Templates become markup here, and only here is Jinja2 loaded. One environment a language: its texts and addresses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from niaga.foundation.money import format_rupiah
from niaga.platform.language import Language, translate
from niaga.storefront.assets import asset_url, sheet_url
from niaga.storefront.pictures import picture
from niaga.storefront.places import address

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES = Path(__file__).parent / "templates"
# What would end a script block or begin a comment in it, written so that JSON reads the same.
_IN_SCRIPT = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))


def render(template: str, language: Language, **facts: Any) -> bytes:
    """The markup of a page."""
    return _environment(language).get_template(template).render(**facts).encode()


@cache
def _environment(language: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(text: str, /, **given: object) -> str:
        return translate(text, language, **given)

    def link(place: str, query: Mapping[str, object] | None = None, /, **parts: str) -> str:
        return address(place, language, parts, query)

    made.globals |= {
        "_": words,
        "link": link,
        "asset": asset_url,
        "sheet": sheet_url,
        "picture": picture,
        "language": language,
        "languages": tuple(Language),
    }
    made.filters |= {
        "rupiah": format_rupiah,
        "json_block": json_block,
        "thousands": thousands,
        "centimetres": centimetres,
    }
    return made


def json_block(value: Any) -> Markup:
    """The value as JSON for a data block: nothing in it can end the block."""
    text = msgspec.json.encode(value)
    for letter, written in _IN_SCRIPT:
        text = text.replace(letter, written)
    return Markup(text.decode())  # noqa: S704 - no letter that means anything in markup is left


def centimetres(length: float) -> str:
    """`9,5` and `22`: at most one decimal, behind a comma as in Indonesia."""
    return f"{length:g}".replace(".", ",")


def thousands(number: int) -> str:
    """`1.250`, as Indonesians write it."""
    return f"{number:,}".replace(",", ".")
