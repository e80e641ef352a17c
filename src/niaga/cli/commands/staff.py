"""`niaga staff`."""

from __future__ import annotations

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken


@click.group(name="staff")
def command() -> None:
    """People who work in the shop, and their API keys."""


@command.command(name="create")
@click.argument("email")
@click.option("--role", required=True, help="owner, manager, warehouse, finance, support, or a role of the shop's own.")
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


@command.command(name="list")
@shop_options
@spoken
def list_everybody(data: str | None, database: str | None) -> None:
    """Print who works in the shop: address, role, whether they can come in, and since when.

    \b
    Example:
      niaga staff list
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.accounts.public import list_staff

        async with open_database(settings) as opened:
            cursor = None
            while True:
                page = await opened.read(lambda db, at=cursor: list_staff(db, limit=100, cursor=at))  # type: ignore[misc]
                for person in page.items:
                    since = person.created_at.date().isoformat()
                    click.echo(f"{person.email}\t{person.role}\t{person.status.value}\t{since}")
                cursor = page.next_cursor
                if cursor is None:
                    return

    run_async(work)


@command.command(name="disable")
@click.argument("email")
@shop_options
@spoken
def disable(email: str, data: str | None, database: str | None) -> None:
    """Switch EMAIL off: password, keys and sign-ins open nothing any more. The last owner stays.

    \b
    Example:
      niaga staff disable agus@example.com
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.accounts.public import disable_staff_at

        async with open_database(settings) as opened:
            await opened.write(lambda tx: disable_staff_at(tx, email))
            click.echo(f"{email} is switched off.", err=True)

    run_async(work)
