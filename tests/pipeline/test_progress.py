"""A long build shows how far it is, a short one nothing; however it ends, the terminal is left clean."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import build
from pipeline.progress import Bars, Lines, shown
from tests.pipeline.test_build import tree
from tests.support import ROOT

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
"""What hides and shows the cursor of a terminal."""


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_build_that_is_soon_done_writes_no_line() -> None:
    log = io.StringIO()
    with Lines(log) as lines:
        lines.begin("read")
        lines.begin("locate")
    assert log.getvalue() == ""


def test_a_long_build_writes_a_line_for_each_stage_also_for_those_of_its_first_seconds() -> None:
    log = io.StringIO()
    with Lines(log, after=1, every=60) as lines:
        lines.begin("read")
        lines.expect(1200, "articles")
        lines.advance(1200)
        lines.begin("locate")
        wait_for(lambda: "locate" in log.getvalue())
        lines.begin("write")
    said = log.getvalue().splitlines()
    assert [re.sub(r"\d+ s$", "N s", line) for line in said] == [
        "build.py: read: 1,200 articles in N s",
        "build.py: locate: N s",  # the stage that runs when the lines begin
        "build.py: locate: N s",
        "build.py: write: N s",
    ]


def test_a_stage_that_lasts_writes_a_line_now_and_then() -> None:
    log = io.StringIO()
    with Lines(log, after=0, every=0.02) as lines:
        lines.begin("reread")
        lines.expect(1000, "articles")
        lines.advance(250)
        wait_for(lambda: log.getvalue().count("250 of 1,000 articles, ") >= 3)
    last = log.getvalue().splitlines()[-1]
    assert re.fullmatch(r"build\.py: reread: 250 articles in \d+ s", last)
    assert re.search(r"250 of 1,000 articles, [\d.,e+]+ a second, about .* left", log.getvalue())


def test_a_stage_that_is_stopped_is_not_said_to_have_ended() -> None:
    log = io.StringIO()
    with pytest.raises(KeyboardInterrupt), Lines(log, after=0, every=60) as lines:
        lines.begin("read")
        lines.begin("locate")
        raise KeyboardInterrupt
    assert "locate" not in log.getvalue()


def test_a_log_that_takes_no_line_does_not_end_the_build() -> None:
    class Full(io.StringIO):
        refused = False

        def write(self, text: str) -> int:
            self.refused = True
            raise OSError("No space left on device")

    log = Full()
    with Lines(log, after=0, every=0.01) as lines:
        lines.begin("read")
        wait_for(lambda: log.refused)
        lines.begin("locate")


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with shown(quiet=True) as progress:
        progress.begin("read")
        assert threading.active_count() == before
    with shown(quiet=False) as progress:
        assert isinstance(progress, Lines)
    assert capsys.readouterr().err == ""


class Terminal:
    """A terminal, and what was written to it."""

    def __init__(self) -> None:
        self._master, self.slave = pty.openpty()
        self._written = b""
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while True:
            try:
                some = os.read(self._master, 65536)
            except OSError:  # the last writer has gone
                return
            if not some:
                return
            self._written += some

    @property
    def so_far(self) -> str:
        return self._written.decode(errors="replace")

    def whole(self) -> str:
        """Return all that was written, when all writers have gone."""
        self._thread.join()
        os.close(self._master)
        return self.so_far


def left(written: str) -> str:
    """Return what a terminal shows at last of lines that were drawn over each other."""
    lines, row = [""], 0
    for part in re.findall(r"\x1b\[\??[\d;]*[A-Za-z]|\r\n|[\r\n]|[^\x1b\r\n]+", written):
        if part.startswith("\x1b"):
            row -= int(part[2:-1] or 1) if part.endswith("A") else 0
            lines[row] = "" if part == "\x1b[2K" else lines[row]
        elif "\n" in part:
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part != "\r":
            lines[row] += part
    return "\n".join(lines).strip()


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("error", [None, KeyboardInterrupt, OSError])
def test_a_terminal_shows_bars_and_then_nothing_of_them(error: type[BaseException] | None) -> None:
    terminal = Terminal()
    with os.fdopen(terminal.slave, "w", encoding="utf-8") as stream:
        try:
            with Bars(stream, after=0) as bars:
                bars.begin("read")
                bars.begin("locate")
                bars.expect(1000, "articles")
                bars.advance(500)
                wait_for(lambda: "500 of 1,000 articles, " in terminal.so_far)
                if error:
                    raise error
        except (KeyboardInterrupt, OSError):
            pass
        stream.write("the report\n")
    written = terminal.whole()
    assert HIDE in written
    assert written.rindex(SHOW) > written.rindex(HIDE)
    assert left(written) == "the report"


@pytest.mark.usefixtures("wide")
def test_a_terminal_shows_nothing_of_a_build_that_is_soon_done() -> None:
    terminal = Terminal()
    with os.fdopen(terminal.slave, "w", encoding="utf-8") as stream, Bars(stream, after=60) as bars:
        bars.begin("read")
        bars.begin("locate")
    assert terminal.whole() == ""


# Runs a build whose progress is shown at once, in which a stage takes a second, or is stopped by a signal to all of its
# processes, as a terminal sends it.
SLOW = """
import functools, os, signal, sys, time
from pathlib import Path
root, number, arguments = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
import build
from pipeline import progress, run
progress.Bars, progress.Lines = (functools.partial(kind, after=0) for kind in (progress.Bars, progress.Lines))
assemble = run.STAGES["assemble"]
def slow(made, report, asked):
    time.sleep(1)
    if number:
        os.killpg(0, number)
        time.sleep(60)
    assemble(made, report, asked)
run.STAGES["assemble"] = slow
signal.signal(signal.SIGTERM, signal.default_int_handler)
sys.exit(build.main(arguments, root))
"""


def slow_build(root: Path, number: int, arguments: list[str]) -> tuple[int, str, str]:
    """Build on a terminal; return the exit code, the report and what was written to the terminal."""
    terminal = Terminal()
    line = [sys.executable, "-c", SLOW, str(root), str(int(number)), *arguments]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    process = subprocess.Popen(
        line,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=terminal.slave,
        encoding="utf-8",
        start_new_session=True,
    )
    os.close(terminal.slave)
    report, _ = process.communicate()
    return process.returncode, report, terminal.whole()


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_is_stopped_leaves_the_files_and_the_terminal_as_they_were(
    built_example: Path, number: int, jobs: int
) -> None:
    before = tree(built_example)
    code, report, written = slow_build(built_example, number, [f"--jobs={jobs}"])
    assert (code, report) == (build.STOPPED, "")
    assert "assemble" in written
    assert written.rindex(SHOW) > written.rindex(HIDE)
    assert left(written) == "build.py: stopped; every file is as the last finished build left it"
    assert tree(built_example) == before


@pytest.mark.usefixtures("wide")
def test_the_bars_of_a_build_count_articles_and_go_before_the_report(built_example: Path) -> None:
    code, report, written = slow_build(built_example, 0, ["--check"])
    assert code == 0
    assert report.startswith("table ")
    assert "2 articles in " in written
    assert left(written) == ""


@pytest.mark.usefixtures("wide")
def test_a_quiet_build_shows_no_bars(built_example: Path) -> None:
    assert slow_build(built_example, 0, ["--check", "--quiet"])[::2] == (0, "")


def test_a_terminal_that_can_draw_nothing_gets_lines(built_example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    code, _, written = slow_build(built_example, 0, ["--check"])
    assert code == 0
    assert re.search(r"^build\.py: assemble: \d+ s\r$", written, re.M)
    assert "\x1b" not in written
