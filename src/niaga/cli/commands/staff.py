"""`niaga staff`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.group(name="staff")
def command() -> None:
    """People who work in the shop, and their API keys."""


@command.command(name="create")
@click.argument("email")
@click.option("--role", required=True, help="owner or staff.")
@click.option("--revoke-others", is_flag=True, help="Switch off every earlier key of this person.")
@shop_options
@spoken
def create(email: str, role: str, revoke_others: bool, data: str | None, database: str | None) -> None:
    """Print a new API key for EMAIL, once; only its hash is kept.

    \b
    Example:
      niaga staff create wati@example.com --role owner
      niaga staff create wati@example.com --role owner --revoke-others   (after a lost key)
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.accounts.public import create_staff

        async with open_database(settings) as opened:
            person, key = await opened.write(lambda tx: create_staff(tx, email, role, revoke_others=revoke_others))
            click.echo(f"{person.email} ({person.role}); this key is shown once:", err=True)
            click.echo(key)

    run_async(work)
