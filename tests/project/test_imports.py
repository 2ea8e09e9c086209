"""Which part of the project may import which: data pass through the stages in one order, and nothing flows back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

SHARED = tuple(f"pipeline.{name}" for name in ("model", "faults", "alike", "batches", "memory", "progress"))
"""What every stage of the build may import."""
DRAFT = "draft"
"""The package of the pipeline that is no stage: it uses the first ones before an article is coded."""
INNER = "counternarcotics._shared"
"""What the build may import of the users' package."""
OURS = {
    "benchmarks",
    "build",
    "codings",
    "counternarcotics",
    "explorer",
    "pipeline",
    "publication",
    "referees",
    "schemas",
    "tests",
}


def stages() -> list[str]:
    """Return the stages in their order, from the first chain of arrows in ``pipeline/__init__.py``."""
    chain = re.search(r"\w+(?:\s*→\s*\w+)+", (ROOT / "pipeline/__init__.py").read_text(encoding="utf-8"))
    assert chain
    return re.findall(r"\w+", chain[0])


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each module, or object of a module, that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imports_below(root: Path, folder: str) -> list[tuple[str, int, str]]:
    """Return the imports of all modules below a folder: file, line, name."""
    files = sorted((root / folder).rglob("*.py"))
    return [(file.relative_to(root).as_posix(), line, name) for file in files for line, name in imports(file)]


def is_of(name: str, *modules: str) -> bool:
    """Return whether a name is one of the modules or stands in one of them."""
    return any(f"{name}.".startswith(f"{module}.") for module in modules)


def back_flows(root: Path, order: list[str]) -> list[str]:
    """Return the imports of a stage that are not of what all stages share, of the stage itself or of an earlier one."""
    faults = []
    for number, stage in enumerate(order):
        allowed = [*SHARED, *(f"pipeline.{earlier}" for earlier in order[: number + 1])]
        for file, line, name in imports_below(root, f"pipeline/{stage}"):
            # Nothing imports a command, so one that runs the whole build lets nothing flow back.
            of_command = is_of(name, "pipeline.run") and file.endswith("/__main__.py")
            if is_of(name, "pipeline") and not is_of(name, *allowed) and not of_command:
                faults.append(f"{file}:{line} imports {name}")
    return faults


def foreign_imports(root: Path, folder: str, forbidden: set[str], allowed: str = "") -> list[str]:
    """Return the imports below a folder that are of a forbidden package and not of what is allowed of it."""
    return [
        f"{file}:{line} imports {name}"
        for file, line, name in imports_below(root, folder)
        if is_of(name, *forbidden) and not (allowed and is_of(name, allowed))
    ]


def test_the_stages_are_the_folders_of_the_pipeline() -> None:
    folders = {file.parent.name for file in (ROOT / "pipeline").glob("*/__init__.py")}
    assert folders == {*stages(), DRAFT}


def test_a_stage_imports_only_earlier_stages() -> None:
    assert back_flows(ROOT, stages()) == []


def test_the_build_does_not_import_the_draft() -> None:
    draft = f"pipeline.{DRAFT}"
    assert [name for file, _, name in imports_below(ROOT, "pipeline") if is_of(name, draft) and DRAFT not in file] == []


def test_the_draft_imports_only_what_reads_articles_and_the_lock_of_the_build() -> None:
    allowed = [*SHARED, *(f"pipeline.{name}" for name in (DRAFT, "read", "locate", "reread")), "pipeline.release.swap"]
    others = [name for _, _, name in imports_below(ROOT, f"pipeline/{DRAFT}") if is_of(name, "pipeline")]
    assert [name for name in others if not is_of(name, *allowed)] == []


def test_the_build_imports_one_inner_package_of_the_users_package() -> None:
    assert foreign_imports(ROOT, "pipeline", {"counternarcotics"}, allowed=INNER) == []


def test_the_inner_package_imports_nothing_else_of_ours() -> None:
    assert foreign_imports(ROOT, "src/counternarcotics/_shared", OURS, allowed=INNER) == []


def test_the_schemas_import_nothing_of_ours() -> None:
    assert foreign_imports(ROOT, "schemas", OURS, allowed="schemas") == []


def test_the_build_does_not_import_what_comes_after_it() -> None:
    assert foreign_imports(ROOT, "pipeline", {"codings", "explorer", "publication", "referees"}) == []


def test_the_referees_import_nothing_that_reads_words_again() -> None:
    stages_after_reading = {f"pipeline.{stage}" for stage in stages()} - {"pipeline.read"}
    assert "pipeline.reread" in stages_after_reading
    assert foreign_imports(ROOT, "referees", stages_after_reading | OURS - {"pipeline", "referees"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pipeline.write.files",
        "from pipeline.write import files",
        "from pipeline import run",
        "def f():\n    from pipeline.write.files import write",
    ],
)
def test_an_import_of_a_later_stage_is_reported(tmp_path: Path, line: str) -> None:
    (tmp_path / "pipeline/read").mkdir(parents=True)
    (tmp_path / "pipeline/read/seeds.py").write_text(f"from pipeline.model import Article\n{line}\n", encoding="utf-8")
    assert len(back_flows(tmp_path, ["read", "write"])) == 1


@pytest.mark.parametrize("line", ["import counternarcotics as cn", "from counternarcotics import _why"])
def test_an_import_of_another_part_of_the_package_is_reported(tmp_path: Path, line: str) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline/run.py").write_text(
        f"from counternarcotics._shared.arrow import read_csv\n{line}\n", encoding="utf-8"
    )
    assert len(foreign_imports(tmp_path, "pipeline", {"counternarcotics"}, allowed=INNER)) == 1
