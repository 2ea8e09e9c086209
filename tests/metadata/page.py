"""The page ``docs/defects.md``: which tool sees which defect in the files that programs read."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.metadata.defects import DEFECTS, Defect, plant, sound
from tests.metadata.referees import REFEREES, Referee

PAGE = "docs/defects.md"
SEEN, MISSED = "seen", "missed"

INTRODUCTION = """\
# Which tool sees which defect

For example, a code outside its closed list in `seizures.csv` is seen by frictionless, Pandera, `verify` and the build.
Each defect below is planted in a copy of the small dataset of the tests, one at a time. All that follows from it is put
right: sizes, and checksums in every list. So a tool sees the defect itself, or nothing.

- `seen`: the tool finds something wrong. `missed`: it reads the file and finds nothing. Empty: it does not read such
  files.
- `verify` is `counternarcotics verify`, where the installed package knows the version. It holds each file against the
  published one. An export of annotations is held against its own checksums.
- `build --check` is `build.py --check`. It makes every file again and compares; annotations are no file of the build.
- frictionless reads the tables by the descriptor, and so do two libraries that share no code with it: datapackage,
  which casts each cell and follows the references, and dplib, by whose types Polars reads the CSV files.
- Data Package profile: the official JSON Schema of Data Package v2. DataCite schema: the one for 4.5 in the library
  `datacite`; 4.6 and 4.7 add only what the file does not use. pyld reads annotations as linked data, and a JSON Schema
  holds them to the rules of the Web Annotation Data Model; neither has the articles. The tests have them, and find each
  selector that does not choose its words.

Each defect is seen by `verify` or by the build. `python -m tests.metadata` makes this page; it is never edited by hand.
"""


def verdicts(referee: Referee, folder: Path) -> dict[Defect, bool]:
    """Return which defects of the files that it reads a referee sees.

    Args:
        referee: The referee.
        folder: A new folder for the copies.

    Raises:
        AssertionError: It finds something wrong in the sound copy, so that its verdicts mean nothing.
    """
    due = [defect for defect in DEFECTS if defect.kind in referee.reads]
    whole = sound(folder / "sound")
    copies = [shutil.copytree(whole, folder / str(number)) for number in range(len(due))]
    for defect, copy in zip(due, copies, strict=True):
        plant(defect, copy)
    *seen, in_sound = referee.sees([*copies, whole])
    assert not in_sound, f"{referee.name} finds something wrong in the sound copy"
    return dict(zip(due, seen, strict=True))


def page(by_referee: Mapping[str, Mapping[Defect, bool]]) -> str:
    """Return the page.

    Args:
        by_referee: What each referee sees, by its name.
    """
    return "\n".join([INTRODUCTION, *_lines(by_referee), ""])


def _lines(by_referee: Mapping[str, Mapping[Defect, bool]]) -> Iterator[str]:
    """Yield the lines of one table for each kind of file, with the tools that read such files."""
    for kind in dict.fromkeys(defect.kind for defect in DEFECTS):
        names = [referee.name for referee in REFEREES if kind in referee.reads]
        yield from (f"## {kind}", "", _row(["defect", *names]), _row(["---"] * (len(names) + 1)))
        for defect in DEFECTS:
            if defect.kind == kind:
                yield _row([defect.title, *(SEEN if by_referee[name][defect] else MISSED for name in names)])
        yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def made() -> dict[str, dict[Defect, bool]]:
    """Return what each referee sees."""
    by_referee = {}
    for referee in REFEREES:
        with TemporaryDirectory() as folder:
            by_referee[referee.name] = verdicts(referee, Path(folder))
    return by_referee
