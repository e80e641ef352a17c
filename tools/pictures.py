"""Puts screenshots of the storefront together for the README.

NIAGA_SCREENSHOTS=DIR NIAGA_TORTURE=1 .venv/bin/pytest tests/browser/test_pages.py -k "home or product or purchase"
.venv/bin/python tools/pictures.py DIR
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
GAP, CORNER, EDGE = 24, 20, "#8a7d6e"
# Which page, and where its part begins.
PHONE = (("home-phone-light", 0), ("product-phone-dark", 0), ("checkout-phone-light", 1122), ("order-phone-dark", 0))
DESKTOP = (("home-desktop-light", 0), ("product-desktop-dark", 0))


def main() -> None:
    """Both pictures."""
    shots = Path(sys.argv[1])
    row([screen(shots / f"{name}.png", top, (390, 844)) for name, top in PHONE]).save(
        PICTURES / "phone.webp", quality=80, method=6
    )
    row([screen(shots / f"{name}.png", top, (1280, 900)).resize((800, 562)) for name, top in DESKTOP]).save(
        PICTURES / "desktop.webp", quality=80, method=6
    )


def screen(path: Path, top: int, size: tuple[int, int]) -> Image.Image:
    """What one screen shows of a page, with round corners and a thin edge."""
    width, height = size
    shown = Image.open(path).convert("RGB").crop((0, top, width, top + height))
    corners = Image.new("L", size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, width - 1, height - 1), CORNER, fill=255)
    shown.putalpha(corners)
    ImageDraw.Draw(shown).rounded_rectangle((0, 0, width - 1, height - 1), CORNER, outline=EDGE, width=1)
    return shown


def row(screens: list[Image.Image]) -> Image.Image:
    """Beside each other, on nothing: the README may be light or dark."""
    width = sum(one.width for one in screens) + GAP * (len(screens) - 1)
    whole = Image.new("RGBA", (width, screens[0].height))
    left = 0
    for one in screens:
        whole.paste(one, (left, 0))
        left += one.width + GAP
    return whole


if __name__ == "__main__":
    main()
