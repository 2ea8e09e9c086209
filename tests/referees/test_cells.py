"""The cells that are read a second time: those that the schemas name, with all that their words are read with."""

from pathlib import Path

import pytest

from pipeline.faults import CannotBuild
from pipeline.read.schemas import read_schemas
from referees.cells import cells_read_by, read_tables


def test_each_value_that_was_read_from_words_is_a_cell(built_example: Path) -> None:
    schemas, _ = read_schemas(built_example / "schemas")
    tables = read_tables(built_example / "data", schemas)
    for reader in ("number", "date"):
        expected = {
            (row["table_name"], row["row_id"], row["field"], row["value"], row["words"])
            for row in tables["evidence"]
            if schemas.table(row["table_name"]).column(row["field"]).reader == reader
        }
        cells = cells_read_by(reader, tables, schemas)
        assert {(cell.table, cell.row, cell.field, cell.value, cell.words) for cell in cells} == expected
        assert len(cells) == len(set(cells)) > 3


def test_words_come_with_the_date_from_which_they_are_counted(built_example: Path) -> None:
    schemas, _ = read_schemas(built_example / "schemas")
    cells = cells_read_by("date", read_tables(built_example / "data", schemas), schemas)
    anchors = {(cell.subject, cell.words): (cell.anchor, cell.by_report, cell.language) for cell in cells}
    assert anchors["events.yantian-seizure.date", "November 26"] == ("2025-12-16", True, "en")
    assert anchors["events.talks.date", "the following month"] == ("2025-11-26", False, "en")
    assert anchors["sources.harbour-post.published", "16 Dec 2025"] == ("", False, "en")


def test_a_table_that_was_not_built_stops_it(built_example: Path, tmp_path: Path) -> None:
    schemas, _ = read_schemas(built_example / "schemas")
    with pytest.raises(CannotBuild, match=r"the table .*\.csv is missing: build first"):
        read_tables(tmp_path, schemas)
