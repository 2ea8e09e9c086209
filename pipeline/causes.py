"""Which faults may be mere effects of another one: one slip shows in its words, in its row and in the rows around it.

A mistyped id of an actor breaks the row that names it, then each rule on who speaks there. What may follow from a fault
that is printed is counted and not printed, until that fault is fixed.
"""

from collections.abc import Iterable, Set

from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.model import SOURCES, Record

FOUNDATIONS = ("id", "evidence", "quote")
"""The parts of a record without which nothing that is built from it is right."""
NAMES = ("id", "name", "forms")
"""The parts of a record by which words name it."""
OF_ARTICLE = ("id", "zones", "sha256", "published")
"""The parts of an article's row on which the rows that quote it hang."""


class Causes:
    """The faults of what was written and of single values, by what may hang on them."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.cells: set[tuple[str, str]] = set()
        self.subjects: set[str] = set()

    def add(self, fault: Fault) -> None:
        """Count a fault among the causes."""
        self.cells.add((fault.position.file, fault.subject))
        self.subjects.add(fault.subject)

    def of_cell(self, fault: Fault) -> bool:
        """Return whether a fault of a built cell may follow from one in its cell, or in the id or quotes of its row."""
        row_id, _, _ = fault.subject.partition(".")
        cells = [fault.subject, *(f"{row_id}.{part}" for part in FOUNDATIONS)]
        return any((fault.position.file, cell) in self.cells for cell in cells)

    def of_reading(self, fault: Fault, record: Record) -> bool:
        """Return whether a reading may follow from a fault of the date it is counted from, or of the row it names."""
        column = fault.subject.removeprefix(f"{record.row_id}.")
        key = self.made.schemas.table(record.table).foreign_key(column)
        named = [f"{record.text(column)}.{part}" for part in NAMES] if key else []
        causes = {*named, *self._anchors(record, column)} - {fault.subject}
        return not causes.isdisjoint(self.subjects)

    def _anchors(self, record: Record, column: str) -> Iterable[str]:
        """Yield the dates from which the date of a column is counted."""
        for evidence in record.evidence:
            words = evidence.supports.get(column)
            if words and words.anchor:
                table, _, row_id = words.anchor.partition("/")
                schema = self.made.schemas.by_name.get(table if row_id else SOURCES)
                yield f"{row_id or evidence.source_id}.{schema.date_column if schema else ''}"

    def rows(self) -> Set[str]:
        """Return the ids of the rows with a fault, and of the rows that name them or that they name.

        A row under another one counts as that one.
        """
        broken = {family(subject) for subject in self.subjects}
        rows = set(broken)
        for record in self.made.records.all:
            own, named = family(record.row_id), {family(other) for other in self._named(record)}
            if own in broken:
                rows |= named
            if not broken.isdisjoint(named | self._articles(record)):
                rows.add(own)
        return rows

    def _articles(self, record: Record) -> Set[str]:
        """Return the articles that a row quotes and that were not read as they should be."""
        articles = {evidence.source_id for evidence in record.evidence}
        return {article for article in articles if any(f"{article}.{part}" in self.subjects for part in OF_ARTICLE)}

    def _named(self, record: Record) -> Iterable[str]:
        """Yield the ids of the rows that a row names."""
        for key in self.made.schemas.table(record.table).foreign_keys:
            if record.text(key.column):
                yield record.text(key.column)
        for evidence in record.evidence:
            yield from filter(None, (evidence.attributed_to, evidence.reported_by))
            for words in evidence.supports.values():
                yield from (
                    other.partition("/")[2] for other in (words.anchor, words.repeats) if other and "/" in other
                )

    def of_article(self, fault: Fault) -> bool:
        """Return whether an uncoded passage may follow from a fault in a row that quotes its article, or should."""
        broken = {subject.partition(".")[0] for subject in self.subjects}
        astray = any(subject.endswith((".source", ".quote")) for subject in self.subjects)
        source_id, passage, _ = fault.subject.partition("--")
        quoting = (
            record.row_id
            for record in self.made.records.all
            if any(evidence.source_id == source_id for evidence in record.evidence)
        )
        return bool(passage) and (astray or not broken.isdisjoint(quoting))


def family(subject: str) -> str:
    """Return the id of the row that a subject names, or of the row that this one stands under.

    >>> family("yantian--cctv.actor_id"), family("yantian.quote")
    ('yantian', 'yantian')
    """
    return subject.partition(".")[0].partition("--")[0]
