"""The dataset of the tests of the package: the example with the added articles, as the build leaves them.

Its articles and rows are the tests' own: a test may name them, and no article of the project changes them. The modules
of the package stand beside it, so a process that finds them there loads this dataset.
"""

import contextlib
import io
import shutil
import tempfile
from pathlib import Path

import build
from tests.support import ROOT
from tests.support.added_articles import add_articles
from tests.support.example import number, without_frictionless, write_example

_FOLDER = tempfile.TemporaryDirectory()


def _built() -> Path:
    """Build the dataset and return its folder."""
    root = write_example(Path(_FOLDER.name) / "built")
    add_articles(root)
    number(root, "0.1.0", "2026-11-22")  # its own, so that a test may name it
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), without_frictionless():
        assert build.main([], root) == 0, printed.getvalue()
    return root


BUILT = _built()
