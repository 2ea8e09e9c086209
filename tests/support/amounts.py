"""The lexicon of the project's own vocabularies, for tests of the reader of amounts."""

from functools import cache
from pathlib import Path

from pipeline.read.schema import Vocabulary
from pipeline.read.vocabularies import read_vocabulary
from pipeline.reread.amounts import Lexicon

FOLDER = Path(__file__).parents[2] / "schemas" / "vocabularies"


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return one vocabulary of the project, which must have no fault."""
    read, faults = read_vocabulary(FOLDER / f"{name}.yaml", f"{name}.yaml")
    assert read is not None and not faults
    return read


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the project's vocabularies."""
    return Lexicon.of({name: vocabulary(name) for name in ("units", "currencies", "qualifiers")})
