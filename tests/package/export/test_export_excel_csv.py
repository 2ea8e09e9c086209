"""CSV for spreadsheets: no cell becomes a date, a number or a formula, and programs get every text back."""

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from counternarcotics._export import export
from counternarcotics._export.formats.csv import guarded
from tests.package.export.test_export import PACKAGE, small

TURNED = [
    "2019-05",
    "2025-11-26",
    "2024/2025",
    "1998-11-3",
    "437-38-7",
    "3-5",
    "1/2",
    "12:30",
    "5 pm",
    "May 2019",
    "26 November 2025",
    "007",
    "12345678901234567890",
    "1e5",
    "1,016",
    "20%",
    "$430",
    "TRUE",
    "false",
    "=1+1",
    "+5",
    "-x",
    "@SUM",
    " =1",
    "\t=1",
    '=HYPERLINK("https://example.org")',
    '-"' + "x" * 600,
]
KEPT = [
    "430kg",
    "scmp-2025-12-16",
    "[2024-06..2024-12]x",
    "NA",
    "“é” Yán",
    "first-term-pressure",
    "8 cases",
    "a, b",
    "é\nü",
]


def text_of(cell: str) -> str:
    """Return the text that a spreadsheet shows for a cell: a formula of texts gives them joined."""
    if not cell.startswith("="):
        return cell
    assert re.fullmatch(r'="(?:[^"]|"")*"(?:&"(?:[^"]|"")*")*', cell)
    pieces = re.findall(r'"((?:[^"]|"")*)"', cell)
    assert all(len(piece.replace('""', '"')) <= 255 for piece in pieces)
    return "".join(piece.replace('""', '"') for piece in pieces)


@pytest.mark.parametrize("text", TURNED)
def test_a_text_that_a_spreadsheet_would_turn_is_a_formula_that_gives_it(text: str) -> None:
    cell = guarded(text)
    assert cell.startswith('="')
    assert text_of(cell) == text


@pytest.mark.parametrize("text", KEPT)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_all_values_are_there_and_days_and_numbers_are_plain(tmp_path: Path) -> None:
    made = export(PACKAGE, "csv", tmp_path, for_excel=True)
    assert made.name == f"counternarcotics-{PACKAGE.version}-csv-for-excel"
    for table in PACKAGE.tables:
        content = (made / f"{table}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        published = PACKAGE.path(table, "csv").read_text(encoding="utf-8")
        assert [head, *([text_of(cell) for cell in row] for row in rows)] == [
            [cell.upper() if cell in ("true", "false") else cell for cell in row]
            for row in csv.reader(io.StringIO(published, newline=""))
        ]
        plain = [field["name"] for field in PACKAGE.schema(table)["fields"] if field["type"] != "string"]
        assert not any(row[head.index(name)].startswith("=") for row in rows for name in plain)
    assert b',"=""2025-11-26"""' in (made / "events.csv").read_bytes()
    for name in ("codebook.csv", "support.csv"):
        assert (made / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_readme_promises_what_was_tried_and_says_when_to_take_the_workbook(tmp_path: Path) -> None:
    readme = (export(PACKAGE, "csv", tmp_path, for_excel=True) / "README.md").read_text(encoding="utf-8")
    assert "This was tried in LibreOffice, not in Excel." in readme
    assert "Where numbers have a decimal comma, use the workbook." in readme


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_text_as_it_is(tmp_path: Path) -> None:
    texts = [text.strip() for text in [*TURNED, *KEPT] if "\n" not in text]
    made = export(small(tmp_path / "package", {"id": ("string", texts)}), "csv", tmp_path, for_excel=True)
    # Comma, quotation mark, UTF-8, first line, no types, English, quoted fields not as text, special numbers found.
    options = "44,34,76,1,,1033,false,true"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", f"--infilter=CSV:{options}"]
    target = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path / "read")]
    subprocess.run([*command, *target, str(made / "things.csv")], check=True, capture_output=True)
    with (tmp_path / "read" / "things.csv").open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["id", *texts]
