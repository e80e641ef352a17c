"""Cloth and weave as repeating tiles: kawung, parang, mega mendung, truntum, checks, basket weave."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from typing import TYPE_CHECKING

from demo_pictures.canvas import dark, element, light, mix

if TYPE_CHECKING:
    from demo_pictures.canvas import Canvas


def kawung(c: Canvas, ground: str, petal: str, line: str, size: int = 56) -> str:
    """Four pointed ovals that meet at a cross: the palm-fruit pattern of Java."""
    half, parts = size / 2, [element("rect", ground, w=size, height=size)]
    petals = ""
    for cx, cy in ((0, 0), (size, 0), (0, size), (size, size), (half, half)):
        for angle in (45, 135, 225, 315):
            petals += element(
                "ellipse",
                petal,
                cx=cx + half * 0.5,
                cy=cy,
                rx=half * 0.46,
                ry=half * 0.3,
                turn=f"{angle} {cx:g} {cy:g}",
            )
    parts.append(f'<g stroke="{line}" stroke-width="1.5">{petals}</g>')
    dots = "".join(
        element("circle", line, cx=cx, cy=cy, r=2) + element("circle", line, cx=cx + half, cy=cy, r=2)
        for cx, cy in ((0, 0), (0, size), (half, half), (-half, half))
    )
    return c.tile(size, size, "".join(parts) + dots)


def parang(c: Canvas, ground: str, blade: str, line: str, size: int = 64) -> str:
    """Slanting rows of interlocking hooks, the waves of the broken parang, between bands of small lozenges."""
    w, h = size * 0.5, size * 1.1
    hook = f"M{w * 0.02} {h * 0.62}C{w * 0.5} {h * 0.62} {w * 0.16} {h * 0.1} {w * 0.56} {h * 0.08}C{w * 0.9} {h * 0.06} {w * 0.94} {h * 0.3} {w * 0.68} {h * 0.3}"
    counter = f"M{w * 1.12} {h * 0.16}C{w * 0.66} {h * 0.18} {w * 0.98} {h * 0.64} {w * 0.62} {h * 0.66}"
    hooks = "".join(
        element(
            "path", None, d=d, stroke=blade, width=size * 0.11, cap="round", transform=f"translate({dx:g} {h * 0.04:g})"
        )
        for d in (hook, counter)
        for dx in (-w, 0)
    )
    lozenges = f"M{w * 0.5} {h * 0.79}l{w * 0.34} {h * 0.075}l{-w * 0.34} {h * 0.075}l{-w * 0.34} {-h * 0.075}Z"
    content = (
        element("rect", ground, w=w, height=h)
        + hooks
        + element("rect", line, y=h * 0.75, w=w, height=h * 0.23)
        + element("path", blade, d=lozenges)
        + element("path", None, d=f"M0 {h * 0.75}h{w}M0 {h * 0.975}h{w}", stroke=blade, width=2)
    )
    return c.tile(w, h, content, "rotate(-45)")


CLOUD = "M-112 22C-140 14 -136 -22 -108 -20C-112 -54 -66 -62 -54 -38C-40 -74 14 -74 22 -40C38 -62 84 -56 82 -24C112 -36 134 -6 112 14C98 28 80 20 74 12C64 34 34 36 22 22C8 42 -28 40 -38 22C-54 38 -88 34 -92 16C-96 24 -104 26 -112 22Z"


def mega_mendung(c: Canvas, ground: str, deep: str, size: int = 260) -> str:
    """The layered rain clouds of Cirebon, from deep colour at the rim to white in the heart."""
    steps = (1.0, 0.83, 0.66, 0.49, 0.33, 0.17)

    def cloud(x: float, y: float, scale: float, flip: int) -> str:
        layers = element("path", "#ffffff", d=CLOUD, transform="scale(1.07 1.1)")
        for i, step in enumerate(steps):
            layers += element(
                "path",
                mix(deep, "#ffffff", (i / (len(steps) - 1)) ** 0.8),
                d=CLOUD,
                transform=f"scale({step:g} {step:g})",
            )
        return f'<g transform="translate({x:g} {y:g}) scale({scale * flip:g} {scale:g})">{layers}</g>'

    s, h = size, size * 0.74
    content = element("rect", ground, w=s, height=h) + cloud(s * 0.5, h * 0.32, 1.05, 1)
    for x, flip in ((0, -1), (s, -1)):
        content += cloud(x, h * 0.82, 0.88, flip)
    return c.tile(s, h, content)


def truntum(c: Canvas, ground: str, star: str, size: int = 44) -> str:
    """Small stars of eight rays scattered over the ground."""

    def rays(x: float, y: float, r: float) -> str:
        d = "".join(f"M{x + dx * r * 0.25} {y + dy * r * 0.25}L{x + dx * r} {y + dy * r}" for dx, dy in _EIGHT)
        return element("path", None, d=d, stroke=star, width=2.4, cap="round") + element(
            "circle", star, cx=x, cy=y, r=2.2
        )

    half = size / 2
    dots = "".join(
        element("circle", star, cx=x, cy=y, r=1.4)
        for x, y in ((half, 4), (4, half), (size - 4, half), (half, size - 4))
    )
    return c.tile(
        size,
        size,
        element("rect", ground, w=size, height=size)
        + rays(half / 2, half / 2, 9)
        + rays(half * 1.5, half * 1.5, 9)
        + dots,
    )


_EIGHT = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))


def checks(c: Canvas, ground: str, band: str, thread: str, size: int = 84, transform: str = "") -> str:
    """The checks of a woven sarong: broad bands that darken where they cross, thin bright threads."""
    s = size
    content = element("rect", ground, w=s, height=s)
    for across in (False, True):
        for at, breadth, colour, opacity in (
            (0.1, 0.34, band, 0.6),
            (0.2, 0.03, thread, 0.9),
            (0.31, 0.03, thread, 0.9),
            (0.7, 0.06, light(ground, 0.7), 0.7),
        ):
            box = (
                {"y": at * s, "w": s, "height": breadth * s} if across else {"x": at * s, "w": breadth * s, "height": s}
            )
            content += element("rect", colour, **box, opacity=opacity)
    return c.tile(s, s, content, transform)


def weave(c: Canvas, colour: str, size: int = 28, transform: str = "", *, contrast: float = 0.3) -> str:
    """Plaited strips that go over and under each other."""
    s, h = size, size / 2
    across = c.blend(
        (0, dark(colour, contrast)), (0.4, light(colour, contrast)), (1, dark(colour, contrast * 0.8)), y2=0
    )
    upright = c.blend(
        (0, dark(colour, contrast)), (0.4, light(colour, contrast * 0.6)), (1, dark(colour, contrast)), x2=0
    )
    content = element("rect", dark(colour, 0.55), w=s, height=s)
    for x, y in ((0, 0), (h, h)):
        content += element("rect", across, x=x, y=y + 1, w=h, height=h - 2, rx=3)
    for x, y in ((h, 0), (0, h)):
        content += element("rect", upright, x=x + 1, y=y, w=h - 2, height=h, rx=3)
    return c.tile(s, s, content, transform)


def rattan(c: Canvas, colour: str, size: int = 36, transform: str = "") -> str:
    """Round canes woven in rows around upright stakes: each row swells between two stakes."""
    s, h = size, size * 0.66
    cane = c.down(light(colour, 0.4), dark(colour, 0.35))
    content = element("rect", dark(colour, 0.6), w=s, height=h)
    for x, y in ((0, h * 0.25), (s / 2, h * 0.75), (-s, h * 0.25), (-s / 2, h * 0.75), (s, h * 0.25)):
        content += element("ellipse", cane, cx=x + s / 2, cy=y, rx=s * 0.52, ry=h * 0.25)
    return c.tile(s, h, content, transform)
