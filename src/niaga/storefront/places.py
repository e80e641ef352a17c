"""The storefront's addresses: every place has one in each language, English under /en. Nothing else builds a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from niaga.platform.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH = "/en"


class Place(NamedTuple):
    """The addresses of one place; `{slug}` and the like are filled in."""

    id: str
    en: str


PLACES = {
    "home": Place("/", "/en"),
    "catalogue": Place("/produk", "/en/products"),
    "product": Place("/produk/{slug}", "/en/products/{slug}"),
    "category": Place("/kategori/{slug}", "/en/categories/{slug}"),
    "cart": Place("/keranjang", "/en/cart"),
    "cart_line": Place("/keranjang/{line_id}", "/en/cart/{line_id}"),
    "checkout": Place("/checkout", "/en/checkout"),
    "order": Place("/pesanan/{order_id}", "/en/orders/{order_id}"),
    "find_order": Place("/cek-pesanan", "/en/find-order"),
    "offline": Place("/luring", "/en/offline"),
    "manifest": Place("/app.webmanifest", "/en/app.webmanifest"),
}


def routes(name: str) -> list[str]:
    """The paths of a place as the router wants them: every part in braces is a text."""
    return [path.replace("}", ":str}") for path in PLACES[name]]


def address(
    name: str, language: Language, parts: Mapping[str, str] | None = None, query: Mapping[str, object] | None = None
) -> str:
    """The address of a place in a language. Entries of the query that are empty or None stay out."""
    place = PLACES[name]
    path = place.en if language is Language.EN else place.id
    path = path.format(**{part: quote(text, safe="") for part, text in (parts or {}).items()})
    wanted = {one: value for one, value in (query or {}).items() if value not in (None, "")}
    return f"{path}?{urlencode(wanted)}" if wanted else path


def order_page(order_id: str, language: str) -> str:
    """The path of an order's page, for messages and links that lead to it."""
    return address("order", Language(language), {"order_id": order_id})


def language_at(path: str) -> Language:
    """The language of an address."""
    return Language.EN if path == _ENGLISH or path.startswith(f"{_ENGLISH}/") else Language.ID
