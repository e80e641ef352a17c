"""`niaga migrate`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.command(name="migrate")
@shop_options
@spoken
def command(data: str | None, database: str | None) -> None:
    """Create or upgrade the schema. Safe to run twice, and from two places at once.

    \b
    Example:
      niaga migrate --database postgresql://niaga@localhost/shop
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.platform.database.migrations import migrate, schema_state

        async with open_database(settings, migrated=False) as opened:
            before = (await schema_state(opened)).present
            done = await migrate(opened)
            state = await schema_state(opened)
            click.echo(f"schema {before or 'none'} → {state.present}" if done else f"schema {state.present} is current")

    run_async(work)
