"""Running a stage over many records, in this process or on whatever executor is given."""

import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial

from pipeline.faults import Fault
from pipeline.locate.quotes import locate
from pipeline.model import Article, Located, Record

BATCH = 500


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Yield a pool of `jobs` processes, or None where one job needs no pool."""
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, initializer=_leave_signals_to_the_build) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _leave_signals_to_the_build() -> None:
    """Ignore Ctrl-C in a worker, which a terminal sends to it too, and let SIGTERM end it as it ends any process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def locate_all(
    records: Sequence[Record], articles: Mapping[str, Article], executor: Executor | None = None
) -> tuple[list[Located], list[Fault]]:
    """Return the located evidence of all records and its faults, the same for every executor.

    Args:
        records: all rows.
        articles: all articles by source_id.
        executor: anything with the interface of `concurrent.futures`; None runs here.
    """
    batches = [records[start : start + BATCH] for start in range(0, len(records), BATCH)]
    stage = partial(locate, articles=articles)
    results = executor.map(stage, batches) if executor else map(stage, batches)
    located: list[Located] = []
    faults: list[Fault] = []
    for batch_located, batch_faults in results:
        located += batch_located
        faults += batch_faults
    return located, faults
