"""Mutants of what is not a record: zones, cells of built tables, bytes of articles and of packaged files."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from pipeline.locate.ledger import REASONS
from pipeline.model import Ledger, ZoneStart
from pipeline.read.schema import Column
from pipeline.read.seeds import ZONES
from tests.mutation.world import Byte, Cell, Mutant, World, Zoned

BYTES_OF_A_FILE = 50
BYTES_OF_AN_ARTICLE = 200
MANY_ROWS = 500


def of_files(world: World) -> Iterator[Mutant]:
    """Yield every mutant of zones, ledgers and derived cells, and a fixed sample of those of bytes."""
    for source_id, zones in world.records.zones.items():
        ledger = world.records.ledgers.get(source_id)
        for kind, what, changed in _of_zones(world, source_id, zones):
            yield Mutant(kind, "sources", "zones", source_id, what, partial(Zoned, source_id, changed, ledger))
        for kind, what, said in _of_ledger(world, ledger) if ledger else ():
            yield Mutant(kind, "passages", "", source_id, what, partial(Zoned, source_id, zones, said))
    yield from _of_cells(world)
    chosen = random.Random(0)
    for _, article in sorted(world.articles.items()):
        content = (world.root / article.seed_file).read_bytes()
        yield from _of_bytes("byte of an article", article.seed_file, content, chosen.sample, BYTES_OF_AN_ARTICLE)
    for path, content in sorted(world.files.items()):
        yield from _of_bytes("byte of a packaged file", path, content, chosen.sample, BYTES_OF_A_FILE)


def _of_zones(
    world: World, source_id: str, zones: Sequence[ZoneStart]
) -> Iterator[tuple[str, str, tuple[ZoneStart, ...]]]:
    """Yield the zones with one of them dropped, of another kind, or beginning elsewhere."""
    for place, zone in enumerate(zones):
        before, after = tuple(zones[:place]), tuple(zones[place + 1 :])
        yield "zone dropped", zone.starts, before + after
        for kind in world.schemas.vocabularies[ZONES].by_code:
            if kind != zone.kind:
                yield "zone of another kind", f"{zone.kind} → {kind}", (*before, replace(zone, kind=kind), *after)
        for starts in _other_starts(world.articles[source_id].text, zone):
            yield "zone moved", f"“{zone.starts}” → “{starts}”", (*before, replace(zone, starts=starts), *after)
        later = replace(zone, occurrence=(zone.occurrence or 1) + 1)
        yield "zone moved", f"“{zone.starts}” once later", (*before, later, *after)


def _of_ledger(world: World, ledger: Ledger) -> Iterator[tuple[str, str, Ledger]]:
    """Yield a ledger without one of its entries, and with another reason for one."""
    for name in ("add_cuts", "drop_cuts", "left_out"):
        marks = getattr(ledger, name)
        for place, mark in enumerate(marks):
            rest: dict[str, Any] = {name: (*marks[:place], *marks[place + 1 :])}
            yield f"ledger: {name} dropped", mark.starts, replace(ledger, **rest)
    for place, mark in enumerate(ledger.left_out):
        for code in world.schemas.vocabularies[REASONS].by_code:
            if code != mark.reason:
                marks = (*ledger.left_out[:place], replace(mark, reason=code), *ledger.left_out[place + 1 :])
                yield "ledger: reason", f"{mark.starts}: {mark.reason} → {code}", replace(ledger, left_out=marks)


def _other_starts(text: str, zone: ZoneStart) -> Iterator[str]:
    """Yield beginnings of a zone a token, and a sentence, earlier and later than the one given."""
    start = text.index(zone.starts)
    for step in (1, 12):
        earlier, later = text[:start].split()[-step:], text[start:].split()[step : step + 3]
        if earlier:
            begin = text[:start].rindex(earlier[0])
            yield text[begin : start + len(zone.starts)]
        if later:
            yield text[text.index(later[0], start + 1) :][:30]


def _of_cells(world: World) -> Iterator[Mutant]:
    """Yield each derived cell with the value of another row, or with one next to its own."""
    for schema in world.schemas.tables:
        for column in schema.columns:
            if column.origin == "derived":
                values = [row[column.name] for row in world.rows[schema.name].values()]
                others = sorted({value for value in values if value is not None}, key=str)
                step = 1 + len(values) // MANY_ROWS
                for row_id, row in list(world.rows[schema.name].items())[::step]:
                    for value in _others(row[column.name], others, column, world):
                        what = f"{row[column.name]} → {value}"
                        made = partial(Cell, schema.name, row_id, column.name, value)
                        yield Mutant("derived value", schema.name, column.name, row_id, what, made)


def _others(value: Any, others: Sequence[Any], column: Column, world: World) -> Iterator[Any]:
    """Yield other values of one cell: the next of its column or vocabulary, one near it, and none."""
    known = world.schemas.codes(column) or others
    place = known.index(value) if value in known else -1
    if known and known[(place + 1) % len(known)] != value:
        yield known[(place + 1) % len(known)]
    if isinstance(value, date):
        yield value + timedelta(1)
    elif isinstance(value, int | float):
        yield value + 1
    if value is not None and not column.required:
        yield None


def _of_bytes(kind: str, path: str, content: bytes, sample: Any, count: int) -> Iterator[Mutant]:
    """Yield a sample of the bytes of a file, each changed in one bit."""
    table = path.rpartition("/")[2].partition(".")[0]
    for offset in sorted(sample(range(len(content)), min(count, len(content)))):
        value = content[offset] ^ 1
        what = f"byte {offset} of {path}: {content[offset]:02x} → {value:02x}"
        yield Mutant(kind, table, path.rpartition(".")[2], "", what, partial(Byte, path, offset, value))
