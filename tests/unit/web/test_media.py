"""Pictures: served as they are, and photos in the widths that screens want."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from tests.support.edge_app import call, edge_app

from niaga.web.gate import Gate
from niaga.web.media import media_handlers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "media"
    made.mkdir()
    photo = Image.new("RGB", (800, 600), "peru")
    photo.save(made / "kopi.jpg", exif=_exif_with_place())
    (made / "kain.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" * 20)
    (made / "palsu.png").write_bytes(b"<script>alert(1)</script>")
    return made


@pytest.fixture
def shop(folder: Path, tmp_path: Path) -> Gate:
    return edge_app(handlers=media_handlers(folder, tmp_path / "cache"))


def _exif_with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "Jalan Rahasia 12"
    return exif


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


async def test_a_photo_comes_as_narrow_as_it_is_asked_for(shop: Gate):
    answer = await call(shop, "GET", "/media/320/kopi.jpg.webp")
    picture = opened(answer.body)
    assert (answer.headers["content-type"], picture.format, picture.size) == ("image/webp", "WEBP", (320, 240))


async def test_a_photo_is_never_blown_up(shop: Gate):
    assert opened((await call(shop, "GET", "/media/1280/kopi.jpg.webp")).body).size == (800, 600)


async def test_what_a_camera_noted_stays_behind(shop: Gate):
    assert b"Rahasia" not in (await call(shop, "GET", "/media/640/kopi.jpg.webp")).body


async def test_a_photo_is_made_once_and_anew_when_it_changes(shop: Gate, folder: Path, tmp_path: Path):
    first = (await call(shop, "GET", "/media/320/kopi.jpg.webp")).body
    kept = next((tmp_path / "cache").iterdir())
    kept.write_bytes(b"kept")
    assert (await call(shop, "GET", "/media/320/kopi.jpg.webp")).body == b"kept"
    Image.new("RGB", (640, 640), "teal").save(folder / "kopi.jpg")
    assert (await call(shop, "GET", "/media/320/kopi.jpg.webp")).body not in (b"kept", first)


@pytest.mark.parametrize(
    "target",
    [
        "/media/321/kopi.jpg.webp",
        "/media/320/kopi.jpg",
        "/media/320/none.jpg.webp",
        "/media/320/palsu.png.webp",
        "/media/320/kain.svg.webp",
        "/media/320/..%2fkopi.jpg.webp",
    ],
)
async def test_nothing_else_is_made(shop: Gate, target: str, tmp_path: Path):
    assert (await call(shop, "GET", target)).status == 404
    assert not (tmp_path / "cache").exists()


async def test_a_drawing_travels_packed_to_whoever_can_unpack_it(shop: Gate, folder: Path):
    drawing = (folder / "kain.svg").read_bytes()
    packed = await call(shop, "GET", "/media/kain.svg", headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(packed.body) == drawing
    assert (await call(shop, "GET", "/media/kain.svg")).body == drawing


@pytest.mark.parametrize("name", ["kain.svg", "kopi.jpg", "palsu.png"])
async def test_a_picture_does_nothing_whatever_is_inside_it(shop: Gate, name: str):
    headers = (await call(shop, "GET", f"/media/{name}")).headers
    assert {"default-src 'none'", "sandbox"} <= set(headers["content-security-policy"].split("; "))
    assert (headers["content-type"].split("/")[0], headers["x-content-type-options"]) == ("image", "nosniff")


@pytest.mark.parametrize(
    "name", ["..%2fshop.db", "../keys", "kain.svg%00.png", ".hidden.png", "kain.html", "sub%2fkain.svg"]
)
async def test_no_name_leads_out_of_the_pictures(shop: Gate, folder: Path, name: str):
    (folder.parent / "shop.db").write_text("secret")
    (folder / ".hidden.png").write_text("secret")
    (folder / "kain.html").write_text("secret")
    answer = await call(shop, "GET", f"/media/{unquote(name)}")
    assert (answer.status, b"secret" in answer.body) in {(404, False), (400, False)}
