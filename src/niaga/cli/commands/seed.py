"""`niaga seed`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group(name="seed")
def command() -> None:
    """Fill a shop: `seed demo` to try it out, `seed load` to measure it."""


@command.command(name="demo")
@shop_options
@spoken
def demo(data: str | None, database: str | None) -> None:
    """An Indonesian demo shop: products with pictures, sample tariffs, orders in every state.

    \b
    Example:
      niaga seed demo --data ./data
    """
    settings = read_settings(data=data, database=database, env="development")

    async def work() -> None:
        from niaga.cli.demo.seeding import seed_demo

        async with open_database(settings) as opened:
            seeded = await seed_demo(opened, settings, say=click.echo)
            click.echo(f"staff key: {seeded.key}")

    run_async(work)


@command.command(name="load")
@click.option("--products", type=click.IntRange(1, 1_000_000), default=1000, show_default=True)
@click.option("--variants", type=click.IntRange(1, 100), default=3, show_default=True, help="Variants of each product.")
@click.option(
    "--stock", type=click.IntRange(0, 10**9), default=1_000_000, show_default=True, help="Pieces of each variant."
)
@shop_options
@spoken
def load(products: int, variants: int, stock: int, data: str | None, database: str | None) -> None:
    """A large catalogue to measure with, tariffs to every regency, and the settings that checkout needs.

    Transfer codes are off in it: a load test would use them up.

    \b
    Example:
      niaga seed load --products 33334 --variants 3 --stock 1000000
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.cli.load import load_catalogue
        from niaga.regions.public import Regions

        async with open_database(settings) as opened:
            report = await load_catalogue(
                opened,
                products=products,
                variants=variants,
                stock=stock,
                regions=Regions(),
                media=settings.data_dir / "media",
                progress=_progress("variants"),
            )
            click.echo(
                f"made {report.products:,} products, left {report.skipped:,} that were there; {report.tariffs:,} tariffs"
            )

    run_async(work)


def _progress(what: str) -> Callable[[int, int], None]:
    """A line that moves on a terminal, plain lines at every tenth elsewhere."""
    shown = [-1]

    def show(done: int, total: int) -> None:
        tenths = 10 * done // max(total, 1)
        if sys.stderr.isatty():
            click.echo(f"\r{what}: {done:,} of {total:,}\x1b[K", nl=done >= total, err=True)
        elif shown[0] != tenths:
            click.echo(f"{what}: {done:,} of {total:,}", err=True)
        shown[0] = tenths

    return show
