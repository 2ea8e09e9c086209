"""Measures the build at several sizes and writes the page, the plot and the numbers (about an hour).

``python -m benchmarks.scale [SIZE ...]`` takes other sizes, in rows of evidence.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpus.__main__ import BRIEF_ARTICLES_A_FAULT, SEED
from benchmarks.corpus.articles import BRIEF, Corpus
from benchmarks.corpus.faults import read_plans, write_faulty
from benchmarks.corpus.writing import ROWS_AN_ARTICLE, write_corpus
from benchmarks.scale.page import page
from tests.environments.locked import ROOT, environment

HERE = Path(__file__).resolve().parents[1]
LOCK = HERE / "requirements.lock"
SIZES = (10_000, 100_000, 1_000_000)
"""Rows of evidence, about, of the corpora that are built in full."""
SHORT_ARTICLES = 100_000
"""Short articles that go through read, locate and reread."""
SMALLER = 100_000
"""Rows of evidence of the corpus that is built in both forms; at most, of those that are built several times: on
processes, and with planted faults."""
LIBRARIES = ("citeproc-py", "frictionless", "pandas", "pandera", "pyarrow", "pyyaml")


def main(arguments: Sequence[str]) -> None:
    """Measure, and write the page, the plot and the numbers."""
    sizes = tuple(map(int, arguments)) or SIZES
    python = environment("benchmarks", LOCK)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        results: dict[str, Any] = {"facts": facts()}
        results["full"] = [full(folder, size, form) for size in sizes for form in forms(size)]
        results["short"] = through_reread(folder, max(sizes) // max(SIZES) * SHORT_ARTICLES or SHORT_ARTICLES // 100)
        results["processes"] = on_processes(folder, min(max(sizes), SMALLER))
        results["faulty"] = {size: faulty(folder, size) for size in sizes if size <= SMALLER}
    (HERE / "scale.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "README.md").write_text(page(results), encoding="utf-8")
    # Only the environment of the peers has what draws.
    command = [str(python), "-m", "benchmarks.scale.plot", str(HERE / "scale.svg")]
    subprocess.run(command, cwd=ROOT, check=True, input=json.dumps(results), encoding="utf-8")


def forms(size: int) -> tuple[str, ...]:
    """Return the forms of records in which a size is measured: one of them in both."""
    return ("yaml", "jsonl") if size == SMALLER else ("yaml",)


def articles(size: int) -> Corpus:
    """Return a corpus of about so many rows of evidence."""
    return Corpus(max(1, size // ROWS_AN_ARTICLE), SEED)


def full(folder: Path, size: int, form: str) -> dict[str, Any]:
    """Return what a whole build of a corpus takes, and what bare libraries take for the same."""
    with corpus_in(folder) as root:
        write_corpus(root, articles(size), form)
        build = measured("benchmarks.scale.stages", root)
        return {"form": form, "build": build, "bare": measured("benchmarks.scale.bare", root)}


def through_reread(folder: Path, count: int) -> dict[str, Any]:
    """Return what so many short articles take from reading to rereading, on one process."""
    with corpus_in(folder) as root:
        write_corpus(root, Corpus(count, SEED, short=True), "jsonl")
        return measured("benchmarks.scale.stages", root, "--last", "reread")


def on_processes(folder: Path, size: int) -> dict[str, Any]:
    """Return what the stages over articles take on one process and on two."""
    with corpus_in(folder) as root:
        write_corpus(root, articles(size))
        return {jobs: measured("benchmarks.scale.stages", root, "--jobs", jobs) for jobs in ("1", "2")}


def faulty(folder: Path, size: int) -> dict[str, Any]:
    """Return how many of the faults that were planted in each faulty corpus are reported, by its name.

    One article in a hundred has a fault; more where every kind of fault would not be among them.
    """
    compared: dict[str, Any] = {}
    for name, plans in read_plans().items():
        brief = articles(size).count // BRIEF
        with corpus_in(folder) as root:
            write_faulty(root, articles(size), name, max(1, min(BRIEF_ARTICLES_A_FAULT, brief // len(plans))))
            compared[name] = measured("benchmarks.scale.planted", root)
    return compared


@contextmanager
def corpus_in(folder: Path) -> Iterator[Path]:
    """Yield where a corpus is to be written, and delete it afterwards: a large one fills gigabytes."""
    root = folder / "corpus"
    yield root
    shutil.rmtree(root)


def measured(module: str, *arguments: str | Path) -> dict[str, Any]:
    """Return what a module prints that measures in a process of its own; it is printed here too, as it comes.

    Raises:
        CalledProcessError: It failed, so there is no measure.
    """
    command = [sys.executable, "-m", module, *arguments]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    print(module, *arguments[1:], printed, end="", flush=True)
    result: dict[str, Any] = json.loads(printed)
    return result


def facts() -> dict[str, Any]:
    """Return on what and when this is measured; in `note` may be written how, where that was not as usual."""
    return {
        "note": "",
        "date": date.today().isoformat(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "rows_an_article": ROWS_AN_ARTICLE,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
