"""Work on many articles at once: batches of them, in this process or on whatever executor is given.

The results come in the order of the batches, so what is made of them is the same wherever they were worked on.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from typing import Any, Protocol, TypeVar

from pipeline.memory import be_frugal
from pipeline.progress import SILENT, Progress

B = TypeVar("B")
R = TypeVar("R")


class OfArticles(Protocol):
    """A batch of articles."""

    @property
    def articles(self) -> Sized:
        """The articles."""


A = TypeVar("A", bound=OfArticles)

BATCH = 100
"""How many articles a batch has at most: fewer take less time than to send them, more are long to wait for."""
WAITING = 3
"""How many batches a worker has at most: what it works on, what comes next, and one whose result waits its turn."""


class Workers(Executor):
    """An executor that says how many workers it has, which the interface of `concurrent.futures` does not.

    Attributes:
        count: The number of workers.
    """

    def __init__(self, executor: Executor, count: int) -> None:
        self._executor = executor
        self.count = count

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Have one of the workers do `work`."""
        return self._executor.submit(work, *arguments, **named)


@dataclass(frozen=True)
class Engine:
    """What the stages over articles run on.

    Attributes:
        executor: Where the batches are worked on, as `in_order` takes it; None works here.
        size: How many articles a batch has at most.
        progress: Who is told how far they are.
    """

    executor: Executor | None = None
    size: int = BATCH
    progress: Progress = SILENT

    @property
    def processes(self) -> Executor | None:
        """Return the executor where its workers are processes of this machine, which see its files; else None."""
        return self.executor if isinstance(self.executor, _Processes) else None

    def over(self, stage: Callable[[A], R], batches: Iterable[A]) -> Iterator[R]:
        """Yield what `stage` gives for each batch of articles, in their order, and tell how many articles are done.

        See `in_order` for what is raised.
        """
        counts: deque[int] = deque()

        def counted() -> Iterator[A]:
            for batch in batches:
                counts.append(len(batch.articles))
                yield batch

        for result in in_order(stage, counted(), self.executor):
            self.progress.advance(counts.popleft())
            yield result


IN_PROCESS = Engine()


class _Processes(Workers):
    """The processes of a pool, which can be told to leave what they are at."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        super().__init__(pool, count)
        self._others = active_children()
        # Begun before the build has anything: a fork holds all that its parent does, the locks of threads too.
        pool.submit(int).result()

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Have one of the processes do `work`."""
        return super().submit(_unless_stopped, work, *arguments, **named)

    def stop(self) -> None:
        """Let each process leave its batch, and those that are on their way to it."""
        for process in active_children():
            if process.pid and process not in self._others:
                os.kill(process.pid, signal.SIGINT)


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Yield a pool of `jobs` processes, or None where one job needs no pool."""
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, initializer=_begin) as pool:
        processes = _Processes(pool, jobs)
        try:
            yield processes
        except BaseException:
            processes.stop()
            pool.shutdown(cancel_futures=True)
            raise


class _Worker:
    """What a worker is at."""

    works = False
    stopped = False


def _begin() -> None:
    """Make a new process a worker.

    Ctrl-C, which a terminal sends to it too, stops its work but not the process, since a pool that loses one takes long
    to end; SIGTERM ends it as it ends any process.
    """
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    be_frugal()


def _stop(*_: object) -> None:
    """Leave the batch, where there is one, and take no other."""
    _Worker.stopped = True
    if _Worker.works:
        raise KeyboardInterrupt


def _unless_stopped(work: Callable[..., R], *arguments: Any, **named: Any) -> R:
    """Do `work`, until the process is told to stop."""
    try:
        _Worker.works = True
        if _Worker.stopped:
            raise KeyboardInterrupt
        return work(*arguments, **named)
    finally:
        _Worker.works = False


def in_order(stage: Callable[[B], R], batches: Iterable[B], executor: Executor | None) -> Iterator[R]:
    """Yield what `stage` gives for each batch, in the order of the batches.

    A batch is taken only when a worker will soon need it, so that memory holds a few batches a worker, however many
    there are.

    Args:
        stage: a function that other processes can import, or a `partial` of one.
        batches: what it is given, one after the other.
        executor: anything with the interface of `concurrent.futures`; None works here. One that is not of the class
            `Workers` is taken to have a worker for each core of this machine.

    Raises:
        Exception: whatever `stage` raises first, in the order of the batches; batches that no worker has begun are
            dropped then, as they are where the caller wants no more.
        BrokenExecutor: a worker was killed.
    """
    if executor is None:
        yield from map(stage, batches)
        return
    count = executor.count if isinstance(executor, Workers) else os.cpu_count() or 1
    waiting: deque[Future[R]] = deque()
    try:
        for batch in batches:
            waiting.append(executor.submit(stage, batch))
            if len(waiting) == WAITING * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor:
        # It ends all that waits; what is dropped meanwhile would trip it.
        waiting.clear()
        raise
    finally:
        for future in waiting:
            future.cancel()
