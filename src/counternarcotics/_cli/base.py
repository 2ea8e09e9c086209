"""What all commands share: how they are listed and found, their arguments, options and examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from counternarcotics._errors import unknown
from counternarcotics._package import installed

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for programs.")


class Commands(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is asked for; raises `UsageError` with the nearest name if it does not exist."""
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise unknown("command", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def table_argument(*, required: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the argument that names a table, which shells complete."""
    return click.argument("table", required=required, shell_complete=_complete_table)


def examples(*commands: str) -> str:
    """Return examples of commands as click prints them below the help, line by line.

    >>> examples("tables", "tables --json").splitlines()[1:]
    ['Examples:', '  counternarcotics tables', '  counternarcotics tables --json']
    """
    return "\n  counternarcotics ".join(["\b\nExamples:", *commands])


def _complete_table(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tables whose names begin with what was typed."""
    return [CompletionItem(name) for name in installed().tables if name.startswith(incomplete)]
