"""What an installation brings: the archives that pip would fetch for one package, and their bytes."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse


@dataclass(frozen=True)
class Size:
    """Its own archive and all that come with it."""

    own: int
    """Bytes of the package's wheel."""
    download: int
    """Bytes of all wheels, its own and those of its dependencies."""
    distributions: int
    """Number of those wheels."""


def fetch(lock: Path, folder: Path) -> None:
    """Fetch the wheels of a lock file, as they are for this machine, into a folder.

    Raises:
        CalledProcessError: They cannot be fetched; pip says why.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", "--require-hashes"]
    subprocess.run([*command, "-r", lock, "-d", folder], check=True)


def size(name: str, folder: Path) -> Size:
    """Return what pip would install for one package into an empty environment.

    Args:
        name: The package.
        folder: The wheels to choose from; no others are looked for.

    Raises:
        CalledProcessError: The package or something that it needs is not there; pip says what.
    """
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--no-index"]
    nowhere_else = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(folder), "PIP_NO_INPUT": "1"}
    done = subprocess.run(
        [*command, "--report", "-", name], env={**os.environ, **nowhere_else}, check=True, stdout=subprocess.PIPE
    )
    return measure(json.loads(done.stdout)["install"])


def measure(planned: Sequence[Mapping[str, Any]]) -> Size:
    """Return the size of what pip plans to install, of which one is asked for and the others come with it."""
    archives = [(Path(unquote(urlparse(one["download_info"]["url"]).path)), one["requested"]) for one in planned]
    bytes_of = [(path.stat().st_size, requested) for path, requested in archives]
    own = sum(count for count, requested in bytes_of if requested)
    return Size(own, sum(count for count, _ in bytes_of), len(planned))
