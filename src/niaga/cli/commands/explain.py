"""`niaga explain`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.command(name="explain")
@click.argument("number")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@shop_options
@spoken
def command(number: str, language: str, data: str | None, database: str | None) -> None:
    """Explain every rupiah of the order NUMBER, step by step.

    \b
    Example:
      niaga explain NG-2026-000123 --language en
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.cli.explain import explain

        async with open_database(settings) as opened:
            click.echo(await explain(opened, number, language))

    run_async(work)
