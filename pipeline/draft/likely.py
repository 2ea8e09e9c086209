"""The rows that a sentence probably gives: an event by its cue phrase, with the seizures, case and prison term of it.

They are comments, which a curator uncomments and completes: what needs judgement (title, summary, an unknown
substance) is left empty, and the build refuses an empty value.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.draft.deciding import MODALITIES, NEAR_ACTOR, SAID_BEFORE, SENTENCING, deciding, may_act, only_row
from pipeline.draft.looks import CONTROL, DATELINE
from pipeline.draft.readings import MEASURES, NEAR, Cue, Named, Names, Part, Said, Sentence, end_of, gap
from pipeline.draft.times import Time
from pipeline.draft.yaml_text import Written, nested, occurrence, row_lines, scalar

STAGES, OUTCOMES = "case_stages", "case_outcomes"
_SEIZURE, _PRISON_TERM = "seizure", "prison_term"
_MARKS = {"modality": MODALITIES, "scope": "scopes"}
"""Columns that are left out where nothing says them, with their vocabularies."""
_LONGEST_QUOTE = 200
_LONG = 25
"""An id of so many characters is no part of another one."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|off)(?: the)? $")
_NEAR_PLACE = 120
_NEAR = 40
"""Within so many characters behind an amount stands the drug that it is of."""
_OF_WHAT = re.compile(r" of(?: [\w-]+){1,3}")
_OF_DRUGS = ("mass", "volume")
"""What the units of seized drugs measure; pieces (pills) count where a substance follows."""


@dataclass
class Likely:
    """The likely rows of an article, as lines of YAML: those of events by sentence, the others by table."""

    events: dict[int, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)


class Piece(NamedTuple):
    """A stretch of a sentence."""

    words: str
    start: int


def likely_rows(sentences: Sequence[Sentence], text: str, taken: Set[str], new: Names) -> Likely:
    """Return the likely rows of an article.

    Args:
        sentences: its sentences.
        text: the article.
        taken: the ids that rows have or had.
        new: the names that no row has yet, each with the id that is proposed for it.
    """
    rows = Likely()
    ids = set(taken)
    for sentence in sentences:
        if sentence.zone == "body" and not CONTROL.search(sentence.text):
            names = [*new.within(sentence.text)]
            names += [name for name in sentence.names if not any(_inside(name, Piece(*longer[:2])) for longer in names)]
            named = replace(sentence, names=tuple(names))
            for cue, beside in deciding(named):
                _Rows(named, cue, beside, text, ids).add_to(rows)
    return rows


class _Rows:
    """The likely rows of one phrase of a sentence."""

    def __init__(self, sentence: Sentence, cue: Cue, beside: list[Part], text: str, ids: set[str]) -> None:
        self.sentence, self.cue, self.text, self.ids = sentence, cue, text, ids
        self.quoted = Piece("", 0)
        dateline = DATELINE.match(sentence.text)
        self.begin = dateline.end() if dateline else 0
        self.seized = list(self._seized()) if cue.code == _SEIZURE else []
        self.place = self._nearest("places", _NEAR_PLACE, self._is_place)
        self.actor = self._nearest("actors", NEAR_ACTOR, self._acts)
        self.time, self.reported = self._times()
        self.outcome = next((other for other in sentence.cues if self._is_outcome(other)), None)
        said = (self.time, self.reported, self.place, self.actor, self.outcome, *itertools.chain(*self.seized))
        self.quote = self._quote([cue, *beside, *(part for part in said if part)])

    def add_to(self, rows: Likely) -> None:
        """Add the rows, unless the quote would be one word."""
        if " " not in self.quote.words:
            return
        event_id = self._id(self.cue.code)
        event = {"id": event_id, "title": "", "summary": "", "event_type": self.cue.code}
        parts: dict[str, Part] = {"event_type": self.cue, **self._marked(event, self.quote, "modality", "scope")}
        if self.time and not self.time.date and self._holds(self.time):
            event["date_text"] = self.time.words
        for column, time in (("date", self.time), ("date_reported", self.reported)):
            if time and time.date and self._holds(time):
                event[column], parts[column] = time.date, time
        if self.place and self._holds(self.place):
            event["place_id"], parts["place_id"] = only_row(self.place, "places"), self.place
        lines = [*row_lines(event), *self._evidence(self.quote, parts)]
        if self.actor and self._holds(self.actor):
            between = self.sentence.text[self.actor.start : self.cue.start]
            passive = _PASSIVE.search(between) and not re.match(r"\w+ing\b", self.cue.words)
            role = "recipient" if passive else "initiator"
            lines += ["  actors:", f"  - {{actor_id: {only_row(self.actor, 'actors')}, role: {role}}}"]
        rows.events.setdefault(self.sentence.number, []).extend(lines)
        # Rows of an event may leave out its quote.
        self.quoted = self.quote
        self._add_seizures(rows, event_id)
        self._add_case(rows, event_id)
        self._add_terms(rows, event_id)

    def _add_seizures(self, rows: Likely, event_id: str) -> None:
        for said, name in self.seized:
            substance = only_row(name, "substances") if name else ""
            row_id = f"{event_id}-{substance}" if substance and substance not in event_id else f"{event_id}-amount"
            row = {"id": self._free_id(row_id), "event_id": event_id, "substance_id": substance}
            row |= {"quantity": _number(said), "unit": said.amount.unit} | _qualifier("quantity_qualifier", said)
            parts: dict[str, Part] = {"substance_id": name, "quantity": said} if name else {"quantity": said}
            what = _OF_WHAT.match(self.sentence.text, end_of(said))
            self._add(rows, "seizures", row, parts, [] if name or not what else [Piece(what[0], what.start())])

    def _add_case(self, rows: Likely, event_id: str) -> None:
        stages = (cue for cue in self.sentence.cues if cue.vocabulary == STAGES)
        stage = next((cue for cue in stages if cue.start == self.cue.start), None)
        if stage is None:
            return
        text = self.sentence.text
        persons = [said for said in self.sentence.amounts if said.amount.unit == "persons" and said.amount.number]
        near = [(far, said) for said in persons if (far := gap(text, stage, said)) is not None and far <= NEAR]
        row = {"id": self._free_id(f"{event_id}-case"), "event_id": event_id, "stage": stage.code}
        parts: dict[str, Part] = {"stage": stage}
        if near:
            parts["defendants"] = said = min(near, key=lambda pair: pair[0])[1]
            row |= {"defendants": _number(said)} | _qualifier("defendants_qualifier", said)
        self._add(rows, "legal_cases", row, parts, [self.outcome] if self.outcome else [])
        if self.outcome:
            rows.others["legal_cases"] += ["  outcomes:", f"  - {{outcome: {self.outcome.code}, persons: }}"]

    def _add_terms(self, rows: Likely, event_id: str) -> None:
        """Add the lengths of prison terms, which a phrase of prison touches."""
        cues = [cue for cue in self.sentence.cues if (cue.vocabulary, cue.code) == (MEASURES, _PRISON_TERM)]
        for said in self.sentence.amounts if self.cue.code == SENTENCING else ():
            beside = [cue for cue in cues if cue.start <= end_of(said) + 1 and end_of(cue) >= said.start - 1]
            if said.amount.unit in ("year", "month") and said.amount.number is not None and beside:
                row = {"id": self._free_id(f"{event_id}-term"), "event_id": event_id, "subject": ""}
                row |= {"measure": _PRISON_TERM, "value": _number(said), "unit": said.amount.unit}
                row |= _qualifier("qualifier", said) | {"subject_certainty": ""}
                self._add(rows, "figures", row, {"measure": beside[0], "value": said}, [])

    def _add(
        self, rows: Likely, table: str, row: dict[str, str], parts: Mapping[str, Part], beside: Sequence[Part]
    ) -> None:
        """Add a row of the event: in its quote if that holds every part, else in one of its own."""
        every = [*parts.values(), *beside]
        quote = self.quote if all(map(self._holds, every)) else self._quote(every)
        marked = self._marked(row, quote, "scope") if table != "figures" else {}
        lines = [*row_lines(row), *self._evidence(quote, {**parts, **marked})]
        rows.others.setdefault(table, []).extend([f"## sentence {self.sentence.number}", *lines])

    def _holds(self, part: Part) -> bool:
        """Return whether the event's quote holds a part."""
        return _inside(part, self.quote)

    def _marked(self, row: dict[str, str], quote: Piece, *columns: str) -> dict[str, Part]:
        """Write the codes that are left out where nothing says them, if the quote has a phrase; return the phrases.

        The phrase that decides what the event is ("vowed") says nothing else of it: who vowed has done so.
        """
        marked: dict[str, Part] = {}
        others = [cue for cue in self.sentence.cues if (cue.vocabulary, cue.start) != (MODALITIES, self.cue.start)]
        for column in columns:
            cues = (cue for cue in others if cue.vocabulary == _MARKS[column] and _inside(cue, quote))
            if cue := next(cues, None):
                row[column], marked[column] = cue.code, cue
        return marked

    def _nearest(self, table: str, most: int, suits: Callable[[Named], bool]) -> Named | None:
        """Return the name nearest to the phrase that means one row of a table and suits."""
        gaps = [(gap(self.sentence.text, self.cue, name), name) for name in self.sentence.names if suits(name)]
        near = [
            (far, name)
            for far, name in gaps
            if far is not None and far <= most and name.start >= self.begin and only_row(name, table)
        ]
        return min(near)[1] if near else None

    def _acts(self, name: Named) -> bool:
        return name.start < self.cue.start and may_act(self.sentence.text, name)

    def _is_outcome(self, cue: Cue) -> bool:
        """Return whether a phrase says what the sentence is, where one was passed."""
        near = gap(self.sentence.text, self.cue, cue)
        return cue.vocabulary == OUTCOMES and self.cue.code == SENTENCING and near is not None and near <= NEAR

    def _is_place(self, name: Named) -> bool:
        whole = re.match(r" [A-Z]", self.sentence.text[end_of(name) :]) is None
        return whole and _PLACE_BEFORE.search(self.sentence.text[: name.start]) is not None

    def _seized(self) -> Iterator[tuple[Said, Named | None]]:
        """Yield the amounts that may be of a drug, each with the substance named next behind it, before any other."""
        kept = [said for said in self.sentence.amounts if said.amount.number is not None and said.amount.unit]
        for number, said in enumerate(kept):
            until = kept[number + 1].start if number + 1 < len(kept) else len(self.sentence.text)
            end = end_of(said)
            near = [name for name in self.sentence.names if end <= name.start < min(until, end + _NEAR)]
            name = next((name for name in near if only_row(name, "substances")), None)
            of_drug = name is not None and self.sentence.text[end : name.start].strip() in ("", "of")
            if said.dimension in _OF_DRUGS or (said.dimension == "count" and of_drug):
                yield said, name

    def _times(self) -> tuple[Time | None, Time | None]:
        """Return the date of what happened, the one nearest to the cue, and the date on which it was said."""
        whole = [time for time in self.sentence.times if not (time.date and time.note)]
        times = [time for time in whole if time.start >= self.begin]
        reported = [time for time in times if SAID_BEFORE.search(self.sentence.text[: time.start])]
        own = [time for time in times if time not in reported]
        nearest = min(own, key=lambda time: abs(time.start - self.cue.start), default=None)
        return nearest, reported[0] if reported else None

    def _quote(self, parts: Sequence[Part]) -> Piece:
        """Return the stretch of the sentence that holds the first part and those near enough."""
        start, end = parts[0].start, end_of(parts[0])
        for part in sorted(parts, key=lambda part: abs(part.start - parts[0].start)):
            if max(end, end_of(part)) - min(start, part.start) <= _LONGEST_QUOTE:
                start, end = min(start, part.start), max(end, end_of(part))
        return Piece(self.sentence.text[start:end], start)

    def _evidence(self, quote: Piece, parts: Mapping[str, Part]) -> list[str]:
        """Return the evidence of a row; the quote is written unless it is that of the event."""
        words = {column: _words(part, quote) for column, part in parts.items()}
        supports = nested("supports", words, "    ")
        if quote == self.quoted:
            return ["  evidence:", f"  - {supports[0].strip()}", *supports[1:]]
        which = occurrence(self.text, quote.words, self.sentence.start + quote.start).items()
        places = [f"    {key}: {number}" for key, number in which]
        return ["  evidence:", f"  - quote: {scalar(quote.words)}", *places, *supports]

    def _id(self, code: str) -> str:
        """Return a free id for the event: what and where it is about, and its kind."""
        about = [only_row(name, "substances") for _, name in self.seized if name][:1]
        about += [only_row(self.place, "places")] if self.place else []
        about = about or ([only_row(self.actor, "actors")] if self.actor else [])
        return self._free_id(slug(" ".join([*(part for part in reversed(about) if len(part) < _LONG), code])))

    def _free_id(self, wanted: str) -> str:
        free = next(
            name for n in range(1, len(self.ids) + 2) if (name := wanted if n == 1 else f"{wanted}-{n}") not in self.ids
        )
        self.ids.add(free)
        return free


def slug(text: str) -> str:
    """Return a text as an id.

    >>> slug("Yantian port: seizure")
    'yantian-port-seizure'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _inside(part: Part, quote: Piece) -> bool:
    return quote.start <= part.start and end_of(part) <= end_of(quote)


def _words(part: Part, quote: Piece) -> Written:
    """Return the words of a part as `supports` names them; with what is noted beside them as a mapping."""
    noted = occurrence(quote.words, part.words, part.start - quote.start)
    if isinstance(part, Time) and part.anchored:
        noted["anchor"] = "published"
    return {"words": part.words, **noted} if noted else part.words


def _number(said: Said) -> str:
    return f"{said.amount.number:f}"


def _qualifier(column: str, said: Said) -> dict[str, str]:
    return {} if said.amount.qualifier == "exact" else {column: said.amount.qualifier}
