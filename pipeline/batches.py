"""Work on many articles at once: batches of them, in this process or on whatever executor is given.

The results come in the order of the batches, so what is made of them is the same wherever they were worked on.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

B = TypeVar("B")
R = TypeVar("R")

BATCH = 500
"""How many articles a batch has at most: starting a task takes longer than reading a few."""
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


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Yield a pool of `jobs` processes, or None where one job needs no pool."""
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, initializer=_leave_signals_to_the_build) as pool:
        try:
            yield Workers(pool, jobs)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _leave_signals_to_the_build() -> None:
    """Ignore Ctrl-C in a worker, which a terminal sends to it too, and let SIGTERM end it as it ends any process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


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
    finally:
        for future in waiting:
            future.cancel()
