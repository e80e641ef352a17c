"""`niaga openapi`."""

from __future__ import annotations

import click

from niaga.cli.options import read_settings, shop_options, spoken


@click.command(name="openapi")
@shop_options
@spoken
def command(data: str | None, database: str | None) -> None:
    """Print the OpenAPI 3.1 document on standard output.

    \b
    Example:
      niaga openapi > openapi.json
    """
    from niaga.app import openapi_json

    click.echo(openapi_json(read_settings(data=data, database=database, env="development")))
