"""A build on a real Dask cluster, on processes and in one process: the same files, whoever is killed meanwhile."""

import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import build
from pipeline.batches import IN_PROCESS, Engine, in_order, workers
from pipeline.cluster import cluster
from pipeline.faults import CannotBuild
from pipeline.report import Report
from pipeline.run import Asked, run
from tests.pipeline.test_build import plant, tree
from tests.pipeline.test_progress import left, slow_build
from tests.support import ROOT
from tests.support.example import copy_code

START = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    count = int(sys.argv[1])
    with LocalCluster(n_workers=count, threads_per_worker=2, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextlib.contextmanager
def running(code: Path, count: int = 2) -> Iterator[str]:
    """Start a cluster whose workers have the code of a folder, yield the address of its scheduler, and end it."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(code), str(code / "src")]),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(count)],
        cwd=code,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a cluster of two workers, of two threads each."""
    # Its workers write into the folder of the code: not into the project's.
    root = tmp_path_factory.mktemp("code")
    copy_code(root)
    shutil.copytree(ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    with running(root) as address:
        yield address


class Killing(Executor):
    """An executor whose workers are killed as they begin a batch, the first so many times."""

    def __init__(self, executor: Executor, folder: Path, times: int) -> None:
        self._executor = executor
        self._folder = folder
        self._times = times

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return self._executor.submit(killed, self._folder, self._times, work, *arguments, **named)


def killed(folder: Path, times: int, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    deaths = [folder / str(number) for number in range(times)]
    for death in deaths:
        with contextlib.suppress(FileExistsError):
            death.touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
    return work(*arguments, **named)


def written(root: Path, engine: Engine) -> Report:
    """Return the report of a build up to the files."""
    return run(root, "write", Asked(engine=engine))


def digests(report: Report) -> dict[str, str]:
    """Return the SHA-256 of each file of a build."""
    return {path: file.sha256 for path, file in report.made.files.items()}


@pytest.fixture(scope="module")
def in_process() -> Report:
    """Return what a build of the project gives in one process, in one batch."""
    report = written(ROOT, IN_PROCESS)
    assert report.made.files
    assert len(report.made.articles) > 2
    return report


def test_processes_and_cluster_give_the_same_bytes(address: str, in_process: Report) -> None:
    with workers(2) as executor:
        assert digests(written(ROOT, Engine(executor, size=1))) == digests(in_process)
    with cluster(address) as executor:
        assert digests(written(ROOT, Engine(executor, size=1))) == digests(in_process)


def test_a_batch_whose_worker_is_killed_runs_again(address: str, in_process: Report, tmp_path: Path) -> None:
    with cluster(address) as executor:
        report = written(ROOT, Engine(Killing(executor, tmp_path, 1), size=1))
    assert [path.name for path in tmp_path.iterdir()] == ["0"]
    assert digests(report) == digests(in_process)


def test_a_batch_that_kills_one_worker_after_the_other_ends_the_build(address: str, tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="killed over the same batch"), cluster(address) as executor:
        list(in_order(abs, [1], Killing(executor, tmp_path, 2)))


def test_a_fault_is_reported_once_with_its_place(
    address: str, built_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(built_example, tmp_path / "project"))
    plant(root, "records/harbour.yaml", "quote: broadcaster CCTV reported", "quote: broadcaster CCTV said")
    said = []
    with workers(2) as processes, cluster(address) as others:
        for engine in (IN_PROCESS, Engine(processes, size=1), Engine(others, size=1)):
            assert written(root, engine).print() == 1
            said.append(capsys.readouterr())
    assert said[0].err.count("[quote-not-found]") == 1
    assert re.match(r"records/harbour\.yaml:\d+ cctv\.quote: ", said[0].err)
    assert said[1:] == said[:1] * 2


def test_a_scheduler_file_stands_for_an_address(address: str, tmp_path: Path) -> None:
    file = tmp_path / "cluster.json"
    file.write_text(json.dumps({"address": address}), encoding="utf-8")
    with cluster(str(file)) as executor:
        assert list(in_order(abs, [-1, -2], executor)) == [1, 2]


def test_work_runs_in_one_thread_of_a_worker_at_a_time(address: str) -> None:
    with cluster(address) as executor:
        times = list(in_order(busy, range(12), executor))
    for process in {process for process, *_ in times}:
        spans = sorted(span for other, *span in times if other == process)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


def busy(_: int) -> tuple[int, float, float]:
    begun = time.monotonic()
    time.sleep(0.05)
    return os.getpid(), begun, time.monotonic()


def test_a_build_that_is_stopped_on_a_cluster(
    address: str, built_example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    before = tree(built_example)
    code, report, shown = slow_build(built_example, signal.SIGINT, ["--cluster", address])
    assert (code, report) == (build.STOPPED, "")
    assert left(shown) == "build.py: stopped; every file is as the last finished build left it"
    assert tree(built_example) == before


def test_a_scheduler_that_goes_ends_the_build(tmp_path: Path) -> None:
    copy_code(tmp_path)
    with pytest.raises(CannotBuild, match="the Dask scheduler has gone"), contextlib.ExitStack() as stack:
        executor = stack.enter_context(cluster(stack.enter_context(running(tmp_path, 1))))
        # The worker is of the scheduler's group of processes.
        next(in_order(partial(os.killpg, 0), [signal.SIGKILL], executor))


def test_workers_with_other_code_are_refused(tmp_path: Path) -> None:
    copy_code(tmp_path)
    with (tmp_path / "pipeline/alike.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with (
        running(tmp_path, 1) as address,
        pytest.raises(CannotBuild, match="has another code of the build; see docs"),
        cluster(address),
    ):
        pass


def test_workers_without_the_code_are_refused(tmp_path: Path) -> None:
    refused = pytest.raises(CannotBuild, match=r"cannot import the code .* 'pipeline'")
    with running(tmp_path, 1) as address, refused, cluster(address):
        pass


def test_workers_with_other_packages_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.python_version", lambda: "3.0.0")
    with pytest.raises(CannotBuild, match=r"has Python 3\.\d+\.\d+, the build 3\.0\.0;"), cluster(address):
        pass


def test_a_cluster_without_workers_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(CannotBuild, match="has no worker")
    with running(tmp_path, 0) as address, refused, cluster(address, patience=3):
        pass


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:PORT", "cluster.json", "tcp:/x"])
def test_a_scheduler_that_does_not_answer(address: str) -> None:
    where = address.replace("PORT", str(free_port()))
    with pytest.raises(CannotBuild, match=f"no Dask scheduler answers at {where}: "), cluster(where, patience=0.5):
        pass


def test_a_build_without_dask_says_what_it_needs(
    built_example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert build.main(["--cluster", "tcp://127.0.0.1:8786"], built_example) == 2
    said = (
        "build.py: could not run: --cluster needs the package distributed, which is not installed; see docs/cluster.md"
    )
    assert capsys.readouterr().err == f"{said}\n"


def test_one_place_to_work_is_named(built_example: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        build.main(["--cluster", "tcp://127.0.0.1:8786", "--jobs", "2"], built_example)
    assert stopped.value.code == 2


def test_the_commands_of_the_guide(built_example: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built_example, tmp_path / "project"))
    copy_code(root)
    plant(root, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    blocks = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs/cluster.md").read_text(encoding="utf-8"), re.M | re.S)
    for block in blocks:
        commands = block.replace(".venv/bin/", f"{Path(sys.executable).parent}/").replace("8786", str(free_port()))
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            check=True,
        )
        assert "guarantee 11: the files in place are those of one whole build: checked" in done.stdout
    assert len(blocks) == 2
    assert "Talks were held" in (root / "data/events.csv").read_text(encoding="utf-8")
