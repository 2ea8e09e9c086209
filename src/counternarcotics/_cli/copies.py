"""The commands for copies of the data: export, verify and diff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from counternarcotics import _package
from counternarcotics._cli import output
from counternarcotics._cli.base import json_option

# A test holds them equal to what `_export` knows; importing that would slow every command.
EXPORT_FORMATS = ("csv", "parquet", "sqlite", "xlsx", "jsonl", "zip")


class _Path(click.Path):
    """A path that is one: an empty text, such as a variable that is not set, would be the folder one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; raises `click.BadParameter` where it is empty."""
        if value == "":
            self.fail("an empty path; name a file or folder, or . for this folder", param, ctx)
        return super().convert(value, param, ctx)


_path = _Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  counternarcotics export --format sqlite .
  counternarcotics export --format xlsx ~/Documents

Each export brings the citation and the licence with it. A file of another content is never written over.
"""
)
@click.option("--format", type=click.Choice(EXPORT_FORMATS), required=True, help="The format of the files.")
@click.argument("folder", metavar="DIR", type=_path)
def export(format: str, folder: Path) -> None:
    """Write all tables into a folder, in one format.

    Prints the files that were written into DIR, which is made if it is missing.
    """
    from counternarcotics._export import export as write_files

    for file in write_files(_package.installed(), format, folder):
        output.write(str(file))


@click.command(
    epilog="""\b
Examples:
  counternarcotics verify
  counternarcotics verify ~/Downloads/counternarcotics-0.1.0.zip
  counternarcotics verify seizures.csv
  counternarcotics verify --seeds articles/

The exit code is 0 if nothing is wrong, 1 if something is, and 2 if the check could not run.
"""
)
@click.argument("path", required=False, type=_path)
@click.option("--seeds", metavar="DIR", type=_path, help="The folder of the articles, to check each quote in them.")
@json_option
def verify(path: Path | None, seeds: Path | None, as_json: bool) -> int:
    """Check that a copy of the data is the published one.

    PATH is a folder, a zip, or one file of the data; without it, the installed copy is checked.
    """
    from counternarcotics._verify import verify as check

    report = check(path, seeds)
    if as_json:
        output.write_json(report.as_dict())
    else:
        output.write_wrapped(report.text())
    return 0 if report.sound else 1


@click.command(
    epilog="""\b
Examples:
  counternarcotics diff counternarcotics-0.1.0.zip
  counternarcotics diff old-folder new-folder --json

The report begins with the kinds of change and the version number that they call for. The exit code is 0 if nothing
differs, 1 if something does or could not be compared, and 2 if the comparison could not run.
"""
)
@click.argument("old", type=_path)
@click.argument("new", required=False, type=_path)
@json_option
def diff(old: Path, new: Path | None, as_json: bool) -> int:
    """Say what changed between two versions, row by row.

    OLD and NEW are folders or zips; without NEW, the installed copy is the new version.
    """
    from counternarcotics import _diff

    with _package.opened(old) as before, _package.opened(new or _package.installed().root) as after:
        difference = _diff.diff(before, after)
    if as_json:
        output.write_json(difference.as_dict())
    else:
        output.write(difference.text())
    return 0 if difference.same else 1
