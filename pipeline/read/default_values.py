"""Values that are not written: the code that language leaves unsaid, and what a row has from the event it belongs to.

Nothing here may make a wrong value pass: the unmarked code is not filled in where a quote of the row says another one,
and a row inherits only what one row alone can give it.
"""

from collections.abc import Iterator

from pipeline.faults import SHOWN, Fault, fault_at
from pipeline.model import Record, Value, Words
from pipeline.read.cues import without_act
from pipeline.read.default_words import Texts
from pipeline.read.drafts import Draft
from pipeline.read.schema import Column, Inherits, Vocabulary

MODALITY = "modality"
NONE = "none"
"""Written in place of a value that a row would inherit: there is none."""


def add_unmarked(draft: Draft, texts: Texts) -> Iterator[Fault]:
    """Fill in the codes that language leaves unsaid.

    Such a code is not filled in where a quote of the row holds a phrase of another one, or where the event that the
    row belongs to has another one: the curator must then choose.
    """
    for column in draft.table.columns:
        vocabulary = texts.vocabulary(column)
        if vocabulary is None or vocabulary.unmarked is None or not _is_left_out(column, draft):
            continue
        if not column.of:
            reason = _reason_to_choose(column, vocabulary, draft, texts)
            if reason:
                fault = fault_at(draft.written.record.position, draft.written.record.row_id, column.name)
                draft.positions[column.name] = draft.written.record.position
                seen, other = reason
                fix = f"write {column.name}: {other}, or {column.name}: {vocabulary.unmarked} if that is meant"
                yield fault("value-missing", seen, "the code that the article says", fix)
                continue
        draft.values[column.name] = vocabulary.unmarked


def _is_left_out(column: Column, draft: Draft) -> bool:
    """Return whether a coded value that every such row has is not written, and was not refused."""
    if column.origin != "coded" or column.name in draft.values or column.name in draft.positions:
        return False
    return column.of in draft.values if column.of else column.required


def _reason_to_choose(column: Column, vocabulary: Vocabulary, draft: Draft, texts: Texts) -> tuple[str, str] | None:
    """Return why the unmarked code may be wrong, and the other code; None where nothing speaks against it."""
    same = draft.owner.values.get(column.name, vocabulary.unmarked) if draft.owner else vocabulary.unmarked
    if draft.owner and same != vocabulary.unmarked:
        return f"no value, and {draft.owner.row_id} is {same}", str(same)
    act = texts.act(draft) if column.name == MODALITY else ()
    for item in draft.quotes:
        every = texts.phrases(vocabulary, item.quote.quote)
        for said in without_act(every, item.quote.quote, act):
            if said.code != vocabulary.unmarked:
                phrase = item.quote.quote[said.start : said.end]
                return f"no value, and a quote holds “{phrase}”, a phrase of {said.code}", said.code
    return None


class Givers:
    """The complete rows from which others may inherit, by the row that they belong to."""

    def __init__(self) -> None:
        """Begin without a row."""
        self._under: dict[tuple[str, str], list[Record]] = {}
        self._of: dict[tuple[str, str, str], list[Record]] = {}

    def add(self, owner_id: str, record: Record) -> None:
        """Add a row that belongs to another one."""
        self._under.setdefault((record.table, owner_id), []).append(record)

    def of(self, rule: Inherits, draft: Draft, column: Column, owner: Record) -> list[Record]:
        """Return the rows that have the value which a row may inherit in a column."""
        key = draft.table.name, column.name, owner.row_id
        if key not in self._of:
            rows = [owner] if rule.table == owner.table else self._under.get((rule.table, owner.row_id), [])
            self._of[key] = [
                row for row in rows if rule.column in row.values and rule.where.items() <= row.values.items()
            ]
        return self._of[key]


def inherit(draft: Draft, givers: Givers, texts: Texts) -> Iterator[Fault]:
    """Give a row the values, with their words, that it has from the row it belongs to.

    An event that says something gives none: the day on which a seizure is announced is not its day (coding rule 6).
    """
    if draft.owner is None or _speaks(draft.owner, texts):
        return
    for column in draft.table.columns:
        rule = column.inherits
        if rule is None or draft.owner is None or not _may_inherit(column, rule, draft):
            continue
        rows = givers.of(rule, draft, column, draft.owner)
        values: list[Value] = list(dict.fromkeys(row.values[rule.column] for row in rows))
        if len(values) == 1 and _is_near(draft.owner, draft):
            draft.values[column.name] = values[0]
            draft.positions[column.name] = draft.written.record.position
            for row in rows:
                _take_words(column, rule, row, draft)
        elif values:
            fault = fault_at(draft.written.record.position, draft.written.record.row_id, column.name)
            draft.positions[column.name] = draft.written.record.position
            seen = f"no value, and {draft.owner.row_id} gives {' and '.join(map(str, values[:SHOWN]))}"
            seen += "" if len(values) > 1 else ", but the row quotes another passage"
            fix = f"write {column.name}: {values[0]} with its words, or {column.name}: {NONE}"
            yield fault("value-ambiguous", seen, "one value to inherit", fix)


def _speaks(owner: Record, texts: Texts) -> bool:
    """Return whether a row reports that something was said, by the code that decides what it is."""
    table = texts.schemas.table(owner.table)
    for column in map(table.column, table.deciding):
        vocabulary = texts.vocabulary(column)
        code = vocabulary.by_code.get(owner.text(column.name)) if vocabulary else None
        if code and code.speaks:
            return True
    return False


def _may_inherit(column: Column, rule: Inherits, draft: Draft) -> bool:
    """Return whether a value is left out that the row's owner can give."""
    if column.name in draft.values or column.name in draft.positions or column.name in draft.written.declined:
        return False
    if draft.quoted(column.name) or any(name in draft.values for name in rule.unless) or draft.owner is None:
        return False
    return all(draft.values.get(name) == draft.owner.values.get(name) for name in rule.same)


def _is_near(owner: Record, draft: Draft) -> bool:
    """Return whether a row is about the passage that its owner quotes, so that what that passage says holds for it.

    It is where it quotes what its owner quotes, or where a quote of its own shares text with one of those.
    """
    own = [item.quote for item in draft.own]
    return draft.leans or any(
        evidence.source_id == quote.source_id and (quote.quote in evidence.quote or evidence.quote in quote.quote)
        for evidence in owner.evidence
        for quote in own
    )


def _take_words(column: Column, rule: Inherits, giver: Record, draft: Draft) -> None:
    """Add the words by which another row has its value."""
    for evidence in giver.evidence:
        words: Words | None = evidence.supports.get(rule.column)
        if words:
            draft.add(draft.item(evidence), column.name, words)
