"""`niaga worker`."""

from __future__ import annotations

import asyncio
import signal

import click

from niaga.cli.options import read_settings, run_async, shop_options, spoken


@click.command(name="worker")
@shop_options
@spoken
def command(data: str | None, database: str | None) -> None:
    """Carry events to their subscribers and run timers, until SIGTERM. Any number may run beside the servers.

    \b
    Example:
      niaga serve --relay off --database postgresql://… &
      niaga worker --database postgresql://…
    """
    from niaga.platform.logging import configure_logging

    settings = read_settings(data=data, database=database)
    configure_logging(settings.log_level)

    async def work() -> None:
        from niaga.app import make_shop, prepare_schema, start_duties
        from niaga.cli.production import refuse_unfit

        shop = make_shop(settings)
        await shop.database.open()
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        try:
            await prepare_schema(shop.database)
            await refuse_unfit(settings, shop.database)
            click.echo("worker: carrying events and timers")
            await asyncio.gather(shop.relay.run(stopping), *await start_duties(shop, stopping))
        finally:
            await shop.database.close()
            await asyncio.to_thread(shop.database.tracer.close)

    run_async(work)
