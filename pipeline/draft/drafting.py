"""One article drafted: from its file to the files of the project that hold its draft."""

import hashlib
import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.draft.copies import check_copies
from pipeline.draft.dates import Printed
from pipeline.draft.entry import missing_cuts, passages_entry, source_entry
from pipeline.draft.imprint import imprint_of
from pipeline.draft.likely import likely_rows
from pipeline.draft.money import country_of_money
from pipeline.draft.names import new_names
from pipeline.draft.page import page
from pipeline.draft.place import Files, put, taken_back
from pipeline.draft.readings import Names, Readers, Sentence
from pipeline.draft.receive import Received, Refused, receive
from pipeline.draft.zones import Layout, layout_of
from pipeline.locate.batches import locate_all
from pipeline.model import SEED_FILE, SOURCES, Article, Records, Zone
from pipeline.read.ledgers import FILE as LEDGER
from pipeline.read.nodes import Fields, Items
from pipeline.read.records import read_records
from pipeline.read.rules_page import rules_versions
from pipeline.read.schema import Schemas
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from pipeline.read.slugs import slug
from pipeline.read.strict_yaml import parse_yaml
from pipeline.reread.amounts import Lexicon

SEEDS, RECORDS = "seeds", "records"
_NUMBER = re.compile(r"(\d{3,})_")
_WORDS_OF_ID = 5
_LONGEST_NAME = 60
"""How many words of a title an id holds, and how many characters at most."""
_TO_CODE = frozenset({"sentence-unaccounted"})
"""The kinds of faults that a draft leaves for its curator."""
_BUILD_FIRST = "run build.py, correct what it reports, and draft again"


@dataclass(frozen=True)
class Draft:
    """What was made of an article: the files, of which `page` is its file of records, and what was unsure."""

    page: str
    files: Files
    sentences: int
    doubts: tuple[str, ...]


def draft(path: Path, root: Path) -> Draft:
    """Draft the article in a file into the project in `root`, and return what was made.

    Raises:
        Refused: the file cannot be drafted, or the project not be read; nothing was written then.
        CannotBuild: a folder of the project is missing.
    """
    if _lies_in(path, root / SEEDS):
        raise Refused(f"{path} lies in {SEEDS}/, which this command fills; move the file elsewhere and name it there")
    received = receive(path)
    schemas, records, articles = _project(root)
    doubts = [*received.doubts, *_copies(received, articles, records, root)]
    seed = f"{next_number(root, records):03}_{received.sha256[:16]}"
    made = _made(seed, received, schemas, records, rules_versions(root)[-1])
    doubts += made.doubts
    files = _files(seed, received, made, root)
    _check(files.new, made.entries, schemas)
    put(root, files)
    return Draft(_page_of(seed), files, made.sentences, tuple(doubts))


def _seed_file(seed: str) -> str:
    return f"{SEEDS}/{seed}.txt"


def _page_of(seed: str) -> str:
    return f"{RECORDS}/{seed}.yaml"


def _lies_in(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        # Such a path cannot be read either.
        return False


def _project(root: Path) -> tuple[Schemas, Records, Mapping[str, Article]]:
    """Return what the project has so far."""
    schemas, faults = read_schemas(root / "schemas")
    if faults:
        raise Refused(f"the schemas have faults: {faults[0]}; {_BUILD_FIRST}")
    records, faults = read_records(root / RECORDS, schemas)
    if not records.whole:
        raise Refused(f"a file of records cannot be read: {faults[0]}; {_BUILD_FIRST}")
    articles, _ = read_seeds(root / SEEDS, records, schemas)
    return schemas, records, articles


def _copies(received: Received, articles: Mapping[str, Article], records: Records, root: Path) -> list[str]:
    """Return what the article shares with others; refuse one that the project has."""
    registered = {record.text(SEED_FILE) for record in records.of(SOURCES)}
    for seed in sorted((root / SEEDS).glob("*.txt")):
        if _seed_file(seed.stem) not in registered and hashlib.sha256(seed.read_bytes()).hexdigest() == received.sha256:
            raise Refused(
                f"{SEEDS}/{seed.name} is this article, and no entry of sources names it; move it elsewhere first"
            )
    return check_copies(received, articles, records)


def next_number(root: Path, records: Records) -> int:
    """Return the number behind the highest one that a seed has, or that an entry of `sources` names."""
    names = [seed.name for seed in (root / SEEDS).iterdir()]
    names += [Path(record.text(SEED_FILE)).name for record in records.of(SOURCES)]
    return max((int(match[1]) for name in names if (match := _NUMBER.match(name))), default=-1) + 1


@dataclass(frozen=True)
class _Made:
    """What is written of an article: the records file, the entries by file of records; and what was unsure."""

    page: str
    entries: Mapping[str, list[str]]
    sentences: int
    doubts: list[str]


def source_id_of(said: Mapping[str, Printed], used: Collection[str]) -> str:
    """Return a readable id for an article: its publisher and day where both are printed, else words of its title.

    >>> said = {"title": Printed("Talks held", "", 0), "published": Printed("2024", "", 0)}
    >>> source_id_of(said, {"talks-held"}), source_id_of({**said, "publisher_text": Printed("The Post", "", 0)}, ())
    ('talks-held-2', 'the-post-2024')
    """
    told = [said[name].value for name in ("publisher_text", "published") if name in said]
    words = slug(" ".join(told) if len(told) == 2 else said["title"].value).split("-")
    name = "-".join(words if len(told) == 2 else words[:_WORDS_OF_ID])[:_LONGEST_NAME].strip("-") or "article"
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(source_id for source_id in itertools.chain([name], numbered) if source_id not in used)


def _made(seed: str, received: Received, schemas: Schemas, records: Records, rules_version: int) -> _Made:
    """Return what is written of an article."""
    text, lexicon = received.text, Lexicon.of(schemas.vocabularies)
    layout = layout_of(text)
    publishers = {record.text("publisher_text") for record in records.of(SOURCES)} - {""}
    imprint = imprint_of(text, layout, frozenset(publishers), frozenset(schemas.agencies))
    country, money_doubts = country_of_money(_own_text(text, layout), schemas, lexicon)
    source_id = source_id_of(imprint.said, _ids(records, SOURCES))
    article = _article(source_id, _seed_file(seed), received, layout, schemas)
    ledger = missing_cuts(article)
    day = imprint.said["published"].value if "published" in imprint.said else None
    sentences = Readers(schemas, lexicon, Names(records.forms), day, country).sentences(article, ledger)
    names = new_names(sentences, text, _ids(records, "actors", "places"))
    new = Names({(name.table, name.row_id): [name.name, *name.forms] for name in names})
    likely = likely_rows(sentences, text, _ids(records, "events", "seizures", "legal_cases", "figures"), new)
    assigned = {"id": source_id, "seed_file": article.seed_file, "country": country}
    assigned["rules_version"] = str(rules_version)
    entries = {
        f"{SOURCES}.yaml": source_entry(assigned, received, layout, imprint.said),
        LEDGER: passages_entry(ledger),
    }
    doubts = [*layout.doubts, *imprint.doubts, *money_doubts, *_broken(seed, sentences)]
    return _Made(page(source_id, sentences, likely, names), entries, len(sentences), doubts)


def _files(seed: str, received: Received, made: _Made, root: Path) -> Files:
    """Return the files of a draft: the seed and the records file, and those that get an entry."""
    grown = _grown(root, made.entries)
    new = {
        _seed_file(seed): received.text.encode(),
        _page_of(seed): made.page.encode(),
        **{path: after for path, (old, after) in grown.items() if not old},
    }
    return Files(new, {path: contents for path, contents in grown.items() if contents[0]})


def _own_text(text: str, layout: Layout) -> str:
    """Return the text without what is no part of the article."""
    kinds = ("headline", "standfirst", "caption", "body", "imprint")
    return "\n".join(text[begin:end] for begin, end in layout.of(*kinds))


def _article(source_id: str, seed_file: str, received: Received, layout: Layout, schemas: Schemas) -> Article:
    """Return the article as the build will read it."""
    kinds = schemas.vocabularies["zones"].by_code
    zones = (
        Zone(stretch.kind, stretch.start, stretch.end, kinds[stretch.kind].extra.get("quoted_by", ""))
        for stretch in layout.stretches
    )
    return Article(source_id, seed_file, received.sha256, received.text, tuple(zones))


def _ids(records: Records, *tables: str) -> set[str]:
    """Return the ids that rows of some tables have or had."""
    return {row_id for table in tables for row_id in [*records.ids(table), *records.retired.get(table, ())]}


def _broken(seed: str, sentences: list[Sentence]) -> list[str]:
    """Return that sentences run over line ends, where some do."""
    broken = sum("\n" in sentence.text for sentence in sentences)
    if not broken:
        return []
    return [
        f"{broken} of {len(sentences)} sentences run over a line end, which no quote can; if a program broke them, "
        f"{taken_back(seed)}, join the lines and draft again"
    ]


def _grown(root: Path, entries: Mapping[str, list[str]]) -> dict[str, tuple[bytes, bytes]]:
    """Return the old bytes of each file of records and those with an entry behind them; no old bytes where it is new.

    Raises:
        Refused: a file does not end with a list of entries of its table, so that nothing can stand behind it.
    """
    grown: dict[str, tuple[bytes, bytes]] = {}
    for name, lines in entries.items():
        file, table = root / RECORDS / name, name.removesuffix(".yaml")
        old = file.read_bytes() if file.exists() else b""
        before = old or f"{table}:\n".encode()
        after = before + (b"" if before.endswith(b"\n") else b"\n") + "\n".join([*lines, ""]).encode()
        if _entries(after, table) != (_entries(old, table) if old else 0) + 1:
            raise Refused(
                f"{RECORDS}/{name} does not end with the list of {table}, one entry after another and each beginning "
                f'with "- "; write it like that, and draft again'
            )
        grown[f"{RECORDS}/{name}"] = (old, after)
    return grown


def _entries(content: bytes, table: str) -> int:
    """Return how many entries a file has under its table; -1 where it cannot be read or has another form."""
    root, faults = parse_yaml(content.decode(), table)
    entries = root.entries.get(table) if isinstance(root, Fields) else None
    return len(entries.items) if isinstance(entries, Items) and not faults else -1


def _check(new: Mapping[str, bytes], entries: Mapping[str, list[str]], schemas: Schemas) -> None:
    """Let the build's first stages read the draft by itself, so that nothing malformed is written.

    Raises:
        Refused: they find anything but what is still to code.
    """
    with TemporaryDirectory() as folder:
        alone = Path(folder)
        listed = {
            f"{RECORDS}/{name}": "\n".join([f"{name.removesuffix('.yaml')}:", *lines, ""]).encode()
            for name, lines in entries.items()
        }
        for path, content in {**new, **listed}.items():
            (alone / path).parent.mkdir(exist_ok=True)
            (alone / path).write_bytes(content)
        records, faults = read_records(alone / RECORDS, schemas)
        articles, seed_faults = read_seeds(alone / SEEDS, records, schemas)
        faults += [*seed_faults, *locate_all(records, articles, schemas).faults]
    malformed = [fault for fault in faults if fault.kind not in _TO_CODE]
    if malformed:
        raise Refused(
            f"the draft would not be well formed, so nothing was written; add this article by hand: {malformed[0]}"
        )
