"""A small SVG canvas: shapes, gradients and patterns, written as compact markup with short ids.

The house style lives here: a soft wall and table, light from the top left, shadows that fall to the right.
"""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Point = tuple[float, float]


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it; both are `#rrggbb`."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def light(colour: str, share: float = 0.25) -> str:
    """The colour in the light: warmer and paler."""
    return mix(colour, "#fffaf0", share)


def dark(colour: str, share: float = 0.25) -> str:
    """The colour in the shade: towards a warm brown-black, never grey."""
    return mix(colour, "#2a1a14", share)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """A path through the points without corners (Catmull-Rom written as cubic curves)."""
    count = len(points)
    at: Callable[[int], Point] = lambda i: points[i % count] if closed else points[max(0, min(count - 1, i))]  # noqa: E731
    steps = [f"M{points[0][0]:.0f} {points[0][1]:.0f}C"]
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(i - 1), at(i), at(i + 1), at(i + 2)
        steps.append(
            f"{bx + (cx - ax) / 6:.0f} {by + (cy - ay) / 6:.0f} {cx - (dx - bx) / 6:.0f} {cy - (dy - by) / 6:.0f} {cx:.0f} {cy:.0f} "
        )
    return "".join(steps).strip() + ("Z" if closed else "")


def polar(cx: float, cy: float, radius: float, degrees: float, squash: float = 1.0) -> Point:
    """The point at that angle (0 = right, clockwise), on a circle or on one squashed in height."""
    angle = math.radians(degrees)
    return cx + radius * math.cos(angle), cy + radius * squash * math.sin(angle)


class Canvas:
    """Collects shapes; `svg()` gives the finished picture."""

    def __init__(self, wall: str, table: str, *, horizon: int = 590, plain: bool = False) -> None:
        self._defs: list[str] = []
        self._ids: dict[str, str] = {}
        self._body: list[str] = []
        self.wall = wall
        self.rect(0, 0, 800, 800, self.down(light(wall, 0.55), wall))
        if not plain:
            self.rect(0, horizon, 800, 800 - horizon, self.down(light(table, 0.12), dark(table, 0.08)))
            self.rect(0, horizon, 800, 3, light(table, 0.4), opacity=0.7)
        self.circle(360, 330, 330, self.glow("#ffffff", 0.75))

    def svg(self) -> str:
        """The picture as one line of markup."""
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        body = "".join(self._body)
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="0 0 800 800">{defs}{body}</svg>\n'

    # Paints ------------------------------------------------------------------------------------------------------

    def define(self, markup: str) -> str:
        """Puts markup with a place for `{id}` among the definitions, once, and answers `url(#…)`."""
        if markup not in self._ids:
            number, name = len(self._ids), ""
            while number >= 0:
                name, number = chr(97 + number % 26) + name, number // 26 - 1
            self._ids[markup] = name
            self._defs.append(_compact(markup.replace("{id}", name)))
        return f"url(#{self._ids[markup]})"

    def blend(self, *stops: tuple[float, str], x2: float = 1, y2: float = 1, x1: float = 0, y1: float = 0) -> str:
        """A straight gradient across a shape's box."""
        inner = "".join(f'<stop offset="{at:g}" stop-color="{colour}"/>' for at, colour in stops)
        return self.define(
            f'<linearGradient id="{{id}}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}">{inner}</linearGradient>'
        )

    def down(self, top: str, bottom: str) -> str:
        """From top to bottom."""
        return self.blend((0, top), (1, bottom), x2=0)

    def body(self, colour: str, depth: float = 0.25) -> str:
        """A flat or softly bent thing: lit at the top left."""
        return self.blend((0, light(colour, depth)), (0.5, colour), (1, dark(colour, depth)))

    def tube(self, colour: str, depth: float = 0.3) -> str:
        """An upright cylinder."""
        return self.blend(
            (0, dark(colour, depth * 0.5)), (0.28, light(colour, depth)), (0.6, colour), (1, dark(colour, depth)), y2=0
        )

    def ball(self, colour: str, depth: float = 0.4) -> str:
        """Something round."""
        stops = ((0, light(colour, depth)), (0.55, colour), (1, dark(colour, depth)))
        inner = "".join(f'<stop offset="{at:g}" stop-color="{shade}"/>' for at, shade in stops)
        return self.define(f'<radialGradient id="{{id}}" cx=".36" cy=".3" r=".75">{inner}</radialGradient>')

    def glow(self, colour: str, strength: float = 0.6) -> str:
        """Fades to nothing at the rim: a light, or with a dark colour a shadow."""
        inner = f'<stop stop-color="{colour}" stop-opacity="{strength:g}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
        return self.define(f'<radialGradient id="{{id}}">{inner}</radialGradient>')

    def sheen(self, colour: str = "#ffffff", strength: float = 0.5, *, x2: float = 1, y2: float = 0) -> str:
        """A wash that fades from one side to the other."""
        inner = f'<stop stop-color="{colour}" stop-opacity="{strength:g}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
        return self.define(f'<linearGradient id="{{id}}" x2="{x2:g}" y2="{y2:g}">{inner}</linearGradient>')

    def folds(self, count: int, strength: float = 0.22) -> str:
        """Soft upright folds of hanging cloth, to lay over its pattern."""
        inner = ""
        for i in range(count):
            for at, colour, opacity in (
                (0, "#fff", strength * 0.8),
                (0.45, "#fff", 0),
                (0.55, "#1a0f14", 0),
                (0.95, "#1a0f14", strength),
            ):
                inner += f'<stop offset="{(i + at) / count:.2f}" stop-color="{colour}" stop-opacity="{opacity:g}"/>'
        return self.define(f'<linearGradient id="{{id}}">{inner}</linearGradient>')

    def tile(self, width: float, height: float, content: str, transform: str = "") -> str:
        """A pattern that repeats `content`."""
        turned = f' patternTransform="{transform}"' if transform else ""
        return self.define(
            f'<pattern id="{{id}}" width="{width:g}" height="{height:g}" patternUnits="userSpaceOnUse"{turned}>{content}</pattern>'
        )

    def clip(self, d: str) -> str:
        """A window in the shape of a path."""
        return self.define(f'<clipPath id="{{id}}"><path d="{d}"/></clipPath>')

    # Shapes ------------------------------------------------------------------------------------------------------

    def add(self, tag: str, fill: str | None, **attributes: object) -> None:
        """One element; `stroke`, `width` (of the stroke), `opacity`, `turn` and `dash` are known to all shapes."""
        self._body.append(element(tag, fill, **attributes))

    def path(self, d: str, fill: str | None = None, **attributes: object) -> None:
        """A free shape; without `fill` it is a line."""
        self.add("path", fill, d=d, **attributes)

    def circle(self, cx: float, cy: float, r: float, fill: str | None = None, **attributes: object) -> None:
        """A circle."""
        self.add("circle", fill, cx=cx, cy=cy, r=r, **attributes)

    def ellipse(
        self, cx: float, cy: float, rx: float, ry: float, fill: str | None = None, **attributes: object
    ) -> None:
        """An ellipse."""
        self.add("ellipse", fill, cx=cx, cy=cy, rx=rx, ry=ry, **attributes)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str | None = None, **attributes: object
    ) -> None:
        """A rectangle; `rx` rounds it."""
        self.add("rect", fill, x=x, y=y, w=width, height=height, **attributes)

    def shadow(self, cx: float, cy: float, rx: float, ry: float = 0, strength: float = 0.42) -> None:
        """The shadow on the table, a little to the right of what throws it."""
        self.ellipse(cx + 0.06 * rx, cy, rx, ry or rx * 0.16, self.glow("#2b1a12", strength))

    @contextmanager
    def group(self, transform: str = "", *, clip: str = "", opacity: float = 1) -> Iterator[None]:
        """Shapes inside are moved, turned, clipped or faded together."""
        self._body.append(
            "<g"
            + (f' transform="{_compact(transform)}"' if transform else "")
            + (f' clip-path="{clip}"' if clip else "")
            + (f' opacity="{opacity:g}"' if opacity != 1 else "")
            + ">"
        )
        yield
        self._body.append("</g>")


def element(tag: str, fill: str | None, **attributes: object) -> str:
    """The markup of one shape."""
    parts = [f"<{tag}"]
    if fill != "#000000":
        parts.append(f' fill="{fill or "none"}"')
    names = {
        "width": "stroke-width",
        "w": "width",
        "cap": "stroke-linecap",
        "join": "stroke-linejoin",
        "dash": "stroke-dasharray",
    }
    for name, value in attributes.items():
        if value is None:
            continue
        if name == "turn":
            name, value = "transform", f"rotate({value})"  # noqa: PLW2901
        text = f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        parts.append(f' {names.get(name, name)}="{_compact(text)}"')
    return "".join(parts) + "/>"


def _compact(markup: str) -> str:
    """Numbers with one decimal at most where two would not be seen (opacities keep two)."""
    return re.sub(
        r"(?<![#\w.])(-?\d+)\.(\d)\d+", lambda m: m[0][:4] if m[1] in {"0", "-0", "1"} else f"{m[1]}.{m[2]}", markup
    )
