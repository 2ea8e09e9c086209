"""Every kind of fault: what it means, and an edit of the small example that makes the build print it.

This is the one list of the kinds. `tests.faults` writes ``docs/faults.md`` from it, and `tests/pipeline/test_faults.py`
compares it with the kinds that the code uses.
"""

import contextlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import build
from tests.support.example import HARBOUR, TALKS
from tests.support.project import Project

RECORDS = "records/harbour.yaml"
SOURCES = "records/sources.yaml"
PASSAGES = "records/passages.yaml"
SEED = f"seeds/{HARBOUR}.txt"

Edit = Callable[[Project], object]


@dataclass(frozen=True)
class Planted:
    """One kind of fault: its meaning, in sentences, and what a command prints after the mistake was made."""

    meaning: str
    printed: Callable[[Project], str]


def built(edit: Edit) -> Callable[[Project], str]:
    """Return what ``build.py --check`` prints to standard error after `edit`."""

    def printed(project: Project) -> str:
        edit(project)
        with contextlib.redirect_stderr(io.StringIO()) as errors, contextlib.redirect_stdout(io.StringIO()):
            code = build.main(["--check"], project.root)
        assert code == 1
        return errors.getvalue()

    return printed


def replaced(file: str, old: str, new: str) -> Callable[[Project], str]:
    """Return what the build prints where the first `old` of a file is `new`."""
    return built(lambda project: project.replace(file, old, new))


def written(file: str, text: str) -> Callable[[Project], str]:
    """Return what the build prints where a file holds `text`."""
    return built(lambda project: project.write(file, text))


def _large_file(project: Project) -> None:
    with (project.root / "records/more.yaml").open("wb") as file:
        file.truncate(6_000_000)


def _long_quote(project: Project) -> None:
    project.replace(RECORDS, "named by Minister Wang Hong\n", f"{'named by Minister Wang Hong ' * 11}\n")


def _quote_across_zones(project: Project) -> None:
    project.replace(SOURCES, "  - {zone: furniture", "  - {zone: body, starts: broadcaster CCTV}\n  - {zone: furniture")
    project.replace(RECORDS, "quote: broadcaster CCTV reported", "quote: November 26, broadcaster CCTV reported")


PLANTED: Mapping[str, Planted] = {
    "anchor-misplaced": Planted(
        "A day to count from beside words that say no date.",
        replaced(RECORDS, "event_type: sentenced,", "event_type: {words: sentenced, anchor: published},"),
    ),
    "anchor-without-date": Planted(
        "A date is counted from a row or an article that has no date itself.",
        replaced(RECORDS, "anchor: events/yantian-seizure", "anchor: actors/police"),
    ),
    "character-forbidden": Planted(
        "A tab, a carriage return or another control character, which nobody sees and programs read differently.",
        replaced(RECORDS, "title: Talks held", "title: Talks\theld"),
    ),
    "code-unknown": Planted(
        "A code that its vocabulary in `schemas/vocabularies/` does not hold.",
        replaced(SOURCES, "zone: furniture", "zone: furnitur"),
    ),
    "entry-not-allowed": Planted(
        "An entry of `records/passages.yaml` about a place that cannot have one: a sentence that is coded or listed "
        "already, a cut where one is, a passage that is no sentence.",
        written(
            PASSAGES,
            f"passages:\n- source: {HARBOUR}\n  left_out:\n  - {{starts: They had smuggled, reason: absence}}\n",
        ),
    ),
    "entry-repeated": Planted(
        "Two entries of `records/passages.yaml` about one article.",
        written(PASSAGES, f"passages:\n- source: {HARBOUR}\n- source: {HARBOUR}\n"),
    ),
    "evidence-missing": Planted(
        "A row without a quote.",
        written("records/more.yaml", "actors:\n- {id: court, name: court, kind: court}\n"),
    ),
    "file-empty": Planted(
        "A file of records that holds nothing, or nothing but notes.",
        written("records/more.yaml", "# Nothing yet.\n"),
    ),
    "file-not-read": Planted(
        "A file or folder in `records/` or `seeds/` that nothing reads, since its name does not end as it must. "
        "README.md, hidden files and the copies that editors leave are passed over.",
        written("records/more.yml", "actors: []\n"),
    ),
    "file-not-utf8": Planted(
        "A file in another encoding than UTF-8, or with a byte order mark before the text.",
        built(lambda project: (project.root / "records/more.yaml").write_bytes(b"source: caf\xe9\n")),
    ),
    "file-too-large": Planted(
        "A file of more than five million bytes, which no article and no records of one have.",
        built(_large_file),
    ),
    "file-unreadable": Planted(
        "What has the name of a file and is none that can be read: a folder, a pipe, a link that leads nowhere, a file "
        "that the reader may not open.",
        built(lambda project: (project.root / "records/more.yaml").symlink_to("nowhere.yaml")),
    ),
    "form-wrong": Planted(
        "YAML of another form than is expected here: a single value for a list, a list for a mapping.",
        written(PASSAGES, "passages: none\n"),
    ),
    "id-malformed": Planted(
        "An id of another form than lower-case words joined by hyphens.",
        replaced(RECORDS, "- id: deaths\n", "- id: Deaths\n"),
    ),
    "id-missing": Planted(
        "A row without an id.",
        replaced(RECORDS, "- id: deaths\n  event_id", "- event_id"),
    ),
    "id-repeated": Planted(
        "Two rows of a table with one id.",
        replaced(RECORDS, "- id: drugs-of-the-year", "- id: yantian-cocaine"),
    ),
    "id-retired": Planted(
        "An id that `records/retired.yaml` lists: it was published and must not come back for something else.",
        written("records/retired.yaml", "retired:\n  figures: [deaths]\n"),
    ),
    "id-too-long": Planted(
        "An id of more than 80 characters, which nobody can read or cite.",
        replaced(RECORDS, "- id: deaths\n", f"- id: deaths{'-a-year' * 12}\n"),
    ),
    "id-unknown": Planted(
        "An id that no row has: of an actor, an event, an article, of the row from which a date is counted.",
        replaced(RECORDS, "actor_id: police\n", "actor_id: polise\n"),
    ),
    "inference-unknown": Planted(
        "A step from words to value that the vocabulary `inferences` does not hold.",
        replaced(
            RECORDS,
            "anchor: published}\n  - quote: the seizure",
            "anchor: published, inferred: contex}\n  - quote: the seizure",
        ),
    ),
    "key-filled": Planted(
        "A column that the build fills from the id of the row, or of the row above it, written by hand.",
        replaced(RECORDS, "- id: deaths\n", "- id: deaths\n  figure_id: deaths\n"),
    ),
    "key-missing": Planted(
        "A quote without one of the keys that it must have.",
        replaced(RECORDS, "    supports: {modality: the seizure}\n", ""),
    ),
    "key-repeated": Planted(
        "A key that stands twice in one mapping. YAML would keep the second without a word.",
        replaced(RECORDS, "name: CCTV\n", "name: CCTV\n  name: CCTV\n"),
    ),
    "key-unknown": Planted(
        "A key that nothing reads, most often a slip of the pen.",
        replaced(
            RECORDS,
            "attributed_to: cctv\n    supports:\n      event_type",
            "attributed: cctv\n    supports:\n      event_type",
        ),
    ),
    "occurrence-too-high": Planted(
        "`occurrence` counts further than the text stands.",
        replaced(RECORDS, "quote: one was jailed for life", "quote: one was jailed for life\n      occurrence: 2"),
    ),
    "passage-not-found": Planted(
        "The text of an entry of `records/passages.yaml` is not in the article, or no sentence begins with it.",
        written(PASSAGES, f"passages:\n- source: {HARBOUR}\n  add_cuts:\n  - {{starts: two were freed}}\n"),
    ),
    "quote-across-zones": Planted(
        "A quote that begins in one zone of the article and ends in another.",
        built(_quote_across_zones),
    ),
    "quote-in-other-article": Planted(
        "A quote that stands in another article than the one named.",
        replaced(RECORDS, f"month about drugs\n      source: {TALKS}\n", "month about drugs\n"),
    ),
    "quote-not-found": Planted(
        "A quote that its article does not hold, character for character. The message shows both texts where they "
        "part, and names the characters where they only look alike.",
        replaced(RECORDS, "quote: 430kg of cocaine", "quote: 430kg of\u00a0cocaine"),
    ),
    "quote-outside-article": Planted(
        "A quote from what is no part of the article itself: furniture, another article, and, for all but `sources`, "
        "the imprint.",
        replaced(RECORDS, "quote: two were jailed", "quote: drugs elsewhere"),
    ),
    "quote-too-long": Planted(
        "A quote of more than 300 characters (coding rule 14).",
        built(_long_quote),
    ),
    "reading-differs": Planted(
        "A value that its words, read again, do not say.",
        replaced(RECORDS, "defendants: 3\n", "defendants: 4\n"),
    ),
    "references-circular": Planted(
        "Rows that lead back to themselves: an actor that is its own parent, dates counted from each other.",
        replaced(RECORDS, "{words: November 26, anchor: published}", "{words: November 26, anchor: events/talks}"),
    ),
    "references-unchecked": Planted(
        "What one row says of another was not checked, since a file could not be read and each id in it would seem "
        "unknown. It stands beside the fault of that file.",
        written("records/more.yaml", "# Nothing yet.\n"),
    ),
    "seed-changed": Planted(
        "The bytes of an article are not those that were registered. Nothing is read from it until they are again.",
        replaced(SEED, "430kg", "340kg"),
    ),
    "seed-missing": Planted(
        "A row of `sources` whose article is not in `seeds/`.",
        built(lambda project: (project.root / SEED).unlink()),
    ),
    "seed-unregistered": Planted(
        "A file in `seeds/` without a row of `sources` that registers its SHA-256.",
        written("seeds/002_cccccccccccccccc.txt", "Another article.\n"),
    ),
    "sentence-unaccounted": Planted(
        "A sentence of an article behind which no value stands, and which no entry of `records/passages.yaml` leaves "
        "out.",
        written(PASSAGES, f"passages:\n- source: {TALKS}\n  add_cuts:\n  - {{starts: pressed for them}}\n"),
    ),
    "table-misplaced": Planted(
        "Rows of a child table at the top of a file, and not under their parent.",
        written("records/more.yaml", "event_actors: []\n"),
    ),
    "table-not-written": Planted(
        "Rows of a table that the build makes.",
        written("records/more.yaml", "evidence: []\n"),
    ),
    "table-unknown": Planted(
        "The name of a table that the schemas do not hold.",
        written("records/more.yaml", "event: []\n"),
    ),
    "text-ambiguous": Planted(
        "A text that stands at several places, so that nobody can tell which is meant.",
        replaced(RECORDS, "quote: 2.42 tonnes of drugs", "quote: drugs"),
    ),
    "text-cuts-word": Planted(
        "A quote, or words, that begin or end inside a word or a number.",
        replaced(
            RECORDS, "substance_id: cocaine\n      quantity: 430kg", 'substance_id: cocaine\n      quantity: "430"'
        ),
    ),
    "text-repeated": Planted(
        "A text twice in a list.",
        replaced(RECORDS, "forms: [CCTV]", "forms: [CCTV, CCTV]"),
    ),
    "value-derived": Planted(
        "A value that the build computes, written by hand.",
        replaced(RECORDS, "- id: deaths\n", "- id: deaths\n  quote: deaths a year\n"),
    ),
    "value-empty": Planted(
        "A key without a value.",
        replaced(RECORDS, "note: NA\n", "note:\n"),
    ),
    "value-malformed": Planted(
        "A value that does not have the form of its kind.",
        replaced(RECORDS, "quote: one was jailed for life", "quote: one was jailed for life\n      occurrence: first"),
    ),
    "value-missing": Planted(
        "A row without a value that each row of its table must have.",
        replaced(RECORDS, "  title: Talks held\n", ""),
    ),
    "words-missing": Planted(
        "A value for which no words of a quote are named.",
        replaced(RECORDS, "supports: {name: CCTV, kind: broadcaster}", "supports: {name: CCTV}"),
    ),
    "words-not-in-quote": Planted(
        "The words of a value are not in the quote that should hold them, character for character.",
        replaced(RECORDS, "quantity: 430kg", "quantity: 430 kg"),
    ),
    "words-not-needed": Planted(
        "Words for a value that nobody reads in an article.",
        replaced(
            RECORDS,
            "supports: {name: cocaine, kind: cocaine}",
            "supports: {name: cocaine, kind: cocaine, cas_rn: cocaine}",
        ),
    ),
    "words-without-value": Planted(
        "Words for a value that the row does not hold.",
        replaced(
            RECORDS,
            "supports: {name: CCTV, kind: broadcaster}",
            "supports: {name: CCTV, kind: broadcaster, country: CCTV}",
        ),
    ),
    "yaml-not-plain": Planted(
        "YAML that says more than keys, lists and texts on one line: anchors, aliases, tags, block scalars, a second "
        "document, levels without end.",
        replaced(RECORDS, "title: Talks held", "title: &held Talks held"),
    ),
    "yaml-syntax": Planted(
        "A file that is not valid YAML. The line is where the reader noticed; the mistake may stand above it.",
        replaced(RECORDS, "name: CCTV\n", "name: CCTV: x\n"),
    ),
    "zone-missing": Planted(
        "A row of `sources` that does not say where the body of its article begins.",
        replaced(SOURCES, "  - {zone: body, starts: China and}\n", ""),
    ),
    "zone-not-found": Planted(
        "The text with which a zone begins is not in the article, or not after the zone before.",
        replaced(SOURCES, "starts: China and", "starts: China und"),
    ),
}
