"""The drafts and pictures of the load catalogue."""

import struct
import zlib

import pytest

from niaga.catalogue.rules.products import check_products
from niaga.cli.load import NOUNS, drafts
from niaga.cli.load_pictures import PICTURES, SIDE, picture


def test_any_number_of_variants_has_sizes_of_its_own() -> None:
    [one, *_] = drafts(1, 100)
    assert [variant.sku for variant in one.variants[:7]] == [
        f"P0001-{size}" for size in ("S", "M", "L", "XL", "XXL", "3XL", "4XL")
    ]
    assert len({variant.sku for variant in one.variants}) == 100


def test_every_draft_keeps_the_rules_of_the_catalogue() -> None:
    made = list(drafts(60, 12))
    check_products(made)
    assert len({one.slug for one in made}) == len(made) == 80


@pytest.mark.parametrize("noun", NOUNS)
def test_a_picture_is_a_picture(noun: str) -> None:
    image = picture(noun)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (SIDE, SIDE)
    start = image.index(b"IDAT")
    size = struct.unpack(">I", image[start - 4 : start])[0]
    pixels = zlib.decompress(image[start + 4 : start + 4 + size])
    assert len(pixels) == SIDE * (SIDE + 1)
    assert len(set(pixels)) >= 2


def test_no_two_nouns_look_alike() -> None:
    assert len({picture(noun) for noun in PICTURES}) == len(PICTURES) == 20
