"""The printed codebook: it says what the schemas and the documentation say, and is the same wherever it is set."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.read.schemas import read_schemas
from publication.codebook.content import Run, content, first_sentences, inline_runs
from publication.open_step import CannotPublish
from tests.environments import locked
from tests.support import ROOT
from tests.support.installs import site_packages

SET = """
import sys
from pathlib import Path
from publication.codebook.content import content
from publication.codebook.pdf import pdf
Path(sys.argv[2]).write_bytes(pdf(content(Path(sys.argv[1]))))
"""
MARKS = "–’“”…→"
"""What the text may hold besides Latin letters: all of it is in the fonts that Typst brings."""


@pytest.fixture(scope="module")
def typst() -> Path:
    """Return the folder of the packages that only a release needs."""
    return site_packages(locked.environment("publication", ROOT / "publication" / "requirements.lock"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of what the codebook is made from."""
    for name in ("docs", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def codebook(root: Path, typst: Path, file: Path, **environment: str) -> bytes:
    """Set the codebook of a project in a process of its own and return it."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "src", typst)))
    settings = {**os.environ, "PYTHONPATH": paths, **environment}
    subprocess.run([sys.executable, "-c", SET, root, file], cwd=file.parent, env=settings, check=True)
    return file.read_bytes()


def text(runs: list[Run]) -> str:
    return "".join(stretch for _, stretch in runs)


def test_it_has_ten_to_fifteen_pages_and_the_same_bytes_anywhere(typst: Path, copy: Path) -> None:
    here = codebook(ROOT, typst, copy / "here.pdf", TZ="UTC", PYTHONHASHSEED="1")
    mask = os.umask(0o077)
    try:
        there = codebook(copy, typst, copy / "there.pdf", TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="2")
    finally:
        os.umask(mask)
    assert here == there
    assert 10 <= len(re.findall(rb"/Type\s*/Page\b", here)) <= 15
    (copy / "CHANGELOG.md").write_text("# Changes\n\n## 9.0.0, 2031-05-06\n", encoding="utf-8")
    settings = (copy / "pyproject.toml").read_text(encoding="utf-8")
    (copy / "pyproject.toml").write_text(re.sub('^version = ".*"', 'version = "9.0.0"', settings, flags=re.M), "utf-8")
    assert codebook(copy, typst, copy / "later.pdf") != here


def test_it_brings_its_fonts(typst: Path, tmp_path: Path) -> None:
    """A font of the machine would make other bytes elsewhere."""
    printed = codebook(ROOT, typst, tmp_path / "codebook.pdf")
    fonts = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", printed))
    assert {name.decode() for name in fonts} == {
        "LibertinusSerif",
        "DejaVuSansMono",
        "NewCMMath",
    }


def test_it_has_every_rule_table_column_and_chosen_code() -> None:
    schemas, _ = read_schemas(ROOT / "schemas")
    printed = content(ROOT)
    rules = (ROOT / "docs" / "coding-rules.md").read_text(encoding="utf-8")
    numbers = [rule["number"] for part in printed["sections"] for rule in part["rules"]]
    assert numbers == re.findall(r"^(\d+)\. ", rules, re.M)
    columns = {(table["name"], column["name"]) for table in printed["tables"] for column in table["columns"]}
    assert columns == {(table.name, column.name) for table in schemas.tables for column in table.columns}
    codes = {(part["name"], code["code"]) for part in printed["vocabularies"] for code in part["codes"]}
    assert codes == {(v.name, code.code) for v in schemas.vocabularies.values() for code in v.codes if code.example}
    assert [text(limit).split()[0] for limit in printed["limits"]] == ["Not"] * len(printed["limits"])
    assert printed["purposes"]


def test_it_has_no_character_that_its_fonts_lack() -> None:
    strange = {character for character in str(content(ROOT)) if ord(character) > 0x24F and character not in MARKS}
    assert strange == set()


def test_a_rule_is_its_name_and_its_first_two_sentences() -> None:
    runs = inline_runs('**Dates** are EDTF. They are\nno finer. "Monday" is\n[counted](a.md) from `date`.')
    assert text(first_sentences(runs, 2)) == "Dates are EDTF. They are no finer."
    assert text(first_sentences(inline_runs("**Scope.** One. Two. Three."), 2)) == "Scope. One. Two."
    assert text(runs)[-37:] == "no finer. “Monday” is counted from date."[-37:]


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("docs/datasheet.md", "## Motivation", "## Why", 'no section "Motivation"'),
        ("docs/datasheet.md", "**What the dataset is not.**", "What it is not.", 'no part "What the dataset is not."'),
        ("schemas/vocabularies/scopes.yaml", "code: incident,", "code: '',", "the schemas have faults"),
    ],
)
def test_what_it_cannot_print_is_told(copy: Path, file: str, old: str, new: str, why: str) -> None:
    path = copy / file
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new), encoding="utf-8")
    with pytest.raises(CannotPublish, match=re.escape(why)):
        content(copy)
