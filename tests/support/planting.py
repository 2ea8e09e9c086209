"""Makes a mistake in the small example and returns what a command then prints to standard error."""

import contextlib
import functools
import hashlib
import importlib
import io
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import build
from pipeline.release import __main__ as release
from tests.support.coded import ENTRIES, SETTLED, add_codings, settle, write_form
from tests.support.example import HARBOUR, SEED_FILES, number, write_example
from tests.support.project import Project
from tests.support.refereed import build_and_decide

RECORDS = "records/harbour.yaml"
SOURCES = "records/sources.yaml"
PASSAGES = "records/passages.yaml"
DECISIONS = "referees/decisions.yaml"
SEED = SEED_FILES[HARBOUR]
RELEASES = "releases.json"
RELEASE = "releases/1.0.0.zip"
CHANGES = "records/changes.yaml"
DAY = "2027-01-31"
_FOLDER = tempfile.TemporaryDirectory()
OF_EDITORS = [".#a.yaml", ".a.yaml", ".a.yaml.swp", "a.yaml~", "~$a.yaml", "#a.yaml#", "4913", ".DS_Store"]
"""What editors and systems leave in a folder of YAML files; the first is a lock."""

Edit = Callable[[Project], object]
Printed = Callable[[Project], str]

codings = importlib.import_module("codings.__main__")
referees = importlib.import_module("referees.__main__")


def errors_of(command: Callable[[], int], code: int) -> str:
    """Return what a command prints to standard error; it must return `code`."""
    with contextlib.redirect_stderr(io.StringIO()) as errors, contextlib.redirect_stdout(io.StringIO()):
        assert command() == code
    return errors.getvalue()


def built(edit: Edit, *, check: bool = True) -> Printed:
    """Return what ``build.py --check``, or ``build.py``, prints after `edit`."""

    def printed(project: Project) -> str:
        edit(project)
        return errors_of(lambda: build.main(["--check"] if check else [], project.root), 1)

    return printed


def built_twice(edit: Edit) -> Printed:
    """Return what ``build.py --check`` prints after a build and then `edit`."""

    def edit_after_build(project: Project) -> None:
        errors_of(lambda: build.main([], project.root), 0)
        edit(project)

    return built(edit_after_build)


def coded(edit: Edit) -> Printed:
    """Return what ``python -m codings compare`` prints where two codings were settled, and `edit` follows."""

    def printed(project: Project) -> str:
        add_codings(project.root)
        settle(project.root, SETTLED)
        edit(project)
        return errors_of(lambda: codings.main(["compare"], project.root), 1)

    return printed


def taken(coder: str = "e", entries: str = ENTRIES, old: str = "", new: str = "") -> Printed:
    """Return what ``python -m codings take`` prints of a form, with `new` in the place of `old`."""

    def printed(project: Project) -> str:
        add_codings(project.root)
        form = Path(write_form(project.root, entries, coder))
        form.write_text(form.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        # A form stands wherever its coder keeps it.
        return errors_of(lambda: codings.main(["take", str(form)], project.root), 1).replace(f"{form.parent}/", "")

    return printed


def refereed(edit: Edit) -> Printed:
    """Return what ``python -m referees --check`` prints where all was decided, and `edit` follows."""

    def printed(project: Project) -> str:
        build_and_decide(project.root)
        edit(project)
        return errors_of(lambda: referees.main(["--check"], project.root), 1)

    return printed


def replacing(file: str, *pairs: tuple[str, str]) -> Edit:
    """Return the edit that replaces the first of each pair by the second, once each, in a file."""

    def edit(project: Project) -> None:
        for old, new in pairs:
            project.replace(file, old, new)

    return edit


def replaced(file: str, *pairs: tuple[str, str]) -> Printed:
    """Return what the build prints where the first of each pair is the second, once each, in a file."""
    return built(replacing(file, *pairs))


def written(file: str, text: str) -> Printed:
    """Return what the build prints where a file holds `text`."""
    return built(lambda project: project.write(file, text))


def appended(file: str, text: str) -> Printed:
    """Return what the build prints where `text` stands at the end of a file."""
    return built(lambda project: project.write(file, (project.root / file).read_text(encoding="utf-8") + text))


def settled(old: str, new: str) -> Printed:
    """Return what ``python -m codings compare`` prints where the first `old` of the settlements is `new`."""
    return coded(replacing("codings/settlements.yaml", (old, new)))


def reseeded(project: Project, old: str, new: str) -> None:
    """Let the article say `new` in place of `old`, and register it again."""
    before = (project.root / SEED).read_bytes()
    project.replace(SEED, old, new)
    digests = [hashlib.sha256(data).hexdigest() for data in (before, (project.root / SEED).read_bytes())]
    project.replace(SOURCES, *digests)


def reworded(old: str, new: str, *pairs: tuple[str, str]) -> Edit:
    """Return the edit of an article that is registered again, of the records that quote it, and then of `pairs`."""

    def edit(project: Project) -> None:
        reseeded(project, old, new)
        records = (project.root / RECORDS).read_text(encoding="utf-8")
        for before_text, after in ((old, new), *pairs):
            assert before_text in records
            records = records.replace(before_text, after)
        project.write(RECORDS, records)

    return edit


def released(edit: Edit, version: str = "1.0.1", changes: str = "") -> Printed:
    """Return what the build prints where 1.0.0 was released, and an edit and the entries `changes` follow.

    Args:
        edit: The edit.
        version: The number of what is built after it.
        changes: The entries of that version in ``records/changes.yaml``.
    """

    def printed(project: Project) -> str:
        shutil.rmtree(project.root)
        shutil.copytree(_released(), project.root)
        edit(project)
        number(project.root, version, DAY)
        if changes:
            project.write(CHANGES, f"changes:\n  {version}:\n  - {changes}\n")
        return errors_of(lambda: build.main([], project.root), 1)

    return printed


@functools.cache
def _released() -> Path:
    """Return the example, of which version 1.0.0 is released."""
    root = write_example(Path(_FOLDER.name) / "example")
    number(root, "1.0.0", DAY)
    for step in (lambda: build.main([], root), lambda: release.main([], root), lambda: build.main([], root)):
        errors_of(step, 0)
    return root
