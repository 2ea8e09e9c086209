"""What bare libraries take for the bytes and rows of a build: ``python -m benchmarks.scale.bare FOLDER`` prints JSON.

The folder is one that was built. What a library is given is made ready before its time begins, so that each time is
that of the library alone. Rereading has no peer: no library derives a value from words.
"""

import csv
import hashlib
import io
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from counternarcotics._shared.frames import to_frame  # noqa: E402
from pipeline.memory import be_frugal  # noqa: E402
from pipeline.write.citations import STYLES, rendered  # noqa: E402
from pipeline.write.paths import CITATIONS  # noqa: E402
from schemas.pandera_schemas import schema  # noqa: E402

SECONDS: dict[str, float] = {}
"""What each library has taken so far, by what it does."""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Add the time of what is done within to that of `what`."""
    begun = time.perf_counter()
    yield
    SECONDS[what] = SECONDS.get(what, 0.0) + time.perf_counter() - begun


def inputs(folder: Path) -> dict[str, str]:
    """Read, hash and parse all inputs; return the texts of the articles by file."""
    texts: dict[str, str] = {}
    for path in sorted([*(folder / "records").iterdir(), *(folder / "seeds").iterdir()]):
        with timed("read and sha256"):
            content = path.read_bytes()
            hashlib.sha256(content).hexdigest()
        if path.suffix == ".yaml":
            with timed("parse"):
                yaml.load(content, Loader=yaml.CSafeLoader)
        elif path.suffix == ".jsonl":
            with timed("parse"):
                for line in content.splitlines():
                    json.loads(line)
        elif path.suffix == ".txt":
            with timed("read and sha256"):
                texts[f"seeds/{path.name}"] = content.decode("utf-8")
    return texts


def find(evidence: pa.Table, texts: dict[str, str]) -> None:
    """Look for each quote in its article, and for the words in their quote."""
    for batch in evidence.to_batches(100_000):
        columns = [batch[name].to_pylist() for name in ("seed_file", "quote", "words")]
        rows = list(zip(*columns, strict=True))
        with timed("str.find"):
            for file, quote, words in rows:
                texts[file].find(quote)
                quote.find(words)


def rows_and_files(table: pa.Table, name: str) -> None:
    """Make Arrow of Python values, check the frame with Pandera, and write CSV and Parquet."""
    for batch in table.to_batches(100_000):
        columns = [column.to_pylist() for column in batch.columns]
        with timed("Arrow"):
            for column, field in zip(columns, batch.schema, strict=True):
                pa.array(column, field.type)
        texts = [column.cast(pa.string()).fill_null("").to_pylist() for column in batch.columns]
        rows = list(zip(*texts, strict=True))
        with timed("csv and Parquet"):
            stream = io.StringIO()
            csv.writer(stream, lineterminator="\n").writerows(rows)
            hashlib.sha256(stream.getvalue().encode("utf-8")).hexdigest()
    with timed("csv and Parquet"):
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        hashlib.sha256(sink.getvalue()).hexdigest()
    frame, conditions = to_frame(table), schema(name)
    with timed("Pandera"):
        conditions.validate(frame, lazy=True)


def cite(folder: Path) -> None:
    """Make the two citations of each article, as the build does: citeproc-py is what takes the time."""
    articles = json.loads((folder / CITATIONS).read_bytes())["articles"]
    with timed("citeproc"):
        for entry in articles.values():
            for style in STYLES.values():
                rendered(entry["csl"], style)


def main() -> None:
    """Do the work once and print what each part took, in seconds."""
    folder = Path(sys.argv[1])
    # As a build does.
    be_frugal()
    texts = inputs(folder)
    for path in sorted((folder / "data").glob("*.parquet")):
        table = pq.ParquetFile(path).read()
        if path.stem == "evidence":
            find(table, texts)
        rows_and_files(table, path.stem)
        del table
    texts.clear()
    cite(folder)
    with timed("frictionless"):
        report = frictionless.Package(str(folder / "datapackage.json")).validate()
    if not report.valid:
        raise SystemExit(f"frictionless finds faults in {folder}")
    print(json.dumps(SECONDS))


if __name__ == "__main__":
    main()
