"""The site: all its pages, written with what they need into one folder, whole or not at all."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from counternarcotics._cite import FORMATS, cite
from counternarcotics._cite.formats import WRITERS
from counternarcotics._export import export
from counternarcotics._package import at
from counternarcotics._text import visible_lines
from explorer.listing import Listing, listing
from explorer.metadata import dataset_metadata, row_metadata
from explorer.pictures import card, pictures, timeline
from explorer.prepared import PASSAGES, SOURCES, TIMELINE, VERDICTS, Prepared
from explorer.prose import CHANGES_PAGE, documents, strength
from pipeline.read.schemas import read_schemas

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
SCRIPTS = {
    "datatables.js": "datatables.net/js/dataTables.min.js",
    "datatables-licence.txt": "datatables.net/License.txt",
}
"""What the pages need of other projects, by the name that it gets among the assets."""
ASSETS = ("explorer.css", "explorer.js")
EXPORTS = ("xlsx", "sqlite", "zip")
"""The formats that hold everything in one file; that which takes longest first."""
HEADING = "US–China counternarcotics cooperation: the words behind every value"
MARK = "assets/explorer.css"
"""A file that every finished site has: a folder without it is not overwritten."""


class CannotBuild(Exception):
    """The site cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Download:
    """A file that people can download: its name in ``downloads/``, what it is, its size in bytes, and its SHA-256."""

    name: str
    content: str
    size: int
    sha256: str


def build(root: Path, folder: Path) -> int:
    """Write the site of a project into a folder, in place of an earlier site, and return how many pages it has.

    Raises:
        CannotBuild: Something that the site needs is missing, or the folder holds something else than a site.
        OSError: A file cannot be read or written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise CannotBuild(f"{folder} holds something else than a site; name another folder, or empty it")
    missing = [file for file in SCRIPTS.values() if not (MODULES / file).exists()]
    if missing:
        raise CannotBuild(f"explorer/node_modules/{missing[0]} is missing; run make site, which installs it with npm")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".explorer-", dir=folder.parent) as scratch:
        made = Path(scratch) / "site"
        pages = _Writer(root, made).write()
        if folder.exists():
            folder.rename(Path(scratch) / "earlier")
        made.rename(folder)
    return pages


class _Writer:
    """Writes the pages of one project into one empty folder."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.package = at(root)
        schemas, faults = read_schemas(root / "schemas")
        if faults:
            raise CannotBuild(f"the schemas have faults; build.py lists them, the first is: {faults[0]}")
        self.prepared = Prepared(self.package, schemas, root / "codings" / "cells.csv")
        self.documents = documents(root)
        self.written: set[str] = set()
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            finalize=_visible,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["with_code"] = _with_code
        everything = self.prepared.shares[-1]
        self.environment.globals |= {
            "data": self.prepared,
            "version": self.package.version,
            "fingerprint": self.package.descriptor["fingerprint"],
            "created": self.package.descriptor["created"][:10],
            "coded_sentences": everything.coded,
            "sentences": everything.sentences,
            "verdicts": VERDICTS,
        }

    def write(self) -> int:
        """Write everything, and return how many pages there are."""
        with ProcessPoolExecutor(1) as pool, tempfile.TemporaryDirectory() as scratch:
            exports = {form: pool.submit(_exported, self.root, form, Path(scratch)) for form in EXPORTS}
            self._assets()
            self._rows()
            self._tables()
            self._documents()
            self._figures()
            self._downloads(exports)
        return sum(name.endswith(".html") for name in self.written)

    def _page(self, href: str, template: str, **values: object) -> None:
        """Write a page from a template."""
        up = "../" * href.count("/")
        text = self.environment.get_template(template).render(href=href, up=up, **values)
        self._save(href, text.encode())

    def _save(self, name: str, content: bytes) -> None:
        """Write a file.

        Raises:
            CannotBuild: There is one of this name, so that one of the two would be lost.
        """
        if name in self.written:
            raise CannotBuild(f"two pages have the address {name}; rename the row")
        self.written.add(name)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _assets(self) -> None:
        for name in ASSETS:
            self._save(f"assets/{name}", (HERE / "assets" / name).read_bytes())
        for name, file in SCRIPTS.items():
            self._save(f"assets/{name}", (MODULES / file).read_bytes())

    def _rows(self) -> None:
        """Write a page for each row of the tables that have values, and for each article."""
        prepared = self.prepared
        for table in prepared.proved:
            ids = list(prepared.tables[table])
            neighbours = zip(ids, [None, *ids], [*ids[1:], None], strict=False)
            for row_id, before, after in neighbours:
                template = "article.html" if table == SOURCES else "row.html"
                references = prepared.references(table, row_id)
                self._page(
                    prepared.href(table, row_id),
                    template,
                    table=table,
                    row_id=row_id,
                    heading=prepared.heading(table, row_id),
                    fields=prepared.fields(table, row_id),
                    before=before and prepared.link(table, before),
                    after=after and prepared.link(table, after),
                    citation="\n".join(reference["apa"] for reference in references),
                    bibtex=WRITERS["bibtex"]([reference["csl"] for reference in references]),
                    json_ld=row_metadata(prepared, table, row_id),
                )

    def _tables(self) -> None:
        """Write a page for each table, or for each article where a table proves the others, and the list of tables."""
        self._page("tables.html", "tables.html")
        for table in self.prepared.tables:
            if table in self.prepared.proved:
                self._listing(f"{table}/index.html", listing(self.prepared, table), table)
                continue
            self._page(f"{table}/index.html", "by_article.html", table=table)
            for source_id in self.prepared.tables[SOURCES]:
                part = listing(self.prepared, table, source_id)
                self._listing(f"{table}/{source_id}.html", part, f"{table}-{source_id}", source_id)
        self._index()

    def _listing(self, href: str, part: Listing, data_name: str, source_id: str = "") -> None:
        """Write the page of a table, and the script with its lines of CSV and the words behind its rows."""
        has_panels = part.table != PASSAGES
        template = self.environment.get_template("panel.html")
        rows = {}
        for entry in part.entries:
            panel = template.render(table=part.table, entry=entry, up="../") if has_panels else ""
            rows[entry.row_id] = {"line": entry.line, "panel": panel}
        content = json.dumps({"table": part.table, "header": part.header, "rows": rows})
        self._save(f"assets/data/{data_name}.js", f"window.counternarcotics = {content};\n".encode())
        self._page(
            href,
            "table.html",
            part=part,
            table=part.table,
            source_id=source_id,
            data_name=data_name,
            has_panels=has_panels,
            chart=timeline(self.prepared, "../") if part.table == TIMELINE else {},
        )

    def _index(self) -> None:
        prepared = self.prepared
        table = "seizures"
        row_id = str(prepared.columns[table][self.package.key(table)]["example"])
        field = next(field for field in prepared.fields(table, row_id) if field.name == "quantity")
        undated = [
            prepared.link(TIMELINE, row) for row, cells in prepared.tables[TIMELINE].items() if cells["date"] is None
        ]
        families = {
            prepared.tables["substances"][cells["substance_id"]]["family"] for cells in prepared.tables[table].values()
        }
        self._page(
            "index.html",
            "index.html",
            table=table,
            row_id=row_id,
            heading=HEADING,
            field=field,
            undated=undated,
            chart=timeline(prepared, ""),
            seized_fentanyl="fentanyl" in families,
            citation=cite(),
            json_ld=dataset_metadata(self.package),
        )
        self._save("assets/card.png", card(prepared, HEADING, field.said[0]))

    def _documents(self) -> None:
        for document in self.documents:
            template = "changes.html" if document.href == CHANGES_PAGE else "document.html"
            self._page(document.href, template, document=document)
        # RIS ends its lines as Windows does; a page shows a line end as such only where it is one character.
        citations = {form: cite(form).replace("\r\n", "\n").rstrip("\n") for form in FORMATS}
        self._page("cite.html", "cite.html", citations=citations)
        measure = (self.root / "docs" / "mutation.md").read_text(encoding="utf-8")
        self._page("methods.html", "methods.html", strength=list(strength(measure)))

    def _figures(self) -> None:
        self._page("figures.html", "figures.html", pictures=pictures(self.prepared))

    def _downloads(self, exports: Mapping[str, "Future[Path]"]) -> None:
        """Write the files to download and the page that lists them, with their checksums."""
        version = self.package.version
        files = {
            f"counternarcotics-{version}.zip": (exports["zip"].result(), "everything, as a data package"),
            f"counternarcotics-{version}.xlsx": (exports["xlsx"].result(), "all tables, for spreadsheets"),
            f"counternarcotics-{version}.sqlite": (exports["sqlite"].result(), "all tables, as a database"),
        }
        for table in self.package.tables:
            for form in ("csv", "parquet"):
                files[f"{table}.{form}"] = (self.package.path(table, form), self.prepared.title(table))
        contents = {name: (path.read_bytes(), content) for name, (path, content) in files.items()}
        for name, form in (("bib", "bibtex"), ("ris", "ris"), ("csl.json", "csl-json")):
            citation = cite(form).removesuffix("\r\n")
            end = "\r\n" if form == "ris" else "\n"
            contents[f"counternarcotics.{name}"] = ((citation + end).encode(), "how to cite the dataset")
        contents["datapackage.json"] = ((self.root / "datapackage.json").read_bytes(), "what describes the tables")
        downloads = [
            Download(name, content, len(data), hashlib.sha256(data).hexdigest())
            for name, (data, content) in contents.items()
        ]
        for name, (data, _) in contents.items():
            self._save(f"downloads/{name}", data)
        sums = "".join(f"{download.sha256}  {download.name}\n" for download in sorted(downloads, key=lambda d: d.name))
        self._save("downloads/SHA256SUMS", sums.encode())
        self._page("downloads.html", "downloads.html", downloads=downloads)


def _visible(value: object) -> object:
    """Return what a template prints, with characters that cannot be seen escaped; what is HTML already stays."""
    if not isinstance(value, str) or isinstance(value, Markup) or (value.isascii() and value.isprintable()):
        return value
    return visible_lines(value)


def _with_code(text: str) -> Markup:
    """Return a text in which names between backticks are shown as code."""
    parts = (escape(visible_lines(part)) for part in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def _exported(root: Path, form: str, folder: Path) -> Path:
    """Export the data in a format, in a process of its own, and return the file."""
    made = export(at(root), form, folder)
    return made if made.is_file() else next(made.glob(f"*.{form}"))
