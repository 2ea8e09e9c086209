"""The guarantees in one table: number, title, and the function that counts how far each is kept.

A function returns None where the stage that it needs did not run. What is wrong was reported as a fault by the stage
in which it can first go wrong; here it is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.check.made import Count, Made
from pipeline.model import SEED_FILE, SOURCES
from pipeline.read.folders import files_of
from pipeline.read.seeds import SUFFIX
from pipeline.reread.coverage import KINDS, PLURALS


@dataclass(frozen=True)
class Guarantee:
    """One promise of the dataset; `count` is None where no single build can show it, and the tests do."""

    number: int
    title: str
    count: Callable[[Made], Count | None] | None


def seeds_are_registered(made: Made) -> Count | None:
    """Guarantee 1: every file in ``seeds/`` has the SHA-256 that ``records/sources.yaml`` registers for it.

    Born from: an article saved again by an editor that changed line ends, so that every offset was off.
    """
    if not made.is_read:
        return None
    files = {f"seeds/{path.name}" for path in files_of(made.root / "seeds", SUFFIX)[0]}
    total = len(files | {record.text(SEED_FILE) for record in made.records.of(SOURCES)})
    return Count(total, total, total - len(made.articles))


def quotes_stand_exactly(made: Made) -> Count | None:
    """Guarantee 2: every quote stands exactly in its own article, at one place, and the words of each value in it.

    Counted are the ties of a value to a quote. Those to an article that is not the registered one are skipped.

    Born from: quotes taken from another article printed below the one at hand.
    """
    if made.tied is None:
        return None
    evidence = [evidence for record in made.records.all for evidence in record.evidence]
    total = sum(len(quote.supports) for quote in evidence)
    checked = sum(len(quote.supports) for quote in evidence if quote.source_id in made.articles)
    return Count(checked, total, checked - made.tied)


def rows_have_quotes(made: Made) -> Count | None:
    """Guarantee 3: every row of every table shows a quote, except where its schema says why it has none.

    Born from: rows entered from memory that no article carries.
    """
    if not made.tables:
        return None
    tables = [made.tables[schema.name] for schema in made.schemas.tables if schema.unquoted is None]
    total = sum(table.num_rows for table in tables)
    return Count(total, total, sum(table.column("quote").null_count for table in tables))


def values_are_read_again(made: Made) -> Count | None:
    """Guarantee 4: every quoted or coded value is read again from its words, and the reading is the value.

    Born from: a quote that is exact and says nothing of the value beside it, and a value mistyped beside words that say
    it right.
    """
    reading = made.rereading
    if reading is None:
        return None
    note = f"{reading.judged} judged values have words and are not read"
    return Count(reading.checked, reading.due, reading.wrong, note)


def articles_are_accounted_for(made: Made) -> Count | None:
    """Guarantee 5: every sentence, number, date and known name of an article's own text is coded or left out.

    Coded is what stands in the words of a value; what is left out has its reason. So has every stretch of six words or
    more that no quote covers. An article that was not cut into sentences is skipped.

    Born from: a sentence that each curator thought another one had coded, and a prison term beside a name that was.
    """
    coverage = made.coverage
    if coverage is None:
        return None
    by_kind = {kind: [tallies[kind] for tallies in coverage.values()] for kind in KINDS}
    totals = {kind: sum(tally.total for tally in tallies) for kind, tallies in by_kind.items()}
    wrong = sum(tally.missing for tallies in by_kind.values() for tally in tallies)
    checked = sum(totals.values())
    note = ", ".join(f"{PLURALS[kind]} {total}" for kind, total in totals.items())
    uncut = sum(source_id not in coverage for source_id in made.records.ids(SOURCES))
    return Count(checked, checked + uncut, wrong, note)


def rows_are_read_as_one(made: Made) -> Count | None:
    """Guarantee 6: what belongs together in a row is read together from its articles.

    Counted are the rows; one without words is skipped. A rule that the record lifts for some words, with a reason, is
    told apart.

    Born from: 948 (from "948lbs") with kilogram (from "430kg"): a false row of cells that are each proved.
    """
    joint = made.joint
    if joint is None:
        return None
    note = f"words that are exempt from a rule, each with a reason: {joint.exempt}" if joint.exempt else ""
    return Count(joint.checked, joint.due, joint.wrong, note)


GUARANTEES = (
    Guarantee(1, "every seed file is the registered one", seeds_are_registered),
    Guarantee(2, "every quote stands exactly in its own article", quotes_stand_exactly),
    Guarantee(3, "every row has a quote, except in passages", rows_have_quotes),
    Guarantee(4, "every quoted or coded value is read again from its words", values_are_read_again),
    Guarantee(5, "every sentence, number, date and name is coded or left out", articles_are_accounted_for),
    Guarantee(6, "every row is one reading", rows_are_read_as_one),
    Guarantee(7, "the tables satisfy their schemas, for frictionless and for Pandera", lambda made: made.gates),
    Guarantee(8, "CSV, Parquet and the loaded frame are equal", lambda made: made.forms),
    Guarantee(9, "the same inputs give the same bytes", None),
    Guarantee(10, "one version everywhere, and a new one for what is new", lambda made: made.versions),
    Guarantee(11, "the files in place are those of one whole build", lambda made: made.in_place),
)


def line(guarantee: Guarantee, made: Made) -> str:
    """Return one guarantee as a line of the build's report."""
    head = f"guarantee {guarantee.number}: {guarantee.title}: "
    if guarantee.count is None:
        return f"{head}shown by the tests"
    count = guarantee.count(made)
    if count is None:
        return f"{head}not run"
    wrong = f", {count.wrong} wrong" if count.wrong else ""
    note = f"; {count.note}" if count.note else ""
    verdict = "" if count.kept else " — NOT KEPT"
    return f"{head}checked {count.checked} of {count.total}, skipped {count.skipped}{wrong}{note}{verdict}"


def all_kept(made: Made, *, in_place: bool = True) -> bool:
    """Return whether every guarantee that a build can show was checked and is kept.

    Args:
        made: what the stages have made.
        in_place: with the last one, which can only be checked when the files are in place.
    """
    shown = GUARANTEES if in_place else GUARANTEES[:-1]
    counts = [guarantee.count(made) for guarantee in shown if guarantee.count]
    return all(count is not None and count.kept for count in counts)
