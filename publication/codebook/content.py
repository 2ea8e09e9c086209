"""What the printed codebook says, taken from the schemas and two pages of the documentation.

Nothing is written twice: a rule is its name and its first two sentences in ``docs/coding-rules.md``, what the dataset
is and is not comes from ``docs/datasheet.md`` in the same way, and a code is what its vocabulary says of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sentencex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from counternarcotics._shared.origins import ORIGINS
from pipeline.read.project import read_project
from pipeline.read.rules_page import PAGE as RULES
from pipeline.read.schema import Code, Schemas, TableSchema, Vocabulary
from pipeline.read.schemas import read_schemas
from pipeline.write.descriptor import LICENSE, TITLE, reading_order
from publication.open_step import CannotPublish

DATASHEET = "docs/datasheet.md"
PURPOSES = "Motivation"
LIMITS = "What the dataset is not."
SENTENCES = 2
"""How many sentences of a rule, or of what the dataset is not, are printed."""

Run = tuple[str, str]
"""A stretch of text and its kind: ``text``, ``code`` or ``strong``."""


def content(root: Path) -> Mapping[str, Any]:
    """Return all that the printed codebook of a project says, as the template expects it.

    Raises:
        CannotPublish: the schemas have faults, or a page lacks the part that is printed.
        CannotBuild: the project names no version, or its schemas are missing.
        OSError: a page cannot be read.
    """
    schemas, faults = read_schemas(root / "schemas")
    if faults:
        raise CannotPublish(f"the schemas have faults; build.py lists them, the first is: {faults[0]}")
    project = read_project(root)
    datasheet = (root / DATASHEET).read_text(encoding="utf-8")
    return {
        "title": TITLE,
        "description": project["description"],
        "version": project["version"],
        "date": project["date"],
        "licence": f"{LICENSE['title']} ({LICENSE['name']})",
        "purposes": [inline_runs(text) for text in list_items(section(datasheet, PURPOSES))],
        "limits": [first_sentences(inline_runs(text), SENTENCES) for text in list_items(after_lead(datasheet, LIMITS))],
        "sections": list(rule_sections((root / RULES).read_text(encoding="utf-8"))),
        "origins": [{"name": name, "meaning": inline_runs(meaning)} for name, meaning in ORIGINS.items()],
        "tables": [_table(schema) for schema in reading_order(schemas)],
        "vocabularies": [
            _vocabulary(vocabulary, schemas)
            for vocabulary in schemas.vocabularies.values()
            if any(code.example for code in vocabulary.codes)
        ],
    }


def inline_runs(text: str) -> list[Run]:
    """Return a paragraph of Markdown as runs; of a link, its text.

    >>> inline_runs("**Scope.** See [rule 3](a.md) and `date`.")
    [('strong', 'Scope.'), ('text', ' See rule 3 and '), ('code', 'date'), ('text', '.')]
    """
    (paragraph,) = (token for token in _parser().parse(text) if token.type == "inline")
    runs = list[Run]()
    kind = "text"
    for token in paragraph.children or []:
        if token.type in ("strong_open", "strong_close"):
            kind = "strong" if token.type == "strong_open" else "text"
        elif token.type == "code_inline":
            runs.append(("code", token.content))
        else:
            added = " " if token.type == "softbreak" else token.content
            before = runs.pop()[1] if runs and runs[-1][0] == kind else ""
            runs += [(kind, before + added)] if before or added else []
    return runs


def _parser() -> MarkdownIt:
    """Return a parser of what the schemas and the documentation use, which makes straight quotation marks curly."""
    return MarkdownIt("commonmark", {"typographer": True}).enable("smartquotes")


def first_sentences(runs: Sequence[Run], count: int) -> list[Run]:
    """Return the first sentences of a paragraph.

    A name in front of them, as ``**Scope.**``, is none.

    >>> first_sentences([("strong", "Scope."), ("text", " Code all. Take "), ("code", "date"), ("text", ". Stop.")], 2)
    [('strong', 'Scope.'), ('text', ' Code all. Take '), ('code', 'date'), ('text', '.')]
    """
    whole = "".join(text for _, text in runs)
    name = runs[0][1] if runs[0][0] == "strong" and runs[0][1].endswith(".") else ""
    sentences = list(sentencex.segment("en", whole[len(name) :]))
    left = len(name) + len("".join(sentences[:count]).rstrip())
    kept = list[Run]()
    for kind, text in runs:
        kept += [(kind, text[:left])] if left > 0 else []
        left -= len(text)
    return kept


def section(text: str, heading: str) -> str:
    """Return the part of a page below a heading of the second level; raises `CannotPublish` if there is none."""
    match = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    if not match:
        raise CannotPublish(
            f'there is no section "{heading}" to print; add it, or correct publication/codebook/content.py'
        )
    return match[1]


def after_lead(text: str, lead: str) -> str:
    """Return what follows a paragraph that is a name in bold; raises `CannotPublish` if there is none."""
    _, found, after = text.partition(f"**{lead}**\n")
    if not found:
        raise CannotPublish(f'there is no part "{lead}" to print; add it, or correct publication/codebook/content.py')
    return after.partition("\n## ")[0]


def list_items(text: str) -> list[str]:
    r"""Return the first paragraph of each item of the first list of a text.

    >>> list_items("Before\n\n- one\n  more\n- two\n\n  further\n\nAfter\n")
    ['one\nmore', 'two']
    """
    return [item for _, item in _items(_parser().parse(text))]


def _items(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the number, empty where there is none, and the first paragraph of each item of the first list."""
    number, waiting = "", False
    for token in tokens:
        if token.type in ("bullet_list_close", "ordered_list_close") and token.level == 0:
            return
        if token.type == "list_item_open" and token.level == 1:
            number, waiting = token.info, True
        elif token.type == "inline" and waiting:
            yield number, token.content
            waiting = False


def rule_sections(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield each section of the coding rules that holds numbered rules, with the beginning of each rule."""
    for heading in re.findall(r"^## (.*)$", text, re.M):
        rules = [
            {"number": number, "text": first_sentences(inline_runs(rule), SENTENCES)}
            for number, rule in _items(_parser().parse(section(text, heading)))
            if number
        ]
        if rules:
            yield {"title": heading, "rules": rules}


def _table(schema: TableSchema) -> Mapping[str, Any]:
    """Return what is printed of a table: what a row is, and its columns."""
    columns = [{"name": column.name, "title": column.title, "origin": column.origin} for column in schema.columns]
    description = first_sentences(inline_runs(schema.description), 1)
    return {"name": schema.name, "title": schema.title, "description": description, "columns": columns}


def _vocabulary(vocabulary: Vocabulary, schemas: Schemas) -> Mapping[str, Any]:
    """Return what is printed of a vocabulary: where its codes stand, and the codes."""
    columns = [
        f"{table.name}.{column.name}"
        for table in reading_order(schemas)
        for column in table.columns
        if column.vocabulary == vocabulary.name and column.origin != "derived"
    ]
    return {
        "name": vocabulary.name,
        "title": vocabulary.title,
        "description": inline_runs(vocabulary.description),
        "columns": columns,
        "unmarked": vocabulary.unmarked,
        "codes": [_code(code) for code in vocabulary.codes],
    }


def _code(code: Code) -> Mapping[str, Any]:
    """Return what is printed of a code that has examples."""
    counter = code.counter_example
    return {
        "code": code.code,
        "definition": inline_runs(code.definition),
        "example": inline_runs(code.example or ""),
        "counter_example": {"words": inline_runs(counter.words), "code": counter.code} if counter else None,
    }
