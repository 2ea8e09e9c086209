"""Words that are not written: they follow from the value and the quotes of its row, where only one choice is possible.

For example, the words of a place are the printed form of its name that the quote holds, and those of a unit are those
of its number. Where there is no such choice, or more than one, the fault lists what the quotes hold.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from counternarcotics._shared.fingerprint import cell_text
from pipeline.faults import SHOWN, Fault, fault_at, shown
from pipeline.model import Evidence, Words
from pipeline.read.cues import Said, phrases, said_phrases
from pipeline.read.drafts import Draft, Item
from pipeline.read.schema import Column, Schemas, Vocabulary
from pipeline.read.spaces import plain_text
from pipeline.read.whole_words import offsets

PARENT = "parent"
"""In `Column.words_of`: the words that decide what the row above is."""
_PLAIN = re.compile(r"[^\W\d_][\w ’'-]*")
"""A text that YAML reads as it stands, also between braces."""


_WORD = re.compile(r"\w[^\s]*\w|\w")
_MOST_AROUND = 4


class Choice(NamedTuple):
    """Words that may say a value, and the quote in which they stand."""

    item: Item
    words: Words


class Choices(NamedTuple):
    """The words that may say a value: they are taken where there is one choice and no `doubt` about it."""

    every: Sequence[Choice] = ()
    doubt: str = ""


class Texts:
    """What the words of values are looked for by: phrases of codes and printed names."""

    def __init__(
        self,
        schemas: Schemas,
        forms: Mapping[tuple[str, str], Sequence[str]],
        named: Collection[tuple[str, str]],
    ) -> None:
        """Take the schemas, the printed names by table and id, and the tables and ids of all rows."""
        self.schemas = schemas
        self.forms = forms
        self.named = named
        self._owners: dict[tuple[str, str], set[str]] = {}
        for (table, row_id), names in forms.items():
            for name in names:
                self._owners.setdefault((table, name), set()).add(row_id)
        self._said: dict[tuple[str, str], list[Said]] = {}
        self._cues: dict[str, dict[str, str]] = {}

    def vocabulary(self, column: Column) -> Vocabulary | None:
        """Return the vocabulary of a column."""
        return self.schemas.vocabularies.get(column.vocabulary or "")

    def act(self, draft: Draft) -> Sequence[str]:
        """Return the phrases that name the action of a row, by the code that decides what it is."""
        for column in map(draft.table.column, draft.table.deciding):
            vocabulary = self.vocabulary(column)
            code = vocabulary.by_code.get(str(draft.values.get(column.name, ""))) if vocabulary else None
            if code and code.speaks:
                return code.cues
        return ()

    def longer_name(self, table: str, row_id: str, quote: str, name: str) -> str:
        """Return the longer name of another row in which a name stands in a quote; empty where it stands alone.

        Names with up to `_MOST_AROUND` words more on either side are looked for.
        """
        start = next(iter(offsets(quote, name)), 0)
        words = list(_WORD.finditer(quote))
        starts = [word.start() for word in words if word.start() <= start][-_MOST_AROUND - 1 :]
        ends = [word.end() for word in words if word.end() >= start + len(name)][: _MOST_AROUND + 1]
        for longer in (quote[begin:end] for begin in starts for end in ends):
            if len(longer) > len(name) and self._owners.get((table, longer), {row_id}) != {row_id}:
                return longer
        return ""

    def phrases(self, vocabulary: Vocabulary, quote: str) -> list[Said]:
        """Return the phrases of a vocabulary that stand in a quote."""
        key = vocabulary.name, quote
        if key not in self._said:
            cues = self._cues.setdefault(vocabulary.name, phrases(vocabulary))
            self._said[key] = said_phrases(quote, cues)
        return self._said[key]


Finder = Callable[[Column, Draft, Texts, Sequence[Item]], Choices]


def add_words(draft: Draft, texts: Texts) -> Iterator[Fault]:
    """Fill in the words of each value that has none, and yield the values whose words must be written."""
    waiting = [column for column in draft.table.columns if column.needs_words and column.name in draft.values]
    # What takes the words of another value comes last.
    for column in sorted(waiting, key=lambda column: _finder(column, draft, texts) is _words_of_another):
        if draft.quoted(column.name) or _is_reported_elsewhere(column, draft, texts):
            continue
        if column.of:
            for item, words in draft.said(column.of):
                draft.add(item, column.name, _at_the_same_place(words))
            continue
        choices = _finder(column, draft, texts)(column, draft, texts, draft.quotes)
        if len(choices.every) == 1 and not choices.doubt:
            draft.add(choices.every[0].item, column.name, choices.every[0].words)
        else:
            yield _words_missing(column, draft, choices)


def add_words_to_bare_quotes(draft: Draft, texts: Texts) -> None:
    """Fill in the words that stand in a quote of the row for which none are written and from which none were taken.

    A second article that names the same actor, or says the same code, is quoted without more.
    """
    for item in draft.own:
        if item.supports:
            continue
        for column in draft.table.columns:
            finder = _finder(column, draft, texts) if column.name in draft.values else _nothing
            if column.needs_words and finder in (_text, _name, _phrase):
                choices = finder(column, draft, texts, [item])
                if len(choices.every) == 1 and not choices.doubt:
                    draft.add(item, column.name, choices.every[0].words)


def _is_reported_elsewhere(column: Column, draft: Draft, texts: Texts) -> bool:
    """Return whether a value has no words because of another fault.

    What it takes its words from has none: its number, what decides the row or its event. Or its id is unknown.
    """
    if column.of:
        return column.of in draft.positions and not draft.quoted(column.of)
    if column.words_of == PARENT and draft.owner is not None:
        deciding = texts.schemas.table(draft.owner.table).deciding
        return not any(name in evidence.supports for evidence in draft.owner.evidence for name in deciding)
    if _finder(column, draft, texts) is _words_of_another and not column.words_of:
        return not any(draft.quoted(name) for name in draft.table.deciding)
    key = draft.table.foreign_key(column.name)
    return column.reader == "name" and key is not None and (key.table, draft.values[column.name]) not in texts.named


def _finder(column: Column, draft: Draft, texts: Texts) -> Finder:
    """Return what finds the words of a value."""
    vocabulary = texts.vocabulary(column)
    unmarked = vocabulary is not None and draft.values[column.name] == vocabulary.unmarked
    if column.words_of and (column.origin == "judged" or unmarked):
        return _words_of_another
    if column.origin == "coded":
        return _words_of_another if unmarked and draft.table.deciding else _phrase
    return {"text": _text, "name": _name}.get(column.reader or "", _nothing)


def _nothing(column: Column, draft: Draft, texts: Texts, quotes: Sequence[Item]) -> Choices:
    """Return no words: those of a number, a date or a judgement are always written."""
    return Choices()


def _text(column: Column, draft: Draft, texts: Texts, quotes: Sequence[Item]) -> Choices:
    """Return the value itself, in the first quote that holds it once, with the spaces that the quote prints.

    The text that names a row under another one, such as that of a topic, is its own quote where it stands in no quote
    of that row.
    """
    value = cell_text(draft.values[column.name])
    choices = [_each_place(item, value) for item in quotes]
    once = next((places for places in choices if len(places) == 1), None)
    if draft.owner and draft.owner.evidence and _names_row(column, draft) and not draft.own and not any(choices):
        quote = Evidence(draft.owner.evidence[0].source_id, value, draft.place(column.name), {})
        once = [_choice(draft.item(quote), value)]
    return Choices(once or [choice for places in choices for choice in places])


def _names_row(column: Column, draft: Draft) -> bool:
    """Return whether a row under another one takes its id from a column, or from a code that has its words."""
    naming = draft.table.by_name[draft.table.child.names] if draft.table.child else None
    return naming is not None and column.name in (naming.name, naming.words_of)


def _name(column: Column, draft: Draft, texts: Texts, quotes: Sequence[Item]) -> Choices:
    """Return the longest printed name that stands once in the first quote that holds one."""
    key = draft.table.foreign_key(column.name)
    value = str(draft.values[column.name])
    forms = texts.forms.get((key.table if key else "", value), ())
    for item in quotes:
        numbers = _numbers_of_places(plain_text(item.quote.quote), forms)
        if not numbers:
            continue
        plain = plain_text(item.quote.quote)
        name = once_named(plain, forms)
        if name:
            longer = texts.longer_name(key.table if key else "", value, plain, name)
            doubt = f"“{name}” stands in “{longer}”, which names another row" if longer else ""
            return Choices(_each_place(item, name), doubt)
        return Choices([choice for form in numbers for choice in _each_place(item, form)])
    return Choices()


def once_named(quote: str, forms: Sequence[str]) -> str:
    """Return the longest form that stands once in a quote; empty where none does, or where two are as long."""
    once = [form for form, number in _numbers_of_places(quote, forms).items() if number == 1]
    longest = [form for form in once if len(form) == max(map(len, once))]
    return longest[0] if len(longest) == 1 else ""


def _numbers_of_places(quote: str, forms: Sequence[str]) -> dict[str, int]:
    """Return how often each form stands in a quote, without those that only stand within a longer one."""
    taken: list[tuple[int, int]] = []
    numbers: dict[str, int] = {}
    for form in sorted(forms, key=len, reverse=True):
        places = [(start, start + len(form)) for start in offsets(quote, form)]
        free = [(start, end) for start, end in places if not any(a <= start and end <= b for a, b in taken)]
        taken += free
        if free:
            numbers[form] = len(places)
    return numbers


def _each_place(item: Item, text: str) -> list[Choice]:
    """Return the words at each place of a plain text in a quote, as many as a message lists."""
    quote, choices = item.quote.quote, list[Choice]()
    for start in offsets(plain_text(quote), text)[:SHOWN]:
        words = quote[start : start + len(text)]
        places = offsets(quote, words)
        choices.append(_choice(item, words, places.index(start) + 1 if len(places) > 1 else None))
    return choices


def _phrase(column: Column, draft: Draft, texts: Texts, quotes: Sequence[Item]) -> Choices:
    """Return the longest phrase of the code in the first quote that holds one, where no quote says another code."""
    vocabulary = texts.vocabulary(column)
    if vocabulary is None:
        return Choices()
    distinct = {(item.quote.source_id, item.quote.quote): item for item in reversed(quotes)}
    right: list[Choice] = []
    for item in reversed(distinct.values()):
        said = texts.phrases(vocabulary, item.quote.quote)
        other = next((phrase for phrase in said if phrase.code != draft.values[column.name]), None)
        choices = [
            choice for phrase in said if phrase.code == draft.values[column.name] for choice in _said(item, phrase)
        ]
        right = right or choices
        if other:
            doubt = f"“{item.quote.quote[other.start : other.end]}” says {other.code}"
            return Choices(right, doubt)
    return Choices(sorted(right, key=lambda choice: -len(choice.words.text))[:1])


def _said(item: Item, phrase: Said) -> list[Choice]:
    """Return the words of a phrase; none where it cuts a word, as a unit beside its digits does."""
    quote = item.quote.quote
    words, places = quote[phrase.start : phrase.end], offsets(quote, quote[phrase.start : phrase.end])
    if phrase.start not in places:
        return []
    return [_choice(item, words, places.index(phrase.start) + 1 if len(places) > 1 else None)]


def _words_of_another(column: Column, draft: Draft, texts: Texts, quotes: Sequence[Item]) -> Choices:
    """Return the words that decide what the row is, or those of the column or the row above that the schema names."""
    if column.words_of == PARENT:
        return _words_of_parent(draft, texts)
    for name in [column.words_of] if column.words_of else draft.table.deciding:
        for item, words in draft.said(name):
            return Choices([Choice(item, _at_the_same_place(words))])
    return Choices()


def _words_of_parent(draft: Draft, texts: Texts) -> Choices:
    """Return the words that decide what the row above is, where they stand once beside the name of this row."""
    beside = draft.said(draft.table.child.names) if draft.table.child else []
    if not beside or draft.owner is None:
        return Choices()
    item = beside[0][0]
    choices: dict[str, Choice] = {}
    for evidence in draft.owner.evidence:
        if evidence.source_id != item.quote.source_id:
            continue
        for name in texts.schemas.table(draft.owner.table).deciding:
            words = evidence.supports.get(name)
            if words and (evidence.quote, evidence.occurrence) == (item.quote.quote, item.quote.occurrence):
                return Choices([Choice(item, _at_the_same_place(words))])
            if words and len(offsets(item.quote.quote, words.text)) == 1:
                choices[words.text] = _choice(item, words.text)
    return Choices(list(choices.values()))


def _choice(item: Item, text: str, occurrence: int | None = None) -> Choice:
    return Choice(item, Words(text, item.quote.position, occurrence))


def _at_the_same_place(words: Words) -> Words:
    """Return words for another value, with the notes of these that hold for any value."""
    return Words(words.text, words.position, words.occurrence, country=words.country, reach=words.reach)


def _words_missing(column: Column, draft: Draft, choices: Choices) -> Fault:
    """Return the fault of a value whose words must be written, with the line to add where something is known of it."""
    fault = fault_at(draft.place(column.name), draft.written.record.row_id, column.name)
    seen = f"{shown(cell_text(draft.values[column.name]))} without words"
    seen += f"; {choices.doubt}" if choices.doubt else ""
    lines = list(dict.fromkeys(_line(column, choice.words) for choice in choices.every))
    fix = f"add {lines[0] if lines else f'{column.name}: WORDS'} to the supports of a quote"
    if len(lines) > 1:
        listed = " and ".join(f"“{text}”" for text in dict.fromkeys(choice.words.text for choice in choices.every))
        fix = f"add {lines[0]} to the supports of this quote; the quote holds {listed}"
    elif not lines and column.reader == "name":
        fix += f", or the printed name to the forms of {draft.values[column.name]}"
    elif not lines and column.origin == "coded":
        fix += f", or to the cues of {draft.values[column.name]} in {column.vocabulary}"
    return fault("words-missing", seen, "words that say it", fix)


def _line(column: Column, words: Words) -> str:
    """Return the entry of `supports` that names words, as YAML has it."""
    text = words.text if _PLAIN.fullmatch(words.text) else json.dumps(words.text, ensure_ascii=False)
    return (
        f"{column.name}: {{words: {text}, occurrence: {words.occurrence}}}"
        if words.occurrence
        else f"{column.name}: {text}"
    )
