"""The articles: their bytes against the registered hashes, their text, and what each stretch of it is.

A quote's offsets mean something only as long as the bytes are those that the curators read. Text is
decoded as UTF-8 with line ends untouched; offsets are code points from 0.
"""

import hashlib
from pathlib import Path

from pipeline.faults import CannotBuild, Fault, Position, fault_at, nearest, shown
from pipeline.model import Article, Record, Zone
from pipeline.read.marks import SOURCES, Records, ZoneStart
from pipeline.read.schema import Schemas

ZONES = "zones"
UNTOUCHED = "the file as it was received; a seed is never edited"


def read_seeds(folder: Path, records: Records, schemas: Schemas) -> tuple[dict[str, Article], list[Fault]]:
    """Return the articles of a project's folder ``seeds/`` by source id, and what is wrong with them.

    An article is returned as long as its bytes are text. Its zones are empty where one of them could
    not be found.

    Raises:
        CannotBuild: the folder is missing.
    """
    if not folder.is_dir():
        raise CannotBuild(f"the folder {folder.name} is missing")
    articles: dict[str, Article] = {}
    faults = _unregistered(folder, records)
    for record in records.of(SOURCES):
        article, found = _read_article(folder, record, records.zones.get(record.row_id, ()), schemas)
        faults += found
        if article:
            articles[record.row_id] = article
    return articles, faults


def _unregistered(folder: Path, records: Records) -> list[Fault]:
    """Return a fault for each file that no row of `sources` registers; documents beside the articles may stay."""
    known = {f"{source_id}.txt" for source_id in records.ids(SOURCES)}
    return [
        _unregistered_file(path)
        for path in sorted(folder.iterdir())
        if path.name not in known and path.suffix != ".md" and not path.name.startswith(".")
    ]


def _unregistered_file(path: Path) -> Fault:
    """Return the fault of one file, with the lines that register it or the name that it should have."""
    place, seen, expected = (
        Position(f"{path.parent.name}/{path.name}", 1),
        "an unregistered file",
        "a row of sources for it",
    )
    if not path.is_file():
        return Fault(place, "unnamed", path.stem, "a folder", "articles alone", "move it elsewhere")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    todo = f"add to records/sources.yaml a row with id: {path.stem} and sha256: {digest}"
    return Fault(place, "unnamed", path.stem, seen, expected, todo)


def _read_article(
    folder: Path, record: Record, starts: tuple[ZoneStart, ...], schemas: Schemas
) -> tuple[Article | None, list[Fault]]:
    """Return the article that one row of `sources` registers."""
    path = folder / f"{record.row_id}.txt"
    file = f"{folder.name}/{path.name}"
    if not path.is_file():
        fault = fault_at(record.position, record.row_id, "id")
        return None, [fault("unnamed", f"no file {file}", "the article's file", "add the file, or delete the row")]
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    faults = []
    if digest != record.values.get("sha256"):
        fault = fault_at(record.place("sha256"), record.row_id, "sha256")
        faults.append(fault("unnamed", f"the bytes of {file} have the SHA-256 {digest}", UNTOUCHED, "restore the file"))
    text, found = _decode(data, file, record.row_id)
    faults += found
    if text is None:
        return None, faults
    zones, found = find_zones(text, record, starts, schemas)
    return Article(record.row_id, file, digest, text, zones), faults + found


def _decode(data: bytes, file: str, source_id: str) -> tuple[str | None, list[Fault]]:
    """Return the text, None where it is not UTF-8, and faults for a byte order mark and for CR."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return None, [
            Fault(Position(file, line), "unnamed", source_id, seen, "UTF-8 text", "convert it before it is registered")
        ]
    faults = []
    if text.startswith("\ufeff"):
        todo = "remove the first three bytes before it is registered"
        faults.append(Fault(Position(file, 1), "unnamed", source_id, "a byte order mark", "UTF-8 without one", todo))
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        todo = "convert the line ends before it is registered"
        faults.append(Fault(Position(file, line), "unnamed", source_id, "a carriage return", "LF line ends", todo))
    return text, faults


def find_zones(
    text: str, record: Record, starts: tuple[ZoneStart, ...], schemas: Schemas
) -> tuple[tuple[Zone, ...], list[Fault]]:
    """Return the zones that tile `text`, or none and why they could not be found.

    The first zone begins the text; each other one at the `occurrence`-th place of its first words
    after the beginning of the zone before it; each runs to the next, the last to the end.
    """
    kinds = schemas.vocabularies[ZONES].by_code
    faults: list[Fault] = []
    begins: list[int] = []
    for start in starts:
        fault = fault_at(start.position, record.row_id, "zones")
        if start.kind not in kinds:
            faults.append(
                fault("unnamed", f"unknown zone {shown(start.kind)}", "a kind of zone", nearest(start.kind, kinds))
            )
        begin = _begin(text, start, begins)
        if begin is None:
            where = "after the zone before begins" if begins else "at the beginning of the article"
            faults.append(
                fault("unnamed", f"{shown(start.starts)} does not stand {where}", "text of the article", "copy it anew")
            )
        else:
            begins.append(begin)
    if not any(start.kind == "body" for start in starts):
        fault = fault_at(record.place("zones"), record.row_id, "zones")
        todo = "add - {zone: body, starts: FIRST WORDS OF IT}"
        faults.append(fault("unnamed", "no zone of kind body", "one that says where the body begins", todo))
    if faults:
        return (), faults
    ends = [*begins[1:], len(text)]
    return tuple(
        Zone(start.kind, begin, end, kinds[start.kind].extra.get("quoted_by", ""))
        for start, begin, end in zip(starts, begins, ends, strict=True)
    ), []


def _begin(text: str, start: ZoneStart, begins: list[int]) -> int | None:
    """Return the offset at which a zone begins, given where those before it begin; None where it is not found."""
    if not begins:
        return 0 if text.startswith(start.starts) else None
    begin = begins[-1]
    for _ in range(start.occurrence or 1):
        begin = text.find(start.starts, begin + 1)
        if begin < 0:
            return None
    return begin
