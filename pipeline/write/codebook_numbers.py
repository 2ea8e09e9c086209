"""The codebook's last parts: how much of the tables is tied to the articles, and how two codings agree with it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import pyarrow as pa

from codings.agreement import Agreement, ColumnAgreement
from codings.matching import RECORDS
from codings.settlements import DECISIONS
from pipeline.assemble.tables import EVIDENCE
from pipeline.locate.ledger import Share, shares
from pipeline.read.schema import Schemas

VALUES = """\
## <a id="numbers"></a>Values, readings and sentences

Values by origin, in all tables but those that the build makes from others ({built}):"""

READINGS = """\
How each value that was read in an article is tied to its words; what several quotes say counts once for each:"""

SENTENCES = """\
Sentences of headlines, standfirsts, captions and bodies. Each is behind at least one value or left out, with a reason
of [passage_reasons](#vocabularies.passage_reasons):"""

AGREEMENT = """\
## <a id="agreement"></a>Agreement of two independent codings

Two coders, called {coders} here, coded the five articles from the coding rules as they then stood, the schemas and the
vocabularies without the phrases that say each code. Neither saw the records or the other's coding. They are independent
readers of the same rules; nothing is claimed about their training, nor about how unlike each other they are. The
examples that the schemas give for each column, which come from the records, were taken out of what they worked from.

The numbers describe these codings of these five articles and estimate nothing beyond them. The codings stand in
`codings/`, one line for each value; `pipeline/matching.py` says how rows are matched, `pipeline/agreement.py` what
counts as agreeing. The records are taken as they stood before the differences were settled."""

FOUND = "Rows, by who has them:"

COLUMNS = """\
Cells of matched rows, by column. Rows are matched by their words and by the columns of their key, which therefore agree
more often than others. A unit is a cell that at least one of the two has filled. Each entry tells on how many units the
two agree, of how many, and the share. Alpha is Krippendorff's for nominal data, of the two codings with each other, an
empty cell counted as a value of its own; it is undefined where there are fewer than two units or only one value. Those
marked * hold texts as printed: two agree where the texts are equal or their words overlap, which is lenient, and
alpha is not computed."""

SETTLED = """\
Differences are rows and values that a coder found and the records lack or have otherwise. There are {differences}.
`codings/settlements.yaml` says how each was settled and by which rule: {decided}; still open: {open}."""


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent; 100 only for all and 0 only for none.

    >>> percent(1, 3), percent(999, 1000), percent(1, 1000), percent(0, 0)
    ('33 %', '99 %', '1 %', '–')
    """
    if not whole:
        return "–"
    rounded = round(Fraction(100 * part, whole))
    return f"{rounded if part in (0, whole) else min(max(rounded, 1), 99)} %"


def table_lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Return a table in Markdown; columns without any text are left out.

    >>> print(table_lines(["a", "b", "c"], [["1", "", "x|y"]]))
    | a | c |
    |---|---|
    | 1 | x\|y |
    """
    kept = [number for number in range(len(head)) if any(row[number] for row in rows)]
    lines = [[cells[number].replace("|", "\\|") for number in kept] for cells in [head, *rows]]
    written = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([written[0], "|" + "---|" * len(kept), *written[1:]])


def numbers_part(tables: Mapping[str, pa.Table], schemas: Schemas) -> Iterator[str]:
    """Yield the part on values, readings and sentences."""
    origins: Counter[str] = Counter()
    for schema in schemas.tables:
        if not schema.built:
            for column in schema.columns:
                origins[column.origin] += len(tables[schema.name]) - tables[schema.name].column(column.name).null_count
    yield VALUES.format(built=", ".join(f"`{schema.name}`" for schema in schemas.tables if schema.built))
    yield _counts("origin", origins)
    yield READINGS
    readings = Counter(tables[EVIDENCE].column("reading").to_pylist())
    meanings = {code.code: code.definition for code in schemas.vocabularies["readings"].codes}
    yield _counts("reading", readings, meanings)
    yield SENTENCES
    head = ["article", "sentences", "coded", "share", "left out"]
    yield table_lines(head, [_share(share) for share in shares(tables, schemas)])


def _share(share: Share) -> list[str]:
    """Return how many sentences of an article are coded and left out, as the cells of a table."""
    reasons = ", ".join(f"{reason} {number}" for reason, number in share.left_out.items())
    coded = percent(share.coded, share.sentences)
    return [share.source_id or "all", str(share.sentences), str(share.coded), coded, reasons]


def _counts(what: str, counts: Counter[str], meanings: Mapping[str, str] | None = None) -> str:
    """Return counts as a table, largest first, with the share of each."""
    total = counts.total()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [[f"`{name}`", str(count), percent(count, total), (meanings or {}).get(name, "")] for name, count in ordered]
    return table_lines([what, "number", "share", "meaning"], [*rows, ["all", str(total), "", ""]])


def agreement_part(agreement: Agreement) -> Iterator[str]:
    """Yield the part on the agreement of the codings."""
    names = {RECORDS: "records", **{coder: coder.upper() for coder in agreement.coders}}
    one, other = agreement.coders
    yield AGREEMENT.format(coders=f"{names[one]} and {names[other]}")
    yield FOUND
    yield _rows(agreement, names)
    yield COLUMNS
    pairs = [(one, other), (one, RECORDS), (other, RECORDS)]
    head = ["column", *(f"{names[a]}, {names[b]}" for a, b in pairs), "alpha"]
    yield table_lines(head, [_column(column, pairs) for column in agreement.columns])
    decided = ", ".join(f"{name} {agreement.decided.get(name, 0)}" for name in DECISIONS)
    yield SETTLED.format(differences=len(agreement.differences), decided=decided, open=len(agreement.unsettled))


def _rows(agreement: Agreement, names: Mapping[str, str]) -> str:
    """Return how many rows of each table who has found."""
    one, other = agreement.coders
    kinds = [{one, other, RECORDS}, {one, RECORDS}, {other, RECORDS}, {RECORDS}, {one, other}, {one}, {other}]
    head = [" and ".join(names[who] for who in (one, other, RECORDS) if who in kind) for kind in kinds]
    counted = [
        [f"[{table}](#{table})", *(str(found.get(frozenset(kind), 0)) for kind in kinds)]
        for table, found in agreement.rows.items()
    ]
    sums = [sum(found.get(frozenset(kind), 0) for found in agreement.rows.values()) for kind in kinds]
    return table_lines(
        ["table", *head[:3], f"{head[3]} only", *(f"{text} only" for text in head[4:])],
        [*counted, ["all", *map(str, sums)]],
    )


def _column(column: ColumnAgreement, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the agreement in one column as the cells of a table."""
    name = f"{column.table}.{column.column.name}"
    compared = [column.pairs[pair] for pair in pairs]
    text = column.column.reader == "text"
    shown = [f"{one.equal} of {one.units} ({percent(one.equal, one.units)})" if one.units else "" for one in compared]
    alpha = f"{float(column.alpha):.2f}" if column.alpha is not None else "" if text else "undefined"
    return [f"[{name}](#{name}){' *' if text else ''}", *shown, alpha]
