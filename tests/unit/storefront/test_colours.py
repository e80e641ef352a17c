"""Whatever colour an owner picks, what is written on it and in it can be read."""

from __future__ import annotations

import colorsys

import pytest

from niaga.storefront.colours import DARK_PAPER, LIGHT_PAPER, READABLE, contrast, is_accent, theme_of

WHEEL = [
    "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue / 24, light, 0.9))
    for hue in range(24)
    for light in (0.05, 0.3, 0.5, 0.7, 0.95)
]


def test_contrast_is_what_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", [*WHEEL, "#000000", "#ffffff", "#808080"])
def test_a_theme_can_be_read(accent: str):
    theme = theme_of(accent)
    assert contrast(theme.on_accent, accent) >= READABLE
    assert contrast(theme.text_light, LIGHT_PAPER) >= READABLE
    assert contrast(theme.text_dark, DARK_PAPER) >= READABLE


def test_a_colour_that_can_be_read_already_is_kept():
    assert theme_of("#1f5c4a").text_light == "#1f5c4a"


@pytest.mark.parametrize("text", ["#FFF", "red", "#12345g", "#1234567", "}body{display:none"])
def test_what_is_no_colour_is_none(text: str):
    assert not is_accent(text)
