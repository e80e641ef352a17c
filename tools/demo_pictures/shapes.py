"""Things which stand in several pictures: packs, jars, bottles, pots, leaves, chillies, beans."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR0913, PLR0917

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from demo_pictures.canvas import dark, light, mix, polar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo_pictures.canvas import Canvas

KRAFT = "#c89f6a"
WOOD = "#b57b45"
STRAW = "#dcb878"
CLAY = "#c4673c"
LEAF = "#5d8f3f"


def pouch(c: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A stand-up pouch with a crimped seal."""
    r, b = x + width, y + height
    c.shadow(x + width / 2, b + 4, width * 0.62, 34)
    shape = f"M{x + 8} {y}H{r - 8}C{r + 4} {y + 90} {r + 10} {b - 120} {r + 4} {b - 8}Q{x + width / 2} {b + 22} {x - 4} {b - 8}C{x - 10} {b - 120} {x - 4} {y + 90} {x + 8} {y}Z"
    c.path(shape, c.tube(colour, 0.28))
    c.path(f"M{x + 8} {y}H{r - 8}L{r - 3} {y + 34}H{x + 3}Z", dark(colour, 0.22))
    c.path(f"M{x + 14} {y + 17}H{r - 14}", stroke=light(colour, 0.3), width=30, dash="3 6", opacity=0.6)
    c.path(f"M{x + 3} {y + 36}H{r - 3}", stroke=light(colour, 0.5), width=2, opacity=0.7)
    c.path(
        f"M{x + 16} {y + 44}C{x + 6} {y + 120} {x + 4} {b - 140} {x + 12} {b - 40}L{x + 40} {b - 60}C{x + 26} {b - 160} {x + 28} {y + 130} {x + 36} {y + 44}Z",
        "#ffffff",
        opacity=0.22,
    )
    c.path(
        f"M{x - 2} {b - 26}Q{x + width / 2} {b - 62} {r + 2} {b - 26}",
        stroke=dark(colour, 0.35),
        width=2.5,
        opacity=0.6,
    )


def jar(
    c: Canvas, x: float, y: float, width: float, height: float, *, lid: str | None, cloth: str | None = None
) -> str:
    """A glass jar: draws the glass and answers its inside as a clip; call `jar_front` when it is filled."""
    r, b, m = x + width, y + height, x + width / 2
    c.shadow(m, b - 2, width * 0.66, 34)
    inside = f"M{x + 12} {y + 34}Q{x + 12} {y + 16} {x + 34} {y + 12}H{r - 34}Q{r - 12} {y + 16} {r - 12} {y + 34}V{b - 26}Q{r - 14} {b - 8} {m} {b - 6}Q{x + 14} {b - 8} {x + 12} {b - 26}Z"
    c.path(
        f"M{x} {y + 34}Q{x} {y + 8} {x + 28} {y}H{r - 28}Q{r} {y + 8} {r} {y + 34}V{b - 24}Q{r} {b} {m} {b}Q{x} {b} {x} {b - 24}Z",
        "#eef6f4",
        opacity=0.75,
    )
    c.path(inside, "#ffffff", opacity=0.35)
    if lid:
        c.rect(x + 16, y - 50, width - 32, 56, c.tube(lid, 0.35), rx=10)
        c.path(f"M{x + 16} {y - 8}H{r - 16}M{x + 16} {y - 22}H{r - 16}", stroke=dark(lid, 0.3), width=2, opacity=0.6)
    if cloth:
        cloth_lid(c, x, y, width, cloth)
    return c.clip(inside)


def jar_front(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The reflections on the glass of a jar."""
    r, b = x + width, y + height
    c.path(
        f"M{x + 18} {y + 40}V{b - 40}Q{x + 20} {b - 24} {x + 40} {b - 18}V{y + 30}Q{x + 24} {y + 28} {x + 18} {y + 40}Z",
        "#ffffff",
        opacity=0.5,
    )
    c.path(f"M{r - 22} {y + 44}V{b - 44}", stroke="#ffffff", width=6, opacity=0.45, cap="round")
    c.path(
        f"M{x} {y + 34}Q{x} {y + 8} {x + 28} {y}H{r - 28}Q{r} {y + 8} {r} {y + 34}V{b - 24}Q{r} {b} {x + width / 2} {b}Q{x} {b} {x} {b - 24}Z",
        stroke="#8fa9a4",
        width=3,
        opacity=0.55,
    )


def cloth_lid(c: Canvas, x: float, y: float, width: float, colour: str) -> None:
    """A cloth tied over the mouth of a jar."""
    r, m = x + width, x + width / 2
    c.path(
        f"M{x + 18} {y - 40}Q{m} {y - 66} {r - 18} {y - 40}L{r - 14} {y - 6}L{r + 12} {y + 32}Q{r - 18} {y + 24} {r - 36} {y + 42}Q{m + 30} {y + 26} {m} {y + 46}Q{m - 34} {y + 26} {x + 38} {y + 42}Q{x + 18} {y + 24} {x - 12} {y + 32}L{x + 14} {y - 6}Z",
        c.body(colour),
    )
    c.path(
        f"M{x + 40} {y + 2}L{x + 26} {y + 30}M{m - 20} {y + 4}L{m - 26} {y + 32}M{m + 30} {y + 4}L{m + 36} {y + 30}M{r - 40} {y + 2}L{r - 24} {y + 28}",
        stroke=dark(colour, 0.35),
        width=3,
        opacity=0.6,
        cap="round",
    )
    c.path(f"M{x + 12} {y - 6}Q{m} {y + 10} {r - 12} {y - 6}", stroke="#d8b98a", width=8)
    c.path(
        f"M{m} {y + 2}q-34 -18 -40 4q10 16 40 -4q34 -18 40 4q-10 16 -40 -4M{m} {y + 2}l-18 40M{m} {y + 2}l22 36",
        stroke="#c9a671",
        width=5,
        cap="round",
    )


def leaf(
    c: Canvas,
    x: float,
    y: float,
    length: float,
    angle: float,
    colour: str = LEAF,
    *,
    breadth: float = 0.36,
    veins: bool = True,
) -> None:
    """A leaf from its stalk at (x, y); angle 0 points right."""
    n, w = length, length * breadth
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({angle:.0f})"):
        c.path(
            f"M0 0C{n * 0.25:.0f} {-w:.0f} {n * 0.7:.0f} {-w * 0.8:.0f} {n:.0f} 0C{n * 0.7:.0f} {w * 0.8:.0f} {n * 0.25:.0f} {w:.0f} 0 0Z",
            c.blend((0, light(colour, 0.28)), (1, dark(colour, 0.25)), x2=0),
        )
        d = f"M0 0H{n * 0.94:.0f}"
        if veins:
            for at in (0.25, 0.45, 0.65):
                d += f"M{n * at:.0f} 0l{n * 0.13:.0f} {-w * 0.42:.0f}M{n * at:.0f} 0l{n * 0.13:.0f} {w * 0.42:.0f}"
        c.path(d, stroke=light(colour, 0.45), width=2.5, opacity=0.8)


def beans(c: Canvas, places: Sequence[tuple[float, float, float]], size: float = 26, colour: str = "#5a3420") -> None:
    """Roasted coffee beans at (x, y, angle)."""
    for x, y, angle in places:
        with c.group(f"translate({x:.0f} {y:.0f}) rotate({angle:.0f})"):
            c.ellipse(0, 0, size, size * 0.66, c.ball(colour, 0.3))
            c.path(
                f"M{-size * 0.86:.0f} 1C{-size * 0.3:.0f} {-size * 0.34:.0f} {size * 0.25:.0f} {size * 0.36:.0f} {size * 0.88:.0f} -1",
                stroke=dark(colour, 0.6),
                width=size * 0.13,
            )


def chilli(c: Canvas, x: float, y: float, length: float, angle: float, colour: str = "#d3301f") -> None:
    """A chilli with its green stalk at (x, y)."""
    n = length
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({angle:.0f})"):
        c.path(
            f"M-2 {-n * 0.1:.0f}C{n * 0.3:.0f} {-n * 0.2:.0f} {n * 0.75:.0f} {-n * 0.12:.0f} {n:.0f} {n * 0.1:.0f}C{n * 0.7:.0f} {n * 0.1:.0f} {n * 0.35:.0f} {n * 0.2:.0f} -2 {n * 0.1:.0f}Z",
            c.blend((0, light(colour, 0.3)), (0.45, colour), (1, dark(colour, 0.3)), x2=0),
        )
        c.path(
            f"M{n * 0.08:.0f} {-n * 0.05:.0f}Q{n * 0.4:.0f} {-n * 0.11:.0f} {n * 0.68:.0f} {-n * 0.02:.0f}",
            stroke="#ffffff",
            width=n * 0.03,
            opacity=0.6,
            cap="round",
        )
        c.path(
            f"M{n * 0.07:.0f} {-n * 0.1:.0f}Q{-n * 0.08:.0f} {-n * 0.13:.0f} {-n * 0.07:.0f} 0Q{-n * 0.08:.0f} {n * 0.13:.0f} {n * 0.07:.0f} {n * 0.1:.0f}Q{n * 0.02:.0f} 0 {n * 0.07:.0f} {-n * 0.1:.0f}Z",
            "#5f8a34",
        )
        c.path(
            f"M{-n * 0.05:.0f} 0q{-n * 0.1:.0f} {-n * 0.02:.0f} {-n * 0.17:.0f} {-n * 0.1:.0f}",
            stroke="#5f8a34",
            width=n * 0.055,
            cap="round",
        )


def shallot(c: Canvas, x: float, y: float, size: float, angle: float = 0, colour: str = "#a8385a") -> None:
    """A shallot, or with a white colour a bulb of garlic."""
    s = size
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({angle:.0f})"):
        c.path(
            f"M0 {-s * 1.25:.0f}C{s * 0.1:.0f} {-s * 0.8:.0f} {s * 0.9:.0f} {-s * 0.7:.0f} {s * 0.9:.0f} 0C{s * 0.9:.0f} {s * 0.7:.0f} {s * 0.3:.0f} {s * 0.85:.0f} 0 {s * 0.85:.0f}C{-s * 0.3:.0f} {s * 0.85:.0f} {-s * 0.9:.0f} {s * 0.7:.0f} {-s * 0.9:.0f} 0C{-s * 0.9:.0f} {-s * 0.7:.0f} {-s * 0.1:.0f} {-s * 0.8:.0f} 0 {-s * 1.25:.0f}Z",
            c.ball(colour),
        )
        c.path(
            f"M0 {-s * 1.15:.0f}C{-s * 0.6:.0f} {-s * 0.5:.0f} {-s * 0.6:.0f} {s * 0.4:.0f} {-s * 0.1:.0f} {s * 0.8:.0f}M0 {-s * 1.15:.0f}C{s * 0.6:.0f} {-s * 0.5:.0f} {s * 0.6:.0f} {s * 0.4:.0f} {s * 0.1:.0f} {s * 0.8:.0f}M0 {-s * 1.1:.0f}V{s * 0.8:.0f}",
            stroke=dark(colour, 0.3),
            width=2,
            opacity=0.55,
        )
        c.path(
            f"M{-s * 0.16:.0f} {s * 0.84:.0f}l{-s * 0.1:.0f} {s * 0.16:.0f}M0 {s * 0.84:.0f}v{s * 0.2:.0f}M{s * 0.16:.0f} {s * 0.84:.0f}l{s * 0.1:.0f} {s * 0.16:.0f}",
            stroke="#c9b083",
            width=2,
        )


def flower(
    c: Canvas,
    x: float,
    y: float,
    radius: float,
    petal: str,
    heart: str,
    *,
    count: int = 5,
    breadth: float = 0.44,
    turn: float = -90,
) -> None:
    """A flower seen from above."""
    for i in range(count):
        px, py = polar(x, y, radius * 0.56, turn + i * 360 / count)
        angle = turn + i * 360 / count
        c.ellipse(
            px,
            py,
            radius * 0.52,
            radius * breadth,
            c.ball(petal, 0.3),
            turn=f"{angle:.0f} {px:.0f} {py:.0f}",
            stroke=dark(petal, 0.18),
            width=1.2,
        )
    c.circle(x, y, radius * 0.22, c.ball(heart))


def pot(c: Canvas, x: float, y: float, top: float, bottom: float, height: float, colour: str = CLAY) -> None:
    """A plant pot whose rim's middle is at (x, y), with soil in it."""
    c.shadow(x, y + height, bottom * 0.8, 36)
    ry = top * 0.14
    c.path(
        f"M{x - top * 0.47:.0f} {y + 30}L{x - bottom / 2:.0f} {y + height - 8}Q{x} {y + height + 16} {x + bottom / 2:.0f} {y + height - 8}L{x + top * 0.47:.0f} {y + 30}Z",
        c.tube(colour),
    )
    c.path(
        f"M{x - top / 2:.0f} {y}V{y + 42}Q{x} {y + 42 + 2 * ry:.0f} {x + top / 2:.0f} {y + 42}V{y}Z",
        c.tube(light(colour, 0.06)),
    )
    c.path(
        f"M{x - top * 0.46:.0f} {y + 52}Q{x} {y + 54 + 2 * ry:.0f} {x + top * 0.46:.0f} {y + 52}",
        stroke=dark(colour, 0.5),
        width=7,
        opacity=0.35,
    )
    c.ellipse(x, y, top / 2, ry, c.blend((0, light(colour, 0.25)), (1, dark(colour, 0.15)), y2=0))
    c.ellipse(x, y + 4, top * 0.45, ry * 0.78, "#4a3226")


def bowl(c: Canvas, x: float, y: float, rx: float, depth: float, colour: str, inside: str | None = None) -> None:
    """A bowl whose rim's middle is at (x, y)."""
    ry = rx * 0.26
    c.shadow(x, y + depth, rx * 0.75, 34)
    c.path(
        f"M{x - rx} {y}C{x - rx + 6} {y + depth * 0.6:.0f} {x - rx * 0.5:.0f} {y + depth} {x - rx * 0.34:.0f} {y + depth}Q{x} {y + depth + 14} {x + rx * 0.34:.0f} {y + depth}C{x + rx * 0.5:.0f} {y + depth} {x + rx - 6} {y + depth * 0.6:.0f} {x + rx} {y}Z",
        c.tube(colour),
    )
    c.ellipse(x, y, rx, ry, c.body(light(colour, 0.2)))
    c.ellipse(
        x,
        y + 3,
        rx * 0.92,
        ry * 0.86,
        c.blend((0, dark(inside or colour, 0.35)), (1, light(inside or colour, 0.1)), x2=0),
    )


def heap(
    count: int, cx: float, cy: float, rx: float, ry: float, *, seed: int, gap: float = 0
) -> list[tuple[float, float, float]]:
    """Places (x, y, angle) for a heap, the back first; `gap` keeps them apart."""
    dice, places = random.Random(seed), []  # noqa: S311 (a drawing, the same each time)
    for _ in range(count * 30):
        if len(places) == count:
            break
        angle, r = dice.uniform(0, 2 * math.pi), math.sqrt(dice.random())
        x, y = cx + rx * r * math.cos(angle), cy + ry * r * math.sin(angle)
        if all(math.hypot(x - a, (y - b) * 1.3) >= gap for a, b, _ in places):
            places.append((x, y, dice.uniform(0, 180)))
    return sorted(places, key=lambda place: place[1])


def board_grain(c: Canvas, d: str, colour: str, lines: str) -> None:
    """A wooden face with its grain."""
    c.path(d, c.body(colour, 0.2))
    with c.group(clip=c.clip(d)):
        c.path(lines, stroke=dark(colour, 0.3), width=3, opacity=0.5)


def steam(c: Canvas, x: float, y: float, scale: float = 1) -> None:
    """Steam rising from (x, y)."""
    for dx, bend in ((-30, 1), (8, -1), (42, 1)):
        c.path(
            f"M{x + dx * scale:.0f} {y}c{26 * bend * scale:.0f} {-30 * scale:.0f} {-26 * bend * scale:.0f} {-60 * scale:.0f} 0 {-100 * scale:.0f}",
            stroke="#ffffff",
            width=9 * scale,
            opacity=0.5,
            cap="round",
        )


def banner(c: Canvas, x: float, y: float, rx: float, ry: float, colour: str = "#fbf3e2", ring: str = KRAFT) -> None:
    """An oval label without words: a ground to draw a sign on."""
    c.ellipse(x, y, rx, ry, colour)
    c.ellipse(x, y, rx - 7, ry - 7, None, stroke=ring, width=2.5)


def tinted(colour: str, other: str, share: float = 0.5) -> str:
    """A colour between two."""
    return mix(colour, other, share)
