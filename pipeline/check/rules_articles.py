"""Rules on what is read from an article: its zones, what it says of itself, and steps of inference."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import Finding, Row
from pipeline.check.joins import Rule, Tables, differ, overlaps, pairs, unpaired
from pipeline.model import PASSAGES, SOURCES
from pipeline.read.schema import SEVERAL


def inference_of_another_reader(tables: Tables) -> Iterator[Finding]:
    """Catches an inference named beside words whose reader does not take that step, so that nothing repeats it."""
    inferences = tables.schemas.vocabularies["inferences"].by_code
    for schema in tables.schemas.tables:
        evidence = tables.evidence(schema.name, "inference")
        steps = pairs(evidence["field"], evidence["inference"])
        for step in steps.unique().drop_null():
            field, code = unpaired(step)
            column, inference = schema.by_name.get(field), inferences.get(code)
            reader = inference.extra.get("reader") if inference else None
            if column and reader and column.reader != reader:
                for row_id in evidence.filter(pc.equal(steps, step))["row_id"].to_pylist():
                    seen, fix = f"the inference {code} for {field}", "delete it, or write context"
                    yield Finding((schema.name, row_id, field), seen, f"this inference only for a {reader}", fix)


def article_described_by_another(tables: Tables) -> Iterator[Finding]:
    """Catches a title or a date of an article that is taken from the file of another one."""
    evidence = tables.evidence(SOURCES, "source_id")
    for row in evidence.filter(differ(evidence["row_id"], evidence["source_id"])).to_pylist():
        cell = (SOURCES, row["row_id"], row["field"])
        yield Finding(cell, f"a quote of {row['source_id']}", "a quote of the article itself", "quote that article")


def article_described_in_wrong_zone(tables: Tables) -> Iterator[Finding]:
    """Catches a zone that begins or is named wrong: a title outside the headline, a byline inside the body."""
    evidence = tables.evidence(SOURCES, "source_id", "quote_start", "quote_end")
    evidence = evidence.rename_columns(["row_id", "field", "key", "start", "end"])
    passages = _passages(tables)
    is_title = pc.equal(evidence["field"], "title")
    for expected, of_zone in (("headline", is_title), ("imprint", pc.invert(is_title))):
        quotes = evidence.filter(of_zone)
        elsewhere = passages.filter(differ(passages["zone"], pa.scalar(expected)))
        for row in quotes.filter(overlaps(quotes, elsewhere)).to_pylist():
            zones = ", ".join(_zones(row, passages))
            seen, fix = f"its quote stands in {zones}", "correct the zones of the article"
            yield Finding((SOURCES, row["row_id"], row["field"]), seen, expected, fix)


def _zones(quote: Row, passages: pa.Table) -> list[str]:
    """Return the zones in which a quote stands, by name."""
    in_article = passages.filter(pc.equal(passages["key"], quote["key"]))
    before, after = pc.less(in_article["start"], quote["end"]), pc.greater(in_article["end"], quote["start"])
    return sorted(in_article.filter(pc.and_(before, after))["zone"].unique().to_pylist())


def _passages(tables: Tables) -> pa.Table:
    """Return where the passages of all articles stand, article after article: `key`, `start`, `end`, `zone`."""
    passages = tables.rows(PASSAGES, "source_id", "passage_start", "passage_end", "zone").drop_columns(["id"])
    by_place = passages.sort_by([("source_id", "ascending"), ("passage_start", "ascending")])
    return by_place.rename_columns(["passage_id", "key", "start", "end", "zone"])


def headline_misplaced(tables: Tables) -> Iterator[Finding]:
    """Catches a stretch of the body named headline or standfirst: each stands once at most, before the body."""
    sequences = _zone_sequences(_passages(tables))
    for sequence in sequences["zones"].unique().to_pylist():
        zones = sequence.split(SEVERAL)
        body = zones.index("body") if "body" in zones else len(zones)
        for zone in ("headline", "standfirst"):
            if zones.count(zone) > 1 or zone in zones[body:]:
                for source_id in sequences.filter(pc.equal(sequences["zones"], sequence))["key"].to_pylist():
                    seen, fix = f"zones in the order {', '.join(zones)}", "correct the zones of the article"
                    yield Finding((SOURCES, source_id, "body_start"), seen, f"one {zone}, before the body", fix)


def _zone_sequences(passages: pa.Table) -> pa.Table:
    """Return which zones follow each other in each article: `key`, and `zones` as one text."""
    zones = passages.filter(_changes(pairs(passages["key"], passages["zone"])))
    first = _changes(zones["key"])
    offsets = pa.array([*pc.indices_nonzero(first).to_numpy(), len(zones)], pa.int32())
    sequences = pa.ListArray.from_arrays(offsets, zones["zone"].combine_chunks())
    return pa.table({"key": zones["key"].filter(first), "zones": pc.binary_join(sequences, SEVERAL)})


def _changes(cells: pa.ChunkedArray) -> pa.Array:
    """Return which cells differ from the one before; the first one does."""
    array = cells.combine_chunks()
    return pa.concat_arrays([pa.array([True] * min(len(array), 1), pa.bool_()), differ(array[1:], array[:-1])])


RULES: tuple[Rule, ...] = (
    inference_of_another_reader,
    article_described_by_another,
    article_described_in_wrong_zone,
    headline_misplaced,
)
