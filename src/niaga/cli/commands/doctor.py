"""`niaga doctor`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.command(name="doctor")
@shop_options
@spoken
def command(data: str | None, database: str | None) -> None:
    """Check every invariant with SQL of its own and name each violation; exit 1 when there is one.

    \b
    Example:
      niaga doctor --database postgresql://niaga@localhost/shop
    """
    settings = read_settings(data=data, database=database)

    async def work() -> bool:
        from niaga.cli.doctor import doctor_report

        async with open_database(settings) as opened:
            report = await doctor_report(opened)
            click.echo(report.text())
            return report.healthy

    if not run_async(work):
        raise SystemExit(1)
