"""The study: independent codings compared with the records, and with each other where two coders read one article.

The coders read the articles by the coding rules and the definitions alone; none saw the records or another's coding.
The records are compared as they stood before the differences were settled, so that a correction made because of a
coding does not count as agreement with it; only what is said of single cells (`cells`) takes them as they stand. An
article that nobody has coded a second time has no part in it.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codings import earlier
from codings.agreement import ColumnAgreement, agreement_in
from codings.cells import CellReader, CodedCell, in_order, topic_cells
from codings.differences import before, comparable, differences_in
from codings.line import Line
from codings.matching import RECORDS, Alignment, Forms
from codings.only_records import OnlyRecords, only_records
from codings.reading import Coding, of_lines, of_tables, one_row_a_key, read_codings
from codings.reliability import KeyColumn, RowsInBoth, key_columns, rows_in_both
from codings.settlements import Difference, Settlement, decisions, out_of_date, read_settlements, unsettled
from codings.topics import TABLE, EventTopics, TopicAgreement, read_topics, topic_agreement
from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.model import SOURCES, Article
from pipeline.run import run

FOLDER = "codings"
SECOND_CODING = "second_coding"
"""The column of sources that says whether an article was coded a second time."""


@dataclass(frozen=True)
class Comparison:
    """What the comparison of one or two coders with each other and the records gives, in some articles.

    Attributes:
        coders: The coders, in order.
        articles: The ids of the articles, in order.
        rows: How many rows of each table which readers have.
        columns: The agreement in each column with a unit.
        differences: What the coders have and the records lack or have differently, in order.
        decided: How many of the differences were settled in which way, or are open.
        only_records: What only the records have.
        cells: What each coder says of each cell of the records as they stand today.
        is_earlier: Whether the codings were made by the first version of the coding rules.
        in_both: Which rows two coders both have, by table; empty for one coder.
        key_columns: How far two coders agree in the ten columns that people use most; empty for one coder.
    """

    coders: tuple[str, ...]
    articles: tuple[str, ...]
    rows: Mapping[str, Mapping[frozenset[str], int]]
    columns: tuple[ColumnAgreement, ...]
    differences: tuple[Difference, ...]
    decided: Mapping[str, int]
    only_records: OnlyRecords
    cells: tuple[CodedCell, ...]
    is_earlier: bool
    in_both: tuple[RowsInBoth, ...]
    key_columns: tuple[KeyColumn, ...]


@dataclass(frozen=True)
class Study:
    """All comparisons, and what was settled.

    Attributes:
        comparisons: The comparisons, by their coders.
        differences: All differences, in order.
        unsettled: Those that no settlement decides.
        out_of_date: A fault for each settlement that no longer holds.
        unmarked: A fault for each article of which `sources` does not say rightly whether it has a second coding.
        topics: How far the second coding of topics agrees with the records; None without one.
        cells: What each coder, and the second coding of topics, says of each cell of the records, in order.
    """

    comparisons: tuple[Comparison, ...]
    differences: tuple[Difference, ...]
    unsettled: tuple[Difference, ...]
    out_of_date: tuple[Fault, ...]
    unmarked: tuple[Fault, ...]
    topics: TopicAgreement | None
    cells: tuple[CodedCell, ...]


def study_of(
    project: Made,
    codings: Mapping[str, Sequence[Line]],
    settlements: Sequence[Settlement],
    topics: Sequence[EventTopics] = (),
) -> Study:
    """Return the study of the codings of a project."""
    coders = coders_of(codings)
    comparisons = tuple(
        _compared(project, {coder: codings[coder] for coder in group}, articles, settlements)
        for of_rules in _by_rules(codings)
        for group, articles in _groups(coders_of(of_rules))
    )
    differences = sorted({difference for comparison in comparisons for difference in comparison.differences})
    records = of_tables(project.tables, project.schemas, _only(project.articles, coders))
    # Codings by earlier rules stay as history: beside a value of today they would say what was asked otherwise then.
    current = [comparison for comparison in comparisons if not comparison.is_earlier] or comparisons
    cells = [cell for comparison in current for cell in comparison.cells]
    cells += topic_cells(topics, project.schemas.table(TABLE), project.tables[TABLE])
    values = {(*key, column): cell.text for key, cells in records.items() for column, cell in cells.items()}
    return Study(
        comparisons=comparisons,
        differences=tuple(differences),
        unsettled=tuple(unsettled(differences, settlements)),
        out_of_date=tuple(out_of_date(differences, settlements, values, frozenset(records))),
        unmarked=tuple(_unmarked(project, coders)),
        topics=topic_agreement(topics, project.schemas, project.tables),
        cells=in_order(cells, project.schemas),
    )


def coders_of(codings: Mapping[str, Sequence[Line]]) -> dict[str, tuple[str, ...]]:
    """Return the coders of each article that has any."""
    coders: dict[str, set[str]] = {}
    for coder, lines in codings.items():
        for line in lines:
            coders.setdefault(line.source, set()).add(coder)
    return {source_id: tuple(sorted(coders[source_id])) for source_id in sorted(coders)}


def _by_rules(codings: Mapping[str, Sequence[Line]]) -> Iterator[dict[str, Sequence[Line]]]:
    """Yield the codings by the present rules, then those by the first version; the two are not compared."""
    for is_earlier in (False, True):
        yield {coder: lines for coder, lines in codings.items() if any(line.earlier for line in lines) == is_earlier}


def _groups(coders: Mapping[str, tuple[str, ...]]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return who is compared in which articles: two coders with each other, any further coder with the records alone.

    The two are those with most articles in common, so that a coding that is added changes no comparison of others.

    >>> _groups({"000": ("c", "d"), "001": ("b", "c", "d"), "002": ("b",)})
    [(('b',), ['001', '002']), (('c', 'd'), ['000', '001'])]
    """
    shared = Counter(pair for of_article in coders.values() for pair in itertools.combinations(of_article, 2))
    groups: dict[tuple[str, ...], list[str]] = {}
    for source_id, of_article in coders.items():
        pair = max(itertools.combinations(of_article, 2), key=lambda pair: shared[pair], default=())
        alone = [(coder,) for coder in of_article if coder not in pair]
        for group in [pair, *alone] if pair else alone:
            groups.setdefault(group, []).append(source_id)
    return sorted(groups.items())


def _compared(
    project: Made, codings: Mapping[str, Sequence[Line]], source_ids: Sequence[str], settlements: Sequence[Settlement]
) -> Comparison:
    """Return the comparison of one or two coders in some articles."""
    articles, coders = _only(project.articles, source_ids), tuple(codings)
    is_earlier = any(line.earlier for lines in codings.values() for line in lines)
    schemas = earlier.asked(project.schemas) if is_earlier else project.schemas
    records = of_tables(project.tables, schemas, articles)
    readers = {RECORDS: records}
    readers |= {coder: of_lines(one_row_a_key(lines, schemas), articles) for coder, lines in codings.items()}
    forms = _printed(project.records.forms, records, articles)
    alignment = Alignment(readers, schemas, forms, earlier.READ_AS if is_earlier else {})
    # What was corrected because of another coding was correct already when these coders read.
    own = [
        settlement for settlement in settlements if any(coder in codings for coder, _ in settlement.difference.coded)
    ]
    today = {schema.name: comparable(alignment.rows(schema.name), schema) for schema in schemas.tables}
    rows = {table: before(of_table, table, own) for table, of_table in today.items()}
    cell_reader = CellReader(coders, alignment, own, earlier.speech_types(schemas) if is_earlier else ())
    differences = sorted(
        difference for schema in schemas.tables for difference in differences_in(schema, rows, alignment)
    )
    return Comparison(
        coders=coders,
        articles=tuple(source_ids),
        rows={
            table: Counter(frozenset(readers) for readers in of_table.values())
            for table, of_table in rows.items()
            if of_table
        },
        columns=tuple(
            column for schema in schemas.tables for column in agreement_in(schema, rows[schema.name], alignment, coders)
        ),
        differences=tuple(differences),
        decided=Counter(decisions(differences, settlements)),
        cells=tuple(cell for schema in schemas.tables for cell in cell_reader.cells_in(schema, today[schema.name])),
        is_earlier=is_earlier,
        in_both=tuple(rows_in_both(rows, (coders[0], coders[1]))) if len(coders) == 2 else (),
        key_columns=tuple(key_columns(rows, alignment, schemas, (coders[0], coders[1]))) if len(coders) == 2 else (),
        only_records=only_records(project.tables, rows, project.schemas, alignment, articles),
    )


def _only(articles: Mapping[str, Article], source_ids: Sequence[str] | Mapping[str, object]) -> dict[str, Article]:
    """Return the articles with some ids."""
    return {source_id: articles[source_id] for source_id in source_ids}


def _printed(forms: Forms, records: Coding, articles: Mapping[str, Article]) -> dict[tuple[str, str], list[str]]:
    """Return those printed names of the records' rows that stand in some articles."""
    return {
        key: [name for name in names if any(name in article.text for article in articles.values())]
        for key, names in forms.items()
        if key in records
    }


def _unmarked(project: Made, coders: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Yield a fault for each article whose mark says otherwise than the codings."""
    for record in project.records.of(SOURCES):
        marked, coded = record.values[SECOND_CODING], record.row_id in coders
        if marked != coded:
            by = f"{' and '.join(coders[record.row_id])} coded it" if coded else "nobody has coded it"
            seen, expected = f"{SECOND_CODING} is {str(marked).lower()}, but {by}", "what the codings say"
            fix = f"write {mark(coded=coded)}, then run make"
            subject = f"{record.row_id}.{SECOND_CODING}"
            yield Fault(record.place(SECOND_CODING), "second-coding-differs", subject, seen, expected, fix)


def mark(*, coded: bool) -> str:
    """Return the line of an entry of sources that says whether the article was coded a second time.

    >>> mark(coded=True)
    'second_coding: true'
    """
    return f"{SECOND_CODING}: {str(coded).lower()}"


def read_study(root: Path) -> tuple[Study | None, list[Fault]]:
    """Return the study of the project in `root`; None and the faults where its records or codings have any.

    Raises:
        CannotBuild: a folder is missing.
        OSError: a file cannot be read.
    """
    report = run(root, last="assemble")
    project = report.made
    if report.faults:
        return None, report.faults
    codings, coding_faults = read_codings(root / FOLDER, project.schemas, project.articles)
    settlements, settlement_faults = read_settlements(root / FOLDER)
    topics, topic_faults = read_topics(root / FOLDER, project.schemas, project.articles)
    faults = coding_faults + settlement_faults + topic_faults
    return (None if faults else study_of(project, codings, settlements, topics)), faults
