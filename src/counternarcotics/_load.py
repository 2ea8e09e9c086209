"""The function `load`, with an attribute for each table.

Editors complete the tables between the quotes of ``load("…")``, from the types. Prompts do not: neither the plain one
nor IPython, with or without Jedi. All of them complete attributes, so ``load.seizures()`` is ``load("seizures")``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, whose import would take longer than all the rest of this package's
if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import pyarrow as pa

    from counternarcotics._package import DataPackage
    from counternarcotics._types import TableName


class Load:
    """A function that loads a table by its name; its attributes, one a table, are made when they are asked for."""

    def __init__(self, function: Callable[[str], pd.DataFrame]) -> None:
        """Take over the name, the signature and the documentation of the function."""
        self.__wrapped__ = function
        self.__module__, self.__name__, self.__doc__ = function.__module__, function.__name__, function.__doc__

    def __call__(self, table: TableName | str) -> pd.DataFrame:
        return self.__wrapped__(table)

    def __getattr__(self, name: str) -> Callable[[], pd.DataFrame]:
        if name.startswith("_"):  # what copying, help and notebooks look for: no reason to read the descriptor
            raise AttributeError(name)
        from functools import partial

        from counternarcotics._errors import unknown
        from counternarcotics._package import installed

        package = installed()
        if name not in package.tables:
            raise AttributeError(str(unknown("table", name, package.tables)))
        loader = partial(self, name)
        vars(loader).update(__name__=name, __doc__=f'Return the table `{name}`, as ``load("{name}")`` does.')
        return loader

    def __dir__(self) -> list[str]:
        from counternarcotics._package import installed

        return installed().tables

    def __reduce__(self) -> str:
        """Let pickles name it, as they name any function."""
        return self.__name__

    def __get__(self, instance: object, owner: object = None) -> Load:
        """Return it: what can be had like this, `help` lists among the functions of a module."""
        return self


def frame_of(package: DataPackage, rows: pa.Table, table: str) -> pd.DataFrame:
    """Return rows of a table, or what is said of them, as a frame that names the table, its version and citation."""
    from counternarcotics import _cite
    from counternarcotics._errors import plain
    from counternarcotics._shared.frames import to_frame

    frame = to_frame(rows)
    frame.attrs = {"table": plain(table), "version": package.version, "citation": _cite.cite("apa")}
    return frame
