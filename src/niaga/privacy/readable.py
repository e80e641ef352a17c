"""An export for people: one page without scripts, the same facts as the JSON, in the order in which people ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from niaga.platform.language import translate

if TYPE_CHECKING:
    from jinja2 import Environment

    from niaga.platform.language import Language
    from niaga.privacy.export import PersonExport

_TEMPLATES = Path(__file__).parent / "templates"


def readable(export: PersonExport, *, shop: str, language: Language) -> str:
    """The page, in that language. Whatever people wrote stays text."""
    tree = msgspec.to_builtins(export)
    titles = {
        "account": translate("Account", language),
        "addresses": translate("Addresses", language),
        "orders": translate("Orders", language),
        "sessions": translate("Where you are signed in", language),
        "second_factors": translate("Second factors", language),
        "other_sign_ins": translate("Accounts elsewhere that sign you in", language),
        "consents": translate("What you agreed to", language),
        "requests": translate("What you asked for", language),
        "deeds": translate("What was done with your account", language),
        "reads": translate("When staff looked at your account", language),
    }
    return (
        _environment()
        .get_template("export.html")
        .render(
            language=language.value,
            heading=translate("What {shop} keeps about you", language, shop=shop),
            made_at=tree["made_at"],
            sections=[(title, tree[name]) for name, title in titles.items()],
            nothing=translate("Nothing.", language),
            yes=translate("Yes", language),
            no=translate("No", language),
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - loaded when the first page is made

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
