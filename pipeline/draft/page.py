"""The records file of a draft: every sentence as a comment, what the readers find in it, the rows that it may give."""

from collections.abc import Iterator, Sequence

from pipeline.draft.likely import STAGES, Likely, slug
from pipeline.draft.names import NewName
from pipeline.draft.readings import SAYING, Sentence
from pipeline.draft.yaml_text import comment, flow, row_lines, scalar


def page(source_id: str, sentences: Sequence[Sentence], likely: Likely, names: Sequence[NewName]) -> str:
    """Return the text of an article's file of records. Only `source` is no comment."""
    lines = [*_next_steps(source_id), f"source: {source_id}", "# events:"]
    for sentence in sentences:
        lines += ["", *_sentence(sentence)]
        lines += [f"# {line}" for line in likely.events.get(sentence.number, [])]
    for table, rows in sorted(likely.others.items(), reverse=True):
        lines += ["", f"# {table}:", *(line if line.startswith("##") else f"# {line}" for line in rows)]
    for table in ("actors", "places"):
        lines += _new_names(table, [name for name in names if name.table == table])
    return "\n".join(lines) + "\n"


def _next_steps(source_id: str) -> Iterator[str]:
    steps = (
        f"1. Check the zones of {source_id} in records/sources.yaml. Then read on: lines with ## show the article and "
        "what the readers find; delete them when they are done.",
        '2. A line with one # is a likely row, or the name of its table. Delete its "# ", complete the row (give each '
        "empty value one) and correct it, or delete it. Everything else that the article says needs a row as well.",
        "3. Give each sentence without a row a reason, under left_out of this article in records/passages.yaml. "
        "Then run build.py: it says what is missing.",
    )
    for step in steps:
        yield from comment(step)


def _sentence(sentence: Sentence) -> Iterator[str]:
    yield from comment(f"{sentence.number} {sentence.zone}: {sentence.text}", indent="  ")
    for said in sentence.amounts:
        amount = said.amount
        size = f"{amount.low:f} to {amount.high:f}" if amount.number is None else f"{amount.number:f}"
        parts = [size, amount.unit, amount.currency, "" if amount.qualifier == "exact" else f"({amount.qualifier})"]
        yield from _finding("amount", f"“{said.words}” is {' '.join(filter(None, parts))}")
    for number in sentence.unread:
        yield from _finding("amount", f"“{number.words}” is not understood: {number.why}")
    for time in sentence.times:
        if time.date:
            counted = ", counted from published" if time.anchored else ""
            yield from _finding(
                "date", f"“{time.words}” is {time.date}{f' ({time.note})' if time.note else ''}{counted}"
            )
        else:
            yield from _finding("date", f"“{time.words}” is not understood: {time.note}")
    rows = {name.words: ", ".join(f"{table}/{row_id}" for table, row_id in name.rows) for name in sentence.names}
    if rows:
        yield from _finding("names", "; ".join(f"“{words}” is {row}" for words, row in rows.items()))
    cues: dict[str, list[str]] = {}
    for cue in sentence.cues:
        # A stage is the type of its event again.
        if cue.code == SAYING or cue.vocabulary == STAGES:
            continue
        cues.setdefault(cue.vocabulary, []).append(f"{cue.code} “{cue.words}”")
    for vocabulary, codes in cues.items():
        yield from _finding(vocabulary, ", ".join(dict.fromkeys(codes)))


def _finding(kind: str, text: str) -> Iterator[str]:
    yield from comment(f"{kind}: {text}", "##   ", "  ")


def _new_names(table: str, names: Sequence[NewName]) -> Iterator[str]:
    """Yield the candidates for new rows of a table."""
    if not names:
        return
    yield from (
        "",
        f"# {table}:",
        f"## names that no row has; delete what is no row of {table}, or add it to a row's forms",
    )
    for name in names:
        row = {"id": name.row_id, "name": name.name, "kind": "person" if name.office else ""}
        lines = row_lines(row | ({"country_code": ""} if name.is_place else {}))
        lines += [f"  forms: [{', '.join(map(scalar, name.forms))}]"] if name.forms else []
        lines += [f"  positions: [{flow({'id': slug(name.office), 'title': name.office})}]"] if name.office else []
        yield f"## sentence {name.sentence}"
        yield from (f"# {line}" for line in [*lines, f"  evidence: [{flow(name.quote)}]"])
