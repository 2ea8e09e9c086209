"""The swap of a finished build: all old or all new, wherever it is stopped."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from pipeline.faults import CannotBuild
from pipeline.release import swap
from pipeline.write.files import write
from pipeline.write.paths import DERIVED
from tests.support import ROOT
from tests.support.example import write_example

BESIDE = ("CITATION.cff", "datapackage.json", "docs/codebook.md")
OLD = {"data/a.csv": b"old a", "data/gone.csv": b"old only", **dict.fromkeys(BESIDE, b"old")}
NEW = {"data/a.csv": b"new a", "data/b.csv": b"new only", **dict.fromkeys(BESIDE, b"new")}

# Runs a whole swap and kills the build, or the build and the process of its moves, at the n-th event
# that Python audits (each opening, renaming, removing, listing, forking of the swap is one).
KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.release import swap
root, at, whom = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
build, seen = os.getpid(), 0
def hook(event, arguments):
    global seen
    if event == "open" or event.startswith(("os.", "shutil.")):
        seen += 1
        if seen == at:
            for process in {"build": (build,), "self": (os.getpid(),), "all": (build, os.getpid())}[whom]:
                os.kill(process, signal.SIGKILL)
sys.addaudithook(hook)
with swap.alone(root):
    swap.finish(root)
    staging = swap.new_staging(root)
    (staging / "docs").mkdir()
    for name, text in [("data/a.csv", b"new a"), ("data/b.csv", b"new only"),
                       ("CITATION.cff", b"new"), ("docs/codebook.md", b"new"), ("datapackage.json", b"new")]:
        (staging / name).write_bytes(text)
    swap.commit(root)
"""


def files(root: Path) -> dict[str, bytes]:
    """Return what users see of a build: the files in data/ and those beside them."""
    found = [*(root / name for name in BESIDE), *(root / "data").rglob("*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()}


def staged(root: Path) -> Path:
    write(root, OLD)
    write(swap.new_staging(root), NEW)
    return root


def killed(root: Path, at: int, whom: str) -> bool:
    """Run the swap with a kill; return whether there was one, when every process of it has ended."""
    reading, writing = os.pipe()
    command = [sys.executable, "-c", KILLED, str(root), str(at), whom]
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    os.read(reading, 1)  # ends when no process holds the other end any more
    os.close(reading)
    return process.wait() == -signal.SIGKILL


def test_a_swap_puts_all_in_place(tmp_path: Path) -> None:
    swap.commit(staged(tmp_path))
    assert files(tmp_path) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CITATION.cff", "data", "datapackage.json", "docs"]


def test_what_people_wrote_beside_the_codebook_stays(tmp_path: Path) -> None:
    write(staged(tmp_path), {"docs/coding-rules.md": b"rules"})
    swap.commit(tmp_path)
    assert (tmp_path / "docs/coding-rules.md").read_bytes() == b"rules"
    assert files(tmp_path) == NEW


def test_the_first_build_has_nothing_to_replace(tmp_path: Path) -> None:
    write(swap.new_staging(tmp_path), NEW)
    swap.commit(tmp_path)
    assert files(tmp_path) == NEW


@pytest.mark.parametrize("whom", ["build", "self", "all"])
def test_killed_at_every_step(tmp_path: Path, whom: str) -> None:
    """A kill of the build alone leaves old or new at once, any other kill after the next build's beginning."""
    outcomes = set()
    for at in count(1):
        root = tmp_path / str(at)
        write(root, OLD)
        was_killed = killed(root, at, whom)
        if whom == "build":
            assert files(root) in (OLD, NEW), at
        swap.finish(root)
        swap.drop_staging(root)
        assert files(root) in (OLD, NEW), at
        assert not (root / swap.READY).exists()
        outcomes.add((was_killed, files(root) == NEW))
        if not was_killed and at > 60:
            break
    assert {(True, False), (False, True)} <= outcomes
    assert (True, True) in outcomes or whom == "self"


@pytest.mark.parametrize("stop", range(1 + 2 * len(DERIVED)))
def test_a_move_that_fails_is_undone(tmp_path: Path, stop: int) -> None:
    steps = iter(range(stop))

    def move(source: Path, target: Path) -> None:
        if next(steps, None) is None:
            raise OSError(errno.EBUSY, "busy")
        os.replace(source, target)

    assert swap.move_in(staged(tmp_path), move) == errno.EBUSY
    assert files(tmp_path) == OLD
    assert not (tmp_path / swap.READY).exists()


def test_a_failed_commit_says_why_and_changes_nothing(tmp_path: Path) -> None:
    staged(tmp_path)
    write(tmp_path, {f"{swap.READY}/in-the-way": b""})
    with pytest.raises(CannotBuild, match=r"could not be put in place: .*not empty"):
        swap.commit(tmp_path)
    assert files(tmp_path) == OLD


def test_without_fork_the_moves_run_in_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    swap.commit(staged(tmp_path))
    assert files(tmp_path) == NEW


def test_a_stale_staging_folder_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, {f"{swap.STAGING}/data/rest": b"half"})
    assert [path.name for path in swap.new_staging(tmp_path).rglob("*")] == ["data"]


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with swap.alone(tmp_path), pytest.raises(CannotBuild, match="another build"), swap.alone(tmp_path):
        pass
    with swap.alone(tmp_path):
        pass


def test_a_missing_folder_cannot_be_built_in(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="No such file"), swap.alone(tmp_path / "none"):
        pass


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Path]:
    root = write_example(tmp_path / "project")
    assert run_build(root).wait() == 0
    yield root


def run_build(root: Path) -> subprocess.Popen[bytes]:
    """Start a build of the project in `root` in a session of its own."""
    code = f"import build, sys; from pathlib import Path; sys.exit(build.main([], Path({str(root)!r})))"
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, start_new_session=True, stdout=quiet, stderr=quiet)


def test_a_build_killed_at_random_times(example: Path) -> None:
    """The whole build, with a record changed so that every table's files differ, killed with its session."""
    old, copy = files(example), example.parent / "copy"
    records = example / "records" / "harbour.yaml"
    for before, after in (("title: Talks held\n", "title: Talks were held\n"), ("note: NA", "note: NO")):
        records.write_text(records.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    shutil.copytree(example, copy)
    began = time.monotonic()
    assert run_build(copy).wait() == 0
    took, new = time.monotonic() - began, files(copy)
    assert new != old
    chance = random.Random(2025)
    for number in range(8):
        root = example.parent / str(number)
        shutil.copytree(example, root)
        process = run_build(root)
        time.sleep(chance.uniform(0.3, 1.05) * took)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert files(root) in (old, new)
    assert run_build(root).wait() == 0
    assert files(root) == new
