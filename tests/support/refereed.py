"""The example as built, with a decision wherever a referee does not read what the tables say."""

import contextlib
import io
from pathlib import Path

import build
from pipeline.read.schemas import read_schemas
from referees.decisions import FILE, as_yaml, undecided
from referees.opinions import all_opinions
from tests.support.example import without_frictionless, write_example

STEPS = (("decision: open", "decision: kept"), ("reason: open", "reason: form_not_read"))
"""What a person who decides does with an entry, as replacements in it."""


def write_refereed(root: Path) -> Path:
    """Write the example to `root`, build it, decide on all that the referees say, and return it."""
    build_and_decide(write_example(root))
    return root


def build_and_decide(root: Path) -> None:
    """Build the example that stands in `root`, and decide on all that the referees say."""
    with without_frictionless(), contextlib.redirect_stdout(io.StringIO()):
        assert build.main([], root) == 0
    schemas, _ = read_schemas(root / "schemas")
    text = "decisions:\n" + as_yaml(undecided(all_opinions(root, schemas), []))
    for old, new in STEPS:
        text = text.replace(old, new)
    (root / FILE).parent.mkdir()
    (root / FILE).write_text(text, encoding="utf-8")
