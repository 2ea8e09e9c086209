"""The strict reading of YAML: text only, lines kept, every trick of the format refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.folders import MAX_BYTES
from pipeline.read.nodes import Fields, Items, Node
from pipeline.read.plain_yaml import MAX_DEPTH
from pipeline.read.strict_yaml import MAX_FAULTS, parse_yaml, read_yaml


def plain(node: Node | None) -> object:
    """Return the tree without its places."""
    if isinstance(node, Fields):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.text if node else None


def test_every_scalar_is_text() -> None:
    """What YAML would make false, octal, a time or a float stays what was written."""
    text = "a: NO\nb: 010\nc: 12:30\nd: 1e3\ne: 2025-11-26\nf: [1_000, ~, null, .inf]\ng: 'NA'\n"
    root, faults = parse_yaml(text, "x.yaml")
    expected = {"a": "NO", "b": "010", "c": "12:30", "d": "1e3", "e": "2025-11-26", "g": "NA"}
    assert plain(root) == {**expected, "f": ["1_000", "~", "null", ".inf"]}
    assert not faults


def test_nodes_know_their_lines() -> None:
    """Keys and values carry the line on which they stand."""
    root, _ = parse_yaml("# note\na:\n- b: x\n  c: y\n", "x.yaml")
    assert isinstance(root, Fields)
    rows = root.entries["a"]
    assert isinstance(rows, Items)
    row = rows.items[0]
    assert isinstance(row, Fields)
    assert (root.keys["a"].line, row.position.line, row.keys["c"].line) == (2, 3, 4)
    assert str(row.entries["c"].position) == "x.yaml:4"


def test_merge_keys_are_ordinary_keys() -> None:
    """``<<`` merges nothing."""
    root, _ = parse_yaml("a: {<<: {b: c}}\n", "x.yaml")
    assert plain(root) == {"a": {"<<": {"b": "c"}}}


REST_UNREAD = "the rest of the file was not read"
REFUSED = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", 3, 'the key "a" a second time, first in line 1', "keep one"),
    "duplicate key below": ("r:\n- a: 1\n  a: 1\n", 3, 'the key "a" a second time', "keep one"),
    "anchor": ("a: &x 1\n", 1, "the anchor &x", "delete"),
    "alias": ("a: &x 1\nb: *x\n", 2, "the alias *x", "write the value out"),
    "tag": ("a: !!int 3\n", 1, "the tag tag:yaml.org,2002:int", "quote the value"),
    "python tag": ("a: !!python/object:os.system x\n", 1, "the tag", "delete it"),
    "second document": ("a: 1\n---\nb: 2\n", 2, "a second YAML document", "delete the '---'"),
    "literal block": ("a: |\n  x\n", 1, "a block scalar (|)", "one line"),
    "folded block": ("a: >-\n  x\n", 1, "a block scalar (>)", "one line"),
    "nothing": ("a: 1\nb:\nc: 2\n", 2, "an empty value", "give it a value, or leave the key out"),
    "empty text": ('a: 1\nb: ""\n', 2, "an empty value", "give it a value, or leave the key out"),
    "spaces": ("a: '  '\n", 1, "an empty value", "give it a value, or leave the key out"),
    "tab in a value": ('a: "x\\ty"\n', 1, "the control character U+0009", "write a space"),
    "line end in a value": ('a: "x\\ny"\n', 1, "the control character U+000A", "write a space"),
    "line separator in a value": ('a: "x\\u2028y"\n', 1, "the control character U+2028", "write a space"),
    "list as a key": ("? [a]\n: b\n", 1, "a list as a key", "plain key"),
    "half a character": ('a: "\\ud800"\n', 1, "invalid Unicode character escape", "quotation marks"),
    "nul in a value": ('a: "x\\0y"\n', 1, "the control character U+0000", "write a space"),
    "long key": (f"a: 1\n{'k' * 1_000_000}: 2\n", 2, "could not find expected ':'", "indentation"),
    "syntax": ("a: 1\nb: c: d\n", 2, "not valid YAML: mapping values are not allowed", "quotation marks"),
    "unclosed": ("a: [1,\n", 2, "not valid YAML", "indentation"),
    "empty file": ("# nothing\n", 1, "it holds nothing", "fill it or delete it"),
    "comma in braces": (
        "a: {q: more than 1,300 people}\n",
        1,
        "an empty value",
        "put a text with a comma in quotation marks",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """Each refused construct gets one fault with its line, what was seen and what to do."""
    text, line, seen, todo = REFUSED[name]
    _, faults = parse_yaml(text, "x.yaml")
    fault = faults[-1]
    assert str(fault.position) == f"x.yaml:{line}"
    assert seen in fault.seen
    assert todo in fault.fix


def test_all_faults_of_a_file_are_reported() -> None:
    """One refused value does not hide the next, and the rest is read."""
    root, faults = parse_yaml("a: &x 1\nb: *x\nc:\nd: ok\na: 2\n", "x.yaml")
    assert [str(fault.position) for fault in faults] == ["x.yaml:1", "x.yaml:2", "x.yaml:3", "x.yaml:5"]
    assert plain(root) == {"a": "1", "b": "", "c": "", "d": "ok"}
    assert not any(REST_UNREAD in fault.fix for fault in faults)


def test_the_texts_of_a_mapping_are_read_with_what_is_no_text() -> None:
    root, _ = parse_yaml("a: x\nb: [x]\nc: {d: x}\n", "x.yaml")
    assert isinstance(root, Fields)
    texts, faults = root.texts(["a", "b", "c", "e", "b"], "row")
    assert texts == {"a": "x", "b": "", "c": "", "e": ""}
    assert list(map(str, faults)) == [
        "x.yaml:2 row.b: a list; expected a single value; fix: write one value [form-wrong]",
        "x.yaml:3 row.c: a mapping; expected a single value; fix: write one value [form-wrong]",
    ]


def test_exploding_aliases_are_not_expanded() -> None:
    """Nine levels of nine aliases would be a billion values; each alias is one fault instead."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    _, faults = parse_yaml("\n".join(lines), "x.yaml")
    assert sum("alias" in fault.seen for fault in faults) == 9 * 9


def test_a_file_full_of_faults_is_not_read_to_its_end() -> None:
    """Of a file that is no YAML of ours the first faults say enough."""
    root, faults = parse_yaml("a:\n" + "- &x 1\n" * 100_000, "x.yaml")
    assert root is None
    assert len(faults) == MAX_FAULTS
    assert [REST_UNREAD in fault.fix for fault in faults] == [False] * (MAX_FAULTS - 1) + [True]


def test_a_long_key_makes_no_long_message() -> None:
    """What a message says of a key of a megabyte can be read."""
    _, faults = parse_yaml(f"? {'k' * 1_000_000}\n: &x 1\n", "x.yaml")
    assert len(str(faults[0])) < 500


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
def test_deep_nesting_stops(bracket: str) -> None:
    """A file that nests without end is refused at the depth limit."""
    root, faults = parse_yaml(bracket * 100_000, "x.yaml")
    assert root is None
    assert faults[-1].seen == "values nested too deeply"
    assert str(MAX_DEPTH) in faults[-1].expected
    assert REST_UNREAD in faults[-1].fix


BYTES = {
    "byte order mark": (b"\xef\xbb\xbfa: 1\n", 1, "a byte order mark"),
    "carriage return": (b"a: 1\r\nb: 2\r\n", 1, "the control character U+000D"),
    "not UTF-8": (b"a: 1\nb: \xe9t\xe9\n", 2, "byte 0xe9 is not UTF-8"),
    "tab": (b"a: 1\nb: x\ty\n", 2, "the control character U+0009"),
    "half a character": (b"a: \xed\xa0\x80\n", 1, "byte 0xed is not UTF-8"),
    "tabs without end": (b"\t\n" * 1_000_000, 1, "the control character U+0009"),
    "nul": (b"a: 1\n\nb: x\x00y\n", 3, "the control character U+0000"),
    "next line": ("a: x\u0085y\n".encode(), 1, "the control character U+0085"),
}


@pytest.mark.parametrize("name", BYTES)
def test_refused_bytes(tmp_path: Path, name: str) -> None:
    """What is wrong with the bytes is told with its line before any YAML is read."""
    data, line, seen = BYTES[name]
    (tmp_path / "x.yaml").write_bytes(data)
    root, faults = read_yaml(tmp_path / "x.yaml", "records/x.yaml")
    assert root is None
    assert len(faults) <= MAX_FAULTS
    assert str(faults[0].position) == f"records/x.yaml:{line}"
    assert seen in faults[0].seen
    assert (REST_UNREAD in faults[-1].fix) == (len(faults) == MAX_FAULTS)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size alone."""
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    root, faults = read_yaml(path, "x.yaml")
    assert root is None
    assert (faults[0].seen, faults[0].expected) == ("it has 50000000 bytes", f"at most {MAX_BYTES} bytes")


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(str.strip)
TREE = st.recursive(
    WORD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD, inner, max_size=4), max_leaves=9
)


def written(tree: object) -> str:
    """Return `tree` in YAML's flow form with single quotation marks."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"? {written(key)} : {written(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(written, tree)) + "]"
    return "'" + str(tree).replace("'", "''") + "'"


@given(TREE)
def test_any_text_reads_back_as_written(tree: object) -> None:
    """Texts of all scripts and marks come back unchanged, whatever they look like."""
    root, faults = parse_yaml(written(tree), "x.yaml")
    assert plain(root) == tree
    assert not faults
