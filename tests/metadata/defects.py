"""Defects in the files that programs read: each is planted in a copy of the tests' dataset.

All else that follows from a planted defect is put right: after a change of a table, the sizes and checksums in
``datapackage.json`` and ``croissant.json``; after any change, ``SHA256SUMS``. So a tool sees the defect itself or
nothing. The annotations are an export of the copy, changed after it was made.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counternarcotics import _package
from counternarcotics._export import export
from pipeline.write.descriptor import json_text
from pipeline.write.files import checksums, listed
from pipeline.write.paths import CHECKSUMS
from pipeline.write.staged import sha256_of
from tests.support.built import BUILT

ANNOTATIONS = "annotations.jsonld"
NO_FILE = "0" * 64
Json = dict[str, Any]
Change = Callable[[bytes], bytes | None]


@dataclass(frozen=True)
class Defect:
    """One defect.

    Attributes:
        file: The file that has it, by path from the project; `ANNOTATIONS` stands in the export.
        title: What is wrong, in words.
        change: Makes the content with the defect from the sound one; None where the file is missing.
    """

    file: str
    title: str
    change: Change

    @property
    def kind(self) -> str:
        """What kind of file has it: its name, or ``CSV`` or ``Parquet``."""
        return {"csv": "CSV", "parquet": "Parquet"}.get(self.file.rpartition(".")[2], self.file.rpartition("/")[2])


def sound(folder: Path) -> Path:
    """Return a copy of the tests' project as the build leaves it, with an export of annotations."""
    shutil.copytree(BUILT, folder, ignore=shutil.ignore_patterns("src"))
    export(_package.at(BUILT), "annotations", folder).rename(folder / "export")
    return folder


def plant(defect: Defect, folder: Path) -> None:
    """Plant a defect in a sound copy."""
    path = folder / ("export" if defect.file == ANNOTATIONS else "") / defect.file
    before = path.read_bytes()
    after = defect.change(before)
    assert after != before, f"{defect.file}: {defect.title}: nothing changed"
    if after is None:
        path.unlink()
        return
    path.write_bytes(after)
    if defect.file.endswith((".csv", ".parquet")):
        _describe_again(folder, defect.file, after)
    sums = folder / CHECKSUMS
    sums.write_bytes(checksums({name: sha256_of(folder / name) for name in listed(sums.read_bytes())}))


def _describe_again(folder: Path, file: str, content: bytes) -> None:
    """Put the size and checksum of a table's file right in the descriptor and in ``croissant.json``."""
    digest = hashlib.sha256(content).hexdigest()

    def in_descriptor(descriptor: Json) -> None:
        resources = descriptor["resources"]
        for entry in (*resources, *(resource["parquet"] for resource in resources)):
            if entry["path"] == file:
                entry |= {"bytes": len(content), "hash": f"sha256:{digest}"}

    def in_croissant(croissant: Json) -> None:
        for entry in croissant["distribution"]:
            if entry["contentUrl"] == file:
                entry |= {"contentSize": f"{len(content)} B", "sha256": digest}

    for name, change in (("datapackage.json", in_descriptor), ("croissant.json", in_croissant)):
        described = json_with(change)((folder / name).read_bytes())
        assert described is not None
        (folder / name).write_bytes(described)


def json_with(change: Callable[[Json], None]) -> Change:
    """Return what changes a JSON file."""

    def changed(content: bytes) -> bytes:
        value = json.loads(content)
        change(value)
        return f"{json_text(value)}\n".encode()

    return changed


def text_with(old: str, new: str) -> Change:
    """Return what changes the first place of a text, which must be there."""

    def changed(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return changed


def without_file(content: bytes) -> None:
    """Remove the file."""


def column_with(name: str, value: Any) -> Change:
    """Return what gives the first row of a Parquet file another value in a column."""

    def changed(content: bytes) -> bytes:
        table = pq.read_table(pa.BufferReader(content))
        place = table.column_names.index(name)
        values = [value, *table.column(name).to_pylist()[1:]]
        sink = pa.BufferOutputStream()
        field = table.schema.field(place)
        pq.write_table(table.set_column(place, field, pa.array(values, field.type)), sink)
        written: bytes = sink.getvalue().to_pybytes()
        return written

    return changed


def _table(descriptor: Json, name: str) -> Json:
    (table,) = (table for table in descriptor["resources"] if table["name"] == name)
    found: Json = table
    return found


def _field(descriptor: Json, table: str, name: str) -> Json:
    (field,) = (field for field in _table(descriptor, table)["schema"]["fields"] if field["name"] == name)
    found: Json = field
    return found


def _column(croissant: Json, table: str, name: str) -> Json:
    fields = (field for rows in croissant["recordSet"] for field in rows["field"])
    (field,) = (field for field in fields if field["@id"] == f"{table}/{name}")
    found: Json = field
    return found


def _file(croissant: Json, path: str) -> Json:
    (file,) = (file for file in croissant["distribution"] if file["contentUrl"] == path)
    found: Json = file
    return found


def _target(annotations: Json) -> Json:
    target: Json = annotations["first"]["items"][0]["target"]
    return target


def _described(title: str, change: Callable[[Json], Any]) -> Defect:
    return Defect("datapackage.json", title, json_with(change))


def _croissant(title: str, change: Callable[[Json], Any]) -> Defect:
    return Defect("croissant.json", title, json_with(change))


def _deposit(title: str, change: Callable[[Json], Any]) -> Defect:
    return Defect("data/datacite.json", title, json_with(change))


def _annotation(title: str, change: Callable[[Json], Any]) -> Defect:
    return Defect(ANNOTATIONS, title, json_with(change))


DEFECTS = (
    _described(
        "a column of numbers is called one of days", lambda d: _field(d, "seizures", "quantity").update(type="date")
    ),
    _described("a column has a wrong name", lambda d: _field(d, "seizures", "quantity").update(name="amount")),
    _described("the checksum of a CSV file is wrong", lambda d: _table(d, "seizures").update(hash=f"sha256:{NO_FILE}")),
    _described(
        "the checksum of a Parquet file is wrong",
        lambda d: _table(d, "seizures")["parquet"].update(hash=f"sha256:{NO_FILE}"),
    ),
    _described("a table has a file that there is not", lambda d: _table(d, "seizures").update(path="data/seizure.csv")),
    _described("the key of a table is no column", lambda d: _table(d, "seizures")["schema"].update(primaryKey=["id"])),
    _described(
        "a reference leads to no table",
        lambda d: _table(d, "seizures")["schema"]["foreignKeys"][0]["reference"].update(resource="event"),
    ),
    _described(
        "a code that rows have is not in the closed list",
        lambda d: _field(d, "events", "event_type")["constraints"]["enum"].remove("seizure"),
    ),
    _described("a type that there is not", lambda d: _field(d, "seizures", "quantity").update(type="amount")),
    _described("the version is another", lambda d: d.update(version="0.2.0")),
    _described("the date is another", lambda d: d.update(created="2027-01-01T00:00:00Z")),
    _described("the licence is missing", lambda d: d.pop("licenses")),
    Defect("data/seizures.csv", "a number is a text", text_with(",85.0,", ",about 85,")),
    Defect("data/seizures.csv", "a number is another", text_with(",85.0,", ",58.0,")),
    Defect("data/seizures.csv", "a column has a wrong name", text_with(",quantity,", ",amount,")),
    Defect("data/seizures.csv", "a code is outside the closed list", text_with(",kilogram,", ",bushel,")),
    Defect("data/seizures.csv", "a reference leads to no row", text_with(",inkwell-seizure,", ",inkwell-sale,")),
    Defect("data/seizures.csv", "a required cell is empty", text_with(",inkwell-seizure,", ",,")),
    Defect("data/seizures.csv", "an id stands twice", text_with("inkwell-examplamine,", "drugs-of-the-year,")),
    Defect("data/seizures.csv", "a day is written in another form", text_with(",2024-03-15,", ",2024-3-15,")),
    Defect("data/seizures.csv", "it begins with a byte order mark", lambda content: b"\xef\xbb\xbf" + content),
    Defect("data/seizures.csv", "the last row is missing", lambda content: b"".join(content.splitlines(True)[:-1])),
    Defect("data/seizures.csv", "the file is missing", without_file),
    Defect("data/seizures.parquet", "a number is another", column_with("quantity", 58.0)),
    Defect("data/seizures.parquet", "a code is outside the closed list", column_with("unit", "bushel")),
    Defect("data/seizures.parquet", "it is cut off", lambda content: content[:-100]),
    Defect("data/seizures.parquet", "the file is missing", without_file),
    _croissant(
        "a column of texts is called one of whole numbers",
        lambda c: _column(c, "events", "title").update(dataType="sc:Integer"),
    ),
    _croissant(
        "a column is read from one that there is not",
        lambda c: _column(c, "events", "title")["source"]["extract"].update(column="titel"),
    ),
    _croissant(
        "a column is read from a file that is not listed",
        lambda c: _column(c, "events", "title")["source"]["fileObject"].update({"@id": "data/event.parquet"}),
    ),
    _croissant(
        "a reference leads to a file that is not listed",
        lambda c: _column(c, "seizures", "event_id")["references"]["fileObject"].update({"@id": "data/event.parquet"}),
    ),
    _croissant("the checksum of a file is wrong", lambda c: _file(c, "data/events.parquet").update(sha256=NO_FILE)),
    _croissant(
        "a file is not where it says", lambda c: _file(c, "data/events.parquet").update(contentUrl="data/event.parquet")
    ),
    _croissant("a name stands twice", lambda c: _column(c, "events", "title").update({"@id": "events/summary"})),
    _croissant("the version is another", lambda c: c.update(version="0.2.0")),
    _croissant("the version is no version", lambda c: c.update(version="first")),
    _croissant("the date is another", lambda c: c.update(datePublished="2027-01-01")),
    _croissant("the licence is missing", lambda c: c.pop("license")),
    _croissant("the description is missing", lambda c: c.pop("description")),
    Defect("CITATION.cff", "the title is missing", text_with("\ntitle:", "\nname:")),
    Defect("CITATION.cff", "the version is another", text_with("version: 0.1.0", "version: 0.2.0")),
    Defect("CITATION.cff", "the date is none", text_with("date-released: 2026-11-22", "date-released: 2026-11-32")),
    Defect("CITATION.cff", "the licence is none that has a name", text_with("CC-BY-4.0", "CC-BY-4")),
    _deposit("the title is missing", lambda d: d.pop("titles")),
    _deposit("the version is another", lambda d: d.update(version="0.2.0")),
    _deposit("the date is none", lambda d: d["dates"][0].update(date="22 November")),
    _deposit("a relation that there is not", lambda d: d["relatedItems"][0].update(relationType="IsMadeOf")),
    _deposit("the licence is missing", lambda d: d.pop("rightsList")),
    _annotation(
        "a selector is off by one",
        lambda a: _target(a)["selector"][1].update(start=_target(a)["selector"][1]["start"] + 1),
    ),
    _annotation("the words are others", lambda a: _target(a)["selector"][0].update(exact="nobody said so")),
    _annotation("the article is another", lambda a: _target(a).update(source=f"urn:sha256:{NO_FILE}")),
    _annotation("a name is misspelt", lambda a: _target(a).update(selectors=_target(a).pop("selector"))),
    _annotation("an annotation is missing", lambda a: a["first"]["items"].pop()),
)
