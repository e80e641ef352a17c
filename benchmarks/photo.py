"""A picture that weighs what a photo weighs: coarse and fine noise, the same at every run."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image

SIDE = 1600
# Cells a side, and how much of each is seen.
_LAYERS = ((24, 0.3), (96, 0.16), (384, 0.08))
_COARSE = 6


def photo() -> bytes:
    """A square JPEG of 1600 pixels and about 300 kB; as WebP of 960 pixels, which a phone asks for, about 70 kB."""
    picture = _layer(_COARSE)
    for cells, seen in _LAYERS:
        picture = Image.blend(picture, _layer(cells), seen)
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def _layer(cells: int) -> Image.Image:
    noise = Random(cells).randbytes(3 * cells * cells)  # noqa: S311 - nobody's secret
    return Image.frombytes("RGB", (cells, cells), noise).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
