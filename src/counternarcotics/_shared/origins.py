"""Where the values of a column come from."""

from collections.abc import Mapping

ORIGINS: Mapping[str, str] = {
    "quoted": "Printed in the article. The build reads the value again from its words.",
    "coded": "A code of a closed list. Its words hold a phrase that the vocabulary lists for that code.",
    "judged": "Words are named, but no program can derive the value from them. The column says why.",
    "assigned": "Given by the curators: ids, titles, summaries, notes.",
    "derived": "Computed by the build from other values.",
    "reference": "An identifier from a public register. It says which thing an article names and adds no fact.",
}
"""The `origin` that a Table Schema gives to a column → what it means."""

WORDED = ("quoted", "coded", "judged")
"""The origins whose values have words; only `article`, which the build fills in for a claimant, has none."""
