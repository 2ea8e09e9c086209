"""The rules across rows and tables, from the modules ``rules_…`` beside this one."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pipeline.check import rules_actors, rules_articles, rules_events, rules_values
from pipeline.check.joins import Rule, Tables
from pipeline.faults import Fault
from pipeline.read.schema import Schemas

RULES: Sequence[Rule] = (*rules_values.RULES, *rules_events.RULES, *rules_actors.RULES, *rules_articles.RULES)


def check_rules(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[Fault]:
    """Return every fault that the rules across rows and tables find in the built tables."""
    joined = Tables(schemas, tables)
    return sorted({finding.as_fault(kind(rule)) for rule in RULES for finding in rule(joined)})


def kind(rule: Rule) -> str:
    """Return the kind of the faults that a rule finds: the name of its function."""
    return rule.__name__.replace("_", "-")
