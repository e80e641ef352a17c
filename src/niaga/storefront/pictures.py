"""How a page asks for a picture: in which widths and formats, so that each screen loads what it shows."""

from __future__ import annotations

from typing import NamedTuple

WIDTHS = (320, 640, 960, 1280)
_SCALED = (".png", ".jpg", ".webp", ".avif")
_MEDIA = "/media/"


class Picture(NamedTuple):
    """`src` for every browser; `srcset` the same in WebP and several widths, empty for drawings, which scale themselves."""

    src: str
    srcset: str


def picture(url: str) -> Picture:
    """How to load a picture of the shop."""
    if not (url.startswith(_MEDIA) and url.endswith(_SCALED)):
        return Picture(url, "")
    name = url.removeprefix(_MEDIA)
    return Picture(url, ", ".join(f"{_MEDIA}{width}/{name}.webp {width}w" for width in WIDTHS))
