"""Small articles with a few rows, read by the build's own stages, for tests of what must hold together in a row.

An article is written as its body alone; it is given a headline and a printed date. The names in it are those of
`NAMES`, each of which has a row if the articles name it. Every cell of the rows must be proved, so that what a test
finds is wrong with the row alone.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.assemble.tables import build_tables
from pipeline.faults import Fault
from pipeline.locate.batches import locate_all
from pipeline.read.records import read_records
from pipeline.read.schema import Schemas
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from pipeline.reread import reread
from pipeline.reread.corpus import Corpus
from pipeline.reread.rows import Joint, check_rows
from tests.support import ROOT

Row = Mapping[str, Any]
Cell = str | tuple[str, str] | tuple[str, str, Mapping[str, str]]
"""The value of a cell that needs no words; or the value and its words; or these and what the record notes beside them
(anchor, inferred, reach …)."""

ARTICLES = ("harbour-post", "talks-held")
SEED_FILES = ("seeds/000_aaaaaaaaaaaaaaaa.txt", "seeds/001_bbbbbbbbbbbbbbbb.txt")
NAMES: Mapping[str, Mapping[str, tuple[str, Sequence[str]]]] = {
    "actors": {
        "police": ("law_enforcement", ["Police", "police", "the police"]),
        "customs": ("government_body", ["Customs", "customs officers"]),
        "cctv": ("media", ["CCTV"]),
        "xinhua": ("media", ["Xinhua"]),
        "ministry": ("government_body", ["The ministry", "the ministry"]),
        "wang-yi": ("person", ["Wang Yi", "Mr Wang"]),
        "washington": ("state", ["Washington"]),
        "beijing": ("state", ["Beijing"]),
    },
    "places": {"yantian": ("port", ["Yantian"]), "area-51": ("city", ["Area 51"]), "kunming": ("city", ["Kunming"])},
    "substances": {
        "cocaine": ("substance", ["cocaine"]),
        "heroin": ("substance", ["heroin"]),
        "piperidone": ("substance", ["4-piperidone"]),
    },
}
"""The kind and the printed forms of each row that a test's rows may name."""


@dataclass(frozen=True)
class Article:
    """An article: its body, the day that it prints, its headline, its standfirst and the country of its money."""

    body: str
    published: str = "16 June 2025"
    headline: str = "News"
    standfirst: str = ""
    country: str = ""

    @property
    def text(self) -> str:
        """Return the whole text."""
        dateline = f"Published: {self.published}" if self.published else ""
        return "".join(f"{part}\n" for part in (self.headline, dateline, self.standfirst, self.body) if part)


def row(row_id: str, quote: str, /, *, speaker: str = "", article: int = 0, **cells: Cell) -> dict[str, Any]:
    """Return a row whose words all stand in one quote of an article."""
    values = {name: cell if isinstance(cell, str) else cell[0] for name, cell in cells.items()}
    return {"id": row_id, **values, "evidence": [_quote(quote, speaker, article, cells)]}


def quoted_too(of: Row, quote: str, /, *, speaker: str = "", article: int = 0, **cells: Cell) -> dict[str, Any]:
    """Return a row with one more quote, which has the words of some cells."""
    more = row(of["id"], quote, speaker=speaker, article=article, **cells)
    return {**of, **more, "evidence": [*of["evidence"], *more["evidence"]]}


def event(row_id: str, quote: str, verb: str, event_type: str = "seizure", /, **more: Any) -> dict[str, Any]:
    """Return an event; its type, modality and scope have the same words, unless `more` says otherwise."""
    coded: dict[str, Cell] = {
        "title": "An event",
        "summary": "What happened.",
        "event_type": (event_type, verb),
        "modality": ("occurred", verb),
        "scope": ("incident", verb),
    }
    return row(row_id, quote, **{**coded, **more})


def seizure(row_id: str, event_id: str, quote: str, /, **more: Any) -> dict[str, Any]:
    """Return a seizure of cocaine; its scope has the words of its substance, unless `more` says otherwise."""
    coded: dict[str, Cell] = {"scope": ("incident", "cocaine"), "substance_id": ("cocaine", "cocaine")}
    return row(row_id, quote, event_id=event_id, **{**coded, **more})


def written(root: Path, articles: Sequence[Article], tables: Mapping[str, Sequence[Row]]) -> Path:
    """Write the articles and the rows to the folders of a project, and return it."""
    for name, text in _files(articles, tables).items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode())
    return root


def corpus(
    articles: Article | str | Sequence[Article], tables: Mapping[str, Sequence[Row]]
) -> tuple[Corpus, list[Fault]]:
    """Return the tables that are built of some rows, with their articles, and what is wrong with single cells."""
    if isinstance(articles, str | Article):
        articles = [Article(articles) if isinstance(articles, str) else articles]
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder), articles, tables)
        records, faults = read_records(root / "records", schemas())
        read, seed_faults = read_seeds(root / "seeds", records, schemas())
    batch = locate_all(records, read, schemas())
    # Sentences that no row needs are no matter of these tests.
    faults += seed_faults + [fault for fault in batch.faults if fault.kind != "sentence-unaccounted"]
    built, table_faults = build_tables(records.all, batch.located, read, schemas(), batch.ledger)
    whole = Corpus(built, schemas(), records, read)
    return whole, faults + table_faults + reread(whole)[1]


def checked(articles: Article | str | Sequence[Article], **tables: Sequence[Row]) -> tuple[Joint, list[Fault]]:
    """Return what all rules on rows say of some rows, each of whose cells is proved."""
    whole, faults = corpus(articles, tables)
    assert not faults, "\n".join(map(str, faults))
    return check_rows(whole)


def reported(articles: Article | str | Sequence[Article], **tables: Sequence[Row]) -> set[tuple[str, str]]:
    """Return the kinds of faults in some rows, each of whose cells is proved, with the row and field of each."""
    return {(fault.kind, fault.subject) for fault in checked(articles, **tables)[1]}


@cache
def schemas() -> Schemas:
    """Return the project's own schemas, which must have no fault."""
    read, faults = read_schemas(ROOT / "schemas")
    assert not faults
    return read


def _quote(quote: str, speaker: str, article: int, cells: Mapping[str, Cell]) -> dict[str, Any]:
    supports = {
        name: {"words": cell[1], **(cell[2] if len(cell) == 3 else {})}
        for name, cell in cells.items()
        if not isinstance(cell, str)
    }
    said = {"attributed_to": speaker} if speaker else {}
    return {"quote": quote, "source": ARTICLES[article], **said, "supports": supports}


def _files(articles: Sequence[Article], tables: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """Return the files of a project by name; JSON is YAML."""
    files = dict(zip(SEED_FILES, (article.text for article in articles), strict=False))
    sources = [_source(source_id, article) for source_id, article in zip(ARTICLES, articles, strict=False)]
    names = {table: list(_names(table, articles)) for table in NAMES}
    files["records/sources.yaml"] = json.dumps({"sources": sources}, ensure_ascii=False)
    files["records/names.yaml"] = json.dumps({table: rows for table, rows in names.items() if rows}, ensure_ascii=False)
    told = {table: [_with_names_of_speakers(row, table, articles) for row in rows] for table, rows in tables.items()}
    files["records/rows.yaml"] = json.dumps(told, ensure_ascii=False)
    return files


def _with_names_of_speakers(row: Row, table: str, articles: Sequence[Article]) -> Row:
    """Return a row with a quote of the name of each speaker that its own quotes do not name, if it has claimants."""
    if "attributed_to" not in schemas().table(table).by_name:
        return row
    quotes = row.get("evidence", [])
    named = []
    for speaker in dict.fromkeys(quote["attributed_to"] for quote in quotes if "attributed_to" in quote):
        _, forms = NAMES["actors"][speaker]
        if not any(form in quote["quote"] for quote in quotes for form in forms):
            name = _first_name(forms, articles)
            named.append({**name, "attributed_to": speaker, "supports": {"attributed_to": name["quote"]}})
    return {**row, "evidence": [*quotes, *named]} if named else row


def _source(source_id: str, article: Article) -> dict[str, Any]:
    zones = [("headline", article.headline), ("imprint", "Published:"), ("standfirst", article.standfirst)]
    has = {"headline": True, "imprint": bool(article.published), "standfirst": bool(article.standfirst)}
    starts = [{"zone": zone, "starts": text} for zone, text in zones if has[zone]]
    source: dict[str, Any] = {
        "id": source_id,
        "seed_file": SEED_FILES[ARTICLES.index(source_id)],
        "title": article.headline,
        "language": "en",
        "sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "second_coding": "false",
        "rules_version": "1",
        "zones": [*starts, {"zone": "body", "starts": article.body.splitlines()[0]}],
        "evidence": [{"quote": article.headline, "occurrence": 1, "supports": {"title": article.headline}}],
    }
    if article.country:
        source["country"] = article.country
    if article.published:
        day = {"words": article.published}
        source |= {"published": _iso(article.published), "published_basis": "dateline"}
        quote = f"Published: {article.published}"
        source["evidence"].append({"quote": quote, "supports": {"published": day, "published_basis": "Published"}})
    return source


def _iso(day: str) -> str:
    """Return an English day as an ISO date.

    >>> _iso("16 June 2025")
    '2025-06-16'
    """
    return datetime.strptime(day, "%d %B %Y").date().isoformat()


def _names(table: str, articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
    """Yield a row for each name that stands in the body of an article."""
    for row_id, (kind, forms) in NAMES[table].items():
        name = _first_name(forms, articles)
        if name:
            form = name["quote"]
            evidence = [{**name, "supports": {"name": form, "kind": form}}]
            code = {"country_code": "CN"} if table == "places" else {}
            yield {"id": row_id, "name": form, "kind": kind, **code, "forms": list(forms), "evidence": evidence}


def _first_name(forms: Sequence[str], articles: Sequence[Article]) -> dict[str, Any]:
    """Return a quote of the first printed form in the body of an article; empty where there is none."""
    for number, article in enumerate(articles):
        for form in forms:
            if form in article.body:
                before_body = article.text.removesuffix(f"{article.body}\n")
                return {"quote": form, "occurrence": before_body.count(form) + 1, "source": ARTICLES[number]}
    return {}
