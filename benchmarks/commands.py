"""What is timed: in each group the package's own command comes first, then those of its peers."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.environments.locked import script

Group = Mapping[str, Sequence[str]]


def groups(python: Path, folder: Path) -> dict[str, Group]:
    """Return the groups by what their commands do.

    Args:
        python: The Python of the environment that has the package and its peers.
        folder: A folder in which a database is made for the peers that read one.
    """
    ours = script(python, "counternarcotics")
    sqlite, frictionless = (script(python, name) for name in ("sqlite-utils", "frictionless"))
    run([ours, "export", "--format", "sqlite", str(folder)])
    (database,) = folder.glob("*.sqlite")
    floor = {"python -c pass": code(python, "pass"), "import click": code(python, "import click")}
    return {
        "load a table": loaders(python),
        "import the package": {
            "import counternarcotics": code(python, "import counternarcotics"),
            "import json": code(python, "import json"),
        },
        "list the tables": {
            "counternarcotics tables": [ours, "tables"],
            "sqlite-utils tables": [sqlite, "tables", str(database)],
            "frictionless list": [frictionless, "list", packaged(python, "cn.path('events').parents[1]")],
            **floor,
        },
        "show the help": {
            "counternarcotics --help": [ours, "--help"],
            "sqlite-utils --help": [sqlite, "--help"],
            "frictionless --help": [frictionless, "--help"],
            **floor,
        },
    }


def loaders(python: Path) -> Group:
    """Return what loads one small table as a frame, each in its package's own way."""
    parquet = packaged(python, "cn.path('events')")
    descriptor = str(Path(parquet).parents[1] / "datapackage.json")
    return {
        "cn.load": code(python, "import counternarcotics as cn; cn.load('events')"),
        "pandas.read_parquet": code(python, f"import pandas as pd; pd.read_parquet({parquet!r})"),
        "palmerpenguins": code(python, "from palmerpenguins import load_penguins; load_penguins()"),
        "vega_datasets": code(python, "from vega_datasets import data; data.cars()"),
        "scikit-learn": code(python, "from sklearn.datasets import load_iris; load_iris(as_frame=True)"),
        "frictionless": code(
            python, f"import frictionless; frictionless.Package({descriptor!r}).get_resource('events').to_pandas()"
        ),
    }


def code(python: Path, text: str) -> list[str]:
    """Return the command that runs some lines of Python."""
    return [str(python), "-c", text]


def packaged(python: Path, what: str) -> str:
    """Return what an expression about the installed package, ``cn``, gives as text."""
    return run(code(python, f"import counternarcotics as cn; print({what})")).strip()


def run(command: Sequence[str]) -> str:
    """Run a command and return what it printed.

    Raises:
        CalledProcessError: It failed.
    """
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
