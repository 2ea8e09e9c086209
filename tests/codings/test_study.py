"""The study: an article or a coding that is added changes nothing of what was compared before."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from codings.reading import of_tables, read_codings
from codings.settlements import Settlement, unsettled
from codings.study import study_of
from pipeline.check.made import Made as Build
from pipeline.faults import Position
from tests.support.coded import BOTH, ONLY_C, SETTLED, Line, compared, settle, study, write_coded, written
from tests.support.example import HARBOUR, TALKS, Made, make

PART = f"""\
  actors:
  - id: china
    actor_id: china
    role: participant
    evidence:
    - quote: China and the United States held talks the following month about drugs
      source: {TALKS}
      supports: {{actor_id: China, role: held}}
  relations:
"""
"""China's part in the talks: the records quote its name in the other article alone."""


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def write(made: Made, coder: str, lines: Sequence[Line]) -> None:
    (made.root / "codings" / f"{coder}.jsonl").write_text(written(lines), encoding="utf-8")


def test_an_article_that_nobody_coded_has_no_part(made: Made) -> None:
    for coder in "cd":
        write(made, coder, [line for line in BOTH if line[0] == HARBOUR])
    comparison = compared(made)
    assert comparison.articles == (HARBOUR,)
    assert "talks" not in {row_id for _, row_id in comparison.only_records.rows}
    records = of_tables(made.tables, made.schemas, {HARBOUR: made.articles[HARBOUR]})
    quoted = {
        (row["table_name"], row["row_id"]) for row in made.tables["evidence"].to_pylist() if row["source_id"] == HARBOUR
    }
    named = {key for key in records if key[0] in ("actors", "places", "substances")}
    assert records.keys() == quoted | named
    # Without the other article, its records and the names that only it prints, the study is the same.
    without = {
        **made.tables,
        "evidence": made.tables["evidence"].filter(
            [s == HARBOUR for s in made.tables["evidence"]["source_id"].to_pylist()]
        ),
    }
    project = Build(made.root, schemas=made.schemas, records=made.records, articles=made.articles, tables=without)
    codings, _ = read_codings(made.root / "codings", made.schemas, made.articles)
    project.articles = {HARBOUR: made.articles[HARBOUR]}
    assert study_of(project, codings, []).comparisons == (comparison,)


def test_a_coding_that_is_added_changes_no_comparison_of_others(made: Made) -> None:
    settle(made.root, SETTLED)
    before = study(made)
    write(made, "b", [line for line in [*BOTH, *ONLY_C] if line[0] == HARBOUR])
    after = study(made)
    assert [comparison.coders for comparison in after.comparisons] == [("b",), ("c", "d")]
    assert after.comparisons[1] == before.comparisons[0]
    assert after.out_of_date == ()


def test_a_single_coder_is_compared_with_the_records(made: Made) -> None:
    (made.root / "codings" / "d.jsonl").unlink()
    comparison = compared(made)
    assert comparison.coders == ("c",)
    assert comparison.rows["events"] == {frozenset({"c", "records"}): 3, frozenset({"records"}): 2, frozenset({"c"}): 1}
    assert {pair for column in comparison.columns for pair in column.pairs} == {("c", "records")}
    assert all(column.alpha is None for column in comparison.columns)


def test_an_actor_that_only_another_article_quotes_is_no_difference(made: Made) -> None:
    records = made.root / "records" / "harbour.yaml"
    text = records.read_text(encoding="utf-8")
    records.write_text(text.replace("  relations:\n", PART, 1))
    talks = [
        (TALKS, "actors", "prc", "name", "China", "China and", "China"),
        (TALKS, "actors", "prc", "kind", "state", "China and", "China"),
    ]
    for coder in "cd":
        write(made, coder, talks)
    comparison = compared(make(made.root))
    assert comparison.rows["actors"][frozenset({"c", "d", "records"})] == 1
    assert comparison.differences == ()
    # The records have its country as well, from the other article: it does not count where no coder has one.
    assert [cell for cell in comparison.only_records.cells if cell.table == "actors"] == []


def test_what_one_coder_has_is_settled_apart_from_what_another_adds(made: Made) -> None:
    (difference,) = [
        difference for difference in study(made).differences if difference.table == "events" and not difference.row
    ]
    assert [coder for coder, _ in difference.coded] == ["c", "d"]
    own = replace(difference, coded=difference.coded[:1])
    settlement = Settlement(own, "kept", "3", Position("codings/settlements.yaml", 2))
    assert unsettled([difference], [settlement]) == [replace(difference, coded=difference.coded[1:])]


@pytest.mark.parametrize("coded", [True, False])
def test_a_mark_that_says_otherwise_than_the_codings_is_named_with_the_line_to_write(made: Made, coded: bool) -> None:
    sources = made.root / "records" / "sources.yaml"
    if coded:
        sources.write_text(
            sources.read_text(encoding="utf-8").replace("second_coding: true", "second_coding: false", 1)
        )
    else:
        for coder in "cd":
            write(made, coder, [line for line in BOTH if line[0] == TALKS])
    (fault,) = study(make(made.root)).unmarked
    assert (fault.kind, fault.position.file) == ("second-coding-differs", "records/sources.yaml")
    assert fault.position.line == sources.read_text(encoding="utf-8").split("second_coding")[0].count("\n") + 1
    seen, line = ("false, but c and d coded it", "true") if coded else ("true, but nobody has coded it", "false")
    assert seen in fault.seen
    assert fault.fix == f"write second_coding: {line}, then run make"
