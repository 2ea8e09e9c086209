"""Rules across rows and tables: references, sums, evidence and the order of events.

They have the form of those in ``pipeline/check/rules.py``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from counternarcotics._fingerprint import cell_text
from pipeline.check.built import Built, Finding, Row
from pipeline.check.rules import REBUILD, Rule
from pipeline.read import edtf

# Columns that lead to a larger thing of the same table.
PARENTS = (("actors", "parent_id"), ("places", "parent_id"))
# Tables whose rows tell more about one event, of whose scope and time they therefore are.
TELLS_OF_EVENT = ("seizures", "legal_cases")
SPEAKS = ("speaker", "reporter")


def foreign_keys(built: Built) -> Iterator[Finding]:
    """Catches an id that was renamed or mistyped where it is referred to."""
    for schema in built.schemas.tables:
        for key in schema.foreign_keys:
            for row in built.table(schema.name):
                if row[key.column] is not None and built.row(key.table, row[key.column]) is None:
                    row_id, seen = row[schema.id_name], f"no row {row[key.column]} in {key.table}"
                    yield Finding((schema.name, row_id, key.column), seen, f"an id of {key.table}", "mend the id")


def outcomes_add_up(built: Built) -> Iterator[Finding]:
    """Catches an outcome left out or told twice.

    Source of rule: coding rule 12. Defendants that are not exactly told are only a limit and are not compared.
    """
    persons: dict[str, int] = {}
    for row in built.table("case_outcomes"):
        persons[row["case_id"]] = persons.get(row["case_id"], 0) + (row["persons"] or 0)
    for case in built.table("legal_cases"):
        told = persons.get(case["case_id"])
        if told is not None and case["defendants_qualifier"] == "exact" and told != case["defendants"]:
            seen = f"outcomes of {told} persons, {case['defendants']} defendants"
            todo = "complete the outcomes or mend the number"
            yield Finding(("legal_cases", case["case_id"], "defendants"), seen, "equal numbers", todo)


def counted_substances_are_a_class(built: Built) -> Iterator[Finding]:
    """Catches "46 substances" counted in the row of a single one."""
    for row in built.table("controlled_substances"):
        substance = built.row("substances", row["substance_id"])
        if row["number_of_substances"] is not None and substance and substance["kind"] != "class":
            seen = f"{row['number_of_substances']} substances in the row of one substance"
            todo = "refer to the class, or leave the number out"
            yield Finding(("controlled_substances", row["control_id"], "number_of_substances"), seen, "a class", todo)


def parents_have_no_cycles(built: Built) -> Iterator[Finding]:
    """Catches a body made part of its own part, on which every walk to the top would not end."""
    for table, column in PARENTS:
        links = {row_id: {row[column]} for row_id, row in built.by_id.get(table, {}).items() if row[column]}
        for row_id in sorted(links):
            if row_id not in _reached(links, *links[row_id]):
                continue
            todo = "see which of the two is the larger"
            yield Finding((table, row_id, column), "a chain of parents that comes back to it", "no cycle", todo)


def relations_have_no_cycles(built: Built) -> Iterator[Finding]:
    """Catches two events each told to follow the other, and a mutual relation written from both its ends."""
    vocabulary = built.schemas.vocabularies.get("event_relations")
    for code in vocabulary.codes if vocabulary else ():
        rows = [row for row in built.table("event_relations") if row["relation"] == code.code]
        wrong = _written_twice(rows) if code.extra.get("symmetric") == "true" else _in_a_ring(rows)
        for row in wrong:
            itself = row["event_id"] == row["other_event_id"]
            reverse = "the same event" if itself else "and by other rows the reverse"
            seen = f"{row['event_id']} {code.code} {row['other_event_id']}, {reverse}"
            todo = "take out the relation that the articles do not say"
            yield Finding(("event_relations", row["event_relation_id"], "other_event_id"), seen, "no cycle", todo)


def _written_twice(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a mutual relation that is written from both ends, or that ties an event to itself."""
    pairs = {(row["event_id"], row["other_event_id"]) for row in rows}
    return [row for row in rows if (row["other_event_id"], row["event_id"]) in pairs]


def _in_a_ring(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that together lead from an event back to it."""
    links: dict[str, set[str]] = {}
    for row in rows:
        links.setdefault(row["event_id"], set()).add(row["other_event_id"])
    return [row for row in rows if row["event_id"] in _reached(links, row["other_event_id"])]


def related_events_are_in_order(built: Built) -> Iterator[Finding]:
    """Catches an answer dated before what it answers, and a part outside the whole: a wrong date or relation."""
    for row in built.table("event_relations"):
        one, other = built.row("events", row["event_id"]), built.row("events", row["other_event_id"])
        if one is None or other is None:
            continue
        too_early = row["relation"] in ("follows", "responds_to", "part_of") and _before(one, other)
        too_late = row["relation"] == "part_of" and _before(other, one)
        if too_early or too_late:
            seen = f"{one['date']} {row['relation']} {other['date']}"
            todo = "mend the date or the relation"
            yield Finding(("event_relations", row["event_relation_id"], "relation"), seen, "dates that allow it", todo)


def rows_agree_with_their_event(built: Built) -> Iterator[Finding]:
    """Catches a total tied to the event of a single action, and a row dated at another time than its event."""
    for table in TELLS_OF_EVENT:
        for row_id, row in built.by_id.get(table, {}).items():
            event = built.row("events", row["event_id"])
            if event is None:
                continue
            if row["scope"] != event["scope"]:
                seen = f"{row['scope']}, its event is {event['scope']}"
                yield Finding((table, row_id, "scope"), seen, "one scope", "mend the scope or the event")
            if _before(row, event) or _before(event, row):
                seen, todo = f"{row['date']}, its event's date is {event['date']}", "mend the date or the event"
                yield Finding((table, row_id, "date"), seen, "dates that overlap", todo)


def places_lie_in_their_parents_country(built: Built) -> Iterator[Finding]:
    """Catches a town placed in the province of another country."""
    for place_id, place in built.by_id.get("places", {}).items():
        parent = built.row("places", place["parent_id"])
        if parent is not None and parent["country_code"] != place["country_code"]:
            seen = f"{place['country_code']} in {parent['country_code']} ({place['parent_id']})"
            yield Finding(("places", place_id, "parent_id"), seen, "one country", "look both places up anew")


def done_before_published(built: Built) -> Iterator[Finding]:
    """Catches a wrong year: what an article tells as done cannot lie after its day of publication."""
    for row in built.table("evidence"):
        source = built.row("sources", row["source_id"])
        told = built.row(row["table"], row["row_id"])
        if row["field"] != "date" or told is None or source is None or not source["published"]:
            continue
        event = told if row["table"] == "events" else built.row("events", told.get("event_id"))
        done = event is not None and event["modality"] == "occurred"
        last = _last_day(source["published"])
        if done and last and told["date_start"] and told["date_start"] > last:
            seen = f"{told['date']} in an article of {source['published']}"
            todo = "mend the date, or the modality if it was only announced"
            yield Finding((row["table"], row["row_id"], "date"), seen, "a day not after publication", todo)


def attributed_to_someone_who_speaks(built: Built) -> Iterator[Finding]:
    """Catches a claim ascribed to an actor who has no voice in the event: a name taken from the next sentence."""
    voices = {(row["event_id"], row["actor_id"]) for row in built.table("event_actors") if row["role"] in SPEAKS}
    for row in built.table("evidence"):
        told = built.row(row["table"], row["row_id"])
        event_id = told.get("event_id") if told else None
        if row["attributed_to"] and event_id and (event_id, row["attributed_to"]) not in voices:
            seen = f"{row['attributed_to']} says it, but has no part as speaker or reporter in {event_id}"
            todo = f"add the actor to {event_id}, or attribute the quote to someone else"
            yield Finding((row["table"], row["row_id"], row["field"]), seen, "a speaker or reporter", todo)


def figures_have_one_source(built: Built) -> Iterator[Finding]:
    """Catches a figure ascribed to one body in its row and to another in its evidence."""
    for row in built.table("figures"):
        for evidence in built.evidence_of.get(("figures", row["figure_id"], "value"), ()):
            says = evidence["attributed_to"]
            if says and row["attributed_to"] and says != row["attributed_to"]:
                seen = f"{row['attributed_to']}, the evidence of its value says {says}"
                yield Finding(
                    ("figures", row["figure_id"], "attributed_to"), seen, "one actor", "see who says the number"
                )


def evidence_is_of_its_row(built: Built) -> Iterator[Finding]:
    """Catches evidence left behind when a row was renamed or its value changed."""
    for row in built.table("evidence"):
        told = built.row(row["table"], row["row_id"])
        columns = built.schemas.table(row["table"]).by_name if row["table"] in built.schemas.by_name else {}
        column = columns.get(row["field"])
        text = cell_text(told[column.name]) if told and column else None
        if text is None or text == "" or text != row["value"]:
            seen = f"{row['value']} for {row['table']}/{row['row_id']}.{row['field']}, which is {text or 'not there'}"
            yield Finding(("evidence", row["evidence_id"], "value"), seen, "the value of that cell", REBUILD)


def words_lie_in_quotes(built: Built) -> Iterator[Finding]:
    """Catches offsets that slipped by the code points before a zone, so that every marked passage is off."""
    for row in built.table("evidence"):
        first = row["words_start"] - row["quote_start"]
        last = row["words_end"] - row["quote_start"]
        whole = row["quote_end"] - row["quote_start"] == len(row["quote"])
        if not (whole and 0 <= first < last <= len(row["quote"]) and row["quote"][first:last] == row["words"]):
            seen = f"offsets {row['words_start']} to {row['words_end']} of a quote at {row['quote_start']}"
            yield Finding(("evidence", row["evidence_id"], "words_start"), seen, "those of the words", REBUILD)


def values_have_evidence(built: Built) -> Iterator[Finding]:
    """Catches a value that no quote supports: known from elsewhere, or added after the quotes were chosen."""
    for schema in built.schemas.tables:
        for column in (column for column in schema.columns if column.needs_words):
            for row in built.table(schema.name):
                found = built.evidence_of.get((schema.name, row[schema.id_name], column.name), ())
                if row[column.name] is not None and not any(one["stance"] == "supports" for one in found):
                    seen, todo = f"{row[column.name]} without supporting evidence", "name the words that say it"
                    yield Finding((schema.name, row[schema.id_name], column.name), seen, "evidence", todo)


def quotes_are_of_the_row(built: Built) -> Iterator[Finding]:
    """Catches a row that shows the quote of another row, or a quote beside the file of another article."""
    shown = {(row["table"], row["row_id"], row["seed_file"], row["quote"]) for row in built.table("evidence")}
    for schema in built.schemas.tables:
        if schema.built or "quote" not in schema.by_name:
            continue
        for row in built.table(schema.name):
            if (schema.name, row[schema.id_name], row["seed_file"], row["quote"]) not in shown:
                seen, todo = f"{row['seed_file']}: {row['quote']}", REBUILD
                yield Finding((schema.name, row[schema.id_name], "quote"), seen, "a quote of the row's evidence", todo)


def seed_files_are_those_of_sources(built: Built) -> Iterator[Finding]:
    """Catches evidence that names one article by its id and another by its file."""
    for row in built.table("evidence"):
        if row["seed_file"] != f"seeds/{row['source_id']}.txt":
            seen = f"{row['seed_file']} for {row['source_id']}"
            yield Finding(("evidence", row["evidence_id"], "seed_file"), seen, "the source's own file", REBUILD)
        if row["table"] == "sources" and row["row_id"] != row["source_id"]:
            seen = f"a quote of {row['source_id']}"
            yield Finding(
                ("sources", row["row_id"], row["field"]), seen, "a quote of the article itself", "quote that one"
            )


def _before(one: Row, other: Row) -> bool:
    """Return whether all of one row's date lies before all of the other's."""
    return bool(one["date_end"] and other["date_start"] and one["date_end"] < other["date_start"])


def _last_day(text: str) -> date | None:
    """Return the last day that an EDTF value allows; None where it is open or malformed."""
    try:
        return edtf.bounds(text).end
    except ValueError:
        return None


def _reached(links: Mapping[str, set[str]], start: str) -> set[str]:
    """Return the nodes that a walk along the links comes to, `start` included.

    >>> sorted(_reached({"a": {"b"}, "b": {"c"}, "c": {"b"}}, "b"))
    ['b', 'c']
    """
    reached: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo += links.get(node, ())
    return reached


RULES: tuple[Rule, ...] = (
    foreign_keys,
    outcomes_add_up,
    counted_substances_are_a_class,
    parents_have_no_cycles,
    relations_have_no_cycles,
    related_events_are_in_order,
    rows_agree_with_their_event,
    places_lie_in_their_parents_country,
    done_before_published,
    attributed_to_someone_who_speaks,
    figures_have_one_source,
    evidence_is_of_its_row,
    words_lie_in_quotes,
    values_have_evidence,
    quotes_are_of_the_row,
    seed_files_are_those_of_sources,
)
