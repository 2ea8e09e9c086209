"""Two codings of the example, and a filled form, for tests of the study that compares codings."""

import json
from collections.abc import Sequence
from pathlib import Path

from codings.form import form
from codings.line import LINE_KEYS
from codings.reading import read_codings
from codings.sentences import read_sentences
from codings.settlements import read_settlements
from codings.study import Comparison, Study, study_of
from pipeline.check.made import Made as Build
from tests.support.example import HARBOUR, TALKS, Made, write_example

Line = tuple[str, str, str, str, str, str, str]

SEIZED = "Chinese police seized 430kg of cocaine at Yantian in China on November 26"
TOTAL = "Police seized 2.42 tonnes of drugs between January and May 2025"
TALKED = "China and the United States held talks the following month about drugs"

# Both find the seizure and the total, call the police by a name that the records know, and see 430 kg.
# They part in the modality of the total and the place of the seizure; C alone finds the talks, which the records
# date, D alone says whose claim the seizure is, another's than in the records, and both have a pressing that the
# records lack.
BOTH: list[Line] = [
    (HARBOUR, "actors", "chinese-police", "name", "Chinese police", "Chinese police seized", "Chinese police"),
    (HARBOUR, "actors", "cctv", "name", "CCTV", "broadcaster CCTV reported", "CCTV"),
    (HARBOUR, "places", "yantian", "name", "Yantian", "at Yantian in China", "Yantian"),
    (HARBOUR, "substances", "cocaine", "name", "cocaine", "430kg of cocaine", "cocaine"),
    (HARBOUR, "events", "find", "event_type", "seizure", SEIZED, "seized"),
    (HARBOUR, "events", "find", "modality", "occurred", SEIZED, "seized"),
    (HARBOUR, "events", "find", "date", "2025-11-26", SEIZED, "November 26"),
    (HARBOUR, "events", "total", "event_type", "seizure", TOTAL, "seized"),
    (HARBOUR, "events", "total", "date", "2025-01/2025-05", TOTAL, "between January and May 2025"),
    (HARBOUR, "event_actors", "find--police", "event_id", "find", "Chinese police seized", "seized"),
    (HARBOUR, "event_actors", "find--police", "actor_id", "police", "Chinese police seized", "police"),
    (HARBOUR, "event_actors", "find--police", "role", "initiator", "Chinese police seized", "seized"),
    (HARBOUR, "seizures", "cocaine", "substance_id", "cocaine", "430kg of cocaine", "cocaine"),
    (TALKS, "events", "pressing", "event_type", "demand", "The United States pressed for them", "pressed"),
    (TALKS, "event_actors", "pressing--us", "event_id", "pressing", "The United States pressed for them", "pressed"),
    (TALKS, "event_actors", "pressing--us", "actor_id", "us", "The United States pressed for them", "United States"),
]
ONLY_C: list[Line] = [
    (HARBOUR, "events", "find", "place_id", "yantian", SEIZED, "Yantian"),
    (HARBOUR, "events", "total", "modality", "occurred", TOTAL, "seized"),
    (HARBOUR, "seizures", "cocaine", "quantity", "430.0", "430kg of cocaine", "430kg"),
    (TALKS, "events", "talks-held", "event_type", "meeting", TALKED, "talks"),
]
ONLY_D: list[Line] = [
    (HARBOUR, "events", "total", "modality", "announced", TOTAL, "seized"),
    (HARBOUR, "seizures", "cocaine", "quantity", "430", "430kg of cocaine", "430kg"),
    (HARBOUR, "events", "find", "attributed_to", "police", "Chinese police seized", "police"),
]


def written(lines: Sequence[Line]) -> str:
    return "".join(json.dumps(dict(zip(LINE_KEYS, line, strict=True))) + "\n" for line in lines)


ENTRIES = """\
- {table: actors, row: police, sentence: 4, name: Chinese police, kind: [law_enforcement, police]}
- {table: actors, row: cctv, sentence: 4, name: CCTV, kind: [media, broadcaster]}
- {table: substances, row: cocaine, sentence: 4, name: cocaine, kind: [substance, cocaine]}
- {table: events, row: find, sentence: 4, event_type: [seizure, seized], modality: occurred, scope: incident,
   attributed_to: [cctv, CCTV]}
- {table: events, row: find, sentence: 4, date: [2025-11-26, November 26]}
- {table: event_actors, sentence: 4, event_id: find, actor_id: [police, Chinese police], role: [initiator, seized]}
- {table: seizures, sentence: 4, scope: incident, substance_id: [cocaine, cocaine], quantity: [430, 430kg],
   unit: [kilogram, 430kg], quantity_qualifier: exact, attributed_to: [cctv, CCTV]}
"""
"""What a coder writes under the form of the first article."""

SETTLED = """settlements:
- {table: events, row: yantian-seizure, field: attributed_to, record: cctv, d: police, decided: kept, rule: "8"}
- {table: events, c: pressing, d: pressing, decided: kept, rule: "1, 3", why: No event of its own.}
- {table: events, row: seizures-of-the-year, field: modality, record: occurred, d: announced, decided: kept, rule: "9"}
"""


def write_coded(root: Path) -> Path:
    """Write the example with its two codings to `root` and return it."""
    add_codings(write_example(root))
    return root


def add_codings(root: Path) -> None:
    """Write the two codings of the example that stands in `root`."""
    (root / "codings").mkdir()
    (root / "codings" / "c.jsonl").write_text(written(BOTH + ONLY_C), encoding="utf-8")
    (root / "codings" / "d.jsonl").write_text(written(BOTH + ONLY_D), encoding="utf-8")


def settle(root: Path, text: str) -> None:
    """Write the settlements of the project in `root`."""
    (root / "codings" / "settlements.yaml").write_text(text, encoding="utf-8")


def write_form(root: Path, entries: str = ENTRIES, coder: str = "e") -> str:
    """Write the filled form of the first article beside the project, and return its path."""
    made, sentences, _ = read_sentences(root)
    blank = form(HARBOUR, sentences[HARBOUR], made.schemas)
    path = root.parent / "form.yaml"
    path.write_text(blank.replace("coder: LETTER", f"coder: {coder}") + entries, encoding="utf-8")
    return str(path)


def compared(made: Made) -> Comparison:
    """Return the comparison of the two codings that stand in the project."""
    (comparison,) = study(made).comparisons
    return comparison


def study(made: Made) -> Study:
    """Return the study of the codings that stand in the project, which must be without a fault."""
    codings, coding_faults = read_codings(made.root / "codings", made.schemas, made.articles)
    settlements, settlement_faults = read_settlements(made.root / "codings")
    assert [str(fault) for fault in coding_faults + settlement_faults] == []
    project = Build(made.root, schemas=made.schemas, records=made.records, articles=made.articles, tables=made.tables)
    return study_of(project, codings, settlements)
