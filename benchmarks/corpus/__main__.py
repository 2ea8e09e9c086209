"""Writes a synthetic corpus: ``python -m benchmarks.corpus FOLDER --rows N``."""

import argparse
from pathlib import Path

from benchmarks.corpus.articles import Corpus
from benchmarks.corpus.faults import read_plans, write_faulty
from benchmarks.corpus.writing import FORMS, ROWS_A_SHORT_ARTICLE, ROWS_AN_ARTICLE, write_corpus

SEED = 15
BRIEF_ARTICLES_A_FAULT = 33
"""One in so many brief articles has a fault in a faulty corpus: one percent of all articles."""

MOST_ARTICLES = 999_999
"""The names of articles have six digits."""


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the project is written; it must not exist")
    parser.add_argument("--rows", type=int, default=10_000, help="how many rows of evidence, about (default: 10000)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the same seed gives the same bytes (default: {SEED})")
    parser.add_argument("--short", action="store_true", help="articles of about 15 rows of evidence")
    records = parser.add_mutually_exclusive_group()
    records.add_argument("--form", choices=FORMS, default=FORMS[0], help=f"of the records (default: {FORMS[0]})")
    records.add_argument("--faults", choices=read_plans(), help="plant faults, which planted.json lists; in YAML")
    asked = parser.parse_args()
    if asked.folder.exists():
        parser.error(f"{asked.folder} exists already; name a folder that does not")
    count = max(1, asked.rows // (ROWS_A_SHORT_ARTICLE if asked.short else ROWS_AN_ARTICLE))
    if count > MOST_ARTICLES:
        parser.error(f"{asked.rows} rows take {count} articles; a project has at most {MOST_ARTICLES}")
    corpus = Corpus(count, asked.seed, asked.short)
    if asked.faults:
        write_faulty(asked.folder, corpus, asked.faults, BRIEF_ARTICLES_A_FAULT)
    else:
        write_corpus(asked.folder, corpus, asked.form)


if __name__ == "__main__":
    main()
