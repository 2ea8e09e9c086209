"""From the short form of the records to complete ones: what follows from what is written is filled in.

For example, an actor of an event that quotes nothing itself stands in the quotes of its event, by its printed name.
What may be left out is declared in the Table Schemas (`Child.names`, `Column.decides`, `words_of`, `inherits`) and in
the vocabularies (`Vocabulary.unmarked`). A default that is not the only possible one is a fault.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.faults import Fault, fault_at, shown
from pipeline.model import Evidence, Record
from pipeline.read.claimants import add_claimants
from pipeline.read.default_values import Givers, add_unmarked, inherit
from pipeline.read.default_words import Texts, add_words, add_words_to_bare_quotes
from pipeline.read.drafts import Draft, Written, quotes_of
from pipeline.read.schema import Schemas, TableSchema
from pipeline.read.whole_words import offsets

MOST_QUOTES = 30
"""Of a row with more quotes, rows under it share the first ones; no event has as many."""

Forms = Mapping[tuple[str, str], Sequence[str]]
Rows = Mapping[str, list[Written]]


def expand(written: Rows, forms: Forms, schemas: Schemas) -> tuple[dict[str, tuple[Record, ...]], list[Fault]]:
    """Return the complete rows by table, in the order of `written`, and what could not be filled in.

    Args:
        written: the rows of all files, by table; the lists are emptied, since both forms of all need much memory.
        forms: the printed names of each named row, by table and id.
        schemas: what may be left out.
    """
    return _Expansion(written, forms, schemas).run()


class _Expansion:
    """Completes the rows, those first from which others take something."""

    def __init__(self, written: Rows, forms: Forms, schemas: Schemas) -> None:
        self.written = written
        self.schemas = schemas
        named = {(table, row.record.row_id) for table, rows in written.items() for row in rows}
        self.texts = Texts(schemas, forms, named)
        self.rows: dict[str, tuple[Record, ...]] = {}
        self.by_id: dict[tuple[str, str], Record] = {}
        self.givers = Givers()
        self.lent: dict[tuple[str, str], tuple[Evidence, ...]] = {}
        self.faults: list[Fault] = []

    def run(self) -> tuple[dict[str, tuple[Record, ...]], list[Fault]]:
        for name in self.written:
            self.expand_table(self.schemas.table(name))
        return {name: self.rows[name] for name in self.written}, self.faults

    def expand_table(self, table: TableSchema) -> None:
        """Complete the rows of a table, after those of the tables that they take something from."""
        if table.name in self.rows or table.name not in self.written:
            return
        self.rows[table.name] = ()
        for name in _givers(table):
            self.expand_table(self.schemas.table(name))
        rows = tuple(self.expand_row(table, row) for row in _taken(self.written[table.name]))
        self.rows[table.name] = rows
        for record in rows:
            self.by_id.setdefault((table.name, record.row_id), record)
            if table.owner:
                self.givers.add(record.text(table.owner.column), record)

    def expand_row(self, table: TableSchema, written: Written) -> Record:
        """Return the complete row."""
        record, owner, lent = written.record, None, tuple[Evidence, ...]()
        if table.owner:
            key = table.owner.table, record.text(table.owner.column)
            owner = self.by_id.get(key)
            if owner and key not in self.lent:
                self.lent[key] = quotes_of(owner, MOST_QUOTES)
            lent = self.lent.get(key, ())
        draft = Draft(table, written, owner, lent)
        faults = [*_place_loose(draft), *add_unmarked(draft, self.texts), *inherit(draft, self.givers, self.texts)]
        faults += add_words(draft, self.texts)
        add_words_to_bare_quotes(draft, self.texts)
        faults += add_claimants(draft, self.texts)
        faults += _idle_quotes(draft)
        if draft.leans and not lent and not written.refused:
            # Without a quote nothing can be found. Where the owner is unknown or has none, that is reported there.
            faults = []
            if not table.owner or not record.text(table.owner.column):
                draft.positions.pop("evidence", None)
                return draft.record()
        if draft.leans and (faults or not lent):
            # What words it lacks is reported, and not once more that it has no quote.
            draft.positions.setdefault("evidence", record.position)
        self.faults += [] if written.refused else faults
        return draft.record()


def _taken(rows: list[Written]) -> Iterator[Written]:
    """Yield the rows of a list in order, and take them out of it."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _givers(table: TableSchema) -> Iterator[str]:
    """Yield the tables whose rows give something to the rows of `table`."""
    if table.owner:
        yield table.owner.table
    for column in table.columns:
        if column.inherits:
            yield column.inherits.table


def _place_loose(draft: Draft) -> Iterator[Fault]:
    """Put words without a quote into the first of the quotes in which they stand."""
    for column, words in draft.written.loose.items():
        item = next((item for item in draft.quotes if offsets(item.quote.quote, words.text)), None)
        if item:
            item.supports.setdefault(column, words)
            continue
        fault = fault_at(words.position, draft.written.record.row_id, column)
        seen = f"the words {shown(words.text)} are in no quote of {draft.owner.row_id if draft.owner else 'the row'}"
        fix = "add quote: with a text of the article that holds them, or copy them from one of those quotes"
        yield fault("words-not-in-quote", seen, "words of a quote", fix)


def _idle_quotes(draft: Draft) -> Iterator[Fault]:
    """Yield the quotes of a row in which no words say a value."""
    for number, item in enumerate(draft.own, start=1):
        if not item.supports:
            fault = fault_at(item.quote.position, draft.written.record.row_id, f"evidence[{number}]")
            seen = "no supports, and no words of the quote say a value of the row for certain"
            fix = "write supports: {FIELD: WORDS} with the words of each value that it says, or delete the quote"
            yield fault("key-missing", seen, "words that say a value", fix)
