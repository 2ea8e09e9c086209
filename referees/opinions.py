"""All opinions: which referee reads which cells."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.read.schema import Schemas, TableSchema
from referees import amounts, codes, dates, places, substances
from referees.cells import Cell, Opinion, Row, Tables, cells_read_by, read_tables

READERS: Mapping[str, Callable[[Cell], Opinion]] = {"number": amounts.opinion, "date": dates.opinion}
"""Who reads again what a reader of the build has read from words, by the name of that reader."""

ReadsRow = Callable[[Row], tuple[str, bool]]
"""Returns what a referee reads of one column in a row (empty where nothing), and whether that is the row's value."""

COLUMNS: Mapping[tuple[str, str], tuple[str, ReadsRow]] = {
    ("sources", "language"): (codes.PYCOUNTRY, codes.language_name),
    ("substances", "smiles"): (substances.RDKIT, substances.inchikey_of_structure),
    ("substances", "inchikey"): (substances.RDKIT, substances.inchikey_of_structure),
    ("substances", "formula"): (substances.RDKIT, substances.formula_of_structure),
    ("substances", "cas_rn"): (substances.CHEMICALS, substances.inchikey_of_cas_number),
    ("places", "geonames_id"): (places.GEONAMES, places.name_of_geonames_id),
    ("places", "latitude"): (places.GEONAMES, places.latitude_of_place),
    ("places", "longitude"): (places.GEONAMES, places.longitude_of_place),
    ("places", "country_code"): (places.GEONAMES, places.country_of_place),
    ("places", "subdivision_code"): (places.NEAREST, places.subdivision_of_place),
}
"""Who checks a column that no article says, by table and column."""
NOBODY = "no library"
REFERENCE = "reference"
"""The origin of the columns that come from public registers."""


def all_opinions(root: Path, schemas: Schemas) -> list[Opinion]:
    """Return every opinion on the built tables and on the vocabularies, in the order of the tables.

    Raises:
        CannotBuild: a table is missing.
        OSError: a file cannot be read.
    """
    tables = read_tables(root / "data", schemas)
    opinions = [judge(cell) for reader, judge in READERS.items() for cell in cells_read_by(reader, tables, schemas)]
    for table in schemas.tables:
        opinions += opinions_of_rows(table, tables)
    return [*opinions, *codes.opinions_of_codes(schemas)]


def opinions_of_rows(table: TableSchema, tables: Tables) -> list[Opinion]:
    """Return the opinion on each filled cell of a table that `COLUMNS` names or that comes from a register."""
    opinions = []
    for column in table.columns:
        listed = COLUMNS.get((table.name, column.name))
        if listed is None and column.origin != REFERENCE:
            continue
        for row in tables[table.name]:
            if row[column.name]:
                cell = Cell(table.name, row[table.id_name], column.name, row[column.name])
                opinions.append(_opinion(cell, row, listed))
    return opinions


def _opinion(cell: Cell, row: Row, listed: tuple[str, ReadsRow] | None) -> Opinion:
    """Return the opinion on a cell of a row; nobody has one where no referee is listed."""
    if listed is None:
        return Opinion(cell, NOBODY, "", agrees=False)
    referee, reads_row = listed
    reads, agrees = reads_row(row)
    return Opinion(cell, referee, reads, agrees)
