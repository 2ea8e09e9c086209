"""The tools that judge the metadata, in the environment that has them."""

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

from tests.environments import locked
from tests.support import ROOT

LOCKS = ROOT / "tests" / "environments"


@functools.cache
def python() -> Path:
    """Return the Python of the environment that has the tools; made once."""
    return locked.environment(
        "metadata", LOCKS / "builders.lock", LOCKS / "metadata.lock", built="jsonpath-rw,linear-tsv,unicodecsv"
    )


def asked(tool: str, *folders: Path) -> list[Any]:
    """Return what a tool of `tests.metadata.readers` answers of each folder.

    Raises:
        CalledProcessError: The tool could not run.
    """
    command: list[str | Path] = [python(), ROOT / "tests" / "metadata" / "readers.py", tool, *folders]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    answers = json.loads(done.stdout)
    return [answers[str(folder)] for folder in folders]
