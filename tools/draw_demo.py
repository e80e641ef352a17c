"""Draws the pictures of the demo shop: `python tools/draw_demo.py [SLUG …]` writes them beside its catalogue.

The SVG files are committed; this script is how they came about and how to change one.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/niaga/cli/demo/pictures"
# Module of `demo_pictures` -> wall and table behind everything in that category.
BACKDROPS = {
    "coffee_tea": ("#eddcc4", "#c9a77c"),
    "clothing": ("#dfe5ea", "#b6c2cc"),
    "kitchen": ("#e2e8d8", "#b9c5a5"),
    "weaving": ("#d9e8e5", "#a9c3be"),
    "snacks": ("#f8e9c2", "#e3c27c"),
    "spices": ("#f6ddcf", "#dfae93"),
    "body_care": ("#dcebe2", "#aacbb9"),
    "bags": ("#f2dfdc", "#d6aca7"),
    "toys": ("#dbe9f4", "#a5c5de"),
    "garden": ("#eaeed9", "#c3cc9a"),
}


def main(wanted: list[str]) -> None:
    """Writes the pictures named, or all of them."""
    from demo_pictures.canvas import Canvas  # noqa: PLC0415

    TARGET.mkdir(exist_ok=True)
    for module, (wall, table) in BACKDROPS.items():
        for slug, draw in importlib.import_module(f"demo_pictures.{module}").PICTURES.items():
            if wanted and slug not in wanted:
                continue
            canvas = Canvas(wall, table, plain=getattr(draw, "hangs", False))
            draw(canvas)
            (TARGET / f"{slug}.svg").write_text(canvas.svg(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
