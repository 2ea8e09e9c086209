"""Writes a synthetic corpus: ``python -m benchmarks.corpus FOLDER --rows N``."""

import argparse
from pathlib import Path

from benchmarks.corpus.writing import FORMS, ROWS_A_SHORT_ARTICLE, ROWS_AN_ARTICLE, write_corpus

SEED = 15


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the project is written; it must not exist")
    parser.add_argument("--rows", type=int, default=10_000, help="how many rows of evidence, about (default: 10000)")
    parser.add_argument("--short", action="store_true", help="short articles, a sixth as many rows each")
    parser.add_argument("--form", choices=FORMS, default="yaml", help="the form of the records (default: yaml)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the same seed gives the same bytes (default: {SEED})")
    asked = parser.parse_args()
    count = max(1, asked.rows // (ROWS_A_SHORT_ARTICLE if asked.short else ROWS_AN_ARTICLE))
    write_corpus(asked.folder, count, asked.seed, short=asked.short, form=asked.form)


if __name__ == "__main__":
    main()
