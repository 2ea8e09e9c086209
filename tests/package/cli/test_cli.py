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
from counternarcotics._cli import commands, copies
from counternarcotics._cli.output import pairs_text
from counternarcotics._cli.show import links_text, row_text, table_text
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
    return table_text(table, _package.installed().read(table), width).splitlines()


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
    longest = {name: max(map(len, [name, *map(cell_text, column)])) for name, column in cells(table).items()}
    others = [name for name in names[1:] if longest[name] <= 32] + [name for name in names[1:] if longest[name] > 32]
    assert head[1:] == others[: len(head) - 1]
    assert f"counternarcotics show {table} ROW." in note


def test_ids_are_whole_and_numbers_to_the_right_on_80_columns() -> None:
    lines = shown("seizures", 80)
    assert lines[0].split() == ["seizure_id", "event_id", "scope", "substance_id", "quantity"]
    assert [line.split()[0] for line in lines[1:3]] == ["drugs-of-the-year", "inkwell-examplamine"]
    assert [line[-4:] for line in lines[1:3]] == ["2.42", "85.0"]
    assert all("…" not in line.split("  ")[0] for line in shown("event_actors", 80)[1:-3])


def test_a_wide_terminal_shows_more_columns_and_cuts_less() -> None:
    assert len(shown("sources", 200)[0].split()) > len(shown("sources", 80)[0].split())
    assert "quote" not in shown("seizures", 80)[0].split()
    assert "quote" in shown("seizures", 600)[0].split()
    assert any("…" in line for line in shown("positions", 300)[1:6])


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_row_fits_the_terminal_with_every_word(width: int) -> None:
    row = told("show", *ROW)
    text = row_text(row, width)
    longer = [line for line in text.splitlines() if len(line) > width]
    assert all(len(line.rpartition(":")[2].split()) == 1 for line in longer)  # an id is never broken
    assert " ".join(row["quote"].split()) in " ".join(text.split())
    assert "yantian-seizure" in text.split()


def test_columns_of_terms_wrap_beside_the_terms_and_keep_ids_whole() -> None:
    text = pairs_text([("a:", "one-two-three four five six"), ("bcd:", "")], 22)
    assert text == "a:    one-two-three\n      four five six\nbcd:"


def test_a_row_on_a_terminal_names_the_rows_that_lead_to_it() -> None:
    package = _package.installed()
    links = links_text(package, "events", "yantian-seizure", 80)
    assert "  seizures.event_id               yantian-cocaine" in links.splitlines()
    assert links.endswith("Who says so: counternarcotics why events yantian-seizure")
    rows = (cn.load("event_actors").actor_id == "ministry-of-examples").sum()
    assert f"event_actors.actor_id                     {rows} rows" in links_text(
        package, "actors", "ministry-of-examples", 80
    )
    assert "police" in links_text(package, "actors", "china", 80)
    assert links_text(package, "evidence", "actors--police--kind--1", 80) == ""


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


def test_export_writes_files_and_prints_them(tmp_path: Path) -> None:
    printed = said("export", "--format", "jsonl", str(tmp_path / "new")).splitlines()
    assert sorted(printed) == sorted(str(file) for file in (tmp_path / "new").iterdir())
    assert str(tmp_path / "new" / "seizures.jsonl") in printed


def test_verify_finds_the_package_sound() -> None:
    assert "sound" in said("verify", code=0).lower()
    report = told("verify", "--seeds", str(BUILT / "seeds"), code=0)
    assert (report["sound"], report["faults"], report["version"]) == (True, [], cn.__version__)


def test_the_formats_offered_are_those_that_exist() -> None:
    assert tuple(_export.FORMATS) == copies.EXPORT_FORMATS


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
