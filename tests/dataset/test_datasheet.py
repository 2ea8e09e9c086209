"""The datasheet: every number on it is counted again, and no number stands there that nothing counts."""

import csv
import functools
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support import ROOT

DATASHEET = "docs/datasheet.md"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@functools.cache
def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(table: str, column: str) -> Counter[str]:
    return Counter(row[column] for row in rows(table))


def told(pattern: str, document: str = "docs/codebook.md") -> list[tuple[str, ...]]:
    """Return what a derived document, mostly the codebook, says wherever a pattern matches."""
    return [match.groups() for match in re.finditer(pattern, read(document), re.M)]


def agreed(pattern: str) -> list[tuple[str, ...]]:
    return told(pattern, "docs/agreement.md")


def word(number: int) -> str:
    return ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"][number]


def facts_on_tables() -> Iterator[str]:
    sizes = {file.stem: len(rows(file.stem)) for file in (ROOT / "data").glob("*.csv")}
    yield f"{word(sizes['sources'])} news articles, coded into {len(sizes)} tables with {sum(sizes.values())} rows"
    yield "Two of the tables are about the coding"
    yield from (f"| {table} | {number} |" for table, number in sizes.items())
    ((values,), (readings,)) = told(r"^\| all \| (\d+) \|  \|")
    yield f"The {len(sizes) - 2} tables that are not about the coding hold {values} values"
    shares = told(r"^\| `(quoted|coded|judged)` \| (\d+) \| \d+ % \|$")
    read_values = sum(int(number) for _, number in shares)
    yield f"The {read_values} values that were read have {sizes['evidence']} rows in `evidence`"
    yield f"How the {readings} values and quotes are linked"
    yield from (f"| {' | '.join(counted)} |" for counted in told(r"^\| `(\w+)` \| (\d+) \| (\d+ %) \|"))
    kinds = count("actors", "kind")
    yield f"Of {sizes['actors']} actors, {kinds['person']} are persons named in the articles"
    yield f"{kinds['unnamed_person']} are persons without a name"
    assert count("seizures", "scope") == {"incident": 1, "aggregate": 1}
    yield "It holds two seizures: one incident and one reported total."


def facts_on_events() -> Iterator[str]:
    events, scopes, modalities = rows("events"), count("events", "scope"), count("events", "modality")
    first = min(row["date_start"] for row in events if row["date_start"])
    yield f"between {first} and {max(row['date_end'] for row in events)}"
    yield f"{count('events', 'date')['']} of {len(events)} events have no date"
    done = modalities.pop("occurred")
    *names, last = sorted(modalities, key=lambda name: (-modalities[name], name))
    yield f"{done} events are reported as having occurred; {modalities.total()} are {', '.join(names)} or {last}."
    yield f"{scopes['incident']} are incidents, {scopes['process']} are processes"
    yield f"{scopes['aggregate']} are aggregates"
    yield f"{word(len(events) - count('events', 'n_sources')['1']).capitalize()} events are reported by more than one"


def facts_on_articles() -> Iterator[str]:
    bases, publishers = count("sources", "published_basis"), count("sources", "publisher")
    assert count("sources", "language").keys() == {"en"}
    yield f"All {word(bases.total())} are in English."
    assert (bases["dateline"], bases["copyright_line"], bases.total() - bases[""]) == (1, 1, 2)
    yield f"{word(bases[''])} no date at all. {word(bases.total() - publishers['']).capitalize()} name a publisher"
    yield f"how the {word(bases.total())} articles were chosen"
    yield f"coded the {word(bases.total())} articles from the rules"
    shares = [float(row["quoted_share"]) for row in rows("sources")]
    yield f"from {min(shares):.0%} to {max(shares):.0%} of the body".replace("%", " %")
    (whole,) = told(r"^\| all \| (\d+) \| (\d+) \| \d+ % \|")
    left_out = int(whole[0]) - int(whole[1])
    yield f"{whole[0]} sentences: {whole[1]} support at least one value, {left_out} are left out"
    ((longest,),) = set(told(r"exact to the code point, at most (\d+) characters"))
    yield f"an exact quote of {longest} characters at most"


def facts_on_agreement() -> Iterator[str]:
    ((both, *one, neither, missed, only_c, only_d),) = [map(int, row) for row in agreed(r"^\| all" + r" \| (\d+)" * 7)]
    yield f"of the {both + sum(one) + neither} rows that the records then had, {both} are in both codings"
    yield f"{sum(one)} in one and {neither} in neither. {missed} rows are in both codings"
    yield f"{only_c} in that of C alone, {only_d} in that of D alone"
    alpha = {column: value for column, value in agreed(r"^\| \[(\w+\.\w+)\].* \| (-?\d\.\d\d) \|$")}
    named = ("events.event_type", "events.modality", "events.scope", "events.date", "event_actors.role")
    yield f"of C and D is {', '.join(f'{alpha[column]} for `{column}`' for column in named)}."
    low = [f"`{column}` ({alpha[column]}" for column in sorted(alpha, key=lambda column: float(alpha[column]))[:4]]
    yield f"It is lowest for {'), '.join(low[:3])}) and {low[3]}, of two seizures)."
    parts = agreed(r"^\| \[events\.(\w+)\]\S+" + r"(?: \*)? \| (\d+) of (\d+) \((\d+) %\)" * 3)
    assert {min(parts, key=lambda part: int(part[share]))[0] for share in (6, 9)} == {"date"}
    ((c_d, of, _, c, of_c, _, d, of_d, _),) = (part[1:] for part in parts if part[0] == "date")
    yield f"C and D agree on {c_d} of {of} filled cells of `events.date`, C and the records on {c} of {of_c}"
    yield f"D and the records on {d} of {of_d}"
    ((differences,),) = agreed(r"or have differently\. There are (\d+)\.")
    ((kept, changed, added, still_open),) = agreed(r"kept (\d+), changed (\d+), added (\d+); still open: (\d+)\.")
    yield f"of {differences} differences, {kept} left the records as they were, {changed} changed a value"
    yield f"{added} added a row; {still_open} are open"


NUMBER = r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred)\b"
NO_COUNT = r"`[^`]*`|\]\(\S+\)|SHA-256|CC BY 4\.0|al\. 2021|Two coders, C and D|two readings|compares two versions"


def uncounted(text: str) -> list[str]:
    """Return what the datasheet should tell and does not, and the numbers in it that nothing counts."""
    text = re.sub(r"\s+", " ", text)
    facts = [*facts_on_tables(), *facts_on_events(), *facts_on_articles(), *facts_on_agreement()]
    missing = [fact for fact in facts if fact not in text]
    for fact in sorted(facts, key=len, reverse=True):
        text = text.replace(fact, "")
    return missing + re.findall(NUMBER, re.sub(NO_COUNT, "", text), re.I)


def test_every_number_of_the_datasheet_is_counted_again() -> None:
    assert uncounted(read(DATASHEET)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("| events | 85 |", "| events | 86 |", ["| events | 85 |", "86"]),
        ("three\nno date", "two\nno date", ["three no date at all. Four name a publisher", "two", "Four"]),
        ("## Uses\n", "## Uses\n\nIt has twelve users.\n", ["twelve"]),
        ("0.97 for", "0.98 for", None),
    ],
)
def test_a_wrong_number_in_the_datasheet_is_found(old: str, new: str, found: list[str] | None) -> None:
    text = read(DATASHEET)
    assert text.count(old) == 1
    wrong = uncounted(text.replace(old, new))
    assert wrong
    assert found is None or wrong == found
