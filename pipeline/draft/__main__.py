"""``python -m pipeline.draft ARTICLE.txt``: make the seed, the entry in `sources` and a records file to complete.

Exit codes: 0 drafted; 1 the article is refused, and nothing was written; 2 the project cannot be read.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.draft.drafting import Draft, draft
from pipeline.draft.receive import Refused
from pipeline.draft.yaml_text import visible
from pipeline.faults import CannotBuild
from pipeline.release import swap

ROOT = Path(__file__).resolve().parents[2]
# Written here because `python -OO` drops docstrings.
DESCRIPTION = "Draft the records of an article: its seed, its entry in sources, a commented records file to complete."
USAGE = "name the article's file: python -m pipeline.draft ARTICLE.txt"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Draft, say what was made and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.draft", description=DESCRIPTION)
    parser.add_argument("article", metavar="ARTICLE.txt", nargs="?", help="a text file outside seeds/")
    article = parser.parse_args(arguments).article
    try:
        if not article:
            raise Refused(USAGE)
        with swap.alone(root):
            made = draft(Path(article), root)
    except Refused as error:
        print(f"not drafted: {visible(str(error))}", file=sys.stderr)
        return 1
    except (CannotBuild, OSError) as error:
        why = swap.reason(error) if isinstance(error, OSError) else error
        print(f"pipeline.draft: could not run: {why}", file=sys.stderr)
        return 2
    print("\n".join(_report(made)))
    return 0


def _report(made: Draft) -> list[str]:
    """Return what was made, what was unsure and the next step, as lines."""
    lines = ["drafted:"]
    lines += [f"  {path} (new)" for path in made.files.new]
    lines += [f"  {path} (one more entry)" for path in made.files.grown]
    if made.doubts:
        lines += ["unsure of:", *(f"  - {visible(doubt)}" for doubt in made.doubts)]
    lines += [f"next: check the zones in records/sources.yaml, then code {made.sentences} sentences in {made.page}"]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
