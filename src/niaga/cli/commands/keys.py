"""`niaga keys`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.platform.crypto import KeyFile, Keyring
    from niaga.platform.database import Database
    from niaga.platform.rotation import Renewal, Use
    from niaga.platform.settings import Settings

# Every process looks at the key file once a second.
_UNTIL_KNOWN_SECONDS = 2.0
_FROM_A_VARIABLE = """\
These keys come from NIAGA_KEYS, which nothing here can change. The line above is a new key. Keep it, and
  1. put it LAST in NIAGA_KEYS (separated by a comma) and restart every process,
  2. put it FIRST and restart every process: from then on everything is sealed with it,
  3. niaga keys rotate, and when nothing needs the old key any more: niaga keys retire OLD."""
_AFTER_RETIRING = """\
What it signed opens nothing from now on: links in letters, access tokens of orders, shipping options, open forms.
Keep the key itself, apart from this machine, for as long as you keep backups from before the rotation."""


@click.group(name="keys")
def command() -> None:
    """The keys that personal data is sealed with: list, add, rotate, retire (docs/keys.md)."""


@command.command(name="list")
@shop_options
@spoken
def list_keys(data: str | None, database: str | None) -> None:
    """Print the key ids, which is primary, and how many rows still need each key, table by table.

    \b
    Example:
      niaga keys list
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        async with open_database(settings) as opened:
            for line in _use_table(opened.vault.keyring, await _uses(opened)):
                click.echo(line)

    run_async(work)


@command.command(name="add")
@shop_options
@spoken
def add(data: str | None, database: str | None) -> None:
    """Make a new key and have everything sealed with it from now on; servers learn of it by themselves.

    It is written behind the other keys first, so that every process can open what it seals, and put in front two
    seconds later.

    \b
    Example:
      niaga keys add
    """
    from niaga.platform.crypto import new_key_entry
    from niaga.platform.settings import load_keyring

    settings = read_settings(data=data, database=database)
    load_keyring(settings)
    entry = new_key_entry()
    kid, file = entry.partition(":")[0], _key_file(settings)
    if file is None:
        click.echo(entry)
        click.echo(_FROM_A_VARIABLE, err=True)
        return

    async def work() -> None:
        file.append(entry)
        click.echo(f"{kid} is in {file.path}; in {_UNTIL_KNOWN_SECONDS:.0f} seconds every process knows it ...")
        await asyncio.sleep(_UNTIL_KNOWN_SECONDS)
        file.promote(kid)
        click.echo(f"{kid} is the primary key: everything is sealed with it from now on. Next: niaga keys rotate")

    run_async(work)


@command.command(name="rotate")
@shop_options
@spoken
def rotate(data: str | None, database: str | None) -> None:
    """Seal everything again with the primary key, while the shop serves; make missing search tokens too.

    It may be stopped at any moment and run again. Exit 1 when something could not be renewed.

    \b
    Example:
      niaga keys rotate --database postgresql://niaga@localhost/shop
    """
    settings = read_settings(data=data, database=database)

    async def work() -> bool:
        from niaga.app import SEARCHABLES
        from niaga.cli.bars import Bars
        from niaga.platform.rotation import renew_all, sealed_tables

        async with open_database(settings) as opened:
            bars = Bars()
            try:
                renewal = await renew_all(opened, sealed_tables(), SEARCHABLES, bars.show)
            finally:
                bars.close()
            for line in _told(renewal):
                click.echo(line)
            return renewal.complete

    if not run_async(work):
        raise SystemExit(1)


@command.command(name="retire")
@click.argument("kid")
@shop_options
@spoken
def retire(kid: str, data: str | None, database: str | None) -> None:
    """Take the key KID out of the ring. Refused while it is primary or any row still needs it.

    \b
    Example:
      niaga keys retire k1
    """
    settings = read_settings(data=data, database=database)

    async def work() -> None:
        async with open_database(settings) as opened:
            _check_may_go(opened.vault.keyring, kid)
            await _check_unused(opened, kid)
            file = _key_file(settings)
            if file is None:
                click.echo(f"nothing needs {kid}: take it out of NIAGA_KEYS and restart every process")
            else:
                await _withdraw(opened, file, kid)
                click.echo(f"{kid} is out of {file.path}")
            click.echo(_AFTER_RETIRING)

    run_async(work)


def _key_file(settings: Settings) -> KeyFile | None:
    from niaga.platform.crypto import KeyFile
    from niaga.platform.settings import keys_path

    path = keys_path(settings)
    return None if path is None else KeyFile(path)


async def _uses(database: Database) -> list[Use]:
    from niaga.platform.rotation import count_uses, sealed_tables

    tables = sealed_tables()
    return await database.read(lambda db: count_uses(db, tables))


def _check_may_go(keyring: Keyring, kid: str) -> None:
    if keyring.key(kid) is None:
        _refuse(f"there is no key {kid!r}; there are {', '.join(keyring.ids())}")
    if kid == keyring.primary:
        _refuse(f"{kid} is the primary key: everything is sealed with it. First: niaga keys add, niaga keys rotate")


async def _check_unused(database: Database, kid: str) -> None:
    needed = [use for use in await _uses(database) if use.rows.get(kid)]
    if needed:
        places = ", ".join(f"{use.rows[kid]:,} of {use.place}" for use in needed)
        _refuse(f"{kid} is still needed by {places}. First: niaga keys rotate")


async def _withdraw(database: Database, file: KeyFile, kid: str) -> None:
    """Take it out, look again when every process knows, and put it back if somebody used it in the meantime."""
    entry = file.remove(kid)
    await asyncio.sleep(_UNTIL_KNOWN_SECONDS)
    try:
        await _check_unused(database, kid)
    except SystemExit:
        file.append(entry)
        raise


def _refuse(reason: str) -> None:
    click.echo(f"niaga: {reason}", err=True)
    raise SystemExit(1)


def _use_table(keyring: Keyring, uses: Iterable[Use]) -> list[str]:
    from niaga.platform.rotation import STRANGE

    shown = [use for use in uses if use.rows]
    strange = any(STRANGE in use.rows for use in shown)
    kids = [*keyring.ids(), *([STRANGE] if strange else [])]
    heads = [f"{kid} (primary)" if kid == keyring.primary else kid for kid in kids]
    wide = max([len("rows of"), *(len(use.place) for use in shown)])
    lines = ["  ".join([f"{'rows of':<{wide}}", *(f"{head:>{max(len(head), 12)}}" for head in heads)])]
    for use in shown:
        counts = [f"{use.rows.get(kid, 0):>{max(len(head), 12)},}" for kid, head in zip(kids, heads, strict=True)]
        lines.append("  ".join([f"{use.place:<{wide}}", *counts]))
    if strange:
        lines.append(f"{STRANGE}: sealed with a key that is not in the ring, or altered; niaga doctor names the rows")
    return lines


def _told(renewal: Renewal) -> list[str]:
    lines = [f"{place}: {rows:,} renewed" for place, rows in renewal.renewed.items() if rows]
    lines += [f"NOT RENEWED {fault}" for fault in renewal.faults]
    if renewal.left:
        lines.append(f"{renewal.left:,} rows were changed again and again meanwhile: run it once more")
    return lines or ["nothing to renew"]
