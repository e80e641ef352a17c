"""What must not run as a real shop is refused, by servers and workers alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from niaga.platform.database import Database
    from niaga.platform.settings import Settings


async def refuse_unfit(settings: Settings, database: Database) -> None:
    """Say each reason why this must not run in production, and exit 1 when there is one."""
    from niaga.cli.demo.seeding import has_demo_data
    from niaga.platform.settings import production_problems

    if settings.development:
        return
    demo_data = await database.read(has_demo_data)
    problems = production_problems(settings, database.vault.keyring, demo_data=demo_data)
    for problem in problems:
        click.echo(f"niaga: {problem}", err=True)
    if problems:
        raise SystemExit(1)
