"""What a person sees of a long build while it runs: its stages, how far each is, how fast, and how long it still takes.

On a terminal these are bars, which go when the build ends; in a log they are lines. A build that is soon done shows
neither.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

BARS_AFTER = 2.0
"""Seconds that a build lasts before a terminal shows bars: a person does not ask sooner."""
LINES_AFTER = 30.0
"""Seconds that a build lasts before a log gets lines: nobody watches the log of a shorter one."""
LINES_EVERY = 10.0
"""Seconds between two lines about one stage."""


class Progress(Protocol):
    """Who is told how far a build is."""

    def begin(self, stage: str) -> None:
        """Note that a stage begins, and that the one before it has ended."""

    def expect(self, count: int, unit: str) -> None:
        """Note how much the stage has to do, as in ``expect(500, "articles")``."""

    def advance(self, count: int) -> None:
        """Note that so many more of them are done."""


class Silent:
    """Shows nothing."""

    def begin(self, stage: str) -> None:
        """Do nothing."""

    def expect(self, count: int, unit: str) -> None:
        """Do nothing."""

    def advance(self, count: int) -> None:
        """Do nothing."""


SILENT = Silent()


@dataclass
class Step:
    """One stage of a build, and how far it is.

    Attributes:
        stage: Its name.
        begun: When it began, in seconds of a clock.
        total: How much it has to do; 0 where it does not say.
        count: How much of that is done.
        unit: What is counted, in the plural.
        ended: When it ended; None while it runs.
    """

    stage: str
    begun: float = field(default_factory=time.monotonic)
    total: int = 0
    count: int = 0
    unit: str = ""
    ended: float | None = None

    def state(self, now: float) -> str:
        """Return how far it is, in words.

        >>> Step("locate", 0.0, 100000, 12000, "articles").state(25.0)
        '12,000 of 100,000 articles, 480 a second, about 3 min 03 s left'
        >>> Step("locate", 0.0, 100000, 100000, "articles", ended=200.0).state(300.0)
        '100,000 articles in 3 min 20 s'
        >>> Step("write", 0.0).state(61.0)
        '1 min 01 s'
        """
        seconds = (now if self.ended is None else self.ended) - self.begun
        if not self.total:
            return duration(seconds)
        if self.ended is not None:
            return f"{self.count:,} {self.unit} in {duration(seconds)}"
        done = f"{self.count:,} of {self.total:,} {self.unit}"
        if not self.count or seconds <= 0:
            return done
        rate = self.count / seconds
        return f"{done}, {rate:,.3g} a second, about {duration((self.total - self.count) / rate)} left"


def duration(seconds: float) -> str:
    """Return a time in words.

    >>> duration(3.21), duration(184.4), duration(7384.0)
    ('3 s', '3 min 04 s', '2 h 03 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, hours = whole // 60, whole // 3600
    return f"{hours} h {minutes % 60:02} min" if hours else f"{minutes} min {whole % 60:02} s"


class Lines:
    """Writes a line for each stage that has ended, and now and then one about the stage that runs.

    The lines of a build's first seconds are held back until it has lasted long enough. A thread writes those about
    a stage that runs, because a stage need not tell how far it is.
    """

    def __init__(self, stream: TextIO, after: float = LINES_AFTER, every: float = LINES_EVERY) -> None:
        self._stream = stream
        self._after = after
        self._every = every
        self._step: Step | None = None
        self._held: list[str] | None = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> "Lines":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        if error == (None, None, None):
            self._end()

    def begin(self, stage: str) -> None:
        """Write how long the last stage took, and begin another."""
        self._end()
        with self._lock:
            self._step = Step(stage)

    def expect(self, count: int, unit: str) -> None:
        """Note what the lines of the stage count."""
        if self._step:
            self._step.total, self._step.unit = count, unit

    def advance(self, count: int) -> None:
        """Count on."""
        if self._step:
            self._step.count += count

    def _end(self) -> None:
        with self._lock:
            if self._step:
                self._step.ended = time.monotonic()
                self._write(self._step)
            self._step = None

    def _tell(self) -> None:
        if self._over.wait(self._after):
            return
        with self._lock:
            held, self._held = self._held or [], None
            for line in held:
                self._print(line)
            if self._step:
                self._write(self._step)
        while not self._over.wait(self._every):
            with self._lock:
                if self._step:
                    self._write(self._step)

    def _write(self, step: Step) -> None:
        line = f"build.py: {step.stage}: {step.state(time.monotonic())}"
        if self._held is None:
            self._print(line)
        else:
            self._held.append(line)

    def _print(self, line: str) -> None:
        # A log that takes no more lines is no reason to end the build.
        with suppress(OSError, ValueError):
            print(line, file=self._stream, flush=True)


class Bars:
    """Draws a bar for each stage on a terminal, from when the build has lasted long enough until it ends."""

    def __init__(self, stream: TextIO, after: float = BARS_AFTER) -> None:
        # Imported here because only a terminal needs it.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, ProgressColumn, TextColumn  # noqa: PLC0415
        from rich.progress import Progress as Drawing  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        class State(ProgressColumn):
            """How far a stage is, in words."""

            def render(self, task: "Task") -> "Text":
                """Return the words, on one line."""
                step: Step = task.fields["step"]
                return Text(step.state(time.monotonic()), no_wrap=True, overflow="ellipsis")

        console = Console(file=stream, highlight=False)
        name, bar = TextColumn("{task.description}"), BarColumn(bar_width=20)
        self._drawing = Drawing(
            name, bar, State(), console=console, transient=True, redirect_stdout=False, refresh_per_second=4
        )
        self._timer = threading.Timer(after, self._drawing.start)
        self._timer.daemon = True
        self._step: Step | None = None

    def __enter__(self) -> "Bars":
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._timer.cancel()
            self._timer.join()
        finally:
            # Takes the bars away and shows the cursor again, also where the build was stopped.
            self._drawing.stop()

    def begin(self, stage: str) -> None:
        """Fill the bar of the last stage, and draw another."""
        if self._step:
            self._step.ended = time.monotonic()
            self._drawing.update(self._drawing.task_ids[-1], total=1, completed=1)
        self._step = Step(stage)
        # Without a total the bar moves to and fro.
        self._drawing.add_task(stage, total=None, step=self._step)

    def expect(self, count: int, unit: str) -> None:
        """Give the bar of the stage a length."""
        if self._step:
            self._step.total, self._step.unit = count, unit
            self._drawing.update(self._drawing.task_ids[-1], total=count)

    def advance(self, count: int) -> None:
        """Fill the bar of the stage further."""
        if self._step:
            self._step.count += count
            self._drawing.advance(self._drawing.task_ids[-1], count)


@contextmanager
def shown(quiet: bool = False) -> Iterator[Progress]:
    """Yield who shows the progress of a build on standard error: as bars, as lines, or not at all where `quiet`."""
    if quiet:
        yield SILENT
        return
    draws = sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    with Bars(sys.stderr) if draws else Lines(sys.stderr) as progress:
        yield progress
