"""The numbers that the words of rows print, each with the amount that they say and the place of its numeral."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.assemble.built import Row
from pipeline.reread.amounts import Amount, read_amount
from pipeline.reread.inferences import OF_NUMBERS
from pipeline.reread.surroundings import Span, Surroundings


class Printed(NamedTuple):
    """A number tie with the amount that its words say, and where its numeral stands in the article."""

    tie: Row
    amount: Amount
    numeral: Span


def printed_numbers(rows: Surroundings) -> Iterator[Printed]:
    """Yield each number that its words print, with the amount that they say; what cannot be read was reported."""
    for tie in rows.ties:
        column = rows.built.schemas.table(tie["table_name"]).column(tie["field"])
        if column.reader != "number" or tie["inference"] in OF_NUMBERS:
            continue
        try:
            amount = read_amount(tie["words"], rows.lexicon, rows.country(tie))
        except ValueError:
            continue
        start = tie["words_start"]
        yield Printed(tie, amount, Span(tie["source_id"], start + amount.start, start + amount.end))
