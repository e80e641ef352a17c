"""The demo shop's pictures: one per product, small, and safe to serve as they are."""

import re
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from niaga.cli.demo.catalogue import BrokenDemo, load_demo_shop, picture_bytes

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = sorted(product.picture for product in load_demo_shop().products)
ALLOWED = {
    "svg", "defs", "g", "path", "circle", "ellipse", "rect", "line", "polygon", "polyline",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath",
}  # fmt: skip


def drawing(picture: str) -> ET.Element:
    return ET.fromstring(picture_bytes(picture))  # noqa: S314 (our own file)


def test_every_product_has_its_own_picture_and_every_picture_its_product():
    drawn = sorted(file.name for file in files("niaga.cli.demo").joinpath("pictures").iterdir())

    assert drawn == PICTURES
    assert len({picture_bytes(picture) for picture in PICTURES}) == len(PICTURES)


def test_a_missing_picture_is_named():
    with pytest.raises(BrokenDemo, match=r"pictures/nothing\.svg is missing"):
        picture_bytes("nothing.svg")


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_small_and_well_formed(picture: str):
    root = drawing(picture)

    assert len(picture_bytes(picture)) < 12_000
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 800 800"


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_a_drawing_and_nothing_else(picture: str):
    root = drawing(picture)

    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        for name, value in element.attrib.items():
            assert "href" not in name
            assert not name.startswith("on")
            assert name != "style"
            assert "url(" not in value or re.fullmatch(r"url\(#\w+\)", value)


@pytest.mark.parametrize("picture", PICTURES)
def test_the_parts_of_a_picture_find_each_other(picture: str):
    text = picture_bytes(picture).decode()
    ids = re.findall(r'\bid="(\w+)"', text)

    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"url\(#(\w+)\)", text)) == set(ids)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_more_than_a_coloured_box(picture: str):
    root = drawing(picture)
    shapes = [element for element in root.iter() if element.tag.removeprefix(SVG) in {"path", "circle", "ellipse"}]

    assert len(shapes) >= 8
