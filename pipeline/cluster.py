"""The workers of a running Dask cluster, to work on batches.

A build gives the same bytes there only if each worker has the same code and packages, so that is compared first. The
cluster runs a batch again whose worker was killed.
"""

import hashlib
import logging
import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.batches import Workers
from pipeline.faults import CannotBuild

if TYPE_CHECKING:
    from distributed import Client

R = TypeVar("R")

PATIENCE = 20.0
"""Seconds that a scheduler has to answer, and then to have a worker: both may just be starting."""
CODE = "code of the build"
"""What differs where a file of `pipeline/` does."""
HELP = "see docs/cluster.md"
LARGE = "distributed.admin.large-graph-warning-threshold"
"""Up to which size Dask sends something without a word: a batch is large, but sent once."""

_turn = threading.Lock()
"""Held by the thread of a worker that works."""


@contextmanager
def cluster(address: str, patience: float = PATIENCE) -> Iterator[Executor]:
    """Yield the workers of a running Dask cluster.

    Args:
        address: that of the scheduler, or the path of its scheduler file.
        patience: how many seconds the scheduler has to answer, and then to have a worker.

    Raises:
        CannotBuild: Dask is not installed; the scheduler does not answer, has no worker or has gone; a worker has other
            code or packages than this process; or workers were killed again and again.
    """
    try:
        import dask  # noqa: PLC0415
        from distributed import Client, KilledWorker  # noqa: PLC0415
    except ImportError as error:
        raise CannotBuild(f"--cluster needs the package distributed, which is not installed; {HELP}") from error
    # What matters of what it logs is in the messages below.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    where = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
    try:
        client = Client(**where, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CannotBuild(f"no Dask scheduler answers at {address}: {error}") from error
    # With the client goes all that it asked for and nobody took.
    with client, dask.config.set({LARGE: "1GB"}):
        try:
            yield _Cluster(client, _count(client, address, patience))
        except KilledWorker as error:
            raise CannotBuild(
                f"{address}: one worker after the other was killed over the same batch, perhaps for want of memory"
            ) from error
        except CancelledError as error:
            raise CannotBuild(f"{address}: the Dask scheduler has gone") from error


class _Cluster(Workers):
    """The workers of a cluster, each of which works on one batch at a time."""

    def __init__(self, client: "Client", count: int) -> None:
        # Dask would take two calls with equal arguments for one, and to see that, read all arguments.
        super().__init__(client.get_executor(pure=False), count)

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Have one of the workers do `work`."""
        return super().submit(_in_turn, work, *arguments, **named)


def _in_turn(work: Callable[..., R], *arguments: Any, **named: Any) -> R:
    """Do `work` while no other thread of this worker does: the readers' caches are not made for several."""
    with _turn:
        return work(*arguments, **named)


def _count(client: "Client", address: str, patience: float) -> int:
    """Return how many workers there are, each of which has the same environment as this process."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise CannotBuild(f"the Dask scheduler at {address} has no worker; {HELP}") from error
    environments = client.run(environment, on_error="return")
    own = environment()
    for worker, other in sorted(environments.items()):
        if not isinstance(other, Mapping):
            raise CannotBuild(f"the Dask worker {worker} cannot import the code of the build: {other}; {HELP}")
        for name, version in sorted(other.items()):
            if own.get(name, version) != version:
                seen = f"has another {name}" if name == CODE else f"has {name} {version}, the build {own[name]}"
                raise CannotBuild(f"the Dask worker {worker} {seen}; {HELP}")
    return len(environments)


def environment() -> dict[str, str]:
    """Return what decides which bytes a build gives: the versions of Python and the packages, and the code."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    packages = {package.name: package.version for package in metadata.distributions()}
    return {**packages, "Python": platform.python_version(), CODE: digest.hexdigest()}
