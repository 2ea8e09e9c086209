"""What every export says of itself: title, version, citation, licence, rights, and how to load and check it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

COMPANIONS = ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md")
"""The files that go with the tables wherever they go."""

RIGHTS = (
    "The quotations are outside that licence: the columns quote and words and the titles of articles "
    "repeat short passages of news articles, which belong to the articles' publishers and authors. They are quoted, "
    "with their source, so that each value can be checked against the words that say it. Whoever reuses them relies "
    "on the right of quotation in their own law."
)

_README = """\
# {title}

{description}.

Version {version} of {date}; its fingerprint is `{fingerprint}`.

## The tables

| table | rows | content |
|---|---|---|
{tables}

Text is UTF-8. An empty cell means that the articles do not say; the text `NA` is text.

## Load

{load}

## Check

{check}

## Cite

{citation}

`CITATION.cff` holds the same for programs.

## Rights

The data are under {licence}; its text is in `LICENSE-DATA`. {rights} `RIGHTS.md` says it in full.
"""

_LOAD = """\
Take the lines for the format that is here. In Python with pandas:

```python
{imports}import pandas as pd

{pandas}
```

with polars:

```python
import polars as pl

{polars}
```

and in R:

```r
{r}
```

Parquet files keep the type of every column; of a CSV file each reader guesses them."""

_PANDAS = {
    "csv": 'seizures = pd.read_csv("{at}seizures.csv", keep_default_na=False, na_values=[""])',
    "parquet": 'seizures = pd.read_parquet("{at}seizures.parquet")',
    # pandas' own reader turns ids into numbers and months into days; how to prevent it differs by its version.
    "jsonl": (
        'with open("{at}seizures.jsonl", encoding="utf-8") as file:\n    seizures = pd.DataFrame(map(json.loads, file))'
    ),
}
_POLARS = {
    "csv": 'seizures = pl.read_csv("{at}seizures.csv")',
    "parquet": 'seizures = pl.read_parquet("{at}seizures.parquet")',
    "jsonl": 'seizures = pl.read_ndjson("{at}seizures.jsonl", infer_schema_length=None)',
}
_R = {
    "csv": 'seizures <- read.csv("{at}seizures.csv", na.strings = "", encoding = "UTF-8")',
    "parquet": 'seizures <- arrow::read_parquet("{at}seizures.parquet")',
    "jsonl": 'seizures <- jsonlite::stream_in(file("{at}seizures.jsonl"))',
}

CHECK_FILES = """\
`counternarcotics verify seizures.csv` names the version that a CSV or Parquet file belongs to, or says that it is of
none."""

CHECK_PACKAGE = """\
`datapackage.json` ([Data Package](https://datapackage.org), version 2) defines every column and every code. In
`data/`, `SHA256SUMS` has the checksum of each file:

```sh
cd data && sha256sum -c SHA256SUMS
```

`counternarcotics verify .` checks the fingerprints and the rules of the schemas besides."""


def about(package: DataPackage) -> dict[str, str]:
    """Return what an export that is one file says of itself, by name.

    Raises:
        UsageError: The package has no citation.
        LookupError: Its descriptor lacks a part of it.
    """
    facts = package.descriptor
    licence = facts["licenses"][0]
    return {
        "title": facts["title"],
        "description": facts["description"],
        "version": package.version,
        "date": facts["created"][:10],
        "fingerprint": facts["fingerprint"],
        "citation": _citation(package),
        "licence": f"{licence['title']} ({licence['name']}), {licence['path']}",
        "rights": RIGHTS,
    }


def readme(package: DataPackage, kinds: tuple[str, ...], at: str, check: str) -> bytes:
    """Return the README of an export that is more than one file.

    Args:
        package: The dataset.
        kinds: The formats whose loading it shows.
        at: The folder of the tables as it stands before their names, such as ``data/``.
        check: How to check the files.

    Raises:
        UsageError: The package has no citation.
        LookupError: Its descriptor lacks what the README says.
    """
    snippets = {
        name: "\n\n".join(f"# from {kind}\n{lines[kind].format(at=at)}" for kind in kinds)
        for name, lines in (("pandas", _PANDAS), ("polars", _POLARS), ("r", _R))
    }
    snippets["imports"] = "import json\n\n" if "jsonl" in kinds else ""
    tables = "\n".join(_table_line(package.resource(table)) for table in package.tables)
    text = _README.format(tables=tables, load=_LOAD.format(**snippets), check=check, **about(package))
    return text.encode("utf-8")


def companion(package: DataPackage, name: str) -> bytes:
    """Return a file of the package; raises `UsageError` if it is missing and `OSError` if it cannot be read."""
    try:
        return (package.root / name).read_bytes()
    except FileNotFoundError:
        raise UsageError(
            f"{package.root / name}: missing, and no export goes without it; fetch the version again"
        ) from None


def _citation(package: DataPackage) -> str:
    """Return the citation of the dataset in APA style."""
    text: str = json.loads(companion(package, "data/citations.json"))["dataset"]["apa"]
    return text


def _table_line(resource: dict[str, Any]) -> str:
    """Return the line of a table in the README."""
    return f"| `{resource['name']}` | {resource['rows']} | {resource['description']} |"
