"""Every kind of fault: what it means, how to fix it, and an edit of the small example that makes a command print it.

This is the one list of the kinds. `tests.faults` writes ``docs/faults.md`` from it, and `tests/pipeline/test_faults.py`
compares it with the kinds that the code uses.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.coded import SETTLED, settle
from tests.support.example import HARBOUR, SEED_FILES, TALKS
from tests.support.planting import (
    DECISIONS,
    PASSAGES,
    RECORDS,
    RELEASE,
    RELEASES,
    SEED,
    SOURCES,
    Printed,
    appended,
    built,
    built_twice,
    coded,
    refereed,
    released,
    replaced,
    replacing,
    reseeded,
    reworded,
    settled,
    taken,
    written,
)
from tests.support.project import Project

INVENTED = '- {table: events, row: talks, field: modality, record: occurred, c: announced, decided: kept, rule: "9"}\n'
"""The settlement of a difference that there is not."""

STATEMENT = f"""source: {HARBOUR}
events:
- id: report-of-deaths
  title: A report
  summary: A broadcaster said something.
  event_type: statement
  modality: occurred
  scope: incident
  evidence:
  - quote: CCTV said
    attributed_to: cctv
    supports: {{event_type: said, modality: said, scope: said}}
  topics:
  - {{topic: harm, topic_text: deaths a year, evidence: [{{quote: deaths a year, attributed_to: cctv}}]}}
  actors:
  - id: cctv
    actor_id: cctv
    role: initiator
    evidence:
    - quote: CCTV said
      attributed_to: cctv
      supports: {{actor_id: CCTV, role: said}}
"""
AGAIN = f"""source: {HARBOUR}
events:
- id: seizures-again
  title: A total
  summary: Police seized drugs.
  event_type: seizure
  modality: occurred
  scope: aggregate
  evidence:
  - quote: Police seized 2.42 tonnes of drugs between January and May 2025
    supports: {{event_type: seized, modality: seized, scope: between January and May 2025}}
  topics:
  - {{topic: supply, topic_text: drugs}}
"""


RETITLED = replacing(RECORDS, ("title: Talks held", "title: Talks were held"))
TITLE_ENTRY = "{table: events, row: talks, field: title, from: Talks held, to: Talks were held"
"""What the entry on that edit begins with."""


@dataclass(frozen=True)
class Planted:
    """One kind of fault: its meaning and its fix, and what a command prints after the mistake was made."""

    meaning: str
    fix: str
    printed: Printed


def _decide(project: Project, value: str, reads: str) -> None:
    """Add a decision on the persons who were jailed for life: one in the records, which the referee does not read."""
    identity = f"table: case_outcomes, row: smugglers--life, field: persons, words: one, value: {value}, reads: {reads}"
    text = (project.root / DECISIONS).read_text(encoding="utf-8")
    project.write(DECISIONS, f"{text}- {{{identity}, decision: kept, reason: form_not_read}}\n")


def _large_file(project: Project) -> None:
    with (project.root / "records/more.yaml").open("wb") as file:
        file.truncate(6_000_000)


def _long_quote(project: Project) -> None:
    project.replace(RECORDS, "named by Minister Wang Hong\n", f"{'named by Minister Wang Hong ' * 11}\n")


def _quote_across_zones(project: Project) -> None:
    project.replace(SOURCES, "  - {zone: furniture", "  - {zone: body, starts: Minister Wang}\n  - {zone: furniture")


def _seed_twice(project: Project) -> None:
    """Let both rows of `sources` name one article's file, and the other file be gone."""
    project.replace(SOURCES, SEED_FILES[TALKS], SEED)
    (project.root / SEED_FILES[TALKS]).unlink()


def _late_headline(project: Project) -> None:
    project.replace(SOURCES, "{zone: furniture, starts", "{zone: headline, starts")
    project.write(
        PASSAGES, f"passages:\n- source: {HARBOUR}\n  left_out:\n  - {{starts: Read more, reason: background}}\n"
    )


def _total_of_a_day(project: Project) -> None:
    project.replace("schemas/vocabularies/scopes.yaml", "cues: [tip-offs,", "cues: [added, tip-offs,")
    project.replace(RECORDS, "scope: incident\n  date: 2025-07-20", "scope: aggregate\n  date: 2025-07-20")


def _empty_project(project: Project) -> None:
    for path in [*(project.root / "records").glob("*.yaml"), *(project.root / "seeds").glob("*.txt")]:
        path.unlink()


def _unfinished(project: Project) -> None:
    digest = hashlib.sha256((project.root / "data/events.csv").read_bytes()).hexdigest()
    journal = {"new": {"data/events.csv": "0" * 64}, "old": {"data/events.csv": digest}}
    project.write(".staging/journal", json.dumps(journal))


def _of_an_earlier_build(project: Project) -> None:
    sums = (project.root / "data/SHA256SUMS").read_text(encoding="utf-8")
    project.write("data/arrests.csv", "arrest_id\n")
    project.write("data/SHA256SUMS", f"{sums}{hashlib.sha256(b'arrest_id' + bytes([10])).hexdigest()}  arrests.csv\n")


def _unsettled(project: Project) -> None:
    settle(project.root, SETTLED.rpartition("- {")[0])


PLANTED_BY_TASK: Mapping[str, Mapping[str, Planted]] = {
    "Articles": {
        "records-empty": Planted(
            "A project without a record and without an article: a build would replace every table by an empty one.",
            "Restore the files of `records/` and `seeds/`, or add an article.",
            built(_empty_project, check=False),
        ),
        "article-described-by-another": Planted(
            "A title, a date or another fact about an article that is quoted from the file of another one.",
            "Quote the article itself, or leave the fact out.",
            built(
                replacing(
                    SOURCES,
                    (
                        "- id: talks-held\n",
                        f"- id: {TALKS}\n  published: 2025-12-16\n  published_basis: dateline\n",
                    ),
                    (
                        "  - quote: Talks held\n",
                        '  - quote: "Published: 16 Dec 2025"\n'
                        f"    source: {HARBOUR}\n"
                        "    supports: {published: 16 Dec 2025, published_basis: Published}\n"
                        "  - quote: Talks held\n",
                    ),
                )
            ),
        ),
        "article-described-in-wrong-zone": Planted(
            (
                "The title of an article is quoted from outside its headline, or another fact about it from outside "
                "its imprint."
            ),
            "Correct the zones of the article, or quote the right one.",
            replaced(SOURCES, ("{zone: imprint, starts: Harbour Post}", "{zone: headline, starts: Harbour Post}")),
        ),
        "headline-misplaced": Planted(
            "An article has two headlines or two standfirsts, or one of them after its body.",
            "Correct the zones of the article.",
            built(_late_headline),
        ),
        "seed-changed": Planted(
            (
                "The bytes of an article are not those that were registered. Nothing is read from it until they are "
                "again."
            ),
            "Restore the file as it was received; an article is never edited.",
            replaced(SEED, ("430kg", "340kg")),
        ),
        "seed-missing": Planted(
            "A row of `sources` whose article is not in `seeds/`.",
            "Put the file into `seeds/`, or delete the row.",
            built(lambda project: (project.root / SEED).unlink()),
        ),
        "seed-repeated": Planted(
            "Two rows of `sources` with the same file of `seeds/`.",
            "Name the file of each article, or delete one of the rows.",
            built(_seed_twice),
        ),
        "rules-version-unknown": Planted(
            "An article coded by a version of the coding rules that `docs/coding-rules.md` does not list.",
            "Name the version by which the article was coded, or describe the new version on that page.",
            replaced(SOURCES, ("rules_version: 2", "rules_version: 99")),
        ),
        "seed-unregistered": Planted(
            "A file in `seeds/` without a row of `sources` that registers its SHA-256.",
            "Add the row with the file and the SHA-256 that the message names.",
            written("seeds/002_cccccccccccccccc.txt", "Another article.\n"),
        ),
        "zone-missing": Planted(
            "A row of `sources` that does not say where the body of its article begins.",
            "Add the zone `body` with the first words of the body.",
            replaced(SOURCES, ("  - {zone: body, starts: China and}\n", "")),
        ),
        "zone-not-found": Planted(
            "The text with which a zone begins is not in the article, or not after the zone before.",
            "Copy the first words of the zone from the article, and put the zones in the order of the text.",
            replaced(SOURCES, ("starts: China and", "starts: China und")),
        ),
    },
    "Records and values": {
        "character-forbidden": Planted(
            ("A tab, a carriage return or another control character, which nobody sees and programs read differently."),
            "Write a space instead, or delete it.",
            replaced(RECORDS, ("title: Talks held", "title: Talks\theld")),
        ),
        "code-unknown": Planted(
            "A code that its vocabulary in `schemas/vocabularies/` does not have.",
            "Choose a code of the vocabulary; a new one is added to the vocabulary first.",
            replaced(SOURCES, ("zone: furniture", "zone: furnitur")),
        ),
        "file-empty": Planted(
            "A file of records that holds nothing, or nothing but comments.",
            "Write the records, or delete the file.",
            written("records/more.yaml", "# Nothing yet.\n"),
        ),
        "file-not-read": Planted(
            (
                "A file or folder in `records/`, `seeds/`, `schemas/` or `codings/` that nothing reads because of its "
                "name or place. README.md, hidden files and the copies that editors leave are passed over."
            ),
            "Rename the file, or move it elsewhere.",
            written("records/more.yml", "actors: []\n"),
        ),
        "file-not-utf8": Planted(
            "A file in another encoding than UTF-8, or with a byte order mark before the text.",
            "Save it as UTF-8 without a byte order mark.",
            built(lambda project: (project.root / "records/more.yaml").write_bytes(b"source: caf\xe9\n")),
        ),
        "file-too-large": Planted(
            "A file of more than five million bytes, which no article and no records of one have.",
            "Split it into several files.",
            built(_large_file),
        ),
        "file-unreadable": Planted(
            (
                "Something has the name of a file but cannot be read as one: a folder, a pipe, a link that leads "
                "nowhere, a file that the reader may not open."
            ),
            "Put the file itself there and let everyone read it, or delete it.",
            built(lambda project: (project.root / "records/more.yaml").symlink_to("nowhere.yaml")),
        ),
        "form-wrong": Planted(
            (
                "YAML or JSON of another form than is expected here: a single value in place of a list, a list in "
                "place of a mapping."
            ),
            "Write it in the form that the message expects.",
            written(PASSAGES, "passages: none\n"),
        ),
        "id-malformed": Planted(
            (
                "An id of another form than lower-case words joined by single hyphens. The id of an article is like "
                "the name of its file."
            ),
            "Write an id of the form that the message shows.",
            replaced(RECORDS, ("- id: deaths\n", "- id: Deaths\n")),
        ),
        "id-missing": Planted(
            "A row without an id. Only a row under another one may leave it out: it takes the id of what it names.",
            "Give the row an id.",
            replaced(RECORDS, ("- id: deaths\n  event_id", "- event_id")),
        ),
        "id-repeated": Planted(
            "Two rows of a table with one id, written or taken from what both of them name.",
            "Give one of the two an id that says how they differ.",
            replaced(RECORDS, ("- id: drugs-of-the-year", "- id: yantian-cocaine")),
        ),
        "id-retired": Planted(
            ("An id that `records/retired.yaml` lists: it was published and must not come back for something else."),
            "Choose an id that was never used.",
            written("records/retired.yaml", "retired:\n  figures: [deaths]\n"),
        ),
        "id-too-long": Planted(
            "An id of more than 80 characters, which nobody can read or cite.",
            "Choose a short id that says what the row is.",
            replaced(RECORDS, ("- id: deaths\n", f"- id: deaths{'-a-year' * 12}\n")),
        ),
        "id-unknown": Planted(
            "An id that no row has: of an actor, an event, an article, of the row from which a date is counted.",
            "Correct the id, or add the row.",
            replaced(RECORDS, ("actor_id: police\n", "actor_id: polise\n")),
        ),
        "key-filled": Planted(
            "A column that the build fills from the id of the row, or of the row above it, written by hand.",
            "Delete it.",
            replaced(RECORDS, ("- id: deaths\n", "- id: deaths\n  figure_id: deaths\n")),
        ),
        "key-missing": Planted(
            "A key that must be there is missing: in a quote, in a schema, in a settlement.",
            "Add the key.",
            replaced(
                RECORDS,
                (
                    "- quote: broadcaster CCTV reported\n",
                    "- quote: in China on\n  - quote: broadcaster CCTV reported\n",
                ),
            ),
        ),
        "key-repeated": Planted(
            "A key stands twice in one mapping. A program would keep the second and say nothing.",
            "Keep one of the two.",
            replaced(RECORDS, ("name: CCTV\n", "name: CCTV\n  name: CCTV\n")),
        ),
        "key-unknown": Planted(
            "A key that nothing reads, most often a typing mistake.",
            "Correct the key, or delete it.",
            replaced(RECORDS, ("  note: NA\n", "  notes: NA\n")),
        ),
        "references-circular": Planted(
            "Rows that lead back to themselves: an actor that is its own parent, dates counted from each other.",
            "Break the circle at one row.",
            replaced(
                RECORDS, ("{words: November 26, anchor: published}", "{words: November 26, anchor: events/talks}")
            ),
        ),
        "table-misplaced": Planted(
            "Rows of a child table at the top of a file, and not under their parent.",
            "Move the rows under their parent.",
            written("records/more.yaml", "event_actors: []\n"),
        ),
        "table-not-written": Planted(
            "Rows of a table that the build makes.",
            "Delete the rows.",
            written("records/more.yaml", "evidence: []\n"),
        ),
        "table-unknown": Planted(
            "The name of a table that the schemas do not hold.",
            "Correct the name of the table.",
            written("records/more.yaml", "event: []\n"),
        ),
        "text-repeated": Planted(
            "A text twice in a list.",
            "Delete one of the two.",
            replaced(RECORDS, ("forms: [CCTV]", "forms: [CCTV, CCTV]")),
        ),
        "value-derived": Planted(
            "A value that the build computes, written by hand.",
            "Delete it.",
            replaced(RECORDS, ("- id: deaths\n", "- id: deaths\n  quote: deaths a year\n")),
        ),
        "value-empty": Planted(
            "A key without a value.",
            "Write the value, or leave the key out.",
            replaced(RECORDS, ("note: NA\n", "note:\n")),
        ),
        "value-malformed": Planted(
            "A value that does not have the form of its kind.",
            "Correct the value.",
            replaced(
                RECORDS, ("quote: one was jailed for life", "quote: one was jailed for life\n      occurrence: first")
            ),
        ),
        "value-ambiguous": Planted(
            "A value that is left out and that the event of the row could give in two ways, as by two who seized.",
            "Write the value with its words, or `none`.",
            replaced(
                RECORDS,
                (
                    "  actors:\n  - id: police\n",
                    "  actors:\n  - {actor_id: china, role: initiator, evidence: [{quote: at Yantian in China, "
                    "attributed_to: cctv, supports: {role: at Yantian}}]}\n  - id: police\n",
                ),
                ("  seizing_actor_id: none\n", ""),
            ),
        ),
        "value-missing": Planted(
            (
                "A value that must be there is missing: each row needs it, or the value beside it does, as an amount "
                "needs its unit. The code that language leaves unsaid may be left out, but not where a quote holds a "
                "phrase of another one."
            ),
            "Write the value.",
            replaced(RECORDS, ("  title: Talks held\n", "")),
        ),
        "yaml-not-plain": Planted(
            (
                "YAML that says more than keys, lists and texts on one line: anchors, aliases, tags, block scalars, a "
                "second document, levels without end."
            ),
            "Write the values out, each on one line.",
            replaced(RECORDS, ("title: Talks held", "title: &held Talks held")),
        ),
        "yaml-syntax": Planted(
            ("A file that is not valid YAML. The line is where the reader noticed; the mistake may stand above it."),
            "Check the indentation, and put a value with `: ` or ` #` in quotation marks.",
            replaced(RECORDS, ("name: CCTV\n", "name: CCTV: x\n")),
        ),
    },
    "Quotes and words": {
        "anchor-misplaced": Planted(
            "An anchor, which is what a date is counted from, beside words that say no date.",
            "Delete the anchor.",
            replaced(RECORDS, ("event_type: sentenced,", "event_type: {words: sentenced, anchor: published},")),
        ),
        "anchor-without-date": Planted(
            "A date is counted from a row or an article that has no date itself.",
            "Count from a row that has a date.",
            replaced(RECORDS, ("anchor: events/yantian-seizure", "anchor: actors/police")),
        ),
        "evidence-missing": Planted(
            "A row without a quote.",
            "Add a quote and the words of each value.",
            written("records/more.yaml", "actors:\n- {id: court, name: court, kind: court}\n"),
        ),
        "inference-of-another-reader": Planted(
            "An inference is named for a value of another kind: a step between dates for a number.",
            "Delete it, or write `context`.",
            replaced(RECORDS, ("      defendants: three\n", "      defendants: {words: three, inferred: not_after}\n")),
        ),
        "occurrence-too-high": Planted(
            "`occurrence` is larger than the number of places where the text stands.",
            "Count again.",
            replaced(
                RECORDS, ("quote: one was jailed for life", "quote: one was jailed for life\n      occurrence: 2")
            ),
        ),
        "quote-across-zones": Planted(
            "A quote that begins in one zone of the article and ends in another.",
            "End the quote earlier, or make two quotes.",
            built(_quote_across_zones),
        ),
        "quote-in-other-article": Planted(
            "A quote that stands in another article than the one named.",
            "Write `source: ` with the article that the message names.",
            replaced(RECORDS, (f"month about drugs\n      source: {TALKS}\n", "month about drugs\n")),
        ),
        "quote-not-found": Planted(
            (
                "A quote that its article does not hold, character for character. The message shows both texts where "
                "they part, and names the characters where they only look alike."
            ),
            "Copy the quote from the article.",
            replaced(RECORDS, ("quote: 430kg of cocaine", "quote: 430kg of\u00a0cocaine")),
        ),
        "quote-outside-article": Planted(
            (
                "A quote from what is not part of the article itself: furniture, another article, and, for all tables "
                "but `sources`, the imprint."
            ),
            "Quote the article itself, or leave the value out.",
            replaced(RECORDS, ("quote: two were jailed", "quote: drugs elsewhere")),
        ),
        "quote-too-long": Planted(
            "A quote of more than 300 characters (coding rule 14).",
            "Quote the shortest part that says the value.",
            built(_long_quote),
        ),
        "reading-differs": Planted(
            "A value that its words, read again, do not say.",
            "Correct the value, or name the words that say it.",
            replaced(RECORDS, ("defendants: 3\n", "defendants: 4\n")),
        ),
        "space-at-end": Planted(
            "A quote, or words, that begin or end with a space.",
            "Delete the space.",
            replaced(RECORDS, ("quote: 430kg of cocaine\n", 'quote: "430kg of cocaine "\n')),
        ),
        "step-idle": Planted(
            "An anchor, or an inference, without which the words of a date read the same.",
            "Delete it: the table would say that the date is counted from another, or inferred.",
            replaced(
                RECORDS,
                (
                    'scope: sentenced, date: "December 1, 2025"',
                    'scope: sentenced, date: {words: "December 1, 2025", anchor: published}',
                ),
            ),
        ),
        "text-ambiguous": Planted(
            "A text that stands at several places, so that nobody can tell which is meant.",
            "Take more of the text, or add `occurrence`.",
            replaced(RECORDS, ("quote: 2.42 tonnes of drugs", "quote: drugs")),
        ),
        "text-cuts-word": Planted(
            "A quote, or words, that begin or end inside a word or a number.",
            "Take the whole word or number.",
            replaced(
                RECORDS,
                ("substance_id: cocaine\n      quantity: 430kg", 'substance_id: cocaine\n      quantity: "430"'),
            ),
        ),
        "text-not-plain": Planted(
            (
                "Text that a spreadsheet or a reader takes for something else: it begins with =, +, - or @, or holds "
                "marks that nobody sees."
            ),
            "Begin the quote at another word.",
            built(reworded("one was jailed for life", "-one was jailed for life")),
        ),
        "words-missing": Planted(
            (
                "A value for which no words of a quote are named, and whose words do not follow from the value: the "
                "quotes hold none that say it, or several."
            ),
            "Add the words to the `supports` of a quote, as the message says.",
            replaced(RECORDS, ("{relation: followed, other_event_id", "{other_event_id")),
        ),
        "words-not-in-quote": Planted(
            "The words of a value are not in the quote that should hold them, character for character.",
            "Copy the words from the quote, or quote more.",
            replaced(RECORDS, ("quantity: 430kg", "quantity: 430 kg")),
        ),
        "words-not-needed": Planted(
            "Words for a value that nobody reads in an article.",
            "Delete the words.",
            replaced(
                RECORDS,
                (
                    "supports: {name: cocaine, kind: cocaine, family: cocaine}",
                    "supports: {name: cocaine, kind: cocaine, family: cocaine, cas_rn: cocaine}",
                ),
            ),
        ),
        "words-without-value": Planted(
            "Words for a value that the row does not hold.",
            "Write the value, or delete the words.",
            replaced(
                RECORDS,
                (
                    "supports: {name: CCTV, kind: broadcaster}",
                    "supports: {name: CCTV, kind: broadcaster, country: CCTV}",
                ),
            ),
        ),
    },
    "Rows": {
        "actor-speaks-of-own-act": Planted(
            "An accusation, a demand, a promise or a statement is attributed to the actor who makes it.",
            "Delete `attributed_to`: who speaks is the actor of the act.",
            written("records/more.yaml", STATEMENT),
        ),
        "anchor-far-from-words": Planted(
            (
                "A date is counted from one that stands more than two sentences away, in an article that prints its "
                "day (coding rule 6): the year may be that of another event."
            ),
            "Write `anchor: published`, or name a row that is dated around these words.",
            replaced(
                RECORDS, ("{words: August, anchor: published}", "{words: August, anchor: events/yantian-seizure}")
            ),
        ),
        "date-cut-out-of-another": Planted(
            (
                "A date that is a part of what is printed: one of several days, the beginning or the end of a period, "
                "or the year of a fiscal year."
            ),
            "Name all words of the date, and correct it.",
            replaced(
                RECORDS,
                *[("date: 2025-01/2025-05\n  evidence", "date: 2025-05\n  evidence")] * 2,
                *[("      date: between January and May 2025\n", "      date: May 2025\n")] * 2,
            ),
        ),
        "date-to-come-read-as-past": Planted(
            "A day that lies after the article, as its clause says, was counted back from it.",
            "Name the words that look forward too, and correct the date.",
            built(reworded("effective in August", "which will take effect in August")),
        ),
        "deciding-words-shared": Planted(
            (
                "Two rows of a table rest on the same words: one event, number or case was entered twice, or a "
                "total was split up (coding rules 3 and 4)."
            ),
            (
                "Delete the row that is there twice. If one verb governs several things that each have a row, add "
                "`exempt: one_list`."
            ),
            written("records/more.yaml", AGAIN),
        ),
        "early-or-late-not-kept": Planted(
            "A date whose words say early, late or the like, which the date itself cannot hold.",
            "Add the words as `date_text`.",
            built(
                reworded(
                    "on July 20, 2025",
                    "in late July 2025",
                    ("2025-07-20", "2025-07"),
                    ('"July 20, 2025"', "late July 2025"),
                )
            ),
        ),
        "exemption-idle": Planted(
            "The record says why a rule on rows does not hold for some words, and it does hold.",
            "Delete `exempt`.",
            replaced(
                RECORDS,
                ("      scope: seized\n      place", "      scope: {words: seized, exempt: one_list}\n      place"),
            ),
        ),
        "nobody-named": Planted(
            "One person is counted by the inference `one_named` from words that hold the name of no person.",
            "Name the words that hold the person's name, or leave the number out.",
            replaced(
                RECORDS,
                ("  quantity: 430\n", "  quantity: 430\n  arrests: 1\n"),
                (
                    "      quantity: 430kg\n",
                    "      quantity: 430kg\n      arrests: {words: police, inferred: one_named}\n",
                ),
            ),
        ),
        "number-in-a-name": Planted(
            "A number that is no amount: a part of a date, an age, or the name of a substance or a place.",
            "Name the words of an amount, or leave the value out.",
            replaced(
                RECORDS,
                ("number_of_substances: 46", "number_of_substances: 20"),
                ('number_of_substances: "46"', "number_of_substances: {words: '20', occurrence: 1}"),
                ('number_qualifier: "46"', "number_qualifier: {words: '20', occurrence: 1}"),
            ),
        ),
        "number-of-other-unit": Planted(
            "The words of a number say another unit, or another currency, than the row: kilograms read as arrests.",
            "Read the sentence again: name the words of the number that the row is about, or correct the unit.",
            replaced(
                RECORDS,
                ("  quantity: 430\n  unit: kilogram\n  quantity_qualifier: exact\n", "  arrests: 430\n"),
                (
                    "      quantity: 430kg\n      unit: 430kg\n      quantity_qualifier: 430kg\n",
                    "      arrests: 430kg\n",
                ),
            ),
        ),
        "number-other-in-its-clause": Planted(
            (
                "A number that is a part of what is printed, such as one end of a range, or that is less exact than "
                "the row says."
            ),
            "Name all words of the number, and code how exact it is with the words that say it.",
            built(reworded("seized 430kg of", "seized more than 430kg of")),
        ),
        "numeral-behind-two-cells": Planted(
            "One printed number is the value of two cells: the people of one sentence as those of another.",
            "Name the words of each number alone. If one row repeats the number of another, say so with `repeats`.",
            replaced(
                RECORDS,
                ("  quantity: 430\n", "  arrests: 3\n  quantity: 430\n"),
                (
                    "- id: drugs-of-the-year",
                    "  - quote: sentenced three people\n    supports: {arrests: {words: three, reach: across}}\n"
                    "- id: drugs-of-the-year",
                ),
            ),
        ),
        "persons-of-other-outcome": Planted(
            "The number of persons stands in another clause than the words of the outcome.",
            "Name the words that say how many had this outcome.",
            replaced(
                RECORDS,
                (
                    "    - quote: two were jailed\n      supports: {outcome: jailed, persons: two}",
                    "    - quote: one was jailed for life, two were jailed\n"
                    "      supports: {outcome: {words: jailed, occurrence: 1}, persons: two}",
                ),
            ),
        ),
        "rate-left-out": Planted(
            "A number that its clause gives for each year, month, week or day is coded without that period.",
            (
                "Add `rate_period` with the words that say it. If they are about something else, add "
                "`exempt: other_matter`."
            ),
            replaced(RECORDS, ("  rate_period: year\n", "  date: none\n"), ("      rate_period: a year\n", "")),
        ),
        "reach-idle": Planted(
            "The record says that words stand far from what decides the row, and they stand near.",
            "Delete `reach`.",
            replaced(RECORDS, ("      place_id: Yantian\n", "      place_id: {words: Yantian, reach: across}\n")),
        ),
        "reach-not-stated": Planted(
            (
                "The words of a value of what happened stand more than one sentence from those that decide what the "
                "row is, or a value stands in the headline, the standfirst or a caption alone."
            ),
            "Name words that stand near, move the value to its own row, or add `reach`.",
            replaced(
                RECORDS,
                ("      charge: smuggling\n      authority_actor_id: China\n", "      charge: smuggling\n"),
                (
                    "  - quote: between 2019 and 2021, for",
                    "  - quote: at Yantian in China\n    attributed_to: cctv\n"
                    "    supports: {authority_actor_id: China}\n  - quote: between 2019 and 2021, for",
                ),
            ),
        ),
        "reported-words-without-speaker": Planted(
            "A value from what a named speaker is reported to have said is attributed to nobody, or to someone else.",
            (
                "Add `attributed_to` with the speaker whom the sentence names. If the words are a remark of the "
                "reporter, add `exempt: own_words`."
            ),
            replaced(
                RECORDS,
                *[("November 26\n    attributed_to: cctv\n", "November 26\n")] * 2,
                ("Chinese police seized\n      attributed_to: cctv\n", "Chinese police seized\n"),
                *[("430kg of cocaine\n      attributed_to: cctv\n", "430kg of cocaine\n")] * 2,
            ),
        ),
        "same-words-other-speaker": Planted(
            "The same words are attributed to one speaker in one row, and to another or to nobody elsewhere.",
            "Name the same speaker in each, or none.",
            appended(
                RECORDS,
                "  - quote: 2.42 tonnes of drugs\n    attributed_to: cctv\n"
                "    supports: {subject: {words: drugs, reach: across, exempt: named_elsewhere}}\n",
            ),
        ),
        "speaker-far-from-words": Planted(
            "Words are attributed to a speaker whom the article does not name within two sentences.",
            "Name the speaker that the article names there. If it is this one, add `exempt: named_elsewhere`.",
            replaced(
                RECORDS,
                ("      instrument: NA\n", ""),
                (
                    "figures:\n",
                    "  - quote: substances and NA to its list\n    attributed_to: police\n"
                    "    supports: {instrument: NA}\nfigures:\n",
                ),
            ),
        ),
        "speaker-where-nobody-speaks": Planted(
            "Words are attributed to a speaker in a sentence without a word of speech: the article itself says them.",
            "Delete `attributed_to`. If the speech began further away, add `exempt: named_elsewhere`.",
            built(reworded("CCTV said", "as on CCTV")),
        ),
        "title-without-support": Planted(
            "A number, a year or a name in a title or a summary that no sentence quoted for the event holds.",
            "Write it from the quotes, or quote the sentence that says it.",
            replaced(RECORDS, ("title: Police seize cocaine", "title: Police seize 40kg of cocaine")),
        ),
        "unit-apart-from-number": Planted(
            "The words of a unit, a currency or a qualifier stand apart from those of its number.",
            "Name the words that say both, such as 430kg.",
            replaced(RECORDS, ("quantity_qualifier: 430kg", "quantity_qualifier: seized")),
        ),
        "unmarked-code-beside-cue": Planted(
            (
                "A row is coded as done, as one action or as a fact, and its clause has a word for something else: a "
                "promise, a total, a claim."
            ),
            "Choose the code that the clause says. If the word is about something else, add `exempt: other_matter`.",
            built(reworded("seized 430kg of cocaine at", "seized 430kg of cocaine in multiple cases at")),
        ),
        "year-lent-without-need": Planted(
            "A date is counted from a row of another article, though its own article gives it (coding rule 6).",
            "Write `anchor: published`.",
            replaced(RECORDS, ("{words: August, anchor: published}", "{words: August, anchor: events/talks}")),
        ),
    },
    "Sentences": {
        "codes-not-together": Planted(
            ("Two codes of one row that exclude each other, such as the reason `imprint` for a sentence of the body."),
            "Correct one of the two.",
            written(
                PASSAGES,
                f"passages:\n- source: {TALKS}\n"
                "  add_cuts:\n  - {starts: pressed for them}\n"
                "  left_out:\n  - {starts: pressed for them, reason: imprint}\n",
            ),
        ),
        "entry-not-allowed": Planted(
            (
                "An entry of `records/passages.yaml` about a place that cannot have one: a sentence that is coded or "
                "listed already, a part that holds nothing to leave out, a cut where there is one, a passage that is "
                "not a sentence."
            ),
            "Delete the entry.",
            written(
                PASSAGES,
                f"passages:\n- source: {HARBOUR}\n  left_out:\n  - {{starts: They had smuggled, reason: absence}}\n",
            ),
        ),
        "entry-repeated": Planted(
            (
                "Two entries of `records/passages.yaml` about one article, or of `codings/settlements.yaml` about one "
                "difference."
            ),
            "Join the two, or delete one.",
            written(PASSAGES, f"passages:\n- source: {HARBOUR}\n- source: {HARBOUR}\n"),
        ),
        "passage-not-found": Planted(
            ("The text of an entry of `records/passages.yaml` is not in the article, or no sentence begins with it."),
            "Copy the first words of the sentence from the article, or delete the entry.",
            written(PASSAGES, f"passages:\n- source: {HARBOUR}\n  add_cuts:\n  - {{starts: two were freed}}\n"),
        ),
        "name-unaccounted": Planted(
            "A known name of an article, a printed form of an actor, place or substance, stands in no value's words.",
            "Code what is said of it, or add the line that the message shows, with the reason for leaving it out.",
            replaced(RECORDS, ("scope: China and the United States held", "scope: held")),
        ),
        "number-unaccounted": Planted(
            "A number of an article stands in no value's words.",
            "Code it, or add the line that the message shows, with the reason for leaving it out.",
            built(lambda project: reseeded(project, "in August", "in August, by 1,016 votes")),
        ),
        "date-unaccounted": Planted(
            "A date of an article stands in no value's words.",
            "Code it, or add the line that the message shows, with the reason for leaving it out.",
            replaced(RECORDS, ("other_event_id: the seizure of November 26", "other_event_id: the seizure")),
        ),
        "stretch-unaccounted": Planted(
            "No quote covers six words or more of a sentence of which another part is coded.",
            "Code what they say, or add the line that the message shows, with the reason for leaving them out.",
            built(lambda project: reseeded(project, "in August", "in August, as the law of the land asks")),
        ),
        "sentence-unaccounted": Planted(
            "A sentence of an article has no value and no reason for leaving it out.",
            "Code what it says, or list it with the reason.",
            written(PASSAGES, f"passages:\n- source: {TALKS}\n  add_cuts:\n  - {{starts: pressed for them}}\n"),
        ),
    },
    "Schemas": {
        "check-unfit": Planted(
            "A check of a Table Schema names a column that it cannot look at.",
            "Name another column or another check.",
            replaced(
                "schemas/tables/events.json",
                ('"ordered": ["date_start", "date_end"]', '"ordered": ["date_start", "scope"]'),
            ),
        ),
        "check-unknown": Planted(
            "A check of a Table Schema that does not exist.",
            "Correct its name.",
            replaced("schemas/tables/events.json", ('{"ordered":', '{"orderd":')),
        ),
        "child-key-taken": Planted(
            "Two child tables, or a child table and a column, want the same key in a row of the parent.",
            "Choose another key.",
            replaced("schemas/tables/event_topics.json", ('"under": "topics"', '"under": "actors"')),
        ),
        "child-key-wrong": Planted(
            "The key of a child table does not lead to its parent.",
            "Name the column of the parent's id, and give it a foreign key.",
            replaced("schemas/tables/event_topics.json", ('"key": "event_id"', '"key": "topic"')),
        ),
        "code-repeated": Planted(
            "A code stands twice in its vocabulary.",
            "Keep one of the two.",
            appended(
                "schemas/vocabularies/scopes.yaml",
                "- {code: incident, label: Incident, definition: One action., example: a raid, "
                'counter_example: {words: "some raids, in total 9", code: aggregate}}\n',
            ),
        ),
        "column-contradicts-itself": Planted(
            "The properties of a column do not go together.",
            "Change the origin, or what depends on it.",
            replaced(
                "schemas/tables/events.json",
                (
                    '"Date reported", "type": "string", "origin": "quoted"',
                    '"Date reported", "type": "string", "origin": "assigned"',
                ),
            ),
        ),
        "column-repeated": Planted(
            "A column stands twice in its table.",
            "Keep one of the two.",
            replaced("schemas/tables/events.json", ('"name": "summary"', '"name": "title"')),
        ),
        "column-unknown": Planted(
            "A key, a check or a coding names a column that its table does not have.",
            "Correct the name.",
            replaced("schemas/tables/events.json", ('"different": ["date",', '"different": ["dates",')),
        ),
        "cue-repeated": Planted(
            "A cue phrase stands twice in a vocabulary, so that words with it would say two codes.",
            "Keep it under one code.",
            replaced("schemas/vocabularies/units.yaml", ("cues: [kg,", "cues: [kg, tonne,")),
        ),
        "descriptor-invalid": Planted(
            "frictionless, a validator by other people, refuses a schema.",
            "Correct the schema.",
            replaced("schemas/tables/places.json", ('"example": "1795565"', '"example": "many"')),
        ),
        "example-misread": Planted(
            "The example of a code, or the words of its counter-example, do not say the code that they stand for.",
            "Choose words that hold a phrase of this code and no phrase of another one.",
            replaced("schemas/vocabularies/capacities.yaml", ("led by the deputy director", "sent by the director")),
        ),
        "json-syntax": Planted(
            "A file, or a line of a coding, is not valid JSON, or programs would read it differently.",
            "Correct the JSON.",
            replaced("schemas/tables/figures.json", ('"title": "Figures",', '"title": "Figures"')),
        ),
        "key-not-an-id": Planted(
            "A foreign key leads to a column that is not the id of its table.",
            "Refer to the id.",
            replaced(
                "schemas/tables/events.json",
                (
                    '"reference": {"resource": "places", "fields": ["place_id"]}',
                    '"reference": {"resource": "places", "fields": ["name"]}',
                ),
            ),
        ),
        "number-not-finite": Planted(
            "A number beyond what 64 bits hold, such as a quantity times a wrong factor.",
            "Correct the number, or the factor in the vocabulary.",
            replaced("schemas/vocabularies/units.yaml", ('kilograms: "1000"', 'kilograms: "1e400"')),
        ),
        "pattern-unreadable": Planted(
            "A pattern is not a regular expression.",
            "Correct the pattern.",
            replaced("schemas/tables/places.json", ('"pattern": "[A-Z]{2}"', '"pattern": "[A-Z{2}"')),
        ),
        "quote-column-missing": Planted(
            "A table has no columns for its quotes, and does not say why.",
            "Add the columns, or say in `unquoted` why the rows carry no quote.",
            replaced("schemas/tables/events.json", ('"name": "quote"', '"name": "first_quote"')),
        ),
        "quote-column-not-allowed": Planted(
            "A table has a column `quote`, and says in `unquoted` why it has none.",
            "Delete one of the two.",
            replaced(
                "schemas/tables/events.json", ('"missingValues"', '"unquoted": "Nobody is quoted.",\n  "missingValues"')
            ),
        ),
        "shared-column-differs": Planted(
            "A column differs from what `schemas/columns.json` says for all columns of its name.",
            "Run `python -m schemas`; if the table is right, change `schemas/columns.json` first.",
            replaced("schemas/tables/events.json", ('"title": "Place"', '"title": "Location"')),
        ),
        "shared-column-unknown": Planted(
            "An entry of `schemas/columns.json` is about columns that no table has.",
            "Correct the name, or delete the entry.",
            replaced("schemas/columns.json", ('["*.authority_actor_id"]', '["*.autority_actor_id"]')),
        ),
        "table-name-wrong": Planted(
            "A table has another name than its file.",
            "Name the table like its file.",
            replaced("schemas/tables/figures.json", ('"name": "figures"', '"name": "figure"')),
        ),
        "tables-in-a-cycle": Planted(
            "Tables refer to each other in a circle, so that none can come first.",
            "Delete one of the keys.",
            replaced(
                "schemas/tables/places.json",
                (
                    '"resource": "", "fields": ["place_id"]',
                    '"resource": "events", "fields": ["event_id"]',
                ),
            ),
        ),
        "value-not-computed": Planted(
            "The build cannot compute a value, because something that it needs is missing.",
            "Add what is missing: a column that the build fills needs a rule.",
            replaced("schemas/tables/seizures.json", ('"name": "quantity_kg"', '"name": "kilograms"')),
        ),
        "value-unknown": Planted(
            (
                "A word that must be one of a few: a type, an origin, a reader or a zone in a schema, a decision in a "
                "settlement."
            ),
            "Write one of the words that the message names.",
            replaced("schemas/tables/events.json", ('"origin": "coded"', '"origin": "codded"')),
        ),
    },
    "Tables and rules": {
        "actor-of-wrong-kind": Planted(
            "A body holds an office, or a person stands where a body belongs.",
            "Correct the kind of the actor, or name another one.",
            replaced(RECORDS, ("kind: official\n", "kind: court\n")),
        ),
        "actor-without-part-in-event": Planted(
            "A row names an actor who does not have that part in its event.",
            "Correct the actor, or the role in the event.",
            replaced(
                RECORDS,
                ("  quantity: 430\n", "  tip_off_actor_id: police\n  quantity: 430\n"),
                (
                    "- id: drugs-of-the-year",
                    "  - quote: Chinese police seized\n    attributed_to: cctv\n"
                    "    supports: {tip_off_actor_id: Chinese police}\n"
                    "- id: drugs-of-the-year",
                ),
            ),
        ),
        "article-not-of-event": Planted(
            "A row is quoted from an article that its event does not quote.",
            "Tie the row to the event that its quotes are about, or quote that article for the event.",
            replaced(
                RECORDS,
                ("topic_text: drugs\n    evidence", "topic_text: Fentanyl\n    evidence"),
                (f"quote: about drugs\n      source: {TALKS}\n", "quote: Fentanyl was named\n"),
                ("{topic: drugs, topic_text: drugs}", "{topic: Fentanyl, topic_text: Fentanyl}"),
            ),
        ),
        "check-digit-wrong": Planted(
            "A wrong digit in a CAS Registry Number, which then names another chemical.",
            "Look the number up again.",
            replaced(RECORDS, ("cas_rn: 50-36-2", "cas_rn: 50-36-3")),
        ),
        "code-of-another-country": Planted(
            "The code of a place begins with the code of another country.",
            "Look both codes up again.",
            replaced(RECORDS, ("subdivision_code: CN-GD", "subdivision_code: US-GD")),
        ),
        "claimant-not-of-event": Planted(
            "A quote is attributed to an actor whose claim the event is not.",
            "Attribute the quotes that decide the event to the actor too, or this one to somebody else.",
            built(
                reworded(
                    "for 12 million yuan",
                    "for “12 million yuan”",
                    ("for “12 million yuan”\n", "for “12 million yuan”\n    attributed_to: cctv\n"),
                )
            ),
        ),
        "count-of-single-substance": Planted(
            "A row about one substance says how many substances it is about.",
            "Refer to the class of substances, or leave the number out.",
            built(
                reworded(
                    "added 46 substances and NA",
                    "added 46 cocaine substances and NA",
                    ("substance_id: drugs\n  action: add", "substance_id: cocaine\n  action: add"),
                    ("substance_id: substances\n", "substance_id: cocaine\n"),
                )
            ),
        ),
        "date-not-of-event": Planted(
            "A row has another date than its event.",
            "Correct the date, or name another event.",
            replaced(
                RECORDS,
                (
                    "  quantity_qualifier: exact\n  date: 2025-11-26\n",
                    "  quantity_qualifier: exact\n  date: 2025-01/2025-05\n",
                ),
                (
                    "      date: {words: November 26, anchor: published}\n- id: drugs",
                    "  - quote: of drugs between January and May 2025\n"
                    "    supports: {date: between January and May 2025}\n- id: drugs",
                ),
            ),
        ),
        "description-without-statement": Planted(
            "An event that describes another one is not a statement.",
            "Correct the relation, or the type of the event.",
            replaced(RECORDS, ("relation: follows\n", "relation: describes\n")),
        ),
        "done-after-publication": Planted(
            "An event is reported as done and dated after the article was published.",
            "Correct the date; if it was only announced, correct the modality.",
            built(reworded("December 1, 2025", "December 1, 2026", ("date: 2025-12-01", "date: 2026-12-01"))),
        ),
        "holder-not-in-quote": Planted(
            "No quote of an office names the person who is said to hold it.",
            "Quote the name too, or correct the person.",
            replaced(
                RECORDS,
                (
                    "    - quote: Minister Wang Hong of China\n"
                    "      supports: {title: Minister, organisation_id: China}\n",
                    "    - quote: named by Minister\n      supports: {title: Minister}\n"
                    "    - quote: at Yantian in China\n      supports: {organisation_id: China}\n",
                ),
            ),
        ),
        "length-wrong": Planted(
            "A text is longer or shorter than its column allows.",
            "Shorten it.",
            replaced(RECORDS, ("title: Talks held\n", f"title: Talks held{' on drugs' * 13}\n")),
        ),
        "outcomes-differ-from-defendants": Planted(
            "The persons in the outcomes of a case are more or fewer than its defendants.",
            "Add the missing outcome, or correct the number.",
            replaced(
                RECORDS,
                (
                    "  - id: life\n    outcome: life\n    persons: 1\n    evidence:\n"
                    "    - quote: one was jailed for life\n"
                    "      supports: {outcome: for life, persons: one}\n",
                    "",
                ),
            ),
        ),
        "name-of-two-rows": Planted(
            "Two actors, two places or two substances have the same name, so that a reader cannot tell them apart.",
            "Name one of them by more of its words, or join the two rows if they are one.",
            replaced(
                RECORDS,
                (
                    "- id: cctv\n  name: CCTV\n",
                    "- id: officers\n  name: Chinese police\n  kind: law_enforcement\n  evidence:\n"
                    "  - quote: Chinese police seized\n- id: cctv\n  name: CCTV\n",
                ),
            ),
        ),
        "place-outside-country-of-parent": Planted(
            "A place lies in another country than the place above it.",
            "Check both places.",
            replaced(RECORDS, ("country_code: CN\n  forms: [China]", "country_code: HK\n  forms: [China]")),
        ),
        "place-outside-place-of-event": Planted(
            "A part is placed outside its whole, such as a seizure elsewhere than its event.",
            "Correct one of the two places.",
            replaced(
                RECORDS,
                (
                    "  scope: incident\n  substance_id: cocaine",
                    "  scope: incident\n  place_id: china-country\n  substance_id: cocaine",
                ),
                ("  place_id: none\n", ""),
                (
                    "      scope: seized\n      substance_id",
                    "      scope: seized\n      place_id: China\n      substance_id",
                ),
            ),
        ),
        "quotes-far-from-event": Planted(
            "The quotes of a row stand far from those of its event, so that it may belong to another one.",
            "Tie the row to the event that its quotes are about.",
            replaced(
                RECORDS,
                ("  event_id: substances-added\n", "  event_id: yantian-seizure\n"),
                ("  instrument: NA\n  authority_actor_id: china\n", "  instrument: NA\n  authority_actor_id: none\n"),
                ("      instrument: NA\n      authority_actor_id: China\n", "      instrument: NA\n"),
            ),
        ),
        "quotes-of-another-event": Planted(
            "An actor or a topic shares its quotes with other events only.",
            "Write it under the event that its quotes are about.",
            replaced(
                RECORDS,
                (
                    "- id: sentence\n",
                    "  actors:\n  - id: china\n    actor_id: china\n    role: initiator\n    evidence:\n"
                    "    - quote: A court in China sentenced\n      supports: {actor_id: China, role: sentenced}\n"
                    "- id: sentence\n",
                ),
            ),
        ),
        "event-with-many-topics": Planted(
            "An event has more than three topics.",
            "Keep those that the event is about first of all.",
            replaced(
                RECORDS,
                (
                    "  - id: cooperation\n",
                    f"  - {{topic: casework, topic_text: drugs, evidence: [{{quote: about drugs, source: {TALKS}}}]}}\n"
                    "  - id: cooperation\n",
                ),
            ),
        ),
        "event-without-topic": Planted(
            "An event has no topic, so that no question on a subject finds it.",
            "Add a topic, with the phrase of the article that says it.",
            replaced(
                RECORDS,
                (
                    "  topics:\n  - id: casework\n    topic: casework\n    topic_text: smuggling\n    evidence:\n"
                    "    - quote: sentenced three people for smuggling\n"
                    "      supports: {topic: smuggling, topic_text: smuggling}\n",
                    "",
                ),
            ),
        ),
        "related-events-out-of-order": Planted(
            "A relation and the dates of its two events contradict each other.",
            "Correct the relation or the dates.",
            replaced(RECORDS, ("relation: follows\n", "relation: part_of\n")),
        ),
        "relation-in-a-cycle": Planted(
            "An event is related to itself, or two events each follow the other.",
            "Delete the relation that the articles do not state.",
            replaced(RECORDS, ("other_event_id: yantian-seizure\n", "other_event_id: talks\n")),
        ),
        "reporter-not-of-media": Planted(
            "An actor in `reported_by` is not a newspaper, agency or broadcaster.",
            "Use `attributed_to`, or correct the kind of the actor.",
            replaced(RECORDS, ("kind: media\n", "kind: companies\n")),
        ),
        "row-repeated": Planted(
            "Two rows of a table say the same.",
            "Delete one of the two, or join them.",
            replaced(
                RECORDS,
                ("topic: supply\n    topic_text: drugs\n", "topic: cooperation\n    topic_text: drugs\n"),
            ),
        ),
        "scope-not-of-event": Planted(
            "A total belongs to the event of a single action, or the other way round.",
            "Correct the scope, or name another event.",
            replaced(
                RECORDS,
                ("  scope: aggregate\n  substance_id", "  scope: incident\n  substance_id"),
                (
                    "      scope: between January and May 2025\n      substance_id",
                    "      scope: {words: seized, exempt: other_matter}\n      substance_id",
                ),
            ),
        ),
        "speaker-of-what-article-says": Planted(
            "A speaker is named for what the article itself says, such as the name of an actor.",
            "Delete `attributed_to`, or attribute the event of the case to the actor.",
            replaced(
                RECORDS,
                ("  - quote: Chinese police seized\n", "  - quote: Chinese police seized\n    attributed_to: cctv\n"),
            ),
        ),
        "statement-without-initiator": Planted(
            "Nobody makes a statement or a denial.",
            "Add who makes it, as initiator, or as participants where several make it together; or correct the type.",
            written("records/more.yaml", STATEMENT.partition("  actors:\n")[0]),
        ),
        "value-not-allowed": Planted(
            ("A value in a row that must not have one, such as an identifier of one substance for a class of them."),
            "Delete the value, or correct the code that excludes it.",
            replaced(RECORDS, ("kind: class\n", "kind: class\n  cas_rn: 50-36-2\n")),
        ),
        "value-too-large": Planted(
            "A number above the limit of its column.",
            "Correct the number.",
            replaced(RECORDS, ("latitude: 22.5", "latitude: 122.5")),
        ),
        "value-too-small": Planted(
            "A number below the limit of its column.",
            "Correct the number.",
            replaced(RECORDS, ("geonames_id: 1787075", "geonames_id: 0")),
        ),
        "values-equal": Planted(
            "Two values that must differ are equal, such as the first and the last day of a total.",
            "Correct the date or the scope.",
            built(_total_of_a_day),
        ),
        "values-out-of-order": Planted(
            "A value lies above the one that must not be lower, such as a crime after the day of the sentence.",
            "Correct one of the two.",
            built(reworded("between 2019 and 2021", "between 2026 and 2027", ("2019/2021", "2026/2027"))),
        ),
    },
    "Files and versions": {
        "build-unfinished": Planted(
            "A build was stopped while it put its files in place.",
            "Run `build.py`, which completes it.",
            built_twice(_unfinished),
        ),
        "file-differs": Planted(
            "A file is not what the command makes from the records.",
            "Run the command that the message names.",
            built_twice(lambda project: project.replace("data/events.csv", "Talks held", "Talks hold")),
        ),
        "file-missing": Planted(
            "A file that the command makes is missing.",
            "Run the command that the message names.",
            built_twice(lambda project: (project.root / "data/events.csv").unlink()),
        ),
        "file-not-built": Planted(
            "A file in `data/` that no build made.",
            "Move it elsewhere.",
            built_twice(lambda project: project.write("data/notes.csv", "mine\n")),
        ),
        "file-outdated": Planted(
            "A file in `data/` that an earlier build made and this one does not.",
            "Run `build.py`, which removes it.",
            built_twice(_of_an_earlier_build),
        ),
        "change-not-quoted": Planted(
            "An entry in `records/changes.yaml` has no quote, or one that stands in no article of the row.",
            "Copy the quote that decides from the article. Only texts that curators assign need none.",
            released(RETITLED, changes=f"{TITLE_ENTRY}, why: it was wrong, quote: They met}}"),
        ),
        "change-outdated": Planted(
            "An entry in `records/changes.yaml` says what did not happen between the two versions.",
            "Correct the entry, or delete it.",
            released(RETITLED, changes=f"{TITLE_ENTRY.replace('Talks held', 'Talks')}, why: it was wrong}}"),
        ),
        "change-unexplained": Planted(
            "A row of a released version was corrected or removed, and `records/changes.yaml` does not say why.",
            "Add the entry that the message prints, under its version, and write the texts for `…`.",
            released(RETITLED),
        ),
        "id-not-retired": Planted(
            "A row of a released version was removed, and its id is not retired: another row could take it.",
            "Add the id to `records/retired.yaml`, under its table.",
            released(
                replacing(RECORDS, ("id: minister\n", "id: the-minister\n")),
                "2.0.0",
                "{table: positions, row: wang-hong--minister, why: the id named another office}",
            ),
        ),
        "release-changed": Planted(
            "Something has changed under a version that was released.",
            "Raise the version in `pyproject.toml` as far as the message says, and give it a heading with its date in "
            "`CHANGELOG.md`.",
            released(RETITLED, "1.0.0"),
        ),
        "release-damaged": Planted(
            "A kept release is missing, or is not what `releases.json` lists for its version.",
            "Restore both files as they were committed.",
            released(lambda project: (project.root / RELEASE).unlink()),
        ),
        "release-unlisted": Planted(
            "A file in `releases/` belongs to no version that `releases.json` lists.",
            "Move it away. `python -m pipeline.release` writes the zip and the list together.",
            released(lambda project: project.write("releases/2.0.0.zip", "")),
        ),
        "releases-unreadable": Planted(
            "`releases.json` is not the list of released versions.",
            "Restore it as it was committed.",
            built(lambda project: project.write(RELEASES, "[]\n"), check=False),
        ),
        "version-differs": Planted(
            "A file names another version, or another date, than `pyproject.toml` and `CHANGELOG.md`.",
            "Correct it there, or run `build.py`.",
            built(replacing("README.md", ("(Version ...", "(Version 0.2.0")), check=False),
        ),
        "version-not-later": Planted(
            "The version is not later than the last one that was released.",
            "Raise the version in `pyproject.toml`, and give it a heading with its date in `CHANGELOG.md`.",
            released(lambda project: None, "0.9.0"),
        ),
        "version-too-small": Planted(
            "The version is later, but too near the last one for what has changed.",
            "Raise the version as far as the message says.",
            released(replacing(RECORDS, ("id: minister\n", "id: the-minister\n"))),
        ),
    },
    "Second codings": {
        "coding-repeated": Planted(
            "A form names a coder who has coded the article already.",
            "Take another letter if somebody else coded it. Otherwise keep the first coding.",
            taken(coder="c"),
        ),
        "decision-wrong": Planted(
            "A settlement says `changed` of a row or `added` of a value.",
            "Correct what was decided.",
            settled("d: announced, decided: kept", "d: announced, decided: added"),
        ),
        "difference-unknown": Planted(
            "A settlement is about a difference that the codings and the records do not have.",
            "Correct the entry, or delete it.",
            settled("settlements:\n", f"settlements:\n{INVENTED}"),
        ),
        "difference-unsettled": Planted(
            "A difference between the codings and the records has no settlement.",
            "Decide on what the command prints, and add it to `codings/settlements.yaml`.",
            coded(_unsettled),
        ),
        "form-outdated": Planted(
            "The sentences of the article were cut in other places after the form was made.",
            "Make a new form with `python -m codings form`, and put the entries into it.",
            taken(old="sentences: 1", new="sentences: 9"),
        ),
        "second-coding-differs": Planted(
            "`second_coding` in `records/sources.yaml` says otherwise than the codings.",
            "Write the line that the message gives, and run `make`.",
            coded(replacing(SOURCES, ("second_coding: true", "second_coding: false"))),
        ),
        "settlement-outdated": Planted(
            "A settlement and the records contradict each other.",
            "Correct the entry or the records.",
            settled("record: cctv", "record: china"),
        ),
    },
    "Second readers": {
        "decision-outdated": Planted(
            "An entry of `referees/decisions.yaml` says otherwise than the library reads now, perhaps since an update.",
            "Decide again, or delete the entry if the library now reads the value.",
            refereed(lambda project: _decide(project, value="1", reads="2")),
        ),
        "decision-unknown": Planted(
            "An entry of `referees/decisions.yaml` is about a value or words that no row has, or no longer has.",
            "Delete the entry. If the record was changed on purpose, decide again.",
            refereed(lambda project: _decide(project, value="2", reads="nothing")),
        ),
        "opinion-undecided": Planted(
            "A library reads a value otherwise than the records, or not at all, and nobody has decided on it.",
            "Correct the record. If it is right, add the entry that the command prints, with a reason.",
            refereed(replacing(DECISIONS, ("decision: kept", "decision: open"))),
        ),
    },
}
"""The kinds by what a curator was doing."""

PLANTED: Mapping[str, Planted] = {
    kind: planted for kinds in PLANTED_BY_TASK.values() for kind, planted in kinds.items()
}


@dataclass(frozen=True)
class OnlyBug:
    """A kind of fault that no mistake in the data can cause: its meaning, and the test that plants it."""

    meaning: str
    test: str


CHECKS = "tests/pipeline/check/test_checks.py"

ONLY_BUGS: Mapping[str, OnlyBug] = {
    "column-missing": OnlyBug("The frame that users load lacks a column of its schema.", CHECKS),
    "column-out-of-order": OnlyBug("The columns of the frame stand in another order than in the schema.", CHECKS),
    "forms-differ": OnlyBug(
        "A cell differs between the CSV file, the Parquet file and the frame.",
        "tests/pipeline/check/test_guarantees.py",
    ),
    "row-out-of-order": OnlyBug("The rows of the timeline do not stand in the order of time.", CHECKS),
    "table-invalid": OnlyBug(
        "frictionless refuses a CSV file after Pandera has passed its table.",
        "tests/pipeline/check/test_frictionless_gate.py",
    ),
    "type-wrong": OnlyBug("A column of the frame has another type than the schema says.", CHECKS),
    "value-without-words": OnlyBug(
        "A value stands in a table, and no quote says it.", "tests/pipeline/check/test_rules.py"
    ),
    "value-repeated": OnlyBug("Two built rows have one id, though no two records have.", CHECKS),
}
