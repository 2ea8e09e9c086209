"""The commands for copies of the data: export, verify and diff."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counternarcotics._cli import output
from counternarcotics._cli.base import examples, json_option
from counternarcotics._errors import UsageError
from counternarcotics._export import format_names
from counternarcotics._package import installed

if TYPE_CHECKING:
    from counternarcotics._copies import Copy
    from counternarcotics._shared.comparison import Contents

_path = click.Path(path_type=Path)
_large_option = click.option("--large", is_flag=True, help="Read a copy however large it is.")


@click.command(
    epilog=examples(
        "export --format sqlite .", "export --format xlsx ~/Documents", "export --format csv --for-excel ~/Documents"
    )
)
@click.option("--format", type=click.Choice(format_names()), required=True, help="The format of the files.")
@click.option("--for-excel", is_flag=True, help="CSV that a spreadsheet opens without changing a cell.")
@click.argument("folder", metavar="DIR", type=_path)
def export(format: str, for_excel: bool, folder: Path) -> None:
    """Write all tables into a folder, in one format.

    Makes one new folder in DIR, for zip one file, and prints its path. DIR is made if it is missing. Each export
    explains itself and brings the citation and the licence with it. Nothing is ever written over.
    """
    from counternarcotics import _export

    output.write(str(_export.export(installed(), format, folder, for_excel=for_excel)))


@click.command(
    epilog=examples(
        "verify", "verify ~/Downloads/counternarcotics-0.1.0.zip", "verify seizures.csv", "verify --seeds articles/"
    )
)
@click.argument("path", required=False, type=_path)
@click.option("--seeds", metavar="DIR", type=_path, help="The folder of the articles, to check each quote in them.")
@_large_option
@json_option
def verify(path: Path | None, seeds: Path | None, large: bool, as_json: bool) -> int:
    """Check that a copy of the data is the published one.

    PATH is a folder, a zip, or one file of the data; without it, the installed copy is checked. The exit code is 0 if
    nothing is wrong, 1 if something is, and 2 if the check could not run.
    """
    from counternarcotics._verify import verify as check

    report = check(path, seeds, large)
    _write(report, as_json)
    return 0 if report.passed else 1


@click.command(epilog=examples("diff 1.0.0", "diff counternarcotics-1.0.0.zip", "diff old-folder new-folder --json"))
@click.argument("old")
@click.argument("new", required=False)
@_large_option
@json_option
def diff(old: str, new: str | None, large: bool, as_json: bool) -> int:
    """Say what changed between two versions, row by row.

    OLD and NEW are folders, zips, or the numbers of released versions, which the package keeps; without NEW, the
    installed copy is the new version. The report begins with the kinds of change and the version number that they call
    for. The exit code is 0 if nothing differs, 1 if something does or could not be compared, and 2 if the comparison
    could not run.
    """
    from counternarcotics import _diff

    with ExitStack() as stack:
        before = _version(stack, old, large)
        difference = _diff.diff(before, _version(stack, new, large) if new else installed())
    _write(difference, as_json)
    return 0 if difference.same else 1


def _version(stack: ExitStack, named: str, large: bool) -> Copy | Contents:
    """Return the version with a number, or the one in a folder or zip; a folder called 1.0.0 is named ./1.0.0.

    Raises:
        UsageError: There is no such version.
        OSError: This machine cannot read it.
    """
    from counternarcotics import _copies
    from counternarcotics._shared.kept import kept_version

    if not re.fullmatch(r"\d+\.\d+\.\d+", named):
        return stack.enter_context(_copies.opened(Path(named), large))
    try:
        return kept_version(installed().root, named)
    except ValueError as error:
        raise UsageError(f"{named}: {error}") from None


def _write(report: Any, as_json: bool) -> None:
    """Write what a command has to say of copies."""
    if as_json:
        output.write_json(report.as_dict())
    else:
        output.write_wrapped(report.text())
