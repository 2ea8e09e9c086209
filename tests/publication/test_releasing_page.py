"""The page on releasing: it explains every step that can be open, and names every file."""

import re

from publication import artefacts
from publication.artefacts import makers
from publication.steps import CHECKS
from publication.sums import SUMS
from tests.support import ROOT

PAGE = (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> list[str]:
    """Return what the first cells of the tables with a heading name, in order."""
    tables = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.M)
    assert tables
    rows = [row for rows in tables for row in rows.splitlines()]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def test_it_explains_every_rule() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "publication").glob("*.py")))
    rules = {*re.findall(r'OpenStep\(\s*"([a-z-]+)"', code.replace('>>> print(OpenStep("', "")), *CHECKS}
    assert len(rules) > 10
    assert sorted(first_cells("rule")) == sorted(rules)


def test_it_names_every_file() -> None:
    files = makers({"name": "counternarcotics", "version": "0.2.0"})
    assert sorted(first_cells("file")) == sorted([*files, SUMS])
    assert set(artefacts.COPIED).isdisjoint(artefacts.MADE)
