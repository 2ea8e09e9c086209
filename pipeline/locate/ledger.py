"""The ledger: each article cut into passages, each of them behind some value or left out with a reason.

Source of rule: coding rule 16. A part of a sentence that is left out is a row of its own, within that sentence; whether
all that must be is left out is checked later (`pipeline.reread.coverage`). What is no part of the article itself
(furniture, other articles, the imprint) is one passage a stretch, and its zone is the reason where no value is read
from it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.faults import Fault, Position, fault_at, nearest, shown
from pipeline.locate.parts import LEFT_OUT, Part, beginning, line_to_leave_out, occurrence_of, part_id, parts_left_out
from pipeline.locate.sentences import Passage, cut, place_of
from pipeline.model import PASSAGES, SOURCES, Article, Ledger, Located, PassageStart, Records, Value
from pipeline.read.ledgers import FILE
from pipeline.read.schema import Schemas

REASONS = "passage_reasons"

Row = dict[str, Value | None]
Cell = tuple[str, str, str]


def keep_ledger(
    records: Records, located: Iterable[Located], articles: Mapping[str, Article], schemas: Schemas
) -> tuple[list[Row], list[Fault]]:
    """Return the rows of `passages` for some articles, and every fault of their part of the ledger.

    No row is made where a file of records could not be read, since each of its sentences would seem
    forgotten, nor for an article whose zones were not found; both were reported.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    by_article: dict[str, list[Located]] = {}
    for value in located:
        by_article.setdefault(value.evidence.source_id, []).append(value)
    for source_id, article in sorted(articles.items()):
        if not records.whole or not article.zones:
            continue
        ledger = records.ledgers.get(source_id)
        passages, cut_faults = cut(article, ledger)
        words = list(_words(by_article.get(source_id, ())))
        article_rows, row_faults = _account(article, passages, cells_in(passages, words), ledger, schemas)
        parts, part_faults = parts_left_out(article, passages, ledger)
        rows += article_rows
        rows += [_part_row(article, passages[part.number], article_rows[part.number], part, words) for part in parts]
        faults += cut_faults + row_faults + part_faults
    return rows, faults


def cells_in(passages: Sequence[Passage], words: Iterable[tuple[int, int, Cell]]) -> list[set[Cell]]:
    """Return for each passage the values (table, row, field) of which some words stand, wholly or in part, in it.

    Args:
        passages: those of one article, in order.
        words: first and end offset of a value's words in that article, and the value.
    """
    starts = [passage.start for passage in passages]
    cells: list[set[Cell]] = [set() for _ in passages]
    for start, end, cell in words:
        for number in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
            if passages[number].end > start:
                cells[number].add(cell)
    return cells


def unknown_articles(records: Records) -> Iterator[Fault]:
    """Yield a fault for each entry of the ledger about what is no article."""
    source_ids = dict.fromkeys(records.ids(SOURCES))
    for source_id, ledger in records.ledgers.items():
        if source_id not in source_ids and records.whole:
            fault = fault_at(ledger.position, PASSAGES, "source")
            seen, fix = f"unknown source {shown(source_id)}", nearest(source_id, source_ids)
            yield fault("id-unknown", seen, "an id of sources", fix)


def _words(located: Iterable[Located]) -> Iterator[tuple[int, int, Cell]]:
    """Yield where the words of each value stand."""
    for value in located:
        yield value.words_start, value.words_end, (value.record.table, value.record.row_id, value.field)


def _account(
    article: Article, passages: Sequence[Passage], cells: Sequence[set[Cell]], ledger: Ledger | None, schemas: Schemas
) -> tuple[list[Row], list[Fault]]:
    """Return a row for each passage, and where what is left out and what is coded do not add up."""
    reasons, faults = _reasons(article, passages, cells, ledger, schemas)
    rows = []
    for number, (passage, own_cells) in enumerate(zip(passages, cells, strict=True)):
        row = _row(article, passage, number, own_cells, reasons.get(number))
        rows.append(row)
        if row["status"] == "left_out" and not row["reason"]:
            position = ledger.position if ledger else Position(f"records/{FILE}", 1)
            starts = beginning(article, passages, passage)
            seen = f"the sentence that begins {shown(starts)} at {passage.start} has no value and no reason"
            places = [other.start for other in passages if article.text.startswith(starts, other.start)]
            item = {"starts": starts} | occurrence_of(passage.start, places)
            fix = f"code what it says, or {line_to_leave_out(article, ledger, item)}"
            subject = f"{row['passage_id']}.reason"
            faults.append(Fault(position, "sentence-unaccounted", subject, seen, "one of the two", fix))
    return rows, faults


def _reasons(
    article: Article, passages: Sequence[Passage], cells: Sequence[set[Cell]], ledger: Ledger | None, schemas: Schemas
) -> tuple[dict[int, PassageStart], list[Fault]]:
    """Return what the curators say of the passages left out, by number from 0, and each entry that does not hold."""
    codes = tuple(schemas.vocabularies[REASONS].by_code)
    numbers = {passage.start: number for number, passage in enumerate(passages)}
    reasons: dict[int, PassageStart] = {}
    faults: list[Fault] = []
    for mark in ledger.left_out if ledger else ():
        fault = fault_at(mark.position, article.source_id, LEFT_OUT)
        if mark.reason not in codes:
            seen, fix = f"unknown reason {shown(mark.reason)}", nearest(mark.reason, codes)
            faults.append(fault("code-unknown", seen, f"a code of {REASONS}", fix))
        if mark.text:
            continue
        starts = [start for start in numbers if article.text.startswith(mark.starts, start)]
        at, place_faults = place_of(mark, starts, article, LEFT_OUT)
        faults += place_faults
        if at is None:
            continue
        number = numbers[at]
        why_not = _why_not(mark, passages[number], len(cells[number]), reasons.get(number))
        if why_not:
            seen, expected = (
                f"{shown(mark.starts)} {why_not}",
                "a sentence that holds the words of no value, listed once",
            )
            faults.append(fault("entry-not-allowed", seen, expected, "delete the entry"))
        else:
            reasons[number] = mark
    return reasons, faults


def _why_not(mark: PassageStart, passage: Passage, values: int, earlier: PassageStart | None) -> str:
    """Return why a passage may not be listed as left out; empty where it may."""
    if not passage.is_sentence:
        return f"stands in {passage.zone}, which is its reason"
    if values:
        return "holds the words of a value" if values == 1 else f"holds the words of {values} values"
    return f"is listed already at {earlier.position}" if earlier else ""


def _row(article: Article, passage: Passage, number: int, cells: set[Cell], left_out: PassageStart | None) -> Row:
    """Return one row of the table; `number` counts the passages of the article from 0."""
    of_zone = None if passage.is_sentence or cells else passage.zone
    return {
        "passage_id": f"{article.source_id}--{number + 1:03}",
        "within": None,
        "source_id": article.source_id,
        "seed_file": article.seed_file,
        "zone": passage.zone,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "status": "coded" if cells else "left_out",
        "reason": left_out.reason if left_out else of_zone,
        "n_values": len(cells),
        "note": (left_out.note if left_out else "") or None,
    }


def _part_row(
    article: Article, passage: Passage, sentence: Row, part: Part, words: Iterable[tuple[int, int, Cell]]
) -> Row:
    """Return the row of a part of a sentence that is left out; `sentence` is the row of the whole."""
    (cells,) = cells_in([Passage(passage.zone, part.start, part.end)], words)
    sentence_id = str(sentence["passage_id"])
    return {
        **sentence,
        "passage_id": part_id(sentence_id, article.text, passage, part),
        "within": sentence_id,
        "passage_start": part.start,
        "passage_end": part.end,
        "status": "left_out",
        "reason": part.mark.reason,
        "n_values": len(cells),
        "note": part.mark.note or None,
    }
