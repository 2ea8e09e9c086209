"""The house: what every file of the project keeps to, whatever it is about."""

import functools
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.check.guarantees import GUARANTEES
from pipeline.locate.ledger import keep_ledger
from pipeline.locate.quotes import locate
from pipeline.read.records import read_records
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from tests.support import ROOT, text_of

# Written so that no pattern finds itself.
TRACES = {
    "a path of one machine": r"(?<![\w.:~*-])/(?:home|root|tmp|opt|mnt|srv|work|Users)/|\b[A-Z]:\\\\?\w",
    "the address of a package registry": r"index[-]url|find[-]links|pypi[.](?:org|io)|p[y]thonhosted|n[p]mjs",
    "a mark of unfinished work": r"#\s*(?:TO[D]O|FIX[M]E|X[X]X)\b|\bissue #?\d",
}


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Return the files that are committed, or would be by ``git add``."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return tuple(file for file in files if file.is_file())


def blocks(file: str, language: str) -> list[str]:
    """Return the fenced code blocks of a language in a Markdown file."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / file).read_text(encoding="utf-8"), re.M | re.S)


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("trace", TRACES)
def test_no_file_tells_where_it_was_made(trace: str) -> None:
    texts = {file: text_of(file) for file in project_files() if file.parent != ROOT / "seeds"}
    assert texts
    found = [
        f"{relative(file)}: {match[0]}" for file, text in texts.items() for match in re.finditer(TRACES[trace], text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("trace", "text"),
    [
        ("a path of one machine", "open('/" + "home/me/a.txt')"),
        ("the address of a package registry", "--index" + "-url x"),
        ("a mark of unfinished work", "# TO" + "DO"),
    ],
)
def test_the_traces_are_found_where_they_are(trace: str, text: str) -> None:
    assert re.search(TRACES[trace], text)


def test_one_version_stands_everywhere() -> None:
    version = pyproject()["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    changes = re.findall(r"^## (\S+?),", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert [citation["version"], descriptor["version"], changes[0]] == [version] * 3


@pytest.mark.parametrize("folder", ["seeds", "records", "codings", "referees", "releases", "schemas", "data"])
def test_each_kind_of_thing_says_in_two_lines_what_it_is(folder: str) -> None:
    lines = (ROOT / folder / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert all(lines)


def explained(heading: str) -> list[str]:
    """Return the names that a table of CONTRIBUTING.md explains, from the first cells of its rows."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (rows,) = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.M)
    return [name for row in rows.splitlines() for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def test_the_guide_explains_each_entry_of_the_root_and_each_stage() -> None:
    entries = {file.relative_to(ROOT).parts for file in project_files()}
    in_root = [f"{parts[0]}/" if len(parts) > 1 else parts[0] for parts in entries]
    assert sorted(explained("in the root")) == sorted(set(in_root))
    packages = [path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")]
    assert sorted([*explained("stage"), "draft"]) == sorted(packages)


def test_the_locks_have_every_dependency() -> None:
    settings = pyproject()
    groups = settings["dependency-groups"]
    wanted = {
        "requirements.lock": [*settings["project"]["dependencies"], *settings["build-system"]["requires"]],
        "explorer/requirements.lock": groups.pop("site"),
        "publication/requirements.lock": groups.pop("publication"),
    }
    wanted["requirements.lock"] += [name for group in groups.values() for name in group]
    for file, names in wanted.items():
        locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.M)
        assert {re.split(r"[\[<>=]", name)[0] for name in names} <= set(locked)


def test_the_readme_lists_the_tables() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == sorted(path.stem for path in (ROOT / "schemas" / "tables").glob("*.json"))


def test_the_lines_without_make_are_what_make_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(PYTHON)", "python3")
    recipes = [line.strip() for line in makefile.splitlines() if line.startswith("\t") and line[1] != "@"]
    shown = [*blocks("README.md", "sh"), *blocks("CONTRIBUTING.md", "sh")]
    by_hand = [line for block in shown if "--require-hashes" in block for line in block.splitlines()]
    assert sorted(by_hand) == sorted(recipes)


@pytest.mark.parametrize(
    ("target", "there", "missing"),
    [
        ("site", [], "npm"),
        ("release", [], "npm"),
        ("test-site", ["chromium"], "npm"),
        ("test-site", ["npm"], "chromium"),
    ],
)
def test_a_program_that_the_explorer_needs_is_named_before_anything_is_installed(
    target: str, there: list[str], missing: str, tmp_path: Path
) -> None:
    make = shutil.which("make")
    if not make:
        pytest.skip("not installed: make")
    shutil.copy(ROOT / "Makefile", tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in there:
        (programs / name).symlink_to(sys.executable)
    done = subprocess.run(
        [make, target], cwd=tmp_path, env={"PATH": str(programs)}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(rf"On Debian and Ubuntu, install .*{missing}\.$", done.stderr, re.M)


def test_the_worked_example_for_contributors_is_read_without_a_fault(tmp_path: Path) -> None:
    (article,) = blocks("CONTRIBUTING.md", "text")
    (seed,) = set(re.findall(r"`(seeds/\w+\.txt)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    for folder in ("records", "seeds"):
        (tmp_path / folder).mkdir()
    (tmp_path / seed).write_bytes(article.encode())
    for number, block in enumerate(blocks("CONTRIBUTING.md", "yaml")):
        (tmp_path / "records" / f"{number}.yaml").write_text(block, encoding="utf-8")
    schemas, _ = read_schemas(ROOT / "schemas")
    records, record_faults = read_records(tmp_path / "records", schemas)
    articles, seed_faults = read_seeds(tmp_path / "seeds", records, schemas)
    located, quote_faults = locate(records.all, articles)
    _, forgotten = keep_ledger(records, located, articles, schemas)
    assert [str(fault) for fault in [*record_faults, *seed_faults, *quote_faults, *forgotten]] == []
    assert {one.record.table for one in located} == {"sources", "actors", "events", "event_actors"}


def test_the_readme_lists_the_guarantees() -> None:
    listed = re.findall(r"^(\d+)\. (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    titles = [(guarantee.number, guarantee.title) for guarantee in GUARANTEES]
    assert [(int(number), title.removesuffix(" (shown by the tests)")) for number, title in listed] == titles
    assert [int(number) for number, title in listed if title.endswith("(shown by the tests)")] == [
        guarantee.number for guarantee in GUARANTEES if guarantee.count is None
    ]
