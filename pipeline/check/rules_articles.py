"""Rules on what is read from an article: its zones, what it says of itself, and steps of inference."""

from collections.abc import Iterator
from itertools import groupby

from pipeline.assemble.built import Built, Finding, Rule


def inference_of_another_reader(built: Built) -> Iterator[Finding]:
    """Catches an inference named beside words whose reader does not take that step, so that nothing repeats it."""
    inferences = built.schemas.vocabularies["inferences"].by_code
    for row in built.table("evidence"):
        schema = built.schemas.by_name.get(row["table_name"])
        column = schema.by_name.get(row["field"]) if schema else None
        inference = inferences.get(row["inference"])
        reader = inference.extra.get("reader") if inference else None
        if column and reader and column.reader != reader:
            seen, fix = f"the inference {row['inference']} for {row['field']}", "delete it, or write context"
            yield Finding(
                (row["table_name"], row["row_id"], row["field"]), seen, f"this inference only for a {reader}", fix
            )


def article_described_by_another(built: Built) -> Iterator[Finding]:
    """Catches a title or a date of an article that is taken from the file of another one."""
    for row in built.table("evidence"):
        if row["table_name"] == "sources" and row["row_id"] != row["source_id"]:
            seen = f"a quote of {row['source_id']}"
            cell = ("sources", row["row_id"], row["field"])
            yield Finding(cell, seen, "a quote of the article itself", "quote that article")


def article_described_in_wrong_zone(built: Built) -> Iterator[Finding]:
    """Catches a zone that begins or is named wrong: a title outside the headline, a byline inside the body."""
    for row in built.table("evidence"):
        if row["table_name"] == "sources":
            zones = {
                passage["zone"]
                for passage in built.table("passages")
                if passage["source_id"] == row["source_id"]
                and passage["passage_start"] < row["quote_end"]
                and row["quote_start"] < passage["passage_end"]
            }
            expected = "headline" if row["field"] == "title" else "imprint"
            if zones and zones != {expected}:
                seen, fix = f"its quote stands in {', '.join(sorted(zones))}", "correct the zones of the article"
                yield Finding(("sources", row["row_id"], row["field"]), seen, expected, fix)


def headline_misplaced(built: Built) -> Iterator[Finding]:
    """Catches a stretch of the body named headline or standfirst: each stands once at most, before the body."""
    passages = sorted(built.table("passages"), key=lambda row: (row["source_id"], row["passage_start"]))
    for source_id, rows in groupby(passages, key=lambda row: str(row["source_id"])):
        kinds = [kind for kind, _ in groupby(row["zone"] for row in rows)]
        body = kinds.index("body") if "body" in kinds else len(kinds)
        for kind in ("headline", "standfirst"):
            if kinds.count(kind) > 1 or kind in kinds[body:]:
                seen, fix = f"zones in the order {', '.join(kinds)}", "correct the zones of the article"
                yield Finding(("sources", source_id, "body_start"), seen, f"one {kind}, before the body", fix)


RULES: tuple[Rule, ...] = (
    inference_of_another_reader,
    article_described_by_another,
    article_described_in_wrong_zone,
    headline_misplaced,
)
