"""``python -m pipeline.reread FILE.jsonl``: what the readers of the build make of phrases, one JSON object a line."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.read.schemas import read_schemas
from pipeline.reread.amounts import Lexicon
from pipeline.reread.phrases import Malformed, read_phrase, read_phrases

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


def main(arguments: Sequence[str]) -> int:
    """Print the reading of each phrase; return 2 where the file or one of its lines cannot be read, else 0."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.reread", description=__doc__.partition(": ")[2])
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="words and kind on each line; see phrases.py")
    path: Path = parser.parse_args(arguments).file
    schemas, faults = read_schemas(SCHEMAS)
    if faults:
        print(*faults, "the schemas have faults; build.py says more", sep="\n", file=sys.stderr)
        return 2
    lexicon, malformed = Lexicon.of(schemas.vocabularies), 0
    for stream in (sys.stdout, sys.stderr):
        # What is printed is the same in every locale.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        for phrase in read_phrases(path):
            if isinstance(phrase, Malformed):
                malformed += 1
                print(f"{path}:{phrase.number}: {phrase.why}", file=sys.stderr)
            else:
                print(json.dumps(read_phrase(phrase, lexicon), ensure_ascii=False))
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    return 2 if malformed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
