"""Letters become text and HTML: both from the same blocks, the HTML escaped by the template engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from niaga.notifications.model import Letter

_TEMPLATES = Path(__file__).parent / "templates"


def letter_text(letter: Letter) -> str:
    """The letter as plain text."""
    return _environment().get_template("letter.txt").render(letter=letter).strip() + "\n"


def letter_html(letter: Letter) -> str:
    """The letter as HTML with its styles inline; nothing in it is loaded from elsewhere."""
    return _environment().get_template("letter.html").render(letter=letter)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - loaded when the first mail is written

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
