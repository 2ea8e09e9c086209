"""The command ``counternarcotics``: what users ask of the data without writing Python.

Exit codes: 0 fine; 1 `verify` found faults, or `diff` found differences; 2 it could not run. Each command imports what
it needs when it runs, so that the first output does not wait for pandas.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from counternarcotics._cli import copies, output, process, read
from counternarcotics._cli.base import Commands, examples
from counternarcotics._package import installed


def _version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the version of the data, which is that of the package, and end."""
    if wanted and not context.resilient_parsing:
        output.write(f"counternarcotics {installed().version}")
        context.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples("tables", "show seizures", "why seizures yantian-cocaine", "cite --format bibtex"),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def commands(context: click.Context) -> int | None:
    """US-China counternarcotics cooperation as tables, with the words behind every value.

    Nothing is fetched: the data came with the package. The exit code is 0 if all is well, 1 if verify found faults or
    diff found differences, and 2 if the command could not run.

    To complete commands and tables in bash (in zsh: zsh_source):

    eval "$(_COUNTERNARCOTICS_COMPLETE=bash_source counternarcotics)"
    """
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
