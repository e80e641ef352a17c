"""Lists of products: all of them, a shelf, a search; narrowed and ordered by what stands in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from niaga.storefront.answers import ProductList
from niaga.storefront.places import address
from niaga.storefront.visit import Here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from niaga.platform.language import Language
    from niaga.storefront.answers import FacetAttribute, FacetValue
    from niaga.storefront.api import Answer, Value
    from niaga.storefront.visit import Visit

PAGE = 24
SORTS = ("newest", "price", "-price")
_ATTRIBUTE = "attr."
_KNOWN = ("q", "in_stock", "price_min", "price_max", "sort", "cursor")
_LONGEST = 200
_MOST_DIGITS = 12
_NO_DIGITS = re.compile(r"\D+")


class NarrowingChoice(NamedTuple):
    """A value to narrow by, and the address that does it, or undoes it where it is chosen."""

    label: str
    matches: int
    address: str
    chosen: bool


class Narrowing(NamedTuple):
    """An attribute to narrow by."""

    name: str
    label: str
    choices: list[NarrowingChoice]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader wants to see, as it stands in the address."""

    place: str
    parts: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def search(self) -> str:
        """The words she looks for; empty when she does not."""
        return self.query.get("q", "")

    def asks(self, name: str) -> str:
        """What she wants of that name; empty when nothing."""
        return self.query.get(name, "")

    @property
    def attributes(self) -> dict[str, str]:
        """What she narrowed to, by the attribute's name."""
        named = {name: value for name, value in self.query.items() if name.startswith(_ATTRIBUTE)}
        return {name.removeprefix(_ATTRIBUTE): value for name, value in named.items()}

    @property
    def is_narrowed(self) -> bool:
        """Whether filters are set, apart from words and order."""
        return any(name not in ("q", "sort", "cursor") for name in self.query)

    def here(self) -> Here:
        """The page's own address."""
        return Here(self.place, self.parts, self.query)

    def with_(self, language: Language, **changes: str | None) -> str:
        """The address of the same list with something changed; another list begins at its first page."""
        changed = {name.replace("attr_", _ATTRIBUTE, 1): value for name, value in changes.items()}
        return address(self.place, language, self.parts, {**self.query, "cursor": None, **changed})

    def without(self, language: Language, attribute: str) -> str:
        """The address of the same list, not narrowed by that attribute."""
        return self.with_(language, **{f"attr_{attribute}": None})

    def on_shelf(self, language: Language, slug: str) -> str:
        """The same wishes on one shelf alone."""
        return address("category", language, {"slug": slug}, {**self.query, "cursor": None})

    def without_filters(self, language: Language) -> str:
        """The same words and order, nothing narrowed."""
        kept = {name: value for name, value in self.query.items() if name in ("q", "sort")}
        return address(self.place, language, self.parts, kept)

    def params(self) -> dict[str, Value]:
        """The question for the API."""
        asked: dict[str, Value] = {name: value for name, value in self.query.items() if name != "q"}
        return {
            "facets": True,
            "limit": PAGE,
            "search": self.search or None,
            "category": self.parts.get("slug"),
            **asked,
        }


def wishes_in(place: str, parts: Mapping[str, str], query: Mapping[str, str]) -> Wishes:
    """The wishes in an address. What is unknown, empty or no wish at all is passed over: links from elsewhere vary."""
    found = {name: value.strip()[:_LONGEST] for name, value in query.items() if _is_wish(name) and value.strip()}
    for name in ("price_min", "price_max"):
        if name in found:
            # Rupiah as people write them: Rp50.000.
            found[name] = _NO_DIGITS.sub("", found[name])[:_MOST_DIGITS]
    if found.get("in_stock") not in (None, "true"):
        del found["in_stock"]
    if found.get("sort") not in (None, *SORTS):
        del found["sort"]
    return Wishes(place, parts, {name: value for name, value in found.items() if value})


async def list_products(visit: Visit, wishes: Wishes) -> Answer[ProductList]:
    """The products that fit."""
    return await visit.get("/store/v1/products", ProductList, wishes.params())


def narrowings(wishes: Wishes, attributes: tuple[FacetAttribute, ...], language: Language) -> list[Narrowing]:
    """The attributes to narrow by; each value with its address, which takes it away again where it is chosen."""
    chosen = wishes.attributes
    groups = []
    for one in attributes:
        narrowed = one.name in chosen
        if len(one.values) > 1 or narrowed:
            choices = [_narrowing(wishes, one.name, value, language) for value in one.values]
            groups.append(Narrowing(one.name, one.label, choices))
    return groups


def strays(wishes: Wishes, offered: list[Narrowing]) -> dict[str, str]:
    """What she narrowed to by words or values that the list does not offer, by the attribute's name."""
    shown = {group.name for group in offered if any(choice.chosen for choice in group.choices)}
    return {name: value for name, value in wishes.attributes.items() if name not in shown}


def _narrowing(wishes: Wishes, name: str, value: FacetValue, language: Language) -> NarrowingChoice:
    chosen = wishes.attributes.get(name) == value.value
    target = wishes.with_(language, **{f"attr_{name}": None if chosen else value.value})
    return NarrowingChoice(value.label, value.count, target, chosen=chosen)


def _is_wish(name: str) -> bool:
    return name in _KNOWN or (name.startswith(_ATTRIBUTE) and len(name) < _LONGEST)
