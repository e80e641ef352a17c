"""Bar charts as SVG, drawn here. A bar is a median; the whisker goes from the least to the most of the rounds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figures import Spread

WIDTH = 720
_ROW = 30
_LABEL = 230
_TOP = 52
_NUMBER = 110
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.t{font-weight:600;font-size:15px}.n{fill:#555}"
    ".a{fill:#1b7f79}.b{fill:#b9c4c9}line{stroke:#222;stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.n{fill:#aaa}line{stroke:#eee}.b{fill:#5c6a70}}"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; those that are not ours are grey."""

    label: str
    value: Spread
    ours: bool = True


def bar_chart(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """The whole SVG."""
    height = _TOP + _ROW * len(bars) + 12
    longest = max((bar.value.most for bar in bars), default=1.0) or 1.0
    scale = (WIDTH - _LABEL - _NUMBER) / longest
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
        f"<style>{_STYLE}</style>",
        f'<text class="t" x="8" y="22">{escape(title)}</text><text class="n" x="8" y="40">{escape(unit)}</text>',
    ]
    for place, bar in enumerate(bars):
        lines.append(_bar(bar, _TOP + _ROW * place, scale))
    return "\n".join([*lines, "</svg>", ""])


def _bar(bar: Bar, top: int, scale: float) -> str:
    value, middle = bar.value, top + 11
    ends = _LABEL + value.least * scale, _LABEL + value.most * scale
    whisker = f'<line x1="{ends[0]:.1f}" y1="{middle}" x2="{ends[1]:.1f}" y2="{middle}"/>' if value.count > 1 else ""
    return (
        f'<text x="{_LABEL - 8}" y="{top + 16}" text-anchor="end">{escape(bar.label)}</text>'
        f'<rect class="{"a" if bar.ours else "b"}" x="{_LABEL}" y="{top}" width="{value.median * scale:.1f}" height="22"/>'
        f'{whisker}<text x="{ends[1] + 8:.1f}" y="{top + 16}">{number(value.median)}</text>'
    )


def number(value: float) -> str:
    """Three digits that matter, thousands apart."""
    if abs(value) >= 100:  # noqa: PLR2004
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"  # noqa: PLR2004
