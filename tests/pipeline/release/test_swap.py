"""The swap of a finished build: every file whole, old or new, wherever it is stopped or fails."""

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from counternarcotics._verify.package import unfinished as verify_says
from pipeline.faults import CannotBuild
from pipeline.release import compare, swap
from pipeline.write.files import checksums
from pipeline.write.paths import CHECKSUMS, README
from pipeline.write.staged import Staged, write
from tests.support import ROOT
from tests.support.packaged import digests

BESIDE = ("CITATION.cff", "croissant.json", "datapackage.json", "docs/codebook.md")


def summed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files with the checksums of those that a build lists."""
    listed = {path: digest for path, digest in digests(files).items() if path != "docs/codebook.md"}
    return {**files, CHECKSUMS: checksums(listed)}


OLD = summed({"data/a.csv": b"old a", "data/same.csv": b"x", "data/gone.csv": b"gone", **dict.fromkeys(BESIDE, b"old")})
NEW = summed({"data/a.csv": b"new a", "data/same.csv": b"x", "data/b.csv": b"new", **dict.fromkeys(BESIDE, b"new")})
BUILT: dict[str, Staged] = {}
"""The new files as a build stages them."""
WRITTEN = {README: b"Derived.\n", "docs/coding-rules.md": b"rules", "seeds/a.txt": b"article"}


def files(root: Path) -> dict[str, bytes]:
    """Return every file of a project that people did not write, by path."""
    paths = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    assert {name: paths.pop(name).read_bytes() for name in WRITTEN} == WRITTEN
    return {name: path.read_bytes() for name, path in paths.items()}


def in_place(root: Path) -> dict[str, bytes]:
    """Return what users see of a build."""
    return {name: content for name, content in files(root).items() if not name.startswith(swap.STAGING)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with an old build in place."""
    return old_build(tmp_path / "project")


def old_build(root: Path) -> Path:
    write(root, OLD | WRITTEN)
    return root


@pytest.fixture(scope="module", autouse=True)
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Stage the new files in a folder apart."""
    BUILT.update(write(tmp_path_factory.mktemp("built"), NEW))


def put_in_place(root: Path, built: Mapping[str, Staged] = BUILT) -> None:
    """Do what a build does once its files are made."""
    with swap.alone(root):
        swap.finish(root)
        swap.put_in_place(root, built)


def test_a_swap_puts_all_in_place(project: Path) -> None:
    unchanged = (project / "data/same.csv").stat()
    put_in_place(project)
    assert files(project) == NEW
    assert compare.differing(project, BUILT) == []
    assert (project / "data/same.csv").stat().st_ino == unchanged.st_ino
    assert not (project / swap.STAGING).exists()


def test_the_first_build_has_nothing_to_replace(tmp_path: Path) -> None:
    write(tmp_path, WRITTEN)
    put_in_place(tmp_path)
    assert files(tmp_path) == NEW


def test_nothing_is_touched_where_nothing_differs(project: Path) -> None:
    put_in_place(project)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if path != project}
    put_in_place(project)
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*") if path != project} == before


def test_staging_is_gone_afterwards(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged: list[dict[str, bytes]] = []

    def look(root: Path, new: Mapping[str, str], removed: Sequence[str]) -> None:
        staged.append({path: (root / swap.STAGING / swap.NEW / path).read_bytes() for path in new})
        assert new == {path: digests(NEW)[path] for path in new}
        assert removed == ["data/gone.csv"]

    monkeypatch.setattr(swap, "commit", look)
    swap.put_in_place(project, BUILT)
    assert staged == [{path: content for path, content in NEW.items() if content != OLD.get(path)}]
    assert not (project / swap.STAGING).exists()
    assert files(project) == OLD


def test_a_file_that_was_changed_since_it_was_checked_is_not_put_in_place(project: Path, tmp_path: Path) -> None:
    changed = write(tmp_path / "changed", NEW)
    changed["data/b.csv"].path.write_bytes(b"another")
    with pytest.raises(CannotBuild, match=r"changed/data/b\.csv was changed while the build ran; run it again"):
        swap.put_in_place(project, changed)
    assert files(project) == OLD
    changed["data/b.csv"].path.unlink()
    with pytest.raises(FileNotFoundError):
        swap.put_in_place(project, changed)
    assert files(project) == OLD


# What is removed, and what is not


def test_only_what_a_build_made_is_removed(project: Path) -> None:
    """A file that no checksums list, and one that was changed since they listed it, stay and are reported."""
    (project / "data/notes.csv").write_bytes(b"mine")
    (project / "data/gone.csv").write_bytes(b"changed by hand")
    (project / "data/.~lock.a.csv#").write_bytes(b"")
    faults = compare.added(project, BUILT)
    assert [(str(fault.position), fault.kind) for fault in faults] == [
        ("data/gone.csv", "file-not-built"),
        ("data/notes.csv", "file-not-built"),
    ]
    put_in_place(project)
    assert (project / "data/notes.csv").read_bytes() == b"mine"
    assert (project / "data/gone.csv").read_bytes() == b"changed by hand"


def test_checksums_that_list_files_elsewhere_remove_nothing(project: Path) -> None:
    digest = hashlib.sha256(b"article").hexdigest()
    names = ("../seeds/a.txt", "../seeds", "../docs/../seeds/a.txt", "a/b", str(project / "seeds/a.txt"), "gone.csv ")
    lines = "".join(f"{digest}  {name}\n" for name in names).encode()
    (project / CHECKSUMS).write_bytes(checksums(digests(WRITTEN)) + lines)
    assert compare.outdated(project, BUILT) == []


def test_what_an_earlier_build_made_is_a_difference(project: Path) -> None:
    faults = {str(fault.position): fault.kind for fault in compare.differences(project, BUILT)}
    assert faults == {
        "data/gone.csv": "file-outdated",
        "data/b.csv": "file-missing",
        **dict.fromkeys(["data/a.csv", CHECKSUMS, *BESIDE], "file-differs"),
    }


# Stopped or failing at every step. The events that Python audits (each opening, renaming, removing, listing and
# making of folders) and each flush to the disk are the steps; they are counted in a process of their own.


def apart(work: Callable[[], None], at: int, stop: Callable[[int, int], None]) -> int:
    """Do some work in a child process, with `stop` called at each step; return how it ended.

    0 done, 2 refused with a message, 9 where there are fewer than `at` steps, and minus the signal if it was killed.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code, step = 3, 0
    working = True

    def one_step(event: str, _: object = None) -> None:
        nonlocal step
        if working and (event == "open" or event.startswith(("os.", "shutil."))):
            step += 1
            stop(step, at)

    try:
        # A kill loses nothing that was written: there is no need to wait for the disk.
        os.fsync = lambda fd: one_step("os.fsync")
        sys.addaudithook(one_step)
        work()
        code = 9 if step < at else 0
    except (CannotBuild, OSError):
        code = 2
    finally:
        working = False
        os._exit(code)


def kill(step: int, at: int) -> None:
    if step == at:
        os.kill(os.getpid(), signal.SIGKILL)


def fail_once(step: int, at: int) -> None:
    if step == at:
        raise OSError(errno.EIO, "Input/output error")


def fail_from_then_on(step: int, at: int) -> None:
    if step >= at:
        raise OSError(errno.ENOSPC, "No space left on device")


def interrupt(step: int, at: int) -> None:
    if step == at:
        os.kill(os.getpid(), signal.SIGINT)


def assert_whole(root: Path) -> bool:
    """Assert that every file is whole, old or new; return whether old and new ones stand together."""
    present = in_place(root)
    for path in OLD.keys() | NEW.keys():
        assert present.get(path) in (OLD.get(path), NEW.get(path)), path
    assert present.keys() <= OLD.keys() | NEW.keys()
    return present not in (OLD, NEW)


def assert_named(root: Path) -> None:
    """Assert that a mixture is called what it is, by the build's check and by `verify`."""
    (fault,) = swap.unfinished(root)
    assert (fault.kind, fault.fix) == ("build-unfinished", "run build.py")
    assert verify_says(root) == [
        "data: a build was stopped while it put its files in place; run build.py to complete it"
    ]


def test_killed_at_every_step(tmp_path: Path) -> None:
    mixtures = []
    for at in count(1):
        root = old_build(tmp_path / str(at))
        ended = apart(lambda root=root: put_in_place(root), at, kill)  # type: ignore[misc]
        if ended == 9:
            break
        assert ended == -signal.SIGKILL
        if assert_whole(root):
            assert_named(root)
            mixtures.append(root)
            shutil.copytree(root, tmp_path / f"{at}-left")
        elif in_place(root) == NEW:
            assert swap.unfinished(root) == []
        swap.finish(root)
        assert files(root) in (OLD, NEW)
        assert not (root / swap.STAGING).exists()
    assert at > 60
    assert len(mixtures) > 10
    for root in mixtures:
        assert files(root) == NEW
    killed_again(tmp_path / f"{mixtures[len(mixtures) // 2].name}-left")


def killed_again(left: Path) -> None:
    """Kill the build that completes a stopped one at every step."""
    for at in count(1):
        root = Path(shutil.copytree(left, left.parent / f"again-{at}"))
        ended = apart(lambda root=root: swap.finish(root), at, kill)  # type: ignore[misc]
        if ended == 9:
            break
        if assert_whole(root):
            assert_named(root)
        swap.finish(root)
        assert files(root) == NEW
    assert at > 20


def test_an_error_at_any_step_changes_nothing(tmp_path: Path) -> None:
    codes = []
    for at in count(1):
        root = old_build(tmp_path / str(at))
        ended = apart(lambda root=root: put_in_place(root), at, fail_once)  # type: ignore[misc]
        if ended == 9:
            break
        codes.append(ended)
        assert in_place(root) == (OLD if ended == 2 else NEW), at
        assert swap.unfinished(root) == []
        swap.finish(root)
        assert not (root / swap.STAGING).exists()
    assert codes.count(2) > 60


def test_a_disk_that_fails_from_any_step_on_leaves_what_can_be_completed(tmp_path: Path) -> None:
    mixtures = 0
    for at in count(1):
        root = old_build(tmp_path / str(at))
        ended = apart(lambda root=root: put_in_place(root), at, fail_from_then_on)  # type: ignore[misc]
        if ended == 9:
            break
        if assert_whole(root):
            assert_named(root)
            mixtures += 1
        swap.finish(root)
        assert files(root) in (OLD, NEW)
        assert not (root / swap.STAGING).exists()
    assert mixtures > 5


def test_ctrl_c_at_any_step_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    endings = set()

    def interrupted(root: Path) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            put_in_place(root)
            return
        raise OSError("interrupted")

    for at in count(1):
        root = old_build(tmp_path / str(at))
        ended = apart(lambda root=root: interrupted(root), at, interrupt)  # type: ignore[misc]
        if ended == 9:
            break
        endings.add((ended, in_place(root) == NEW))
        assert in_place(root) in (OLD, NEW)
        assert not (root / swap.STAGING / swap.JOURNAL).exists()
    assert {(2, False), (0, True)} <= endings <= {(2, False), (0, True), (2, True)}


def failing_undo(monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    """Let only the first renames into place work."""
    replace, left = os.replace, iter(range(moves))

    def refuse(source: Path, target: Path) -> None:
        if swap.STAGING not in target.parts and next(left, None) is None:
            raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_the_message_says_what_stopped_the_swap_and_what_to_do(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_undo(monkeypatch, 0)
    with pytest.raises(CannotBuild, match=r"data/a\.csv: Permission denied; nothing was changed"):
        put_in_place(project)
    assert files(project) == OLD
    monkeypatch.undo()
    failing_undo(monkeypatch, 2)
    with pytest.raises(CannotBuild, match=r"could not be put back.*run build.py again to complete it"):
        put_in_place(project)
    assert assert_whole(project)
    assert_named(project)
    monkeypatch.undo()
    swap.finish(project)
    assert files(project) == NEW


# A build that was stopped, and what may have happened since


@pytest.fixture
def mixture(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project in which a build was stopped after its first rename."""
    failing_undo(monkeypatch, 1)
    with pytest.raises(CannotBuild):
        put_in_place(project)
    monkeypatch.undo()
    assert assert_whole(project)
    return project


def test_old_files_come_back_if_a_staged_one_is_damaged(mixture: Path) -> None:
    (mixture / swap.STAGING / "new/datapackage.json").write_bytes(b"ne")
    swap.finish(mixture)
    assert files(mixture) == OLD


def test_files_that_somebody_restored_since_are_left(mixture: Path) -> None:
    write(mixture, {"data/a.csv": b"of another version"})
    before = in_place(mixture)
    assert swap.unfinished(mixture) == []
    swap.finish(mixture)
    assert files(mixture) == before


def test_a_link_put_there_since_is_refused(mixture: Path) -> None:
    new = mixture / "data/b.csv"
    assert not new.exists()
    new.symlink_to(mixture / "seeds/a.txt")
    with pytest.raises(CannotBuild, match=r"data/b\.csv is a link"):
        swap.finish(mixture)
    assert new.is_symlink()


# What may lie in the way


def in_the_way(root: Path, planted: str, kind: str) -> None:
    """Put something else in the place of a file or folder, which keeps its content elsewhere."""
    place, away = root / planted, root.parent / "away"
    if place.exists():
        place.rename(away)
    else:
        away.mkdir()
    if kind == "link":
        place.symlink_to(away)
    elif kind == "folder":
        write(place, {"mine": b"mine"})
    else:
        place.write_bytes(b"mine")


def everything(root: Path) -> dict[str, bytes | str]:
    """Return every file and link below a folder."""
    paths = [path for path in root.rglob("*") if path.is_symlink() or path.is_file()]
    return {str(path): os.readlink(path) if path.is_symlink() else path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        *[(place, "link") for place in ("data", "docs", "data/a.csv", "docs/codebook.md", "datapackage.json")],
        *[(place, "folder") for place in ("data/a.csv", "data/b.csv", "docs/codebook.md", "datapackage.json")],
        *[(place, "file") for place in ("data", "docs")],
        *[(swap.STAGING, kind) for kind in ("link", "folder", "file")],
    ],
)
def test_what_is_in_the_way_is_named_and_kept(project: Path, planted: str, kind: str) -> None:
    in_the_way(project, planted, kind)
    before = everything(project.parent)
    with pytest.raises(CannotBuild, match=re_path(project / planted)):
        put_in_place(project)
    assert everything(project.parent) == before


def re_path(path: Path) -> str:
    return rf"^{path}\b.*(?:put a (?:file|folder) in its place|move it away)"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"new": {}}', '{"new": [], "old": {}}', "[" * 100_000]
    + [
        json.dumps({"new": {path: "0" * 64}, "old": {}})
        for path in ("../a", "seeds/a.txt", "data/../seeds/a.txt", "data/x/y", README, "/etc/passwd", "build.py")
    ]
    + ['{"new": {"data/a.csv": "short"}, "old": {}}'],
)
def test_a_journal_that_no_build_wrote_moves_nothing(project: Path, text: str) -> None:
    write(project, {f"{swap.STAGING}/{swap.JOURNAL}": text.encode(), f"{swap.STAGING}/new/data/a.csv": b"planted"})
    before = everything(project)
    with pytest.raises(CannotBuild, match="is not the journal of a build; move it away"):
        swap.finish(project)
    with pytest.raises(CannotBuild, match="is not the journal of a build; move it away"):
        swap.unfinished(project)
    assert everything(project) == before


@pytest.mark.parametrize("stray", [".ready/data/a.csv", ".ready/old/data/a.csv", "data.old/a.csv"])
def test_other_folders_are_no_part_of_a_swap(project: Path, stray: str) -> None:
    write(project, {stray: b"stray"})
    put_in_place(project)
    assert files(project) == {**NEW, stray: b"stray"}


def test_what_a_killed_build_staged_is_cleared(project: Path) -> None:
    write(project, {f"{swap.STAGING}/new/data/half": b"half", f"{swap.STAGING}/journal.part": b"{"})
    put_in_place(project)
    assert files(project) == NEW


@pytest.mark.parametrize("folder", ["data", "docs", "."])
def test_a_folder_that_cannot_be_written(folder: str) -> None:
    """Done without the rights of an administrator, whom nothing is refused."""
    with tempfile.TemporaryDirectory() as name:
        root, built = old_build(Path(name) / "project"), write(Path(name) / "built", NEW)
        if os.geteuid() == 0:
            for path in [Path(name), *Path(name).rglob("*")]:
                os.chown(path, 65534, 65534)
        (root / folder).chmod(0o555)

        def as_anybody() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            try:
                put_in_place(root, built)
            except OSError as error:
                assert folder == "."
                assert swap.reason(error).endswith(": Permission denied")
                raise
            except CannotBuild as error:
                assert str(error).endswith(": Permission denied; nothing was changed")
                raise

        assert apart(as_anybody, 0, lambda step, at: None) == 2
        (root / folder).chmod(0o755)
        assert files(root) == OLD


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with swap.alone(tmp_path), pytest.raises(CannotBuild, match="another build"), swap.alone(tmp_path):
        pass
    with swap.alone(tmp_path):
        pass


def test_a_missing_folder_cannot_be_built_in(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="No such file"), swap.alone(tmp_path / "none"):
        pass


# The whole build

ATTEMPTS = 4


def run_build(root: Path) -> subprocess.Popen[bytes]:
    """Start a build of the project in `root` in a session of its own."""
    code = (
        "import build, sys; from pathlib import Path; from tests.support.example import without_frictionless\n"
        f"with without_frictionless(): sys.exit(build.main([], Path({str(root)!r})))"
    )
    quiet, environment = subprocess.DEVNULL, {**os.environ, "TMPDIR": str(root.parent)}
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, start_new_session=True, stdout=quiet, stderr=quiet
    )


def derived(root: Path) -> dict[str, bytes]:
    """Return every derived file of the example."""
    paths = [*(root / name for name in BESIDE), *(root / "data").rglob("*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def test_a_build_killed_at_random_times(built_example: Path, tmp_path: Path) -> None:
    """The whole build, with a record changed so that every table's files differ, killed with its session."""
    example, copy = Path(shutil.copytree(built_example, tmp_path / "project")), tmp_path / "copy"
    old = derived(example)
    records = example / "records" / "harbour.yaml"
    for before, after in (("title: Talks held\n", "title: Talks were held\n"), ("note: NA", "note: NO")):
        records.write_text(records.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    shutil.copytree(example, copy)
    began = time.monotonic()
    assert run_build(copy).wait() == 0
    took, new = time.monotonic() - began, derived(copy)
    assert new != old
    chance = random.Random(2025)
    for number in range(ATTEMPTS):
        root = example.parent / str(number)
        shutil.copytree(example, root)
        process = run_build(root)
        # One moment in each part of the time that is left once the modules are imported, and after its end.
        time.sleep((0.3 + 0.75 * (number + chance.random()) / ATTEMPTS) * took)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        left = derived(root)
        assert left.keys() == old.keys() == new.keys()
        assert all(content in (old[path], new[path]) for path, content in left.items())
        swap.finish(root)
        assert derived(root) in (old, new)
    assert run_build(root).wait() == 0
    assert derived(root) == new
