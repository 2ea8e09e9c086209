"""The report: every number of the study stands in it, and it says so where there is nothing to list."""

import re
from dataclasses import replace
from typing import Any

import pytest

from codings.only_records import OnlyRecords, UncodedSpeaker
from codings.report import report
from codings.study import Study
from tests.support.coded import SETTLED, settle, study, write_coded
from tests.support.example import make


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = write_coded(tmp_path_factory.mktemp("coded") / "project")
    settle(root, "\n".join(SETTLED.splitlines()[:3]) + "\n")
    return study(make(root))


def with_comparison(result: Study, **parts: Any) -> Study:
    """Return the study with some parts of its comparison changed."""
    (comparison,) = result.comparisons
    return replace(result, comparisons=(replace(comparison, **parts),))


def section(text: str, anchor: str) -> str:
    """Return the text under the heading with an anchor, up to the next heading."""
    (body,) = re.findall(rf'^#+ <a id="{re.escape(anchor)}"></a>.*?\n(.*?)(?=^#|\Z)', text, re.M | re.S)
    return str(body)


def test_rows_are_counted_by_who_has_them(result: Study) -> None:
    text = section(report(result), "c-d-rows")
    assert text.startswith(
        "\nFor example, of 5 rows of `actors` that anyone has, 2 are in both codings and in the records.\n"
    )
    assert "| table | C and D and records | C and records | D and records | records only | C and D only |" in text
    assert "| [events](codebook.md#events) | 2 | 1 | 0 | 2 | 1 | 0 | 0 |\n" in text
    assert "| all | 8 | 1 | 0 | 25 | 2 | 0 | 0 |\n" in text


def test_the_agreement_in_every_column_stands_in_it(result: Study) -> None:
    text = section(report(result), "c-d-cells")
    assert (
        "C and D both have 3 rows in which at least one of them filled `events.event_type`. They agree in 3.\n" in text
    )
    for column in result.comparisons[0].columns:
        name = f"{column.table}.{column.column.name}"
        (line,) = [line for line in text.splitlines() if line.startswith(f"| [{name}](codebook.md#{name})")]
        assert re.findall(r"(\d+) of (\d+)", line) == [
            (str(pair.equal), str(pair.units)) for pair in column.pairs.values() if pair.units
        ]
    modality = (
        "| [events.modality](codebook.md#events.modality) | 1 of 2 (50 %) | 2 of 3 (67 %) | 1 of 2 (50 %) | 0.00 |"
    )
    assert modality in text
    assert "| [actors.name](codebook.md#actors.name) * | 2 of 2 (100 %) | 2 of 2 (100 %) | 2 of 2 (100 %) |  |" in text
    assert "| 0 of 1 (0 %) | 1 of 1 (100 %) | 0 of 1 (0 %) | undefined |" in text


def test_differences_are_counted_by_how_they_were_settled(result: Study) -> None:
    text = section(report(result), "c-d-differences")
    assert "There are 3." in text
    assert "kept 2, changed 0, added 0; still open: 1." in text


def test_what_only_the_records_have_is_counted_and_listed(result: Study) -> None:
    speakers = (UncodedSpeaker("cctv", "events", "talks", 2), UncodedSpeaker("cctv", "figures", "deaths", 1))
    alone = replace(result.comparisons[0].only_records, speakers=speakers, quotes=7)
    text = report(with_comparison(result, only_records=alone))
    counts = section(text, "c-d-only-records")
    assert "| [events](codebook.md#events) | 2 | 6 | 2 |\n" in counts
    assert "| all | 25 | 19 | 3 |\n" in counts
    rows = section(text, "c-d-only-records-rows")
    assert "| [events](codebook.md#events) | `sentence`, `substances-added` |\n" in rows
    assert rows.count("`") == 2 * 25
    cells = section(text, "c-d-only-records-cells")
    assert (
        "| [events.scope](codebook.md#events.scope) | `seizures-of-the-year`, `talks`, `yantian-seizure` |\n" in cells
    )
    assert cells.count("`") == 2 * 19
    shown = section(text, "c-d-only-records-speakers")
    assert "credit 7 quotes to someone" in shown
    assert "| `cctv` | `events/talks`, `figures/deaths` |\n" in shown


def test_it_says_so_where_there_is_nothing(result: Study) -> None:
    empty = with_comparison(result, rows={}, columns=(), only_records=OnlyRecords((), (), (), 0))
    text = report(empty)
    assert "For example, of" not in text
    assert text.count("\nNone.\n") == 3


def test_every_link_within_it_leads_somewhere(result: Study) -> None:
    text = report(result)
    anchors = re.findall(r'<a id="(.+?)"></a>', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#(.+?)\)", text)) <= set(anchors)
