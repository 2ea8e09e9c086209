"""The command ``counternarcotics``: what users ask of the data without writing Python.

Exit codes: 0 fine; 1 `verify` found faults, or `diff` found differences; 2 it could not run. Each command imports what
it needs when it runs, so that the first output does not wait for pandas.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from counternarcotics._cli import copies, process, read
from counternarcotics._cli.base import Commands, version_option


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  counternarcotics tables
  counternarcotics show seizures
  counternarcotics why seizures yantian-cocaine
  counternarcotics cite --format bibtex

Nothing is fetched: the data came with the package. The exit code is 0 if all is well, 1 if verify found faults or diff
found differences, and 2 if the command could not run.

\b
Completion of commands and tables, for bash (for zsh: zsh_source):
  eval "$(_COUNTERNARCOTICS_COMPLETE=bash_source counternarcotics)"
""",
)
@version_option
@click.pass_context
def commands(context: click.Context) -> int | None:
    """US-China counternarcotics cooperation as tables, with the words behind every value."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return process.FAILED
    return None


for _command in (read.tables, read.show, read.why, read.cite, read.codebook):
    commands.add_command(_command)
for _command in (copies.export, copies.verify, copies.diff):
    commands.add_command(_command)


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process."""
    process.prepare()
    sys.exit(process.run(lambda: commands.main(prog_name="counternarcotics", standalone_mode=False)))
