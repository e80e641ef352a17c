"""`niaga schema`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.command(name="schema")
@shop_options
@spoken
def command(data: str | None, database: str | None) -> None:
    """Print the tables as they stand in the database: columns, keys, checks.

    \b
    Example:
      niaga schema
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.cli.tables import describe_tables

        async with open_database(settings) as opened:
            for line in await opened.run_sync(describe_tables):
                click.echo(line)

    run_async(work)
