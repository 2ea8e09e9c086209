"""The full run: ``python -m tests.mutation [--survivors FILE] [--sample N] [--kind KIND]``."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

# The frames that are checked must be those of this tree's loader, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from tests.mutation import run
from tests.mutation.judge import COMPARED
from tests.mutation.world import read_world


def main(arguments: Sequence[str]) -> int:
    """Judge the mutants, print the tables and return 1 where one survived for no listed reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Do the checks see every mutant?")
    parser.add_argument("--survivors", type=Path, metavar="FILE", help="write the survivors there, one JSON a line")
    parser.add_argument("--sample", type=int, metavar="N", help="only about N mutants, spread over all kinds")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default 0)")
    parser.add_argument("--kind", action="append", help="only mutants of this kind; may be repeated")
    parser.add_argument("--jobs", type=int, default=run.cores(), metavar="N", help="processes (default: all cores)")
    options = parser.parse_args(arguments)
    made = run.mutants(read_world())
    numbers = run.sample(made, options.sample, options.seed) if options.sample else list(range(len(made)))
    numbers = [number for number in numbers if not options.kind or made[number].kind in options.kind]
    found = list(run.judge_all(numbers, options.jobs))
    survivors = [one for one in found if one.verdict.outcome == "survived"]
    print(run.table(found, "kind", lambda one: one.kind), end="\n\n")
    print(run.table(found, "column", lambda one: one.where), end="\n\n")
    print(run.tally((one for one in found if one.verdict.by), "killed by", lambda one: one.verdict.by), end="\n\n")
    late = [one for one in found if one.verdict.by == COMPARED]
    print(run.tally(late, "seen only by comparing with what a build makes", lambda one: one.where), end="\n\n")
    print(run.tally(survivors, "survived because", lambda one: one.reason or "— no reason listed"))
    if options.survivors:
        lines = [json.dumps(asdict(one), ensure_ascii=False) for one in survivors]
        options.survivors.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return int(any(not one.reason for one in survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
