"""The page of defects: it says what each tool sees today, and the project's own checks see each defect."""

import re
from pathlib import Path

import pytest

from tests.metadata.defects import DEFECTS, Defect
from tests.metadata.page import MISSED, PAGE, SEEN, page, verdicts
from tests.metadata.referees import REFEREES, Referee
from tests.support import ROOT


def told() -> dict[str, dict[Defect, bool]]:
    """Return what the page says that each tool sees."""
    by_referee: dict[str, dict[Defect, bool]] = {referee.name: {} for referee in REFEREES}
    defects = {(defect.kind, defect.title): defect for defect in DEFECTS}
    for part in (ROOT / PAGE).read_text(encoding="utf-8").split("\n## ")[1:]:
        kind, _, table = part.partition("\n")
        head, _, *rows = re.findall(r"^\| (.*) \|$", table, re.M)
        for row in rows:
            title, *cells = row.split(" | ")
            for name, cell in zip(head.split(" | ")[1:], cells, strict=True):
                by_referee[name][defects[kind, title]] = {SEEN: True, MISSED: False}[cell]
    return by_referee


def test_the_page_has_every_defect_and_says_nothing_else() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(told())


@pytest.mark.parametrize("referee", REFEREES, ids=lambda referee: referee.name)
def test_a_tool_sees_what_the_page_says(referee: Referee, tmp_path: Path) -> None:
    assert verdicts(referee, tmp_path) == told()[referee.name]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.file}: {defect.title}")
def test_the_project_itself_sees_each_defect(defect: Defect) -> None:
    assert all(told()[referee.name][defect] for referee in REFEREES if referee.own and defect.kind in referee.reads)


def test_a_tool_that_finds_fault_with_the_sound_copy_is_no_referee(tmp_path: Path) -> None:
    always = Referee("always", frozenset({"CITATION.cff"}), lambda folders: [True] * len(folders))
    with pytest.raises(AssertionError, match="always finds something wrong in the sound copy"):
        verdicts(always, tmp_path)
