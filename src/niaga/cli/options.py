"""What commands share: the options every one of them takes, settings read once, errors said in one line."""

from __future__ import annotations

import asyncio
import functools
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from niaga.platform.database import Database
    from niaga.platform.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")


def shop_options(command: Callable[P, R]) -> Callable[P, R]:
    """`--data` and `--database`."""
    where = click.option("--data", metavar="DIR", help="Where the shop keeps its files [default: ./data].")
    database = click.option(
        "--database", metavar="URL", help="sqlite:///path, postgresql://… or mariadb://… [default: shop.db in --data]."
    )
    return where(database(command))


def read_settings(**flags: Any) -> Settings:
    """The settings, or one line a problem and exit 2."""
    from niaga.platform.settings import BadSettings, load_settings

    try:
        return load_settings(flags, os.environ, Path.cwd())
    except BadSettings as error:
        for problem in error.problems:
            click.echo(f"niaga: {problem}", err=True)
        raise SystemExit(2) from error


def spoken(command: Callable[P, R]) -> Callable[P, R]:
    """Say expected trouble in one line and exit 1; let bugs show their traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from sqlalchemy.exc import DBAPIError

        from niaga.foundation.errors import NiagaError
        from niaga.platform.crypto import KeysUnusable
        from niaga.platform.database.connections import UnfitServer
        from niaga.platform.database.migrations import StaleSchema

        try:
            return command(*args, **kwargs)
        except (NiagaError, KeysUnusable, UnfitServer, StaleSchema) as error:
            click.echo(f"niaga: {error}", err=True)
            for problem in error.problems() if isinstance(error, NiagaError) else []:
                click.echo(f"  {problem.path}: {problem.message.format(**problem.facts)}", err=True)
            raise SystemExit(1) from error
        except DBAPIError as error:
            # Without a statement it is the way in that failed: a wrong password, a database that is not there.
            if error.statement is not None:
                raise
            reason = " ".join(str(error.orig).split())
            click.echo(f"niaga: the database cannot be opened: {reason}", err=True)
            raise SystemExit(1) from error

    return run


def run_async(work: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Run an asynchronous command."""
    return asyncio.run(work())


@asynccontextmanager
async def open_database(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The shop's database, its schema brought up to date on SQLite and checked elsewhere."""
    from niaga.app import make_database, prepare_schema

    database = make_database(settings)
    await database.open()
    try:
        if migrated:
            await prepare_schema(database)
        yield database
    finally:
        await database.close()
