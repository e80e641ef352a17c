"""The page of an export is a file to keep: it runs nothing, fetches nothing, and what people wrote in it stays text."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from niaga.platform.language import Language
from niaga.privacy.export import PersonExport
from niaga.privacy.readable import readable

HOSTILE = '</dd><script src="https://elsewhere.example/x.js"></script><img src=x onerror=alert(1)>{{ 7 * 7 }}'


class Elements(HTMLParser):
    """Names of the elements, and of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_an_export_page_does_nothing_by_itself() -> None:
    tree = {"name": HOSTILE, HOSTILE: [HOSTILE]}
    export = PersonExport(
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        account=tree,
        addresses=[tree],
        orders=[tree],
        sessions=[tree],
        second_factors=tree,
        other_sign_ins=[HOSTILE],
        consents=[tree],
        requests=[tree],
        deeds=[tree],
        reads=[tree],
    )
    page = readable(export, shop=HOSTILE, language=Language.EN)
    found = Elements(page)
    assert not {"script", "img", "link", "iframe", "form", "a", "object"} & found.elements
    assert found.attributes <= {"lang", "charset", "name", "content"}
    assert page.count("&lt;script") >= 10
    assert "49" not in page
