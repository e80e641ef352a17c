"""`niaga serve`."""

from __future__ import annotations

import functools
import multiprocessing
from typing import TYPE_CHECKING

import click

from niaga.cli.importing import imported_to_stay
from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken

if TYPE_CHECKING:
    from niaga.platform.settings import Settings


@click.command(name="serve")
@click.option("--host", help="The address to listen on [default: 127.0.0.1].")
@click.option("--port", type=int, help="The port to listen on [default: 8000].")
@click.option("--workers", type=int, help="Processes; more than one needs PostgreSQL or MariaDB [default: 1].")
@click.option("--relay", type=click.Choice(["on", "off"]), help="Carry events and timers in this server [default: on].")
@click.option("--demo", is_flag=True, default=None, help="Development: a demo shop, /dev/mailbox and /dev/clock.")
@shop_options
@spoken
def command(
    host: str | None,
    port: int | None,
    workers: int | None,
    relay: str | None,
    demo: bool | None,
    data: str | None,
    database: str | None,
) -> None:
    """Serve the shop. On SQLite the schema is made by itself; elsewhere run `niaga migrate` first.

    \b
    Example:
      niaga serve --demo
    """
    settings = read_settings(
        host=host, port=port, workers=workers, relay=relay, demo=demo, data=data, database=database
    )
    _serve(settings)


def _serve(settings: Settings) -> None:
    with imported_to_stay():
        from niaga.app import make_application
        from niaga.platform.logging import configure_logging
        from niaga.web.server import serve_application

    configure_logging(settings.log_level)
    run_async(functools.partial(_prepare, settings))
    multiprocessing.set_start_method("spawn", force=True)
    if not serve_application(functools.partial(make_application, settings), settings):
        click.echo(f"niaga: {settings.host}:{settings.port} could not be served; is another program there?", err=True)
        raise SystemExit(1)


async def _prepare(settings: Settings) -> None:
    """Refuse what must not run, fill the demo shop when it is empty, and say where everything is."""
    from niaga.cli.demo.seeding import demo_key, has_demo_data, seed_demo
    from niaga.cli.production import refuse_unfit

    async with open_database(settings) as database:
        await refuse_unfit(settings, database)
        if settings.smtp_url is None and not settings.development:
            click.echo("niaga: NIAGA_SMTP_URL is not set; buyers and owner will get no mail", err=True)
        key = None
        if settings.demo and not await database.read(has_demo_data):
            key = (await seed_demo(database, settings, say=click.echo)).key
        elif settings.demo:
            key = demo_key(settings)
    _welcome(settings, key)


def _welcome(settings: Settings, key: str | None) -> None:
    base = settings.public_url.rstrip("/")
    lines = [("shop", f"{base}/"), ("API", f"{base}/store/v1/products"), ("docs", f"{base}/docs")]
    if settings.development:
        lines += [("mailbox", f"{base}/dev/mailbox"), ("clock", f"{base}/dev/clock")]
    if key:
        lines.append(("staff key", key))
    for label, text in lines:
        click.echo(f"  {label:<10} {text}")
