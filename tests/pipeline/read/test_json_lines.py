"""Records in JSON Lines: the same as in YAML, and refused with their line where they cannot be read."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.model import Record
from pipeline.read import changes
from pipeline.read.json_lines import read_json_lines
from pipeline.read.plain_yaml import MAX_DEPTH
from pipeline.read.records import RETIRED, read_records
from pipeline.read.schemas import read_schemas
from pipeline.read.strict_yaml import read_yaml
from tests.pipeline.read.test_yaml_reader import plain
from tests.support import ROOT


def test_a_project_in_json_lines_has_the_same_rows(tmp_path: Path) -> None:
    records = tmp_path / "records"
    shutil.copytree(ROOT / "records", records)
    schemas, _ = read_schemas(ROOT / "schemas")
    in_yaml, faults = read_records(records, schemas)
    assert not faults
    lines = []
    for path in sorted(records.glob("*.yaml")):
        if path.name not in (RETIRED, changes.FILE):
            root, faults = read_yaml(path, path.name)
            assert not faults
            lines.append((path.stem, json.dumps(plain(root), ensure_ascii=False)))
            path.unlink()
    ledgers = [line for name, line in lines if name == "passages"]
    (records / "rows.jsonl").write_text("\n".join(line for name, line in lines if name != "passages"), encoding="utf-8")
    (records / "passages-0001.jsonl").write_text("\n\n".join(ledgers), encoding="utf-8")
    in_lines, faults = read_records(records, schemas)
    assert not faults
    assert in_lines.all
    assert list(map(content, in_lines.all)) == list(map(content, in_yaml.all))
    assert in_lines.zones.keys() == in_yaml.zones.keys()
    assert in_lines.ledgers.keys() == in_yaml.ledgers.keys()


def content(record: Record) -> object:
    """Return what a row holds, without its places."""
    quotes = [
        (
            quote.source_id,
            quote.quote,
            quote.occurrence,
            quote.attributed_to,
            [
                (name, words.text, words.occurrence, words.anchor, words.inferred)
                for name, words in quote.supports.items()
            ],
        )
        for quote in record.evidence
    ]
    return record.table, record.row_id, record.values, quotes


def test_every_single_value_is_text(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 010}\n{"a": 1e3, "b": [1.50, true, "\U0001f600", {"c": false}]}\n', encoding="utf-8")
    (broken, root), faults = read_json_lines(file, "a.jsonl")
    assert broken is None
    assert plain(root) == {"a": "1e3", "b": ["1.50", "true", "\U0001f600", {"c": "false"}]}
    assert [(fault.position.line, fault.kind) for fault in faults] == [(1, "json-syntax")]


REFUSED = {
    '{"a": ""}': ("value-empty", "a"),
    '{"a": null}': ("value-empty", "a"),
    '{"a": {"b": 1, "b": 2}}': ("key-repeated", "a.b"),
    '{"a": ["x\\ty"]}': ("character-forbidden", "a[1]"),
    '{"a": 1': ("json-syntax", "file"),
    "[" * 100_000: ("json-syntax", "file"),
    "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2): ("yaml-not-plain", "[1]" * (MAX_DEPTH + 1)),
}


@pytest.mark.parametrize("line", REFUSED, ids=lambda line: line[:20])
def test_what_a_record_cannot_hold_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"source": "x"}}\n\n{line}\n', encoding="utf-8")
    roots, (fault,) = read_json_lines(file, "records/a.jsonl")
    kind, subject = REFUSED[line]
    assert (fault.kind, fault.subject, str(fault.position)) == (kind, subject, "records/a.jsonl:3")
    assert plain(roots[0]) == {"source": "x"}


def test_a_line_end_of_unicode_does_not_end_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": "x\\u0085y"}', encoding="utf-8")
    assert [fault.position.line for fault in read_json_lines(file, "a.jsonl")[1]] == [1]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n")
    assert [fault.kind for fault in read_json_lines(tmp_path / "a.jsonl", "a.jsonl")[1]] == ["file-empty"]
