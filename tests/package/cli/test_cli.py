"""The command line: what each command says, as text and as JSON."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import counternarcotics as cn
from counternarcotics import _cite, _export, _package
from counternarcotics._cli import commands
from counternarcotics._cli.output import filled
from counternarcotics._cli.show import reading_order, row_text, table_text
from counternarcotics._errors import UsageError
from counternarcotics._shared.fingerprint import cell_text
from tests.support.built import BUILT

ROW = ("seizures", "yantian-cocaine")


def said(*arguments: str, code: int | None = None) -> str:
    """Run a command, which must end with `code` (None is 0), and return its output."""
    result = CliRunner().invoke(commands, arguments, standalone_mode=False)
    assert result.exception is None
    assert result.return_value == code
    return result.stdout


def told(*arguments: str, code: int | None = None) -> Any:
    """Run a command and return the JSON document that it prints."""
    return json.loads(said(*arguments, "--json", code=code))


def test_tables_lists_every_table_with_its_rows() -> None:
    listed = [line.split()[:2] for line in said("tables").splitlines()]
    assert listed[0] == ["table", "rows"]
    assert listed[1:] == [[table, str(len(cn.load(table)))] for table in cn.tables()]


def test_tables_says_what_one_row_is() -> None:
    (line,) = [line for line in said("tables").splitlines() if line.startswith("sources ")]
    assert line.split(maxsplit=2)[2] == "one article"


def test_tables_as_json() -> None:
    listed = told("tables")
    assert [one["name"] for one in listed] == cn.tables()
    assert {key: type(value) for key, value in listed[0].items()} == {
        "name": str,
        "title": str,
        "rows": int,
        "description": str,
    }


@pytest.mark.parametrize("table", cn.tables())
def test_show_prints_a_table_whole_where_it_is_no_terminal(table: str) -> None:
    package = _package.installed()
    lines = [line.split("\t") for line in said("show", table).splitlines()]
    names = [field["name"] for field in package.schema(table)["fields"]]
    assert lines[0] == names
    rows = package.read(table).to_pylist()
    assert len(lines) == len(rows) + 1
    assert {len(line) for line in lines} == {len(names)}
    assert told("show", table) == json.loads(json.dumps(rows, default=str))


def test_show_as_json_is_typed() -> None:
    row = told("show", *ROW)
    assert (row["quantity"], row["date_end"], row["arrests"]) == (430.0, "2025-11-26", None)
    assert isinstance(row["quantity"], float)
    assert told("show", "seizures")[-1] == row
    assert [one["defendants"] for one in told("show", "legal_cases")] == [5, 3, 3]


def test_show_prints_a_row_as_fields() -> None:
    lines = said("show", *ROW).splitlines()
    assert lines[:2] == ["seizure_id: yantian-cocaine", "event_id: yantian-seizure"]
    assert "quantity: 430.0" in lines
    assert "arrests:" in lines
    assert len(lines) == len(cn.schema("seizures")["fields"])


def shown(table: str, width: int) -> list[str]:
    package = _package.installed()
    rows = package.read(table)
    return table_text(table, rows, width, reading_order(package, table, rows)).splitlines()


def cells(table: str) -> dict[str, list[Any]]:
    """Return the values of a table by column."""
    found: dict[str, list[Any]] = _package.installed().read(table).to_pydict()
    return found


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("table", cn.tables())
def test_a_table_fits_the_terminal(table: str, width: int) -> None:
    lines = shown(table, width)
    assert max(map(len, lines)) <= width
    head, note = lines[0].split(), " ".join(lines).rpartition("Rows: ")[2]
    names = [field["name"] for field in cn.schema(table)["fields"]]
    assert note.startswith(f"{len(cn.load(table))}. Columns: {len(head)} of {len(names)};")
    assert head[0] == names[0]
    package = _package.installed()
    assert head == reading_order(package, table, package.read(table))[: len(head)]
    assert f"counternarcotics show {table} ROW." in note


@pytest.mark.parametrize("table", cn.tables())
def test_all_columns_are_read_those_of_long_text_last(table: str) -> None:
    package = _package.installed()
    ordered = reading_order(package, table, package.read(table))
    names = [field["name"] for field in cn.schema(table)["fields"]]
    assert sorted(ordered) == sorted(names)
    longest = {name: max(map(len, [name, *map(cell_text, column)])) for name, column in cells(table).items()}
    others = sorted(names, key=lambda name: longest[name] > 32)
    rest = [name for name in ordered if name in ("quote", "note", "seed_file")]
    assert rest == [name for name in others if name in rest]


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("timeline", ["event_id", "date", "title", "event_type"]),
        ("events", ["event_id", "date", "title", "event_type"]),
        ("seizures", ["seizure_id", "date", "substance_id", "quantity", "unit", "quantity_qualifier"]),
        ("legal_cases", ["case_id", "date", "stage"]),
        ("controlled_substances", ["control_id", "date_announced", "action"]),
        ("actors", ["actor_id", "name"]),
    ],
)
def test_what_people_read_first_comes_first(table: str, first: list[str]) -> None:
    assert shown(table, 120)[0].split()[: len(first)] == first


def test_ids_are_whole_and_numbers_to_the_right_on_80_columns() -> None:
    lines = shown("seizures", 80)
    assert lines[0].split() == ["seizure_id", "date", "substance_id", "quantity", "unit"]
    assert [line.split()[0] for line in lines[1:3]] == ["drugs-of-the-year", "inkwell-examplamine"]
    end = lines[0].index("quantity") + len("quantity")
    assert [line[end - 4 : end] for line in lines[1:3]] == ["2.42", "85.0"]
    assert all("…" not in line.split("  ")[0] for line in shown("event_actors", 80)[1:-3])


def test_show_takes_columns_in_the_order_that_is_asked() -> None:
    package = _package.installed()
    names, rows = ["unit", "quantity"], package.read("seizures")
    lines = [line.split("\t") for line in said("show", "seizures", "--columns", "unit, quantity,unit").splitlines()]
    assert lines == [names, *([cell_text(row[name]) for name in names] for row in rows.to_pylist())]
    assert told("show", "seizures", "--columns", "unit,quantity") == rows.select(names).to_pylist()
    assert said("show", *ROW, "--columns", "unit,quantity") == "unit: kilogram\nquantity: 430.0\n"
    assert list(told("show", *ROW, "--columns", "unit,quantity")) == names
    on_terminal = table_text("seizures", rows.select(names), 80, names).splitlines()
    assert on_terminal[0].split() == names
    assert "Columns: 2 of 2;" in " ".join(on_terminal)


@pytest.mark.parametrize("arguments", [("seizures",), ROW])
@pytest.mark.parametrize(("columns", "hint"), [("unit,quantiy", "Did you mean 'quantity'"), ("", "There are: ")])
def test_a_column_that_does_not_exist_is_told_the_nearest(arguments: tuple[str], columns: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"no column of seizures .*{hint}"):
        commands.main(["show", *arguments, "--columns", columns], standalone_mode=False)


def test_a_wide_terminal_shows_more_columns_and_cuts_less() -> None:
    assert len(shown("sources", 200)[0].split()) > len(shown("sources", 80)[0].split())
    assert "quote" not in shown("seizures", 80)[0].split()
    assert "quote" in shown("seizures", 600)[0].split()
    assert any("…" in line for line in shown("positions", 300)[1:6])


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_row_fits_the_terminal_with_every_word(width: int) -> None:
    row = told("show", *ROW)
    text = "\n".join(filled(line, width) for line in row_text(row).splitlines())
    longer = [line for line in text.splitlines() if len(line) > width]
    assert all(len(line.rpartition(":")[2].split()) == 1 for line in longer)  # an id is never broken
    assert " ".join(row["quote"].split()) in " ".join(text.split())
    assert "yantian-seizure" in text.split()


def test_what_is_too_long_goes_on_below_its_column() -> None:
    assert filled("a     one-two-three four five six", 24) == "a     one-two-three four\n      five six"
    assert filled("a     one-two-three four", 10).splitlines()[1:] == ["  one-two-three", "  four"]


def test_why_prints_the_words_and_tells_them_as_json() -> None:
    assert "«430kg»" in said("why", *ROW, "quantity")
    assert "«November 26»" in said("why", *ROW)
    (evidence,) = told("why", *ROW, "quantity")
    assert (evidence["words"], evidence["value"], evidence["attributed_to"]) == ("430kg", "430.0", "cctv")
    assert isinstance(evidence["words_start"], int)
    assert len(told("why", *ROW)) == len(cn.why(*ROW))


@pytest.mark.parametrize("format", _cite.FORMATS)
def test_cite_prints_what_the_library_gives(format: str) -> None:
    for arguments in ((), ("seizures",), ROW):
        printed = CliRunner().invoke(commands, ["cite", "--format", format, *arguments]).stdout_bytes.decode("utf-8")
        assert printed.strip() == _cite.cite(format, *arguments).strip()
    assert said("cite") == said("cite", "--format", "apa")


def test_the_csl_of_a_row_is_one_json_document() -> None:
    assert json.loads(said("cite", "--format", "csl-json", *ROW))


def test_the_codebook_is_printed_for_one_table_or_all() -> None:
    assert said("codebook", "seizures").startswith("seizures (Seizures)\n")
    whole = said("codebook")
    assert [
        line for line in whole.splitlines() if re.match(r"[a-z_]+ \(.*\)$", line) and line.split()[0] in cn.tables()
    ]
    assert all(f"\n\n\n{table} (" in f"\n\n\n{whole}" for table in cn.tables())
    books = told("codebook")
    assert list(books) == cn.tables()
    assert books["seizures"] == told("codebook", "seizures")["seizures"]
    scope = next(one for one in books["seizures"] if one["column"] == "scope")
    assert (scope["codes"], scope["required"]) == (["incident", "aggregate", "process"], True)
    assert books["seizures"][0]["codes"] is None


def test_the_codebook_of_one_column() -> None:
    assert said("codebook", "events", "date") == f"{cn.codebook('events', 'date')}\n"
    (column,) = told("codebook", "events", "date")["events"]
    assert column == next(entry for entry in told("codebook", "events")["events"] if entry["column"] == "date")
    with pytest.raises(UsageError, match=r"no column of events 'dates'\. Did you mean 'date'"):
        commands.main(["codebook", "events", "dates"], standalone_mode=False)


def test_export_makes_one_entry_and_prints_it(tmp_path: Path) -> None:
    printed = said("export", "--format", "jsonl", str(tmp_path / "new"))
    assert printed == f"{tmp_path / 'new' / f'counternarcotics-{cn.__version__}-jsonl'}\n"
    assert (Path(printed.strip()) / "seizures.jsonl").is_file()
    printed = said("export", "--format", "csv", "--for-excel", str(tmp_path / "new"))
    assert (Path(printed.strip()) / "seizures.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_verify_finds_the_package_sound() -> None:
    assert "sound" in said("verify", code=0).lower()
    report = told("verify", "--seeds", str(BUILT / "seeds"), code=0)
    assert (report["sound"], report["faults"], report["version"]) == (True, [], cn.__version__)


def test_the_formats_offered_are_those_that_exist() -> None:
    (option,) = (one for one in commands.commands["export"].params if one.name == "format")
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == _export.format_names()


def test_every_command_explains_itself_with_examples_that_name_it() -> None:
    for name, command in commands.commands.items():
        text = said(name, "--help", code=0)
        assert said(name, "-h", code=0) == text
        assert f"  counternarcotics {name}" in text.partition("Examples:")[2]
        assert max(map(len, text.splitlines())) <= 80
        assert command.get_short_help_str(66) in said("--help", code=0)
        assert not command.get_short_help_str(66).endswith("...")


def test_the_group_lists_its_commands_in_the_order_of_use() -> None:
    names = re.findall(r"^  (\w+)  ", said("--help", code=0).partition("Commands:")[2], re.M)
    assert names == ["tables", "show", "why", "cite", "codebook", "export", "verify", "diff"]


def test_the_version_is_that_of_the_data() -> None:
    assert said("--version", code=0) == f"counternarcotics {cn.__version__}\n"


def test_tables_are_completed() -> None:
    (argument,) = (one for one in commands.commands["show"].params if one.name == "table")
    context = click.Context(commands.commands["show"])
    assert [one.value for one in argument.shell_complete(context, "ev")] == [
        "events",
        "event_actors",
        "event_relations",
        "event_topics",
        "evidence",
        "event_substances",
    ]
