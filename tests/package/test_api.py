"""What users call: names that complete, copies, messages, attributes of frames, fingerprints and types."""

import copy
import json
import multiprocessing
import os
import pickle
import pydoc
import rlcompleter
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from enum import Enum
from pathlib import Path
from typing import Any, cast, get_args

import pandas as pd
import pyarrow as pa
import pytest

import counternarcotics as cn
from counternarcotics import _cite, _descriptor, _package, _types
from counternarcotics._errors import UsageError
from counternarcotics._shared.frames import to_frame
from tests.support import ROOT

SOURCE = Path(cn.__file__).parents[1]
FUNCTIONS = [
    "between",
    "cite",
    "codebook",
    "evidence",
    "fingerprint",
    "load",
    "metadata",
    "path",
    "schema",
    "support",
    "tables",
    "why",
]


def completions(text: str) -> list[str]:
    """Return what the plain Python prompt completes."""
    completer, found = rlcompleter.Completer({"cn": cn}), list[str]()
    while (one := completer.complete(text, len(found))) is not None:
        found.append(str(one))
    return found


def test_the_module_lists_what_users_call() -> None:
    assert dir(cn) == sorted([*FUNCTIONS, "__version__"])
    assert all(callable(getattr(cn, name)) for name in FUNCTIONS)


def test_the_help_shows_every_function_with_its_text() -> None:
    text = pydoc.plain(pydoc.render_doc(cn))
    functions = text[text.index("FUNCTIONS") :]
    assert [name for name in FUNCTIONS if f"\n    {name}(" not in functions] == []
    assert "DATA" not in functions
    assert all("Raises:" in (getattr(cn, name).__doc__ or "") for name in FUNCTIONS)


def test_the_version_is_the_descriptors() -> None:
    assert cn.__version__ == cn.metadata()["version"]


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"module 'counternarcotics' has no attribute 'laod'"):
        cn.laod  # type: ignore[attr-defined]  # noqa: B018


def test_the_import_is_light_and_reads_no_file() -> None:
    heavy = {"click", "dataclasses", "difflib", "json", "numpy", "pandas", "pathlib", "pyarrow", "typing"}
    code = f"import sys, counternarcotics; print(sorted({heavy} & set(sys.modules)))"
    # -S: the site's own start-up files may import anything.
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, check=True, env={"PYTHONPATH": str(SOURCE)}, capture_output=True, encoding="utf-8")
    assert done.stdout == "[]\n"


def test_the_tables_say_what_they_are_at_a_prompt() -> None:
    lines = repr(cn.tables()).splitlines()
    assert lines[0].split() == ["table", "rows", "one", "row", "is"]
    for line, table in zip(lines[1:], cn.tables(), strict=True):
        name, rows, one_row = line.split(maxsplit=2)
        assert (name, int(rows)) == (table, len(cn.load(table)))
        entry = next(entry for entry in cn.metadata()["resources"] if entry["name"] == table)
        assert entry["description"].startswith(f"One row is {one_row}")


def test_the_tables_are_a_list_in_every_other_way() -> None:
    names = [resource["name"] for resource in cn.metadata()["resources"]]
    assert cn.tables() == names
    assert isinstance(cn.tables(), list)
    assert json.loads(json.dumps(cn.tables())) == names
    assert [*cn.tables()] == names
    for made in (cn.tables()[:], cn.tables() * 1, pickle.loads(pickle.dumps(cn.tables())), copy.copy(cn.tables())):
        assert type(made) is list
        assert made == names
    changed = cn.tables()
    changed.remove(names[0])
    assert repr(changed) == repr(names[1:])
    assert cn.tables() == names


def test_the_tables_that_people_read_first_stand_first() -> None:
    leads = [cn.schema(table).get("leads") for table in cn.tables()]
    assert leads[:4] == [1, 2, 3, 4]
    assert set(leads[4:]) == {None}


def test_the_names_that_complete_are_the_tables() -> None:
    assert list(get_args(_types.TableName)) == cn.tables()


def test_the_formats_that_complete_are_all() -> None:
    assert get_args(_types.CitationFormat) == _cite.FORMATS
    assert get_args(_types.FileFormat) == _descriptor.FORMATS


def test_a_prompt_completes_the_tables() -> None:
    assert {one.rstrip("()") for one in completions("cn.load.")} == {f"cn.load.{table}" for table in cn.tables()}
    assert [one.rstrip("()") for one in completions("cn.load.sei")] == ["cn.load.seizures"]


def test_an_attribute_of_load_loads_its_table() -> None:
    for table in cn.tables():
        loader = getattr(cn.load, table)
        pd.testing.assert_frame_equal(loader(), cn.load(table))
        assert loader().attrs["table"] == table
        assert loader.__name__ == table
        assert table in (loader.__doc__ or "")


def test_an_attribute_of_load_that_is_no_table_is_told_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"There is no table 'timelines'\. Did you mean 'timeline'\?"):
        cn.load.timelines()
    assert not hasattr(cn.load, "zzz")
    assert not hasattr(cn.load, "_repr_html_")


def test_load_and_its_attributes_are_pickled_by_name() -> None:
    assert pickle.loads(pickle.dumps(cn.load)) is copy.deepcopy(cn.load) is cn.load
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        loader = pickle.loads(pickle.dumps(cn.load.seizures, protocol))
        pd.testing.assert_frame_equal(loader(), cn.load("seizures"))
        assert loader.__name__ == "seizures"


def test_other_processes_load_tables() -> None:
    # They have the package's own data, and not those of the tests.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        asked = [pool.submit(cn.load, "seizures"), pool.submit(cn.load.seizures)]
        frames = [job.result() for job in asked]
    assert [list(frame.columns) for frame in frames] == [list(cn.load("seizures").columns)] * 2
    assert [frame.attrs["table"] for frame in frames] == ["seizures"] * 2


def test_the_help_of_load_is_its_documentation() -> None:
    text = pydoc.plain(pydoc.render_doc(cn.load))
    assert "load(table: 'TableName | str') -> 'pd.DataFrame'" in text
    assert "Return a table as a new frame, typed as its Table Schema says." in text
    assert "Raises:" in text


class Name(str, Enum):  # noqa: UP042 - a StrEnum prints as its value, which would hide the fault
    """Names as programs keep them."""

    TABLE = "seizures"
    COLUMN = "unit"
    FORMAT = "csv"


def test_members_of_an_enum_of_texts_are_names() -> None:
    pd.testing.assert_frame_equal(cn.load(Name.TABLE), cn.load("seizures"))
    pd.testing.assert_frame_equal(cn.support(Name.TABLE), cn.support("seizures"))
    for frame in (cn.load(Name.TABLE), cn.support(Name.TABLE)):
        assert type(frame.attrs["table"]) is str
    assert cn.path(Name.TABLE, cast("Any", Name.FORMAT)) == cn.path("seizures", "csv")
    assert cn.schema(Name.TABLE) == cn.schema("seizures")
    assert str(cn.codebook(Name.TABLE, Name.COLUMN)) == str(cn.codebook("seizures", "unit"))
    for call in (cn.load, cn.path, cn.schema, cn.codebook, cn.support):
        with pytest.raises(UsageError, match="no table 'unit'"):
            call(Name.COLUMN)
    for ask in (lambda: cn.path("seizures", cast("Any", Name.COLUMN)), lambda: cn.codebook("seizures", Name.TABLE)):
        with pytest.raises(UsageError, match=r"no (format 'unit'|column of seizures 'seizures')"):
            ask()


def test_a_column_that_does_not_exist_has_no_codebook() -> None:
    with pytest.raises(UsageError, match=r"no column of events 'dates'\. Did you mean 'date'\? There are: event_id, "):
        cn.codebook("events", "dates")


# What a user writes, line by line, and the words of the first message of the type checker on it.
TYPED = [
    ("import counternarcotics as cn", []),
    ('reveal_type(cn.load("seizures"))', ["note", "DataFrame"]),
    ("reveal_type(cn.load.seizures())", ["note", "DataFrame"]),
    ("reveal_type(cn.__version__)", ["note", '"str"']),
    ("reveal_type([cn.load(table) for table in cn.tables()])", ["note", "DataFrame"]),
    ('reveal_type(cn.why(cn.load("seizures").iloc[0]))', ["note", "ReadableFrame"]),
    ("cn.laod", ["error", '"laod"']),
    ('cn.path("seizures", "xlsx")', ["error", "xlsx"]),
    ('cn.why("seizures")', ["error", "overload"]),
]


def test_type_checkers_see_the_tables_and_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text("\n".join(line for line, _ in TYPED) + "\n", encoding="utf-8")
    options = ["--config-file=", "--strict", "--follow-imports=silent", "--no-error-summary", "--hide-error-context"]
    # The types of pandas are read once and kept, apart from what the project's own check keeps.
    kept = f"--cache-dir={ROOT / '.mypy_cache' / 'users'}"
    command = [sys.executable, "-m", "mypy", *options, kept, "use.py"]
    environment = {**os.environ, "MYPYPATH": str(SOURCE)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    messages = [line.split(":", 2) for line in reversed(done.stdout.splitlines()) if line.startswith("use.py:")]
    said = {int(line): message for _, line, message in messages}
    assert said.keys() == {line for line, (_, words) in enumerate(TYPED, 1) if words}, done.stdout + done.stderr
    assert [words for line, (_, words) in enumerate(TYPED, 1) for word in words if word not in said[line]] == []


def test_the_files_are_there_in_both_formats() -> None:
    for table in cn.tables():
        assert cn.path(table) == cn.path(table, "parquet")
        assert [cn.path(table, kind).name for kind in ("csv", "parquet")] == [f"{table}.csv", f"{table}.parquet"]
        assert cn.path(table, "csv").is_file()
        assert cn.path(table).is_file()


def test_schema_and_metadata_are_copies() -> None:
    cn.metadata().clear()
    cn.schema("seizures")["fields"].clear()
    assert cn.metadata()["name"] == "counternarcotics"
    assert [field["name"] for field in cn.schema("seizures")["fields"]] == list(cn.load("seizures").columns)


BY_NAME: list[Callable[[str], Any]] = [cn.load, cn.path, cn.schema, cn.codebook, cn.support]


@pytest.mark.parametrize("call", BY_NAME, ids=["load", "path", "schema", "codebook", "support"])
@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("seizure", "seizures"),
        ("Legal-Cases", "legal_cases"),
        ("EVENTS", "events"),
        ("control", "controlled_substances"),
        ("zzz", None),
        ("", None),
    ],
)
def test_an_unknown_table_is_told_the_nearest_and_all(call: Callable[[str], Any], name: str, nearest: str) -> None:
    with pytest.raises(ValueError) as caught:
        call(name)
    hint = f" Did you mean {nearest!r}?" if nearest else ""
    assert str(caught.value) == f"There is no table {name!r}.{hint} There are: {', '.join(cn.tables())}."


@pytest.mark.parametrize(("name", "nearest"), [("CSV", "csv"), ("parket", "parquet")])
def test_an_unknown_format_is_told_the_nearest_and_all(name: Any, nearest: str) -> None:
    with pytest.raises(ValueError) as caught:
        cn.path("seizures", name)
    assert str(caught.value) == f"There is no format {name!r}. Did you mean {nearest!r}? There are: csv, parquet."


def test_real_tables_have_the_types_that_the_docstring_promises() -> None:
    promised = {"integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64[s]"}
    seen = set()
    for table in cn.tables():
        frame = cn.load(table)
        for field in cn.schema(table)["fields"]:
            dtype = frame[field["name"]].dtype
            seen.add(field["type"])
            if field["type"] == "string":
                assert isinstance(dtype, pd.StringDtype)
            else:
                assert str(dtype) == promised[field["type"]]
    assert seen >= {"string", "integer", "number", "date"}


def test_why_and_cite_pass_on_what_they_are_asked(seizures: pd.DataFrame) -> None:
    row = seizures[seizures["seizure_id"] == "yantian-cocaine"].iloc[0]
    asked = cn.why("seizures", "yantian-cocaine", "quantity")
    assert str(cn.why(row, field="quantity")) == str(asked)
    assert str(cn.why(row)) != str(asked)
    assert set(cn.evidence(seizures[["seizure_id", "unit"]])["field"]) == {"unit"}
    assert cn.cite("ris", "seizures", "yantian-cocaine") == _cite.cite("ris", "seizures", "yantian-cocaine")
    assert len({cn.cite("ris"), cn.cite("ris", "seizures"), cn.cite("ris", "seizures", "yantian-cocaine")}) == 3


@pytest.fixture
def seizures() -> pd.DataFrame:
    return cn.load("seizures")


def test_the_attributes_say_table_version_and_citation(seizures: pd.DataFrame) -> None:
    assert seizures.attrs == {"table": "seizures", "version": cn.__version__, "citation": cn.cite()}
    assert cn.__version__ in seizures.attrs["citation"]


def test_the_attributes_stay_with_rows_and_columns(seizures: pd.DataFrame) -> None:
    parts = [
        seizures[["seizure_id", "unit"]],
        seizures[seizures["unit"] == "tonne"],
        seizures.sort_values("quantity"),
        seizures.set_index("seizure_id"),
        seizures.copy(),
        seizures.iloc[0],
        seizures["unit"],
        pd.concat([seizures, cn.load("seizures")]),
    ]
    assert [part.attrs for part in parts] == [seizures.attrs] * len(parts)


def test_the_attributes_break_no_file_and_no_comparison(seizures: pd.DataFrame, tmp_path: Path) -> None:
    seizures.to_parquet(tmp_path / "t.parquet")
    assert pd.read_parquet(tmp_path / "t.parquet").attrs == seizures.attrs
    bare = seizures.copy()
    bare.attrs = {}
    assert seizures.equals(bare)
    assert len(pd.concat([seizures, bare, cn.load("events")])) == 2 * len(seizures) + len(cn.load("events"))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_the_fingerprint_does_not_depend_on_the_unit_of_days(unit: Any) -> None:
    seizures = cn.load("seizures")
    saved = seizures.assign(**{name: seizures[name].dt.as_unit(unit) for name in ("date_start", "date_end")})
    assert cn.fingerprint(saved) == cn.fingerprint(seizures)


def test_the_fingerprint_is_the_descriptors_in_any_order() -> None:
    entries = {entry["name"]: entry for entry in cn.metadata()["resources"]}
    for table in cn.tables():
        frame = cn.load(table)
        mixed = frame.sample(frac=1, random_state=7)[list(reversed(frame.columns))]
        assert cn.fingerprint(frame) == cn.fingerprint(mixed) == entries[table]["fingerprint"]


def test_the_fingerprint_of_a_frame_made_from_csv_is_the_same() -> None:
    package = _package.installed()
    frame = to_frame(package.read("evidence", "csv"))
    frame.attrs = {"table": "evidence"}
    assert cn.fingerprint(frame) == cn.fingerprint(cn.load("evidence"))


def test_other_rows_and_values_have_another_fingerprint(seizures: pd.DataFrame) -> None:
    doubled = pd.concat([seizures, seizures])
    changed = seizures.assign(quantity=seizures["quantity"] + 1e-9)
    emptied = seizures.assign(unit=seizures["unit"].where(seizures["unit"] != "tonne"))
    frames = [seizures, seizures.iloc[:1], seizures.iloc[:0], doubled, changed, emptied]
    assert len({cn.fingerprint(frame) for frame in frames}) == len(frames)


# What files, merges and other libraries make of a loaded frame without changing a value.
STORED: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "text as objects": lambda frame: frame.astype(dict.fromkeys(texts(), object)),
    "text of Python": lambda frame: frame.astype(dict.fromkeys(texts(), "string[python]")),
    "text of Arrow": lambda frame: frame.astype(dict.fromkeys(texts(), "string[pyarrow]")),
    "text of Arrow itself": lambda frame: frame.astype(dict.fromkeys(texts(), pd.ArrowDtype(pa.large_string()))),
    "codes as a category": lambda frame: frame.astype({"unit": "category"}),
    "numbers as they were in a CSV file": lambda frame: frame.astype({"arrests": "float64"}),
    "numbers as objects": lambda frame: frame.astype({"arrests": object, "quantity": object}),
    "all as objects": lambda frame: frame.astype(object),
    "days as objects": lambda frame: frame.assign(date_end=frame["date_end"].dt.date),
    "all types of pandas": lambda frame: frame.convert_dtypes(),
    "all types of Arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "no type": lambda frame: frame.assign(note=float("nan")) if frame["note"].isna().all() else frame,
}


def texts() -> list[str]:
    """Return the columns of seizures that hold text."""
    return [field["name"] for field in cn.schema("seizures")["fields"] if field["type"] == "string"]


@pytest.mark.parametrize("storage", STORED)
def test_the_fingerprint_does_not_depend_on_how_values_are_stored(storage: str, seizures: pd.DataFrame) -> None:
    stored = STORED[storage](seizures)
    stored.attrs = seizures.attrs
    assert cn.fingerprint(stored) == cn.fingerprint(seizures)
    changed = stored.astype({"unit": object}).assign(unit="gram")
    changed.attrs = seizures.attrs
    assert cn.fingerprint(changed) != cn.fingerprint(seizures)


def test_whole_numbers_of_which_none_is_missing_may_be_of_any_type() -> None:
    events = cn.load("events")
    for dtype in ("int64", "int32", "uint8", "float64", "int64[pyarrow]"):
        assert cn.fingerprint(events.astype({"n_sources": dtype})) == cn.fingerprint(events)


@pytest.mark.parametrize("engine", ["parquet", "csv", "pickle"])
def test_a_frame_that_was_saved_and_read_has_its_fingerprint(engine: str, tmp_path: Path) -> None:
    for table in cn.tables():
        frame, file = cn.load(table), tmp_path / table
        dates = [field["name"] for field in cn.schema(table)["fields"] if field["type"] == "date"]
        if engine == "csv":
            frame.to_csv(file, index=False)
            again = pd.read_csv(file, parse_dates=dates, keep_default_na=False, na_values=[""])
        else:
            getattr(frame, f"to_{engine}")(file)
            again = getattr(pd, f"read_{engine}")(file)
        again.attrs = frame.attrs
        assert cn.fingerprint(again) == cn.fingerprint(frame), table


FAULTS: dict[str, tuple[Callable[[pd.DataFrame], object], str]] = {
    "missing": (lambda frame: frame.drop(columns=["unit", "note"]), "it lacks note; it lacks unit"),
    "index": (lambda frame: frame.set_index("seizure_id"), "it lacks seizure_id"),
    "added": (lambda frame: frame.assign(mine=1), "it has mine, which the schema lacks"),
    "twice": (lambda frame: frame[[*frame.columns, "date_end"]], "date_end, date_end, date_precision"),
    "renamed": (
        lambda frame: frame.rename(columns={"unit": "units", "note": "notes"}),
        "it lacks note; it lacks unit; it has notes, which the schema lacks; it has units",
    ),
    "half a person": (lambda frame: frame.assign(arrests=1.5), "column arrests (float64) holds what is no integer"),
    "too large": (lambda frame: frame.assign(arrests=1e300), "column arrests (float64) holds what is no integer"),
    "numbers as text": (lambda frame: frame.assign(quantity="1"), "holds what is no number"),
    "text as numbers": (lambda frame: frame.assign(unit=1), "column unit (int64) holds what is no string"),
    "text and numbers": (
        lambda frame: frame.assign(unit=[1, *frame["unit"][1:]]),
        "column unit (object) holds what is no string",
    ),
    "truth as a number": (lambda frame: frame.assign(arrests=True), "column arrests (bool) holds what is no integer"),
    "dates as text": (lambda frame: frame.assign(date_end="2025-01-01"), "holds what is no date"),
    "a time of day": (
        lambda frame: frame.assign(date_end=frame["date_end"] + pd.Timedelta(hours=5)),
        "holds what is no date",
    ),
    "days of a zone": (
        lambda frame: frame.assign(date_end=frame["date_end"].dt.tz_localize("UTC")),
        "column date_end (datetime64[s, UTC]) holds what is no date",
    ),
    "merged": (lambda frame: pd.DataFrame(dict(frame.items())), "not a frame that names its table"),
    "no frame": (lambda _: "seizures", "not a frame that names its table"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_frame_that_load_did_not_return_has_no_fingerprint(fault: str, seizures: pd.DataFrame) -> None:
    change, message = FAULTS[fault]
    frame: Any = change(seizures)
    with pytest.raises(ValueError) as caught:
        cn.fingerprint(frame)
    assert message in str(caught.value)


NO_NAMES: dict[str, Callable[[pd.DataFrame], object]] = {
    "a frame as a table": lambda frame: cn.codebook(cast("str", frame)),
    "a frame as a format of a citation": lambda frame: cn.cite(cast("Any", frame)),
    "a row as an id": lambda frame: cn.cite("apa", "seizures", cast("str", frame.iloc[0])),
    "a list of fields": lambda _: cn.why("seizures", "yantian-cocaine", cast("str", ["quantity"])),
    "a number as a format": lambda _: cn.path("seizures", cast("Any", 1)),
    "a row to be fingerprinted": lambda frame: cn.fingerprint(cast("pd.DataFrame", frame.iloc[0])),
}


@pytest.mark.parametrize("case", NO_NAMES)
def test_what_is_no_name_is_told_so(case: str) -> None:
    with pytest.raises(UsageError, match=r"of type (DataFrame|Series|list|int)|not a frame that names"):
        NO_NAMES[case](cn.load("seizures"))
