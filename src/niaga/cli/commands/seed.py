"""`niaga seed`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken
from niaga.cli.progress import progress_line


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
                progress=progress_line("variants"),
            )
            click.echo(
                f"made {report.products:,} products, left {report.skipped:,} that were there; {report.tariffs:,} tariffs"
            )

    run_async(work)
