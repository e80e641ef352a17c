"""Reads a page as a browser would, far enough to judge it: elements, attributes, texts, data blocks, links."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})


@dataclass(frozen=True)
class Element:
    """An element with its attributes; what stands inside it is in `text`, all together."""

    tag: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with single blanks."""
        return " ".join(" ".join(self.texts).split())


class Page(HTMLParser):
    """A page that was parsed. Raises AssertionError where an element is left open or closed twice."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(markup)
        self.close()
        assert not self._open, f"left open: {[one.tag for one in self._open]}"

    def all(self, tag: str, **wanted: str) -> list[Element]:
        """The elements with these attributes; `class_` asks for one class of several."""
        return [one for one in self.elements if one.tag == tag and _fits(one, wanted)]

    def one(self, tag: str, **wanted: str) -> Element:
        """The only such element."""
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} elements {tag} {wanted}"
        return found[0]

    def data(self) -> list[dict[str, Any]]:
        """What the page tells search engines."""
        return [json.loads("".join(one.texts)) for one in self.all("script", type="application/ld+json")]

    @property
    def text(self) -> str:
        """Everything that is read, with single blanks."""
        return self.one("html").text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in {tag}: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As in SVG."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """It must be the one that was opened last."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> while {self._open[-1].tag} is open"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """It belongs to everything that is open."""
        for element in self._open:
            element.texts.append(data)


def _fits(element: Element, wanted: dict[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in element.attributes.get("class", "").split():
                return False
        elif element.attributes.get(name.replace("_", "-")) != value:
            return False
    return True
