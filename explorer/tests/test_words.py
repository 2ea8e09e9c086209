"""Each page of a row shows its cells with their words and verdicts, and no page stands in for an article."""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement, fragment_fromstring

import counternarcotics as cn
from explorer.tests.checks_articles import LONGEST, Articles, article_texts, quotes_of_several_rows
from explorer.tests.checks_rows import wrong_fields, wrong_marks, wrong_opinions, wrong_verdicts
from explorer.tests.published import Key, Published, Row
from explorer.tests.read_pages import Pages, planted, read_page, row_of
from tests.support import ROOT


@pytest.fixture(scope="module")
def pages_of_rows(pages: Pages) -> Mapping[Key, HtmlElement]:
    """Return the page of each row."""
    return {row: page for page in pages.values() if (row := row_of(page))}


@pytest.fixture(scope="module")
def verdicts() -> Mapping[Key, Mapping[str, Any]]:
    """Return the verdicts of the cells of each row, as the package gives them to users."""
    by_row = dict[Key, Mapping[str, Any]]()
    for table in cn.tables():
        rows, verdicts = cn.load(table), cn.support(table)
        ids = rows[cn.schema(table)["primaryKey"][0]]
        for row_id, cells in zip(ids, verdicts.to_dict("records"), strict=True):
            by_row[table, row_id] = {str(name): verdict for name, verdict in cells.items()}
    return by_row


@pytest.fixture(scope="module")
def articles(tables: Published) -> Articles:
    """Return the articles from which the tables are."""
    sources, quotes = tables.rows["sources"], defaultdict(list)
    for row in tables.rows["evidence"].values():
        quotes[row["source_id"]].append(row["quote"])
    return Articles({source_id: text_of(row) for source_id, row in sources.items()}, quotes)


def text_of(source: Row) -> str:
    """Return the text of an article."""
    return (ROOT / source["seed_file"]).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rich(tables: Published) -> Key:
    """Return the row with most evidence of those that link to others, to plant faults in its page."""
    return max(tables.with_pages, key=lambda row: len(tables.evidence[row]))


def rich_text(texts: Mapping[str, str], row: Key) -> str:
    """Return the page of a row as it is written."""
    return texts[f"{row[0]}/{row[1]}.html"]


def test_the_marks_of_a_row_are_its_evidence(pages_of_rows: Mapping[Key, HtmlElement], tables: Published) -> None:
    faults = {row: wrong_marks(page, tables.evidence[row]) for row, page in pages_of_rows.items()}
    assert {row: found for row, found in faults.items() if found} == {}
    assert sum(map(len, tables.evidence.values())) > len(tables.rows["evidence"]) > 0


def test_wrong_marks_are_seen(texts: Mapping[str, str], tables: Published, rich: Key) -> None:
    evidence, text = tables.evidence[rich], rich_text(texts, rich)
    first = f'<mark data-evidence="{evidence[0]["evidence_id"]}">'
    assert wrong_marks(read_page(text), evidence) == []
    assert [fault.split(":")[0] for fault in wrong_marks(planted(text, first, "<mark>"), evidence)] == ["not marked"]
    more = wrong_marks(planted(text, first, f"{first}other "), evidence)
    assert [fault.split(":")[0] for fault in more] == ["marked, but not evidence", "not marked", "not in its quote"]
    again = wrong_marks(planted(text, "</main>", f"<blockquote>{first}</mark></blockquote></main>"), evidence)
    assert [fault.split(":")[0] for fault in again] == ["marked, but not evidence", "not in its quote"]
    assert wrong_marks(planted(text, "<blockquote>", "<div>"), evidence) != []
    assert wrong_marks(planted(text, "<blockquote>", "<blockquote>so "), evidence) != []
    assert wrong_marks(read_page(text), evidence[1:]) != []


def test_each_cell_is_at_its_address(pages_of_rows: Mapping[Key, HtmlElement], tables: Published) -> None:
    faults = {
        (table, row_id): wrong_fields(page, tables.rows[table][row_id], tables.labels)
        for (table, row_id), page in pages_of_rows.items()
    }
    assert {row: found for row, found in faults.items() if found} == {}


def test_a_cell_that_is_missing_or_shows_something_else_is_seen(
    texts: Mapping[str, str], tables: Published, rich: Key
) -> None:
    table, row_id = rich
    cells, text = tables.rows[table][row_id], rich_text(texts, rich)

    def faults(old: str, new: str) -> list[str]:
        return wrong_fields(planted(text, old, new), cells, tables.labels)

    (name, *_) = (name for name, value in cells.items() if value)
    (empty, *_) = (name for name, value in cells.items() if not value)
    field = f'id="{name}" data-field="{name}"'
    assert faults(field, f'id="other" data-field="{name}"') == [
        f"{name} is there 0 times",
        f"{name} has the address other",
    ]
    assert faults("</main>", f"<p {field}></p></main>")[0] == f"{name} is there 2 times"
    assert faults(f'id="{empty}" data-field', f'id="{empty}" data-cell') == [f"{empty} is there 0 times"]
    for name, value in cells.items():
        other = {**cells, name: f"{value}0"}
        assert wrong_fields(read_page(text), other, tables.labels)[0].startswith(f"{name} does not show")
    assert faults('class="without"', 'class="with"')[0].endswith("has no words and does not say why")


def test_each_cell_has_the_verdict_of_the_export(
    pages_of_rows: Mapping[Key, HtmlElement], verdicts: Mapping[Key, Mapping[str, Any]]
) -> None:
    faults = {row: wrong_verdicts(page, verdicts[row]) for row, page in pages_of_rows.items()}
    assert {row: found for row, found in faults.items() if found} == {}


def test_another_verdict_is_seen(
    texts: Mapping[str, str], verdicts: Mapping[Key, Mapping[str, Any]], rich: Key
) -> None:
    text = rich_text(texts, rich)
    old, new = 'data-verdict="read"', 'data-verdict="judged"'
    assert len(wrong_verdicts(planted(text, old, new), verdicts[rich])) == 1
    field = text.index('data-verdict="assigned"')
    assert (
        len(wrong_verdicts(planted(text, text[field:].split("</span>")[0], 'data-verdict="assigned">'), verdicts[rich]))
        == 1
    )
    assert len(wrong_verdicts(planted(text, 'data-verdict=""', 'data-verdict="read"'), verdicts[rich])) == 1


def test_what_the_coders_say_is_at_its_cell(pages_of_rows: Mapping[Key, HtmlElement], tables: Published) -> None:
    coders = {row["coder"] for rows in tables.opinions.values() for row in rows}
    assert coders
    faults = {
        (table, row_id): wrong_opinions(page, tables.rows[table][row_id], tables.opinions[table, row_id], coders)
        for (table, row_id), page in pages_of_rows.items()
    }
    assert {row: found for row, found in faults.items() if found} == {}


def test_what_the_page_leaves_out_of_the_coders_is_seen(texts: Mapping[str, str], tables: Published, rich: Key) -> None:
    text, cells = rich_text(texts, rich), tables.rows[rich[0]][rich[1]]
    (name, *_) = cells
    opinion = {
        "field": name,
        "coder": "z",
        "status": "differs",
        "value": "of another mind",
        "settled": "kept",
        "rule": "99",
        "why": "So it was decided.",
    }
    settled = "<b>kept, by rule 99. So it was decided.</b>"
    shown = f'<span class="coder differs">Coder Z has <q>of another mind</q> {settled}</span>'
    (tag, *_) = (part for part in text.split("<") if f'data-field="{name}"' in part)
    page = planted(text, f"<{tag}", f"<{tag}{shown}")

    def faults(page: HtmlElement, *opinions: Row) -> list[str]:
        return wrong_opinions(page, cells, opinions, "yz")

    assert faults(page, opinion) == []
    assert faults(page) == [f"shown, but not said: {name}: z: differs"]
    assert faults(read_page(text), opinion) == [f"not shown: {name}: z differs"]
    for part in ("value", "settled", "rule", "why"):
        assert faults(page, {**opinion, part: "mild"}) == [f"{name}: z differs: not shown: ['mild']"]
    for other in ({"coder": "y"}, {"status": "empty"}, {"field": ""}):
        assert len(faults(page, {**opinion, **other})) == 2


def panels(script: str) -> Mapping[str, HtmlElement]:
    """Return what the side panel of each row shows, from the script that a page of a table loads."""
    rows = json.loads(script.partition("=")[2].rstrip().removesuffix(";"))["rows"]
    return {row_id: fragment_fromstring(row["panel"], create_parent=True) for row_id, row in rows.items()}


def wrong_panels(table: str, script: str, tables: Published) -> list[str]:
    """Return which side panels of a table do not have the words of their row, and of it alone."""
    evidence = {row_id: tables.evidence[table, row_id] for row_id in tables.rows[table]}
    if table == "evidence":
        evidence = {row_id: [row] for row_id, row in tables.rows[table].items()}
    return [
        f"{row_id}: {fault}"
        for row_id, panel in panels(script).items()
        for fault in (wrong_marks(panel, evidence[row_id]) if row_id in evidence else ["no such row"])
    ]


def test_the_side_panels_have_the_words_of_their_rows(site: Path, tables: Published) -> None:
    listed = []
    for script in sorted((site / "assets" / "data").glob("*.js")):
        table = script.stem.partition("-")[0]
        text = script.read_text(encoding="utf-8")
        listed += [(table, row_id) for row_id in panels(text)]
        assert table == "passages" or wrong_panels(table, text, tables) == []
    assert sorted(listed) == sorted((table, row_id) for table, rows in tables.rows.items() for row_id in rows)


def test_a_panel_with_the_words_of_another_row_is_seen(site: Path, tables: Published, rich: Key) -> None:
    table, row_id = rich
    text = (site / "assets" / "data" / f"{table}.js").read_text(encoding="utf-8")
    evidence_id = tables.evidence[rich][0]["evidence_id"]
    other = text.replace(evidence_id, f"{evidence_id}0")
    assert other != text
    assert wrong_panels(table, other, tables)[0].startswith(f"{row_id}: marked, but not evidence")


def test_no_page_holds_an_article(texts: Mapping[str, str], pages: Pages, articles: Articles) -> None:
    assert article_texts(texts, articles, {href for href, page in pages.items() if row_of(page)}) == []


def test_an_article_on_a_page_is_seen(texts: Mapping[str, str], tables: Published, articles: Articles) -> None:
    home = texts["index.html"]
    for source_id, source in tables.rows["sources"].items():
        whole = article_texts({"a.html": home + text_of(source)}, articles, {"a.html"})
        assert [fault.partition(" words")[2] for fault in whole] == [f" of {source_id}"]
        of_article = (row for row in tables.rows["evidence"].values() if row["source_id"] == source_id)
        quotes = {int(row["quote_start"]): row["quote"] for row in of_article}
        page = "".join(f"<blockquote>{quotes[start]}</blockquote>" for start in sorted(quotes))
        one_after_another = article_texts({"a.html": page}, articles, {"a.html"})
        assert [fault.partition(" words")[2] for fault in one_after_another] == [f" of {source_id}"]


def test_a_long_passage_on_a_page_is_seen(tables: Published, articles: Articles) -> None:
    for source_id, source in tables.rows["sources"].items():
        text = text_of(source)
        passage = text[len(text) // 2 :][: LONGEST + 50].replace("a", "<b>a</b>")
        faults = article_texts({"a.html": f"<p>{passage}</p>"}, articles, set())
        assert [fault.partition(" characters")[2] for fault in faults] == [f" of {source_id} in a row"]
        assert article_texts({"a.html": f"<p>{passage}</p>"}, articles, {"a.html"}) == []


def test_no_page_sets_the_quotes_of_several_rows(pages: Pages, tables: Published) -> None:
    assert quotes_of_several_rows(pages, tables.rows["evidence"]) == []


def test_quotes_of_several_rows_on_a_page_are_seen(texts: Mapping[str, str], tables: Published) -> None:
    (first, *others) = tables.rows["evidence"].values()
    second = next(row for row in others if row["source_id"] == first["source_id"] and row["quote"] != first["quote"])
    quotes = "".join(f"<blockquote>{row['quote']}</blockquote>" for row in (first, second))
    page = planted(texts["cite.html"], "</main>", f"{quotes}</main>")
    assert quotes_of_several_rows({"cite.html": page}, tables.rows["evidence"]) == [
        f"cite.html sets quotes of {first['source_id']}"
    ]
