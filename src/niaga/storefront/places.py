"""The storefront's addresses: every place has one in each language, English under /en. Nothing else builds a link."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from niaga.platform.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH = "/en"
_QUERY = re.compile(r"[\w.~%+&=-]*", re.ASCII)


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
    "sign_up": Place("/daftar", "/en/sign-up"),
    "sign_up_code": Place("/daftar/kode", "/en/sign-up/code"),
    "sign_in": Place("/masuk", "/en/sign-in"),
    "sign_in_passkey": Place("/masuk/kunci-sandi", "/en/sign-in/passkey"),
    # Providers know the first of these by heart: they send every browser back to it, whatever its language.
    "sign_in_with": Place("/masuk/dengan/{provider}", "/en/sign-in/with/{provider}"),
    "sign_out": Place("/keluar", "/en/sign-out"),
    "forgotten": Place("/lupa-kata-sandi", "/en/forgotten-password"),
    "new_password": Place("/lupa-kata-sandi/kode", "/en/forgotten-password/code"),
    "account": Place("/akun", "/en/account"),
    "account_orders": Place("/akun/pesanan", "/en/account/orders"),
    "addresses": Place("/akun/alamat", "/en/account/addresses"),
    "new_address": Place("/akun/alamat/baru", "/en/account/addresses/new"),
    "saved_address": Place("/akun/alamat/{address_id}", "/en/account/addresses/{address_id}"),
    "profile": Place("/akun/profil", "/en/account/profile"),
    "contact": Place("/akun/profil/{way}", "/en/account/profile/{way}"),
    "contact_code": Place("/akun/profil/{way}/kode", "/en/account/profile/{way}/code"),
    "security": Place("/akun/keamanan", "/en/account/security"),
    "password": Place("/akun/keamanan/kata-sandi", "/en/account/security/password"),
    "authenticator": Place("/akun/keamanan/autentikator", "/en/account/security/authenticator"),
    "recovery_codes": Place("/akun/keamanan/kode-pemulihan", "/en/account/security/recovery-codes"),
    "passkeys": Place("/akun/keamanan/kunci-sandi", "/en/account/security/passkeys"),
    "privacy": Place("/akun/privasi", "/en/account/privacy"),
    "privacy_requests": Place("/akun/privasi/permintaan", "/en/account/privacy/requests"),
    "export": Place("/akun/privasi/salinan", "/en/account/privacy/copy"),
    "erase": Place("/akun/privasi/hapus", "/en/account/privacy/erase"),
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


def own_path(text: str) -> str:
    """The text, if it is the path of a place of ours, perhaps with a query; else empty. So nobody is sent elsewhere."""
    path, _, query = text.partition("?")
    return text if _own_paths().fullmatch(path) and _QUERY.fullmatch(query) else ""


def order_page(order_id: str, language: str) -> str:
    """The path of an order's page, for messages and links that lead to it."""
    return address("order", Language(language), {"order_id": order_id})


def language_at(path: str) -> Language:
    """The language of an address."""
    return Language.EN if path == _ENGLISH or path.startswith(f"{_ENGLISH}/") else Language.ID


@cache
def _own_paths() -> re.Pattern[str]:
    """Every address that a place can have; a part in braces is letters without any slash."""
    paths = {path for place in PLACES.values() for path in place}
    patterns = [r"[\w.~%-]+".join(re.escape(part) for part in re.split(r"\{\w+\}", path)) for path in sorted(paths)]
    return re.compile("|".join(patterns), re.ASCII)
