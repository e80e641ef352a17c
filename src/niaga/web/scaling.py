"""Photos in other widths: made by Pillow in a thread, few at a time, once each, and kept on disk.

A kept file is named by the photo's name, time and size, so that a changed photo is made anew. What is no photo, or has
more pixels than any camera, is not opened. Nothing but the pixels is kept: a camera may have noted where it stood.
"""

from __future__ import annotations

import asyncio
import os
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

WIDTHS = (320, 640, 960, 1280)
MOST_PIXELS = 64_000_000
_AT_ONCE = 2
_QUALITY = 80
_log = get_logger("niaga.web.scaling")


class Scaler:
    """Makes photos narrower, with a folder that keeps what was made."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def scaled(self, photo: Path, width: int) -> bytes | None:
        """The photo as WebP, at most so wide; None when there is no such photo."""
        kept = await asyncio.to_thread(self._find, photo, width)
        if isinstance(kept, bytes):
            return kept
        if kept is None:
            return None
        async with self._slots:
            return await asyncio.to_thread(self._make, photo, width, kept)

    def _find(self, photo: Path, width: int) -> bytes | Path | None:
        """What was made before; else where it is to be kept; None without a photo."""
        try:
            facts = photo.stat()
        except OSError:
            return None
        what = f"{photo.name}|{facts.st_mtime_ns}|{facts.st_size}"
        place = self._cache / f"{blake2b(what.encode(), digest_size=16).hexdigest()}-{width}.webp"
        try:
            return place.read_bytes()
        except FileNotFoundError:
            return place

    def _make(self, photo: Path, width: int, place: Path) -> bytes | None:
        if place.is_file():
            # Somebody else asked for it while this one waited.
            return place.read_bytes()
        try:
            content = _narrowed(photo, width)
        except Exception as error:  # noqa: BLE001 - whatever a broken file does to the decoder, it is no picture
            _log.warning("picture.unreadable", name=photo.name, error=type(error).__name__)
            return None
        self._cache.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}.new")
        unfinished.write_bytes(content)
        unfinished.replace(place)
        return content


def _narrowed(photo: Path, width: int) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - loaded when the first photo is made

    with Image.open(photo) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            message = "too many pixels"
            raise ValueError(message)
        opened.draft("RGB", (width, width))
        upright = ImageOps.exif_transpose(opened)
        made = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        if made.width > width:
            made = made.resize((width, max(1, round(made.height * width / made.width))), Image.Resampling.LANCZOS)
        return _as_webp(made)


def _as_webp(image: Image) -> bytes:
    target = BytesIO()
    image.save(target, "WEBP", quality=_QUALITY, method=4)
    return target.getvalue()
