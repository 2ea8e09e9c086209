"""What stands around the words of the rows that a mutant touches: of no other row can a rule on rows find anything."""

import functools
from collections.abc import Mapping, Sequence

from pipeline.assemble.built import EVENTS, Built
from pipeline.assemble.tables import EVIDENCE
from pipeline.model import PASSAGES
from pipeline.reread.amounts import Lexicon
from pipeline.reread.forms import Forms
from pipeline.reread.surroundings import BODY, Surroundings, words_of
from tests.mutation.row_tables import Row
from tests.mutation.world import Key, World
from tests.support.invariants import ties_of_cells


class Touched(Surroundings):
    """Surroundings with the ties alone of which a rule can find something that it did not find before.

    In the sound project no rule finds anything. So what is found is about a tie that is new, about a row that differs,
    lost a tie, or belongs to the same event as such a row, or about words that overlap those of such a tie.
    """

    world: World

    @classmethod
    def of(cls, world: World, built: Built, texts: Mapping[str, str], forms: Forms) -> "Touched":
        """Return the surroundings of a mutant of a project."""
        rows = cls(built, texts, forms, texts.keys(), _outside(Surroundings(built, texts, forms, set(), set())))
        object.__setattr__(rows, "world", world)
        return rows

    @functools.cached_property
    def lexicon(self) -> Lexicon:
        """Return the lexicon of the sound project; no mutant changes a vocabulary."""
        return self.world.facts.lexicon

    @functools.cached_property
    def ties_of(self) -> Mapping[Key, Sequence[Row]]:
        """Return all ties of each row."""
        by_row: dict[Key, list[Row]] = {}
        for tie in self._supporting:
            by_row.setdefault((tie["table_name"], tie["row_id"]), []).append(tie)
        return by_row

    @functools.cached_property
    def ties(self) -> Sequence[Row]:
        """Return the ties that a rule must look at."""
        if _cuts(self.built) != _cuts(self.world.built):
            return self._supporting
        events = {_event(key, self.built) for key in self._differing} | {
            _event(key, self.world.built) for key in self._differing
        }
        near = {key for key in self.ties_of if key in self._differing or _event(key, self.built) in events - {None}}
        spans = [words_of(tie) for key in self._differing for tie in self.ties_of.get(key, ())]
        return [
            tie
            for tie in self._supporting
            if (tie["table_name"], tie["row_id"]) in near or any(words_of(tie).overlaps(span) for span in spans)
        ]

    @functools.cached_property
    def _supporting(self) -> Sequence[Row]:
        return self.built.table(EVIDENCE)

    @functools.cached_property
    def _differing(self) -> set[Key]:
        """Return the rows that are not as they were, or whose ties are not."""
        differing: set[Key] = set()
        for name, sound in self.world.in_order.items():
            own = {id(row) for row in sound}
            now = {id(row) for row in self.built.table(name)}
            changed = [row for row in self.built.table(name) if id(row) not in own]
            changed += [row for row in sound if id(row) not in now]
            if name == EVIDENCE:
                differing |= {(row["table_name"], row["row_id"]) for row in changed}
            elif name != PASSAGES:
                differing |= {(name, row[self.world.schemas.table(name).id_name]) for row in changed}
        return differing


def _outside(rows: Surroundings) -> set[str]:
    """Return the ids of the ties whose value no words in a body say."""
    return {
        tie["evidence_id"]
        for ties in ties_of_cells(rows.built).values()
        if not any(_may_be_of_body(tie, rows) for tie in ties)
        for tie in ties
    }


def _may_be_of_body(tie: Row, rows: Surroundings) -> bool:
    """Return whether the words of a tie stand in a body, or in no sentence."""
    number = rows.number(tie["source_id"], tie["words_start"])
    return number is None or rows.sentences[tie["source_id"]][number]["zone"] == BODY


def _cuts(built: Built) -> list[tuple[str, int, int, str]]:
    """Return where the sentences of all articles stand."""
    return [(row["source_id"], row["passage_start"], row["passage_end"], row["zone"]) for row in built.table(PASSAGES)]


def _event(key: Key, built: Built) -> str | None:
    """Return the event to which a row belongs; None where it belongs to none."""
    table, row_id = key
    row = built.row(table, row_id)
    if table == EVENTS:
        return row_id
    if row is not None and row.get("event_id"):
        return str(row["event_id"])
    owner = built.owners.get(table)
    return _event((owner.table, row[owner.column]), built) if owner and row and row[owner.column] else None
