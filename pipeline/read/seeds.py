"""The articles: their bytes against the registered hashes, their text, and what each stretch of it is.

A quote's offsets mean something only as long as the bytes are those that the curators read. Text is
decoded as UTF-8 with line ends untouched; offsets are code points from 0.
"""

import hashlib
from pathlib import Path

from pipeline.alike import difference_within
from pipeline.faults import Fault, Position, fault_at, nearest, shown, with_hint
from pipeline.model import SEED_FILE, SOURCES, Article, Record, Records, Zone, ZoneStart
from pipeline.progress import SILENT, Progress
from pipeline.read.folders import decode, files_of, read_bytes
from pipeline.read.schema import Schemas

ZONES = "zones"
SUFFIX = ".txt"
REGISTER_AGAIN = ", then register its new SHA-256"


def read_seeds(
    folder: Path, records: Records, schemas: Schemas, progress: Progress = SILENT
) -> tuple[dict[str, Article], list[Fault]]:
    """Return the articles of a project's folder ``seeds/`` by source id, and what is wrong with them.

    An article is returned only if its bytes are the registered ones and are text: what is read in other bytes means
    nothing. Its zones are empty where one of them was not found.

    Args:
        folder: the folder.
        records: all rows, of which those of `sources` register the files.
        schemas: all tables and vocabularies.
        progress: is told of each article that was read.

    Raises:
        CannotBuild: the folder is missing.
    """
    paths, faults = files_of(folder, SUFFIX)
    files = {_file(path): path for path in paths}
    registered = {record.text(SEED_FILE): record for record in reversed(records.of(SOURCES))}
    for file, path in files.items():
        # Where a file of records could not be read, each article in it would seem unregistered.
        if file not in registered and records.whole:
            faults += _unregistered_faults(path)
    articles: dict[str, Article] = {}
    for record in records.of(SOURCES):
        file = record.text(SEED_FILE)
        if not file:
            # The value is missing or was refused, which is reported with the row.
            continue
        fault = fault_at(record.place(SEED_FILE), record.row_id, SEED_FILE)
        if file not in files:
            fix = "add the file, correct its name, or delete the row"
            faults.append(fault("seed-missing", f"no file {shown(file)}", "the article's file", fix))
        elif registered[file] is not record:
            seen = f"{file} a second time; {registered[file].row_id} has it at {registered[file].place(SEED_FILE)}"
            fix = "name the file of this article, or delete the row"
            faults.append(fault("seed-repeated", seen, "each file in one row", fix))
        else:
            zones = records.zones.get(record.row_id, ())
            article, article_faults = _read_article(files[file], record, zones, schemas)
            progress.advance(1)
            faults += article_faults
            if article:
                articles[record.row_id] = article
    return articles, faults


def _file(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _unregistered_faults(path: Path) -> list[Fault]:
    """Return a fault for a file that no row of `sources` registers, with the lines that do."""
    file = _file(path)
    data, faults = read_bytes(path, file)
    if data is None:
        return faults
    fix = f"add to records/sources.yaml a row with seed_file: {file} and sha256: {hashlib.sha256(data).hexdigest()}"
    seen, expected = "an unregistered file", "a row of sources for it"
    return [Fault(Position(file, 1), "seed-unregistered", path.stem, seen, expected, fix)]


def _read_article(
    path: Path, record: Record, starts: tuple[ZoneStart, ...], schemas: Schemas
) -> tuple[Article | None, list[Fault]]:
    """Return the article that one row of `sources` registers; None and why where it cannot be used."""
    file = _file(path)
    data, faults = read_bytes(path, file)
    if data is None:
        return None, faults
    digest = hashlib.sha256(data).hexdigest()
    if digest != record.values.get("sha256"):
        return None, [_hash_fault(record, file, digest)]
    text, faults = decode(data, file, REGISTER_AGAIN)
    if text is None:
        return None, faults
    faults = _line_end_faults(text, file)
    zones, zone_faults = find_zones(text, record, starts, schemas)
    return Article(record.row_id, file, digest, text, zones), faults + zone_faults


def _hash_fault(record: Record, file: str, digest: str) -> Fault:
    """Return the fault of an article whose bytes are not the registered ones, or of a row that registers none."""
    fault = fault_at(record.place("sha256"), record.row_id, "sha256")
    if "sha256" not in record.values:
        seen, fix = f"no SHA-256 of {file}", f"if the file is as it was received, add sha256: {digest}"
        return fault("seed-unregistered", seen, "the SHA-256 of the file", fix)
    seen, expected = f"the bytes of {file} have the SHA-256 {digest}", "the file as it was received"
    return fault("seed-changed", seen, expected, "restore the file; a seed is never edited")


def _line_end_faults(text: str, file: str) -> list[Fault]:
    """Return a fault for the first carriage return of an article."""
    if "\r" not in text:
        return []
    line = text.count("\n", 0, text.index("\r")) + 1
    fix = f"save it with LF line ends{REGISTER_AGAIN}"
    return [Fault(Position(file, line), "character-forbidden", "file", "a carriage return", "LF line ends", fix)]


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
            fix = nearest(start.kind, kinds)
            faults.append(fault("code-unknown", f"unknown zone {shown(start.kind)}", "a kind of zone", fix))
        begin = _begin(text, start, begins)
        if begin is None:
            where = "after the beginning of the zone before it" if begins else "at the beginning of the article"
            hint = difference_within(start.starts, text)
            fix = with_hint("copy it again from the article", hint)
            seen = f"{shown(start.starts)} does not stand {where}"
            faults.append(fault("zone-not-found", seen, "text of the article", fix))
        else:
            begins.append(begin)
    if not any(start.kind == "body" for start in starts):
        fault = fault_at(record.place("zones"), record.row_id, "zones")
        seen, expected = "no zone of kind body", "one that says where the body begins"
        faults.append(fault("zone-missing", seen, expected, "add - {zone: body, starts: FIRST WORDS OF IT}"))
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
