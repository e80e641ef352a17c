"""Static files: named by their content, so that a browser keeps them for a year and still never shows an old one.

All of `static/css` is one stylesheet, in the order of the file names, with the shop's own colour at its end. Files name
each other as `./name.ext`; the name with the hash is put in.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from niaga.storefront.colours import theme_of

STATIC = Path(__file__).parent / "static"
PREFIX = "/assets"
SHEET = "shop.css"
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
}
_NAMED = re.compile(r"\./([a-z-]+\.[a-z]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")
_SHEET_NAME = re.compile(r"shop\.([0-9a-f]{16})\.([0-9a-f]{6})\.css")


class Asset(NamedTuple):
    """A file as it is sent."""

    media_type: str
    body: bytes
    packed: bytes | None


@cache
def asset_url(name: str) -> str:
    """The address of a file of `static/`, its content's hash in its name."""
    return f"{PREFIX}/{_hashed_name(name)}"


def sheet_url(accent: str) -> str:
    """The address of the stylesheet with this accent (`#1f5c4a`)."""
    return f"{PREFIX}/shop.{_sheet_hash()}.{accent[1:]}.css"


def find_asset(name: str) -> Asset | None:
    """The file with this hashed name; None for anything else, also for a hash of another time."""
    sheet = _SHEET_NAME.fullmatch(name)
    if sheet is not None:
        return _sheet(f"#{sheet[2]}") if sheet[1] == _sheet_hash() else None
    return _assets().get(name)


@cache
def _assets() -> dict[str, Asset]:
    paths = [path for path in STATIC.iterdir() if path.suffix in _KINDS]
    return {_hashed_name(path.name): _asset(path.suffix, _content(path.name)) for path in paths}


@lru_cache(maxsize=16)
def _sheet(accent: str) -> Asset:
    theme = theme_of(accent)
    colours = (
        f":root{{--accent:{theme.accent};--on-accent:{theme.on_accent};--accent-text:{theme.text_light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent-text:{theme.text_dark}}}}}"
    )
    return _asset(".css", f"{_sheet_text()}\n{colours}".encode())


def _asset(suffix: str, body: bytes) -> Asset:
    return Asset(_KINDS[suffix], body, None if suffix == ".png" else gzip.compress(body, 9, mtime=0))


@cache
def _hashed_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{_hash(_content(name))}.{suffix}"


@cache
def _content(name: str) -> bytes:
    path = STATIC / name
    if path.suffix not in (".css", ".js"):
        return path.read_bytes()
    return _linked(path.read_text(encoding="utf-8")).encode()


@cache
def _sheet_text() -> str:
    parts = (path.read_text(encoding="utf-8") for path in sorted((STATIC / "css").glob("*.css")))
    return _linked(_SPACES.sub("\n", _COMMENT.sub("", "\n".join(parts))).strip())


@cache
def _sheet_hash() -> str:
    return _hash(_sheet_text().encode())


def _linked(text: str) -> str:
    return _NAMED.sub(lambda found: asset_url(found[1]), text)


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=8).hexdigest()
