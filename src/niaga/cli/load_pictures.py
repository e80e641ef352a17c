"""The twenty pictures of the load catalogue, drawn from a few flat shapes and packed as PNG by hand.

Each picture is a list of shapes on a grid of 96 by 96; a later shape lies on top of an earlier one.
"""

from __future__ import annotations

import struct
import zlib
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDE = 96
_COLOURS = {
    "paper": (250, 246, 238), "ink": (58, 50, 46), "wood": (161, 109, 64), "sand": (219, 186, 138),
    "red": (201, 72, 58),
    "gold": (236, 179, 66), "leaf": (86, 140, 92), "sea": (62, 124, 152), "sky": (158, 202, 216),
    "iron": (122, 130, 138),
    "milk": (255, 255, 255), "plum": (122, 76, 118),
}  # fmt: skip
_INDEX = {name: place for place, name in enumerate(_COLOURS)}

Oval = tuple[str, int, int, int, int]
"""Colour, centre x and y, half width, half height."""
Polygon = tuple[str, tuple[tuple[int, int], ...]]
"""Colour and corners."""


def _box(colour: str, left: int, top: int, right: int, bottom: int) -> Polygon:
    return colour, ((left, top), (right, top), (right, bottom), (left, bottom))


PICTURES: dict[str, tuple[Oval | Polygon, ...]] = {
    "lantern": (
        ("ink", 48, 20, 14, 12), ("paper", 48, 20, 10, 8), _box("ink", 30, 28, 66, 36),
        _box("gold", 32, 36, 64, 72),
        ("red", 48, 56, 7, 12), ("milk", 48, 60, 3, 6), _box("ink", 30, 72, 66, 80),
        _box("ink", 46, 36, 50, 42),
    ),
    "kettle": (
        ("ink", 48, 34, 22, 22), ("paper", 48, 34, 17, 18), ("sea", 46, 58, 26, 22),
        _box("paper", 16, 74, 80, 90),
        ("sea", ((66, 50), (86, 36), (88, 42), (70, 64))), _box("ink", 40, 34, 54, 38), ("ink", 47, 32, 4, 4),
    ),
    "basket": (
        ("wood", 48, 44, 28, 30), ("paper", 48, 44, 23, 25), ("wood", ((14, 44), (82, 44), (72, 84), (24, 84))),
        _box("sand", 18, 50, 78, 54), _box("sand", 20, 60, 76, 64), _box("sand", 22, 70, 74, 74),
        _box("wood", 46, 44, 50, 84),
    ),
    "jacket": (
        ("leaf", ((34, 18), (62, 18), (82, 32), (76, 70), (66, 68), (66, 84), (30, 84), (30, 68), (20, 70), (14, 32))),
        ("paper", ((40, 18), (56, 18), (48, 32))), _box("ink", 47, 30, 49, 84), _box("ink", 34, 62, 42, 65),
        _box("ink", 54, 62, 62, 65), ("gold", 52, 44, 2, 2), ("gold", 52, 56, 2, 2),
    ),
    "teapot": (
        ("ink", 72, 52, 14, 14), ("paper", 72, 52, 9, 9), ("plum", 46, 56, 26, 22),
        ("plum", ((26, 50), (8, 36), (6, 42), (26, 66))),
        _box("plum", 34, 32, 58, 38), ("gold", 46, 29, 5, 5), _box("ink", 34, 77, 58, 80),
        ("sand", 46, 56, 10, 8),
    ),
    "blanket": (
        _box("red", 14, 24, 82, 74), _box("gold", 14, 32, 82, 36), _box("sea", 14, 44, 82, 48),
        _box("gold", 14, 56, 82, 60),
        ("milk", ((82, 48), (82, 74), (56, 74))), ("sand", ((82, 48), (56, 74), (58, 50))),
        _box("ink", 14, 74, 56, 78),
    ),
    "candle": (
        ("gold", 48, 24, 8, 14), ("red", 48, 28, 4, 8), _box("ink", 47, 36, 49, 42),
        _box("milk", 36, 42, 60, 80),
        _box("sand", 54, 42, 60, 80), ("sand", 40, 46, 4, 8), ("wood", 48, 82, 24, 6),
    ),
    "mirror": (
        ("wood", 48, 38, 26, 30), ("sky", 48, 38, 21, 25), ("milk", ((36, 46), (52, 20), (58, 22), (42, 50))),
        _box("wood", 44, 66, 52, 82), ("wood", 48, 84, 18, 5),
    ),
    "pillow": (
        ("sea", ((14, 26), (48, 32), (82, 26), (78, 50), (82, 74), (48, 68), (14, 74), (18, 50))),
        ("sky", ((26, 36), (48, 39), (70, 36), (68, 50), (70, 64), (48, 61), (26, 64), (28, 50))),
        ("gold", 48, 50, 4, 4),
    ),
    "saddle": (
        ("wood", ((12, 36), (28, 30), (48, 44), (70, 26), (84, 30), (80, 50), (62, 56))),
        ("wood", ((16, 50), (12, 36), (48, 44), (62, 56), (58, 74), (38, 74), (34, 54))),
        ("sand", ((28, 40), (48, 52), (70, 36), (66, 46), (48, 58), (30, 48))), _box("ink", 46, 72, 50, 82),
        ("iron", 48, 86, 9, 6),
        ("paper", 48, 86, 5, 3),
    ),
    "anchor": (
        ("iron", 48, 62, 32, 24), ("paper", 48, 54, 28, 22), _box("iron", 44, 24, 52, 84),
        _box("iron", 32, 34, 64, 40),
        ("iron", 48, 18, 10, 10), ("paper", 48, 18, 5, 5), ("iron", ((10, 66), (18, 50), (26, 66))),
        ("iron", ((70, 66), (78, 50), (86, 66))),
    ),
    "bottle": (
        _box("leaf", 42, 12, 54, 34), ("leaf", 48, 44, 18, 16), _box("leaf", 30, 44, 66, 86),
        _box("wood", 42, 8, 54, 14),
        _box("milk", 30, 54, 66, 74), _box("gold", 36, 60, 60, 68), _box("sky", 34, 44, 37, 52),
    ),
    "camera": (
        _box("ink", 12, 32, 84, 78), _box("ink", 32, 22, 60, 34), _box("iron", 12, 40, 84, 46),
        ("iron", 48, 56, 20, 20),
        ("sea", 48, 56, 15, 15), ("sky", 43, 51, 5, 5), _box("gold", 68, 35, 78, 39),
        _box("red", 18, 26, 28, 32),
    ),
    "drawer": (
        _box("wood", 16, 16, 80, 82), _box("sand", 20, 20, 76, 38), _box("sand", 20, 41, 76, 59),
        _box("sand", 20, 62, 76, 79),
        ("ink", 48, 29, 5, 3), ("ink", 48, 50, 5, 3), ("ink", 48, 70, 5, 3), _box("ink", 20, 82, 26, 88),
        _box("ink", 70, 82, 76, 88),
    ),
    "guitar": (
        _box("ink", 45, 8, 51, 52), ("wood", 48, 50, 17, 15), ("wood", 48, 70, 23, 19), ("ink", 48, 58, 7, 7),
        _box("ink", 38, 74, 58, 77),
        _box("red", 41, 6, 55, 16), _box("milk", 47, 16, 48, 75), _box("milk", 49, 16, 50, 75),
    ),
    "hammer": (
        ("wood", ((42, 30), (54, 30), (56, 88), (40, 88))), _box("iron", 24, 14, 66, 34),
        ("iron", ((66, 14), (86, 20), (84, 26), (66, 34))),
        _box("ink", 20, 12, 28, 36),
    ),
    "ladder": (
        ("wood", ((30, 10), (36, 10), (28, 88), (20, 88))), ("wood", ((60, 10), (66, 10), (76, 88), (68, 88))),
        _box("sand", 32, 22, 64, 27), _box("sand", 30, 38, 66, 43), _box("sand", 28, 54, 68, 59),
        _box("sand", 26, 70, 70, 75),
    ),
    "needle": (
        ("iron", ((78, 12), (84, 18), (22, 86), (16, 88))), ("paper", ((73, 21), (76, 24), (66, 34), (64, 32))),
        ("red", ((70, 27), (72, 30), (40, 26), (20, 44), (18, 42), (39, 22))),
        ("red", ((18, 42), (22, 42), (34, 60), (31, 62))),
    ),
    "rocket": (
        ("milk", 48, 44, 14, 36), ("red", ((36, 26), (48, 6), (60, 26))), ("sea", 48, 42, 7, 7),
        ("sky", 48, 42, 4, 4),
        ("red", ((34, 54), (34, 74), (20, 82))), ("red", ((62, 54), (62, 74), (76, 82))),
        _box("iron", 40, 74, 56, 80),
        ("gold", ((40, 80), (56, 80), (48, 94))), _box("ink", 34, 58, 62, 60),
    ),
    "wallet": (
        ("wood", ((14, 28), (74, 20), (80, 32), (80, 34))), _box("wood", 12, 30, 84, 78),
        _box("sand", 12, 36, 84, 38),
        _box("ink", 62, 48, 84, 62), ("gold", 69, 55, 4, 4), _box("leaf", 22, 22, 68, 30),
    ),
}  # fmt: skip


def picture(noun: str) -> bytes:
    """The PNG of one noun."""
    rows = [bytearray(SIDE) for _ in range(SIDE)]
    for shape in PICTURES[noun]:
        colour = _INDEX[shape[0]]
        for y in range(SIDE):
            for left, right in _spans(shape, y + 0.5):
                start, end = max(0, round(left)), min(SIDE, round(right))
                rows[y][start:end] = bytes([colour]) * max(0, end - start)
    return _png(rows)


def _spans(shape: Oval | Polygon, y: float) -> Iterator[tuple[float, float]]:
    """Where the shape covers this line of the grid."""
    if len(shape) == 5:  # noqa: PLR2004 - an oval
        _, centre_x, centre_y, half_width, half_height = shape
        above = 1 - ((y - centre_y) / half_height) ** 2
        if above > 0:
            reach = half_width * sqrt(above)
            yield centre_x - reach, centre_x + reach
        return
    corners = shape[1]
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True)
        if (y1 <= y) != (y2 <= y)
    )
    yield from zip(crossings[::2], crossings[1::2], strict=True)


def _png(rows: list[bytearray]) -> bytes:
    palette = b"".join(bytes(colour) for colour in _COLOURS.values())
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
