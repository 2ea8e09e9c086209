"""The part of the report on codings by the first version of the rules: how they are read, and what is left out."""

from collections.abc import Iterator

from codings.earlier import BY_RULE, NOT_COMPARED, READ_AS, RENAMED, RULES_SINCE
from pipeline.write.codebook_numbers import table_lines

EARLIER = """\
### <a id="{anchor}-earlier"></a>Earlier rules

For example, {coders} could make a ministry the `speaker` of its own accusation; today it is the `initiator`. {coders}
coded by the first version of the [coding rules](coding-rules.md), and the records follow a later one. The codings stand
as they were left. For the comparison they are read in today's columns where that is fair:"""

SINCE = """\
These changes cannot be translated, and count as differences:

{changes}"""

LEFT_OUT = """\
Nothing is compared in:"""


def earlier_part(anchor: str, coders: str) -> Iterator[str]:
    """Yield the part on earlier rules.

    Args:
        anchor: what the anchors of the comparison begin with.
        coders: the names of the coders, as one text.
    """
    yield EARLIER.format(anchor=anchor, coders=coders)
    yield table_lines(["then", "today", "why"], [list(entry) for entry in (*_renamed(), *_codes(), *BY_RULE)])
    yield SINCE.format(changes="\n".join(f"- {change}" for change in RULES_SINCE))
    yield LEFT_OUT
    yield table_lines(["table or column", "why"], [[f"`{name}`", why] for name, why in NOT_COMPARED.items()])


def _renamed() -> Iterator[tuple[str, str, str]]:
    """Yield the columns that have another name: then, today, the reason."""
    for (table, column), (name, why) in RENAMED.items():
        yield f"`{table}.{column}`", f"`{table}.{name}`", why


def _codes() -> Iterator[tuple[str, str, str]]:
    """Yield the earlier codes that may be another today: then, today, the reason."""
    for (table, column), pairs in READ_AS.items():
        for (then, now), why in pairs.items():
            yield f"`{table}.{column}` `{then}`", f"`{then}` or `{now}`", why
