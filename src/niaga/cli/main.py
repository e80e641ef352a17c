"""The group of commands. Help lines stand here so that `niaga --help` imports none of them."""

from __future__ import annotations

import importlib
from typing import NoReturn

import click

from niaga.cli.importing import imported_to_stay

_COMMANDS = {
    "serve": "Serve the shop over HTTP.",
    "migrate": "Create or upgrade the schema of the database.",
    "seed": "Fill a shop: `seed demo` to try it out, `seed load` to measure it.",
    "staff": "People who work in the shop, and their API keys.",
    "worker": "Carry events and timers alone, beside servers that run with --relay off.",
    "keys": "The keys that personal data is sealed with: list, add, rotate, retire.",
    "doctor": "Check every invariant of the data and name each violation.",
    "audit": "Verify the audit trail, and print the key that others verify it with.",
    "privacy": "Export and erase a person's data, list requests, print the notice of a breach.",
    "explain": "Explain every rupiah of an order.",
    "schema": "Print the tables.",
    "openapi": "Print the OpenAPI document.",
}


class LazyGroup(click.Group):
    """Imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the base class's shape
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the base class's shape
        if cmd_name not in _COMMANDS:
            return None
        with imported_to_stay():
            command = importlib.import_module(f"niaga.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the base class's shape
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="niaga", prog_name="niaga")
def group() -> None:
    """Niaga, the backend of an online shop made for Indonesia first.

    Settings come from flags, then NIAGA_* variables, then niaga.toml, then defaults.

    \b
    Example:
      niaga serve --demo --data ./data
    """


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 refused or a violation found, 2 the call's words are off."""
    group(prog_name="niaga")
    raise SystemExit(0)
