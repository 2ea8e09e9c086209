"""Batches give their results in their order, on whatever executor, and few of them are in memory at once."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.batches import WAITING, Workers, in_order, workers

BATCHES = 2000


def squared(number: int) -> int:
    return number * number


def slow_at_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number


def lasting(_: int) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        time.sleep(0.01)


def killed_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def numbered(taken: list[int]) -> Iterator[int]:
    """Yield many numbers, and note each that was taken."""
    for number in range(BATCHES):
        taken.append(number)
        yield number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_batches(jobs: int) -> None:
    with workers(jobs) as executor:
        assert (executor is None) == (jobs == 1)
        assert list(in_order(slow_at_first, range(20), executor)) == list(range(20))
        assert list(in_order(squared, [], executor)) == []
        # One pool serves one stage after the other.
        assert list(in_order(squared, range(20), executor)) == [number * number for number in range(20)]


def test_a_batch_is_taken_only_when_a_worker_will_soon_need_it() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(2) as threads:
        for done, _ in enumerate(in_order(squared, numbered(taken), Workers(threads, 2))):
            assert len(taken) - done <= WAITING * 2
    assert len(taken) == BATCHES


def test_an_executor_that_does_not_say_how_many_workers_it_has_gets_a_few_batches_for_each_core() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(1) as threads:
        next(in_order(squared, numbered(taken), threads))
    assert len(taken) == WAITING * (os.cpu_count() or 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_few_batches_are_taken_for_the_first_result(jobs: int) -> None:
    taken: list[int] = []
    with workers(jobs) as executor:
        assert next(in_order(squared, numbered(taken), executor)) == 0
    assert len(taken) == (1 if jobs == 1 else WAITING * 2)


def test_what_a_batch_raises_comes_out_and_drops_the_rest() -> None:
    begun: list[int] = []
    open_gate = threading.Event()

    def stage(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise ValueError("a broken batch")
        if number == 2:
            open_gate.wait(10)
        return number

    with ThreadPoolExecutor(1) as threads:
        results = in_order(stage, range(BATCHES), Workers(threads, 2))
        assert next(results) == 0
        with pytest.raises(ValueError, match="a broken batch"):
            next(results)
        open_gate.set()
    assert begun in ([0, 1], [0, 1, 2])


def test_a_killed_process_breaks_the_executor() -> None:
    with pytest.raises(BrokenExecutor), workers(2) as executor:
        list(in_order(killed_at_three, range(20), executor))


class Breaking(Executor):
    """An executor that breaks at its first work, and has still to end the rest."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.futures.append(Future())
        if len(self.futures) == WAITING:
            self.futures[0].set_exception(BrokenExecutor())
        return self.futures[-1]


def test_a_broken_executor_ends_what_waits_itself() -> None:
    """A pool that sets the exception of a future that was cancelled meanwhile fails in a thread of its own."""
    executor = Breaking()
    with pytest.raises(BrokenExecutor):
        next(in_order(squared, range(BATCHES), Workers(executor, 1)))
    assert [future.cancelled() for future in executor.futures] == [False] * WAITING


def test_work_that_nobody_wants_any_more_is_left() -> None:
    begun, others = time.monotonic(), multiprocessing.active_children()
    with pytest.raises(ValueError, match="enough"), workers(2) as executor:
        assert executor
        futures = [executor.submit(lasting, number) for number in range(8)]
        while not futures[1].running():
            time.sleep(0.01)
        raise ValueError("enough")
    assert time.monotonic() - begun < 60
    assert multiprocessing.active_children() == others


def test_processes_begin_before_there_is_anything_that_they_would_hold() -> None:
    others = multiprocessing.active_children()
    with workers(2):
        assert multiprocessing.active_children() != others
