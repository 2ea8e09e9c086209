"""Each mistake in ``records/passages.yaml``, and in the built ledger, is found and told with its line."""

import re
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest

import build
from tests.pipeline.locate.test_passages import CUT, FILE, LEFT_OUT, kept
from tests.support.example import HARBOUR, SEED_FILES, TALKS, Made, changed, make, write_example
from tests.support.ledger import ledger_problems


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


def entry(name: str, *items: str) -> str:
    """Return a file of passages with one list of one article."""
    return f"passages:\n- source: {HARBOUR}\n  {name}:\n" + "".join(f"  - {item}\n" for item in items)


ADD, DROP, OUT = "add_cuts", "drop_cuts", "left_out"
OTHER_FORM = "an item of another form"
# The list in which a mistake is planted, its items (the last is wrong), what the message has seen and what to do.
ITEMS = [
    (
        OUT,
        ["{starts: They had smuggled, reason: absence}"],
        '"They had smuggled" holds the words of',
        "delete the entry",
    ),
    (OUT, ["{starts: They smuggled, reason: absence}"], '"They smuggled" is not in seeds/', "copy it again"),
    (OUT, ["{starts: had smuggled, reason: absence}"], 'no passage begins at "had smuggled"', "copy its first words"),
    (
        OUT,
        ["{starts: Police seize, reason: absence}"],
        '"Police seize" stands 2 times in seeds/000_aaaaaaaaaaaaaaaa.txt, at 13, 159',
        "add occurrence",
    ),
    (OUT, ["{starts: Police seize, occurrence: 3, reason: absence}"], 'occurrence 3 of "Police seize"', "count again"),
    (OUT, ["{starts: Read more, reason: furniture}"], '"Read more" stands in furniture', "delete the entry"),
    (OUT, ["{starts: Harbour Post, reason: imprint}"], '"Harbour Post" stands in imprint', "delete the entry"),
    (OUT, ["{starts: They had}"], OTHER_FORM, "write it like that"),
    (ADD, ["{starts: two\u00a0were jailed}"], "is not in", "U+00A0 NO-BREAK SPACE stands where U+0020 SPACE belongs"),
    (ADD, ["{starts: two were freed}"], '"two were freed" is not in', "copy it again"),
    (ADD, ["{starts: ey had smuggled}"], 'no word begins at "ey had smuggled"', "copy its first words"),
    (ADD, ["{starts: CCTV}"], '"CCTV" stands 2 times', "add occurrence"),
    (ADD, ["{starts: CCTV, occurrence: two}"], 'the occurrence "two"', "count again"),
    (ADD, ["{starts: They had smuggled}"], '"They had smuggled" begins a passage already', "delete it"),
    (ADD, ["{starts: two were jailed}", "{starts: two were}"], '"two were" begins a passage already', "delete it"),
    (ADD, ["{starts: drugs elsewhere}"], '"drugs elsewhere" stands in furniture, which is one passage', "delete it"),
    (ADD, ["{starts: two were jailed, reason: x}"], 'unknown key "reason"', "one of occurrence, starts"),
    (ADD, ['{starts: " two were jailed"}'], "begins or ends with a space", "delete the space"),
    (ADD, ["{occurrence: 1}"], OTHER_FORM, "write it like that"),
    (ADD, ["two were jailed"], OTHER_FORM, "write it like that"),
    (DROP, ["{starts: two were jailed}"], 'no passage begins at "two were jailed"', "delete the entry"),
    (DROP, ["{starts: Chinese police seized}"], 'a zone begins at "Chinese police seized"', "correct the zones"),
    (DROP, ["{starts: They had}", "{starts: They}"], 'no passage begins at "They"', "delete the entry"),
]


@pytest.mark.parametrize("case", ITEMS, ids=lambda case: f"{case[0]} {case[1][-1]}")
def test_a_wrong_item_is_told_once_with_its_line(sound: Made, case: tuple[str, list[str], str, str]) -> None:
    name, items, seen, todo = case
    found = [fault for fault in kept(sound, entry(name, *items))[1] if seen in fault.seen]
    assert [(str(fault.position), fault.subject) for fault in found] == [
        (f"{FILE}:{3 + len(items)}", f"{HARBOUR}.{name}")
    ]
    assert todo in found[0].fix


FIRST = f"passages:\n- source: {HARBOUR}\n"
TWICE = f"{LEFT_OUT}  - {{starts: pressed for, reason: absence}}\n"
BOTH = f"{entry(DROP, '{starts: two were jailed}')}  add_cuts:\n  - {{starts: two were jailed}}\n"
# The whole file, the line and subject of the message, what it has seen and what to do.
FILES = [
    (
        CUT,
        2,
        f"{TALKS}--005.reason",
        'the sentence that begins "pressed for them." at 148 has no value and no reason',
        "code what it says",
    ),
    (
        LEFT_OUT.replace("backg", "back"),
        6,
        f"{TALKS}.left_out",
        'unknown reason "backround"',
        "did you mean background",
    ),
    (TWICE, 7, f"{TALKS}.left_out", f'"pressed for" is listed already at {FILE}:6', "delete the entry"),
    (BOTH, 4, f"{HARBOUR}.drop_cuts", 'no passage begins at "two were jailed"', "delete the entry"),
    (FIRST.replace(HARBOUR, f"{HARBOUR}s"), 2, "passages.source", "unknown source", "did you mean"),
    ("passages:\n- add_cuts: []\n", 2, "passages[1]", "an entry of another form", "write source: ID"),
    ("passages:\n- x\n", 2, "passages[1]", "an entry of another form", "write source: ID"),
    ("passages: x\n", 1, "file", "another form", "write it like that"),
    ("passages: []\nevents: []\n", 2, "file", 'unknown key "events"', "one of passages"),
    (f"passages:\n- source: [{HARBOUR}]\n", 2, "passages[1].source", "a list", "write one value"),
    (entry(OUT, "{starts: They had, reason: [absence]}"), 4, f"{HARBOUR}.left_out.reason", "a list", "write one value"),
    (entry(ADD, "{starts: {a: They had}}"), 4, f"{HARBOUR}.add_cuts.starts", "a mapping", "write one value"),
    (entry(DROP, "{starts: They had, occurrence: [1]}"), 4, f"{HARBOUR}.drop_cuts.occurrence", "a list", "write one"),
    (f"{FIRST}  leftout: []\n", 3, HARBOUR, 'unknown key "leftout"', "did you mean left_out"),
    (f"{FIRST}- source: {HARBOUR}\n", 3, HARBOUR, f"a second entry, the first is at {FILE}:2", "join the two"),
    (f"{FIRST}  add_cuts: two\n", 3, f"{HARBOUR}.add_cuts", "a single value", "begin each with -"),
]


@pytest.mark.parametrize("case", FILES, ids=lambda case: case[3])
def test_a_wrong_file_is_told_once_with_its_line(sound: Made, case: tuple[str, int, str, str, str]) -> None:
    text, line, subject, seen, todo = case
    found = [fault for fault in kept(sound, text)[1] if seen in fault.seen]
    assert [(str(fault.position), fault.subject) for fault in found] == [(f"{FILE}:{line}", subject)]
    assert todo in found[0].fix


def test_what_is_refused_changes_no_other_passage(sound: Made) -> None:
    rows, _ = kept(sound, entry(ADD, "{starts: nothing}"))
    assert rows == kept(sound, "passages: []\n")[0]


def test_no_sentence_seems_forgotten_where_records_cannot_be_read(sound: Made) -> None:
    rows, faults = kept(sound, "passages: [\n")
    assert rows == []
    assert [str(fault.position).partition(":")[0] for fault in faults if "no reason" in fault.seen] == []
    assert any("not valid YAML" in fault.seen for fault in faults)


@pytest.mark.usefixtures("quick_builds")
def test_a_sentence_without_value_and_reason_stops_the_build_and_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_example(tmp_path)
    (root / FILE).write_text(CUT, encoding="utf-8")
    assert build.main([], root) == 1
    shown = capsys.readouterr()
    assert len(re.findall(rf"^{FILE}:2 {TALKS}--005\.reason: ", shown.err, re.M)) == 1
    assert "1 fault; nothing was changed" in shown.err
    assert re.search(r"^guarantee 5: .*, 1 wrong; .* — NOT KEPT$", shown.out, re.M)
    (root / FILE).write_text(LEFT_OUT, encoding="utf-8")
    assert build.main([], root) == 0
    shown = capsys.readouterr()
    assert re.search(rf"^{TALKS} +4 \+ 1 +.*  1: background 1$", shown.out, re.M)
    assert re.search(r"^all articles +12 \+ 1 +.*  1: background 1$", shown.out, re.M)
    assert "left out of 13 sentences: 1: background 1\n" in shown.out


SECOND, LAST = f"{TALKS}--002", f"{TALKS}--004"
SPOILT: dict[str, tuple[str, dict[str, object], set[str]]] = {
    "gap": (SECOND, {"passage_start": 12}, {f"{SECOND}.passage_start"}),
    "overlap": (SECOND, {"passage_start": 10}, {f"{SECOND}.passage_start", f"{SECOND}.zone"}),
    "nothing in it": (
        f"{HARBOUR}--011",
        {"passage_end": 601},
        {f"{HARBOUR}--011.{name}" for name in ("passage_start", "zone", "passage_end")},
    ),
    "short of the end": (LAST, {"passage_end": 160}, {f"{LAST}.passage_end"}),
    "no first": (f"{TALKS}--001", {"drop": True}, {f"{SECOND}.passage_start"}),
    "no last": (LAST, {"drop": True}, {f"{TALKS}--003.passage_end"}),
    "other zone": (SECOND, {"zone": "caption"}, {f"{SECOND}.zone"}),
    "other file": (SECOND, {"seed_file": SEED_FILES[HARBOUR]}, {f"{SECOND}.seed_file"}),
    "other count": (SECOND, {"n_values": 99}, {f"{SECOND}.n_values"}),
    "coded and left out": (SECOND, {"status": "left_out"}, {f"{SECOND}.status"}),
    "coded for a reason": (SECOND, {"reason": "absence"}, {f"{SECOND}.reason"}),
    "no reason": (f"{HARBOUR}--011", {"reason": None}, {f"{HARBOUR}--011.reason"}),
    "called coded": (f"{HARBOUR}--011", {"status": "coded"}, {f"{HARBOUR}--011.status"}),
}


def problems(made: Made, tables: Mapping[str, pa.Table]) -> set[str]:
    """Return the cells of the ledger in which something is wrong."""
    return {problem.partition(":")[0] for problem in ledger_problems(tables, made.articles)}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_ledger_is_found(sound: Made, name: str) -> None:
    row_id, cells, subjects = SPOILT[name]
    assert problems(sound, changed(sound, "passages", row_id, **cells)) == subjects


def test_words_that_are_gone_leave_their_sentence_behind_nothing(sound: Made) -> None:
    evidence = sound.tables["evidence"]
    rows = [row for row in evidence.to_pylist() if row["source_id"] != TALKS or row["words_end"] <= 130]
    tables = {**sound.tables, "evidence": pa.Table.from_pylist(rows, evidence.schema)}
    assert problems(sound, tables) == {f"{LAST}.n_values", f"{LAST}.status", f"{LAST}.reason"}
