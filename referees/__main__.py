"""Ask the referees about the built tables, and print what nobody has decided.

What is to be decided is printed in the form in which ``referees/decisions.yaml`` takes it.

Exit codes: 0 all is decided, or there was nothing to check; 1 something has to be decided or corrected; 2 the command
could not run.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.faults import CannotBuild, Fault
from pipeline.read.schemas import read_schemas
from referees.decisions import (
    REASONS,
    as_yaml,
    outdated_faults,
    read_decisions,
    summary,
    undecided,
    undecided_faults,
)
from referees.opinions import all_opinions

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = "Ask libraries for a second reading of the built tables, and print what nobody has decided."
ADVICE = """\
referees: the second reading is not in order; this is not the build, and its tables stand.
What to do: CONTRIBUTING.md, "Decide where a referee differs"."""


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Ask, print and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m referees",
        description=DESCRIPTION,
        epilog="Reasons: " + " ".join(f"{reason}: {meaning}" for reason, meaning in REASONS.items()),
    )
    parser.add_argument("--check", action="store_true", help="fail where a decision is missing or no longer holds")
    options = parser.parse_args(arguments)
    try:
        schemas, schema_faults = read_schemas(root / "schemas")
        decisions, decision_faults = read_decisions(root)
        if schema_faults or decision_faults:
            return _print_faults([*schema_faults, *decision_faults])
        opinions = all_opinions(root, schemas)
    except (CannotBuild, OSError) as error:
        print(f"referees: could not run: {error}", file=sys.stderr)
        return 2
    to_decide = undecided(opinions, decisions)
    print(as_yaml(to_decide), end="")
    print(summary(opinions, to_decide))
    faults = [*undecided_faults(to_decide), *outdated_faults(opinions, decisions)] if options.check else []
    return _print_faults(faults)


def _print_faults(faults: Sequence[Fault]) -> int:
    """Print faults, if there are any, and return the exit code."""
    for fault in sorted(faults):
        print(fault, file=sys.stderr)
    if faults:
        print(ADVICE, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
