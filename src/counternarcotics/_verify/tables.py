"""The content of every table: what its CSV and its Parquet file say, by fingerprint, and against the rules."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from counternarcotics import _rules
from counternarcotics._descriptor import NAME as _DESCRIPTOR
from counternarcotics._diff.rows import NotComparable, row_changes
from counternarcotics._package import FORMATS, DataPackage
from counternarcotics._shared.fingerprint import cell_text, dataset_fingerprint, table_fingerprint
from counternarcotics._verify.report import Check

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 3
"""How many differences between two contents of a table are named."""

_AROUND = 60
"""How many characters of a cell a message shows."""

_CELLS = {
    "string": ("a text", r".*"),
    "integer": ("a whole number", r"-?[0-9]+"),
    "number": ("a decimal number", r"-?[0-9]+(\.[0-9]+)?"),
    "boolean": ("true or false", r"true|false"),
    "date": ("a day as YYYY-MM-DD", r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
}


@dataclass(frozen=True)
class Form:
    """One file of a table as it was read.

    Attributes:
        table: Its content; None where it could not be read.
        fingerprint: Computed from the content; empty where that was not possible.
        faults: Why not.
    """

    table: pa.Table | None = None
    fingerprint: str = ""
    faults: tuple[str, ...] = ()


Forms = Mapping[str, Mapping[str, Form]]
"""The files of each table, by format."""


def read_forms(package: DataPackage) -> dict[str, dict[str, Form]]:
    """Return every file of every table; the descriptor must be one that can be used."""
    forms: dict[str, dict[str, Form]] = {}
    for table in package.tables:
        forms[table] = {}
        for kind in FORMATS:
            forms[table][kind] = _read(package, table, kind, list(forms[table].values()))
    return forms


def fingerprints(forms: Forms) -> dict[str, str]:
    """Return the fingerprint of each table whose files can be read and say the same."""
    by_table = {table: {form.fingerprint for form in kinds.values()} for table, kinds in forms.items()}
    return {table: next(iter(prints)) for table, prints in by_table.items() if len(prints) == 1 and "" not in prints}


def _read(package: DataPackage, table: str, kind: str, before: list[Form]) -> Form:
    """Return one file of a table; content that was read before is not hashed again."""
    path = package.relative_path(table, kind)
    try:
        read = package.read(table, kind)
        same = [form.fingerprint for form in before if form.table is not None and form.table.equals(read)]
        return Form(read, same[0] if same else table_fingerprint(read, package.schema(table)))
    except FileNotFoundError:
        return Form()  # the check of the files reports it
    except Exception as error:  # on a damaged file, pyarrow raises anything from OSError to OverflowError
        faults = list(_cell_faults(package, table)) if kind == "csv" else []
        reason = " ".join(str(error).replace(f"{package.root}/", "").split()).removeprefix(f"{path}: ")[:200]
        return Form(faults=tuple(faults or [f"{path}: it cannot be read as the table {table}: {reason}"]))


def _cell_faults(package: DataPackage, table: str) -> Iterator[str]:
    """Yield the cells for which a CSV file cannot be read as its table; pyarrow names neither row nor column."""
    from counternarcotics._shared.arrow import other_columns

    path, schema = package.relative_path(table, "csv"), package.schema(table)
    try:
        with package.path(table, "csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), list(reader.fieldnames or ())
    except (OSError, ValueError, csv.Error):
        return
    if differences := other_columns(names, [field["name"] for field in schema["fields"]]):
        yield f"{path}: {differences}"
        return
    for field in schema["fields"]:
        expected, form = _CELLS[field["type"]]
        required = field.get("constraints", {}).get("required")
        texts = [(row, row.get(field["name"]) or "") for row in rows]
        wrong: list[_rules.Broken] = [
            (row, f'"{text}"', expected) for row, text in texts if text and not re.fullmatch(form, text, re.S)
        ]
        wrong += [(row, "an empty cell", "a value") for row, text in texts if required and not text]
        yield from (f"{path}: {fault}" for fault in _rules.messages(table, schema, [field["name"]], wrong))


def check_fingerprints(package: DataPackage, forms: Forms) -> Check:
    """Return the check of every table's rows and fingerprint, and of the dataset's, against the descriptor."""
    faults = [fault for kinds in forms.values() for form in kinds.values() for fault in form.faults]
    readable = fingerprints(forms)
    complete = len(readable) == len(forms)
    whole, expected = dataset_fingerprint(readable), package.descriptor["fingerprint"]
    checked = sum(bool(form.fingerprint) for kinds in forms.values() for form in kinds.values()) + complete
    for table, kinds in forms.items():
        faults += _table_faults(package, table, kinds, complete and whole == expected)
    if complete and whole != expected:
        faults.append(f"{_DESCRIPTOR}: its fingerprint of the whole dataset is {expected}, that of the tables {whole}")
    return Check("tables, by fingerprint", checked, len(FORMATS) * len(forms) + 1, faults)


def _table_faults(package: DataPackage, table: str, kinds: Mapping[str, Form], whole: bool) -> Iterator[str]:
    """Yield where rows or fingerprint of a table's files are not those in the descriptor.

    Args:
        package: The copy.
        table: The table.
        kinds: Its files.
        whole: Whether all tables together have the fingerprint that the descriptor gives the dataset: then what it
            gives a single table is what is wrong.
    """
    resource, prints = package.resource(table), sorted({form.fingerprint for form in kinds.values()})
    expected = resource["fingerprint"]
    if len(prints) == 1 and prints[0] not in (expected, ""):
        if whole:
            yield f"{_DESCRIPTOR}: its fingerprint of {table} is wrong: both files have {prints[0]}"
        else:
            yield f"{table}: the fingerprint of both its files is {prints[0]}, {_DESCRIPTOR} says {expected}"
    for kind, form in kinds.items():
        path = package.relative_path(table, kind)
        if len(prints) > 1 and form.fingerprint not in (expected, ""):
            message = f"its fingerprint is {form.fingerprint}, {_DESCRIPTOR} says {expected}"
            yield f"{path}: {message}{_other_cells(package, table, kinds, kind)}"
        if form.table is not None and form.table.num_rows != resource["rows"]:
            place = _DESCRIPTOR if form.fingerprint == expected else path
            yield f"{place}: {path} has {form.table.num_rows} rows, the descriptor says {resource['rows']}"


def _other_cells(package: DataPackage, table: str, kinds: Mapping[str, Form], kind: str) -> str:
    """Return where one file of a table differs from the other, as the end of a message."""
    other = next(name for name in kinds if name != kind)
    before, after = kinds[other].table, kinds[kind].table
    if before is None or after is None:
        return ""
    differences = difference(table, package.schema(table), before, after)
    return f"; it differs from {package.relative_path(table, other)}: {differences}" if differences else ""


def difference(table: str, schema: Mapping[str, Any], before: pa.Table, after: pa.Table) -> str:
    """Return in words the first differences between two contents of a table, or why its rows cannot be matched."""
    try:
        changes = list(row_changes(table, (before, schema), (after, schema)))
    except NotComparable as error:
        return str(error).replace("in the new version", "here").replace("in the old version", "there")
    messages = [
        f"{change.row}.{change.column} is {', there '.join(_shown(change.new, change.old))}"
        if change.column
        else f"{change.row}: {change.rule}"
        for change in changes[:SHOWN]
    ]
    rest = [f"and {len(changes) - SHOWN} more"] if len(changes) > SHOWN else []
    return "; ".join(messages + rest)


def _shown(*values: Any) -> list[str]:
    """Return two cells as a message shows them: of long ones, the part around the first difference."""
    texts = [cell_text(value) for value in values]
    first = next((place for place, (here, there) in enumerate(zip_longest(*texts)) if here != there), 0)
    start = max(0, first - _AROUND // 2) if max(map(len, texts)) > _AROUND else 0
    end = start + _AROUND
    return [f'"{"…" * (start > 0)}{text[start:end]}{"…" * (len(text) > end)}"' for text in texts]


def check_rules(package: DataPackage, forms: Forms) -> Check:
    """Return the check of the schemas' rules.

    Each table is taken from a file with the fingerprint in the descriptor, if there is one: rows that the other file
    lacks would be reported wherever a table refers to them. The rows of that other file are checked after it.
    """
    schemas = {table: package.schema(table) for table in package.tables}
    tables = rows(package, forms)
    checked, faults = _rules.check(tables, schemas, tables)
    for table, kind in [(table, kind) for table, kinds in forms.items() for kind in kinds]:
        content = forms[table][kind].table
        if content is not None and (other := content.to_pylist()) != tables[table]:
            others = _rules.check({**tables, table: other}, schemas, [table])[1]
            faults += [f"{package.relative_path(table, kind)}: {fault}" for fault in others if fault not in faults]
    return Check("rules of the schemas", checked, sum(map(_rules.count, schemas.values())), faults)


def rows(package: DataPackage, forms: Forms) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table that can be read, preferably from a file with the descriptor's fingerprint."""
    chosen: dict[str, list[dict[str, Any]]] = {}
    for table, kinds in forms.items():
        expected = package.resource(table)["fingerprint"]
        for form in sorted(kinds.values(), key=lambda form: form.fingerprint == expected):
            content = form.table
            if content is not None:
                chosen[table] = content.to_pylist()
    return chosen
