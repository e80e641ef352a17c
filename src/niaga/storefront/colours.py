"""The shop's own colour made readable: whatever the owner picks, text on it and text in it meet WCAG 2.2 AA."""

from __future__ import annotations

import re
from typing import NamedTuple

DEFAULT_ACCENT = "#1f5c4a"
LIGHT_PAPER = "#fbf8f3"
DARK_PAPER = "#16130f"
LIGHT_INK = "#ffffff"
DARK_INK = "#000000"
READABLE = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 40

Rgb = tuple[int, int, int]


class Theme(NamedTuple):
    """`accent` is what the owner picked, `on_accent` the ink on it; `text` is the accent as ink on each paper."""

    accent: str
    on_accent: str
    text_light: str
    text_dark: str


def is_accent(text: str) -> bool:
    """Whether this is a colour as the settings hold it: `#1f5c4a`."""
    return _HEX.fullmatch(text) is not None


def theme_of(accent: str) -> Theme:
    """The colours of a shop with this accent."""
    on_accent = max((LIGHT_INK, DARK_INK), key=lambda ink: contrast(ink, accent))
    return Theme(accent, on_accent, _readable(accent, LIGHT_PAPER, "#000000"), _readable(accent, DARK_PAPER, "#ffffff"))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable(accent: str, paper: str, towards: str) -> str:
    """The colour nearest to the accent, on its way to black or white, that can be read on this paper."""
    mixed = (_mixed(accent, towards, step / _STEPS) for step in range(_STEPS + 1))
    # A little more than needed, for papers that are a shade away from this one.
    return next(colour for colour in mixed if contrast(colour, paper) >= READABLE * 1.15)


def _mixed(one: str, other: str, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_rgb(one), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's own


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
