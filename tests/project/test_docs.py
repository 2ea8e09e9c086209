"""What the documentation shows is run, what it says that it prints is compared, and its links are followed."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))]

RUNNERS = {"python": [sys.executable, "-c"], "sh": ["bash", "-euc"], "r": ["Rscript", "--vanilla", "-e"]}
PROGRAMS = {"Rscript": r"\Ar\n", "jq": r"\Ash\n.*^jq ", "sqlite3": r"\Ash\n.*^sqlite3 "}
LIBRARIES = {"datasets": r"\Apython\n.*^from datasets import "}
"""What a block needs that the locked environment does not bring, with a pattern of such blocks."""
NOT_RUN = {
    "text": "a text, or what the block before it prints",
    "yaml": "records; test_house.py reads those of the worked example",
    "stata": "needs a licence; the document says that it was not run",
}
ELSEWHERE = {
    "tests/project/test_environments.py::test_a_user_can_ask_everything_of_every_table": "python -m pip install .",
    "tests/project/test_house.py::test_the_lines_without_make_are_what_make_runs": """\
python3 -m venv --clear .venv
.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --no-build-isolation --no-deps -e .
.venv/bin/python build.py
.venv/bin/python -m codings --check
.venv/bin/python -m referees --check
.venv/bin/python -m pytest -n auto --dist loadfile
.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r explorer/requirements.lock
npm ci --prefix explorer --loglevel error
.venv/bin/python -m explorer
.venv/bin/python -m pytest -n auto --dist loadfile explorer
.venv/bin/python -m pip install --quiet --only-binary :all: --require-hashes -r publication/requirements.lock
.venv/bin/python -m publication
""",
    "tests/publication/test_dist.py::test_a_second_time_changes_nothing": """\
make release
.venv/bin/python -m publication --check
""",
    "tests/publication/test_steps.py::test_no_step_is_open_with_the_tag_or_before_it": """\
git tag --annotate --message "counternarcotics 0.2.0" v0.2.0
git push origin v0.2.0
""",
    "tests/pipeline/test_cluster.py::test_the_commands_of_the_guide": """\
.venv/bin/python build.py --jobs 2
export PYTHONPATH=.:src
.venv/bin/dask scheduler --host 127.0.0.1 --port 8786 &
.venv/bin/dask worker tcp://127.0.0.1:8786 --nworkers 2 --nthreads 1 &
.venv/bin/python build.py --cluster tcp://127.0.0.1:8786
kill %2 %1
""",
    ".ci/run::make": "make",
    ".ci/run::make test": "make test",
    ".ci/run::make site": "make site",
    ".ci/run::make test-site": "make test-site",
    "tests/codings/test_taking.py::test_the_commands_of_the_second_reading": """\
.venv/bin/python -m codings form the-example-2026-01-05 > ../form.yaml
.venv/bin/python -m codings take ../form.yaml
.venv/bin/python -m codings compare
""",
    "tests/pipeline/draft/test_draft.py::test_the_article_of_the_guide_is_drafted_as_the_guide_shows": """\
.venv/bin/python -m pipeline.draft article.txt
""",
    "tests/referees/test_command.py::test_all_is_decided_in_the_project": ".venv/bin/python -m referees",
    "tests/project/test_packaging.py::test_the_wheel_holds_what_users_need_and_nothing_else": (
        ".venv/bin/hatchling build"
    ),
    "tests/project/test_locked.py::test_every_lock_has_hashes_and_no_address": """\
lock() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade "$@"; }
lock pyproject.toml --group build --group cluster --group dev -o requirements.lock
lock --group site -c requirements.lock -o explorer/requirements.lock
lock --group publication -c requirements.lock -o publication/requirements.lock
lock benchmarks/requirements.in -c requirements.lock -o benchmarks/requirements.lock
kept=tests/environments
lock pyproject.toml $kept/oldest.in --resolution lowest-direct -o $kept/oldest.lock
lock pyproject.toml -c requirements.lock -o $kept/newest.lock
lock $kept/builders.in -o $kept/builders.lock
lock $kept/referees.in --no-binary docopt --no-binary reuse -o $kept/referees.lock
lock $kept/metadata.in --no-binary jsonpath-rw --no-binary linear-tsv --no-binary unicodecsv -o $kept/metadata.lock
""",
    "tests/project/test_locked.py::test_the_lock_of_npm_has_hashes_and_no_address": """\
npm install --prefix explorer --save-exact datatables.net-dt@latest axe-core@latest
""",
}
"""What covers the lines that install, build or need a network; a block that holds no others is passed over."""
PASSED_OVER = {line for lines in ELSEWHERE.values() for line in lines.splitlines()}


ANY_LINES = r"(?:.*\n)*"


@dataclass(frozen=True)
class Block:
    """A fenced block, and what the document says that it prints, if it says so."""

    place: str
    language: str
    text: str
    printed: str | None = None


def sections(name: str, text: str) -> Iterator[tuple[str, list[Block]]]:
    """Yield each section of a document that has blocks to run: its heading and those blocks, in order.

    A block of text right below another block is what that one prints.
    """
    heading, blocks, last = name, list[Block](), 0
    for match in re.finditer(r"^#+ (?P<head>.*)$|^```(?P<language>.*)\n(?P<body>(?s:.*?))^```$", text, re.M):
        if match["head"] is not None:
            yield from [(heading, blocks)] if blocks else []
            heading, blocks = match["head"], []
            continue
        place = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        if match["language"] == "text" and blocks and not text[last : match.start()].strip():
            blocks[-1] = Block(blocks[-1].place, blocks[-1].language, blocks[-1].text, match["body"])
        elif match["language"] not in NOT_RUN and not set(match["body"].splitlines()) <= PASSED_OVER:
            blocks.append(Block(place, match["language"], match["body"]))
            last = match.end()
    yield from [(heading, blocks)] if blocks else []


def fault(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> str | None:
    """Run blocks in one folder, each in a process of its own; return what is wrong with the first that is."""
    for block in blocks:
        if block.language not in RUNNERS:
            return f"{block.place}: a block of {block.language!r}, which nothing runs; name one of {list(RUNNERS)}"
        command = [*RUNNERS[block.language], block.text]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            return f"{block.place}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
        if block.printed is not None and not is_printed(block.printed, done.stdout):
            return f"{block.place}: prints\n{done.stdout}"
    return None


def is_printed(shown: str, printed: str) -> bool:
    """Return whether a document shows what was printed: `...` stands for anything, or alone for any lines."""
    lines = [ANY_LINES if line == "..." else f"{text_pattern(line)}\n" for line in tidy(shown).splitlines()]
    return re.fullmatch("".join(lines), tidy(printed)) is not None


def text_pattern(line: str) -> str:
    """Return the pattern of a line in which `...` stands for anything."""
    return ".*".join(map(re.escape, line.split("...")))


def tidy(printed: str) -> str:
    """Return lines without the blanks at their ends, which editors take away."""
    return "\n".join(line.rstrip() for line in printed.rstrip().splitlines()) + "\n"


AWKWARD = "o'brien br[1]en"
"""The name of a folder whose path breaks a query that quotes it, and is not found where it is read as a pattern."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with the package, in an awkward folder as a wheel lays it out, and with its command."""
    library = tmp_path_factory.mktemp("library") / AWKWARD
    wheel = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    for package in wheel["packages"]:
        shutil.copytree(ROOT / package, library / Path(package).name)
    for source, target in wheel["force-include"].items():
        (library / target).parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, library / target)
    programs = tmp_path_factory.mktemp("bin")
    command = programs / "counternarcotics"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m counternarcotics "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "PYTHONPATH")}
    hugging_face = {"HF_HOME": str(programs / "hugging face"), "HF_HUB_OFFLINE": "1"}
    python = {"PYTHONPATH": str(library), "PYTHONUTF8": "1"}
    return {**kept, **python, **hugging_face, "PATH": path, "LC_ALL": "C.UTF-8"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


ALL_SECTIONS = [(name, *section) for name in DOCUMENTS for section in sections(name, read(name))]


@pytest.mark.parametrize(
    "blocks", [pytest.param(blocks, id=f"{name}: {heading}") for name, heading, blocks in ALL_SECTIONS]
)
def test_what_is_shown_runs_and_prints_what_is_said(
    blocks: list[Block], tmp_path: Path, environment: dict[str, str]
) -> None:
    if missing := missing_needs(blocks):
        pytest.skip(f"not installed: {', '.join(missing)}")
    # Hugging Face reads every path as a pattern: it finds nothing in a folder with brackets, as the recipe says.
    folder = tmp_path / ("o'brien" if needs(blocks, LIBRARIES) else AWKWARD)
    folder.mkdir()
    assert fault(blocks, folder, environment) is None


def needs(blocks: Sequence[Block], patterns: Mapping[str, str]) -> list[str]:
    """Return what some blocks need of what is named, each with a pattern of the blocks that need it."""
    texts = [f"{block.language}\n{block.text}" for block in blocks]
    return [name for name, pattern in patterns.items() if any(re.search(pattern, text, re.M | re.S) for text in texts)]


def missing_needs(blocks: Sequence[Block]) -> list[str]:
    """Return the programs and the libraries that some blocks need and that are not installed."""
    programs = [name for name in needs(blocks, PROGRAMS) if not shutil.which(name)]
    libraries = [name for name in needs(blocks, LIBRARIES) if not importlib.util.find_spec(name)]
    return programs + libraries + ([] if "Rscript" in programs else missing_of_r(blocks))


def missing_of_r(blocks: Sequence[Block]) -> list[str]:
    """Return the packages of R that some blocks need and that R has not."""
    names = dict.fromkeys(
        name for block in blocks if block.language == "r" for name in re.findall(r"\b(\w+)::", block.text)
    )
    if not names:
        return []
    asked = "; ".join(f'if (!requireNamespace("{name}", quietly = TRUE)) cat("{name}\\n")' for name in names)
    done = subprocess.run(["Rscript", "--vanilla", "-e", asked], capture_output=True, encoding="utf-8", check=True)
    return [name for name in names if name in done.stdout.splitlines()]


def test_what_needs_a_program_or_a_library_is_told() -> None:
    text = """# A
```r
print(1)
```
```sh
sqlite3 a.sqlite "SELECT 1"
```
```python
import os
from datasets import load_dataset
```
```python
import sqlite3
```
"""
    ((_, blocks),) = sections("D.md", text)
    assert needs(blocks, {**PROGRAMS, **LIBRARIES}) == ["Rscript", "sqlite3", "datasets"]
    assert needs(blocks[3:], {**PROGRAMS, **LIBRARIES}) == []


def test_every_tool_that_may_be_missing_has_a_recipe() -> None:
    blocks = [block for name, _, blocks in ALL_SECTIONS for block in blocks if name == "docs/recipes.md"]
    assert needs(blocks, PROGRAMS) == list(PROGRAMS)
    assert needs(blocks, LIBRARIES) == list(LIBRARIES)


PLANTED = {
    "```python\nimport counternarcotics as cn\ncn.load('seizure')\n```\n": "D.md:2: exit code 1",
    "```python\nprint(1)\n```\n\n```python\nprint(undefined)\n```\n": "D.md:6: exit code 1",
    "```sh\nfalse\ntrue\n```\n": "D.md:2: exit code 1",
    "```sh\necho $UNKNOWN_NAME\n```\n": "D.md:2: exit code",
    "```sh\ncounternarcotics no-such-command\n```\n": "D.md:2: exit code 2",
    "```sh\nmake\nfalse\n```\n": "D.md:2: exit code",
    "```sh\necho 2\n```\n\n```text\n1\n```\n": "D.md:2: prints\n2\n",
    "```sh\necho 1 2 3\n```\n\n```text\n1 ... 4\n```\n": "D.md:2: prints\n1 2 3\n",
    "```bash\ntrue\n```\n": "D.md:2: a block of 'bash'",
    "```\ntrue\n```\n": "D.md:2: a block of ''",
    # These two run where the name of the folder is not awkward.
    "```python\nimport duckdb, counternarcotics as cn\nduckdb.sql(f\"FROM '{cn.path('events')}'\")\n```\n": "D.md:2: ",
    "```python\nimport polars, counternarcotics as cn\npolars.read_parquet(cn.path('events'))\n```\n": "D.md:2: exit",
}


@pytest.mark.parametrize("text", PLANTED)
def test_a_broken_block_is_found(text: str, tmp_path: Path, environment: dict[str, str]) -> None:
    ((heading, blocks),) = sections("D.md", f"# A heading\n{text}")
    assert heading == "A heading"
    assert str(fault(blocks, tmp_path, environment)).startswith(PLANTED[text])


def test_blocks_of_a_section_share_a_folder_and_what_they_print(tmp_path: Path, environment: dict[str, str]) -> None:
    text = "## A\n```sh\necho 1 2 > a\n```\nas\n```python\nprint(open('a').read())\n```\n\n```text\n1 ...\n```\n## B\n"
    ((_, blocks),) = sections("D.md", text)
    assert [block.printed for block in blocks] == [None, "1 ...\n"]
    assert fault(blocks, tmp_path, environment) is None


def test_rows_that_are_left_out_may_be_none() -> None:
    shown = "...\na ... c\n...\nd\n...\n"
    assert is_printed(shown, "a b c\nd\n")
    assert is_printed(shown, "x\na b c\ny\nz\nd\n")
    assert not any(is_printed(shown, printed) for printed in ("d\na b c\n", "a b c\n", "a b\nd\n", "a b c d\n"))


def test_every_line_that_is_not_run_stands_somewhere_and_is_covered() -> None:
    shown = {line for name in DOCUMENTS for line in read(name).splitlines()}
    assert shown >= PASSED_OVER
    for covered in ELSEWHERE:
        file, _, what = covered.partition("::")
        assert re.search(rf"^(def )?{what}\b", read(file), re.M), covered


@functools.cache
def anchors(file: Path) -> frozenset[str] | None:
    """Return what a link into a file may name, the file itself included; None where there is no such file."""
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8") if file.suffix == ".md" else ""
    headings = [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in re.findall(r"^#+ (.*)$", text, re.M)]
    return frozenset(["", *headings, *re.findall(r'id="([^"]+)"', text)])


def lost(name: str, text: str) -> list[str]:
    """Return the links of a document that lead to no file of the project, or to no heading or anchor of it."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.M | re.S)
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", prose)
    folder = (ROOT / name).parent
    return [
        f"{name}: {file}#{anchor}"
        for file, anchor in links
        if anchor not in (anchors((folder / file) if file else ROOT / name) or ())
    ]


def test_links_lead_somewhere() -> None:
    assert [link for name in DOCUMENTS for link in lost(name, read(name))] == []
    assert lost("README.md", "[a](no.md), [b](README.md#rights), [c](README.md#no)") == [
        "README.md: no.md#",
        "README.md: README.md#no",
    ]
