"""A run: ``python -m tests.mutation [--page] [--survivors FILE] [--sample N] [--kind KIND]``."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

# The frames that are checked must be those of this tree's loader, whatever else is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from tests.mutation import run
from tests.mutation.checks_of_files import COMPARED
from tests.mutation.page import PAGE, page
from tests.mutation.world import read_world


def main(arguments: Sequence[str]) -> int:
    """Judge the mutants, print the tables and return 1 where one of a single value survived for no listed reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Do the checks see every mutant?")
    parser.add_argument("--page", action="store_true", help=f"write {PAGE}; not with --kind")
    parser.add_argument("--survivors", type=Path, metavar="FILE", help="write the survivors there, one JSON a line")
    parser.add_argument("--sample", type=int, metavar="N", help="only about N mutants, spread over all kinds")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default 0)")
    parser.add_argument("--kind", action="append", help="only mutants of this kind; may be repeated")
    parser.add_argument("--jobs", type=int, default=run.cores(), metavar="N", help="processes (default: all cores)")
    options = parser.parse_args(arguments)
    if options.page and options.kind:
        parser.error("--page needs mutants of all kinds: leave out --kind")
    world = read_world()
    made = run.mutants(world)
    numbers = run.sample(made, options.sample, options.seed) if options.sample else list(range(len(made)))
    numbers = [number for number in numbers if not options.kind or made[number].kind in options.kind]
    judgements = list(run.judge_all(numbers, options.jobs))
    single, joint = ([each for each in judgements if each.joint == wanted] for wanted in (False, True))
    survivors = [each for each in single if each.verdict.outcome == "survived"]
    print(run.table(single, "kind", lambda each: each.kind), end="\n\n")
    print(run.table(single, "column", lambda each: each.where), end="\n\n")
    print(run.table(joint, "kind of joint corruption", lambda each: each.kind), end="\n\n")
    print(run.table(joint, "kind and column", lambda each: f"{each.kind}: {each.where}"), end="\n\n")
    print(
        run.tally((each for each in judgements if each.verdict.by), "killed by", lambda each: each.verdict.by),
        end="\n\n",
    )
    late = [each for each in judgements if each.verdict.by == COMPARED]
    print(run.tally(late, "seen only by comparing with what a build makes", lambda each: each.where), end="\n\n")
    print(run.tally(survivors, "survived because", lambda each: each.reason or "— no reason listed"))
    if options.survivors:
        lines = [
            json.dumps(asdict(each), ensure_ascii=False) for each in judgements if each.verdict.outcome == "survived"
        ]
        options.survivors.write_text("\n".join([*lines, ""]), encoding="utf-8")
    if options.page:
        (world.root / PAGE).write_text(page(judgements, world, len(made)), encoding="utf-8")
    return int(any(not each.reason for each in survivors))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
