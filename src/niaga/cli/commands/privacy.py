"""`niaga privacy`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken

if TYPE_CHECKING:
    from niaga.accounts.public import Customer
    from niaga.platform.database import Reader


@click.group(name="privacy")
def command() -> None:
    """What the law on personal data asks for: export, erasure, requests, notices of a breach (docs/privacy.md)."""


@command.command(name="export")
@click.argument("who")
@click.option("--html", is_flag=True, help="A page to read instead of JSON.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@shop_options
@spoken
def export(who: str, html: bool, language: str, data: str | None, database: str | None) -> None:
    """Print everything that is kept about WHO: `cus_…`, an e-mail address or a phone number.

    \b
    Example:
      niaga privacy export sari@example.com > sari.json
      niaga privacy export cus_01… --html > sari.html
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        import msgspec

        from niaga.platform.language import Language
        from niaga.privacy.public import export_person, readable
        from niaga.shop.public import read_settings as read_shop

        async with open_database(settings) as opened:
            found = await opened.read(lambda db: export_person(db, _find(db, who).id, language=language))
            if not html:
                click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
                return
            shop = await opened.read(read_shop)
            click.echo(readable(found, shop=shop.name, language=Language(language)))

    run_async(work)


@command.command(name="erase")
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
@shop_options
@spoken
def erase(who: str, yes: bool, data: str | None, database: str | None) -> None:
    """Erase the account of WHO and everything that names its owner; orders stay as documents of a sale.

    \b
    Example:
      niaga privacy erase sari@example.com
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        from niaga.platform.audit import Actor, ActorKind
        from niaga.privacy.public import erase_person

        async with open_database(settings) as opened:
            found = await opened.read(lambda db: _find(db, who))
            if not yes:
                click.confirm(f"Erase cus_{found.id} for good?", abort=True, err=True)
            await opened.write(lambda tx: erase_person(tx, Actor(ActorKind.SYSTEM), found.id))
            click.echo(f"cus_{found.id} is erased")

    run_async(work)


@command.command(name="requests")
@click.option("--all", "ended_too", is_flag=True, help="Those that were answered as well.")
@shop_options
@spoken
def requests(ended_too: bool, data: str | None, database: str | None) -> None:
    """List requests about personal data, each with its term of 72 hours. Exit 1 when one is late.

    \b
    Example:
      niaga privacy requests
    """
    settings = read_settings(data=data, database=database)

    async def work() -> int:
        from niaga.privacy.public import RequestStatus, is_overdue, list_requests

        late = 0
        async with open_database(settings) as opened:
            status = None if ended_too else RequestStatus.OPEN
            page = await opened.read(lambda db: list_requests(db, status, limit=100, cursor=None))
            for one in page.items:
                overdue = is_overdue(one, opened.clock.now())
                late += overdue
                whose = f"cus_{one.customer_id}" if one.customer_id else "no account"
                click.echo(
                    f"prq_{one.id}  {one.kind:<13} {one.status:<8} due {one.due_at:%Y-%m-%d %H:%M} UTC"
                    f"  {whose}{'  LATE' if overdue else ''}"
                )
        if not page.items:
            click.echo("no requests")
        return late

    if run_async(work):
        raise SystemExit(1)


@command.command(name="notice")
@click.argument("breach")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the terminal.")
@shop_options
@spoken
def notice(breach: str, language: str, output: Path | None, data: str | None, database: str | None) -> None:
    """Print the notice of BREACH (`brc_…`) with everything that the law wants it to say.

    \b
    Example:
      niaga privacy notice brc_01… --output pemberitahuan.txt
    """
    settings = read_settings(data=data, database=database)

    async def work() -> str:
        from niaga.platform.language import Language
        from niaga.privacy.public import breach_notice, get_breach
        from niaga.shop.public import read_settings as read_shop

        async with open_database(settings) as opened:
            entry = await opened.read(lambda db: get_breach(db, breach.removeprefix("brc_")))
            shop = await opened.read(read_shop)
            contact = shop.contact.email or shop.contact.phone or shop.contact.whatsapp or settings.public_url
            return breach_notice(entry, shop=shop.name, contact=contact, zone=shop.zone, language=Language(language))

    text = run_async(work)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output} is written")


def _find(db: Reader, who: str) -> Customer:
    from niaga.accounts.public import find_customer, find_customer_at, target_of
    from niaga.foundation.errors import NotFound

    if who.startswith("cus_"):
        found = find_customer(db, who.removeprefix("cus_"))
    else:
        is_mail = "@" in who
        found = find_customer_at(db, target_of(who if is_mail else None, None if is_mail else who))
    if found is None:
        raise NotFound("customer", who)
    return found
