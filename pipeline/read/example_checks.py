"""Whether the examples and counter-examples of codes are what they say: where there are cues, they are read for it."""

from collections.abc import Iterator

from pipeline.faults import Fault, Position, nearest
from pipeline.read.cues import phrases, read_code
from pipeline.read.schema import Code, Vocabulary
from pipeline.read.schema_forms import missing


def example_faults(vocabulary: Vocabulary, file: str) -> Iterator[Fault]:
    """Yield the examples that are missing where other codes have one, and those that are of another code."""
    if not any(code.example or code.counter_example for code in vocabulary.codes):
        return
    for code in vocabulary.codes:
        subject, position = f"{vocabulary.name}.{code.code}", Position(file, code.line)
        if not code.example:
            yield missing(position, subject, "example")
        if not code.counter_example:
            yield missing(position, subject, "counter_example")
        elif code.counter_example.code not in vocabulary.by_code or code.counter_example.code == code.code:
            others = [other for other in vocabulary.by_code if other != code.code]
            seen, fix = f'the code "{code.counter_example.code}"', nearest(code.counter_example.code, others)
            yield Fault(position, "code-unknown", f"{subject}.counter_example", seen, "another code of the list", fix)
        elif any(phrases(vocabulary)):
            yield from _misread(code, vocabulary, position)


def _misread(code: Code, vocabulary: Vocabulary, position: Position) -> Iterator[Fault]:
    """Yield the examples of a code that the phrases of the vocabulary read otherwise."""
    counter = code.counter_example
    for key, words, expected in (
        ("example", code.example, code.code),
        ("counter_example", counter and counter.words, counter and counter.code),
    ):
        if words and (reading := _reading(words, vocabulary)) != expected:
            subject, fix = f"{vocabulary.name}.{code.code}.{key}", "choose other words"
            yield Fault(position, "example-misread", subject, f'"{words}": {reading}', f"words for {expected}", fix)


def _reading(words: str, vocabulary: Vocabulary) -> str:
    """Return the code that words say, or why they say none."""
    try:
        return read_code(words, vocabulary)
    except ValueError as error:
        return str(error)
