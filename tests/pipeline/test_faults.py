"""Every kind of fault is in the one list, is used, and is reported where its mistake is made, as documented."""

import ast
import re
from collections.abc import Iterator, Mapping, Set

import pytest

from pipeline.check.rules import RULES
from pipeline.check.rules import kind as kind_of_rule
from pipeline.check.tables import PANDERA_KINDS
from pipeline.faults import LONGEST_PART, Fault, Position, nearest, shown
from pipeline.reread import coverage, rows
from schemas.pandera_schemas import TYPE_WRONG
from tests.faults import PAGE, kind_of, page, printed
from tests.support import ROOT
from tests.support.planted import ONLY_BUGS, PLANTED

FOLDERS = ("pipeline", "schemas", "codings", "referees")
"""Where faults are made."""
KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
BESIDE: Mapping[str, Set[str]] = {
    "file-outdated": {"file-differs"},
    "quote-across-zones": {"sentence-unaccounted"},
    "quotes-far-from-event": {"date-not-of-event"},
    "year-lent-without-need": {"anchor-far-from-words"},
}
"""What is reported beside a kind, for the same reason."""


def test_what_cannot_be_seen_is_shown_as_an_escape() -> None:
    assert shown("a\u00a0é“ \u200b") == '"a\\xa0é“ \\u200b"'
    fault = Fault(Position("records/a\nb.yaml", 1), "id-unknown", "a\u200b", "b\u202e", "c\ud800", "d\x07")
    assert str(fault) == "records/a\\nb.yaml:1 a\\u200b: b\\u202e; expected c\\ud800; fix: d\\x07 [id-unknown]"


def test_no_text_makes_a_message_without_end() -> None:
    endless = "a" * 1_000_000
    assert shown(endless) == f'"{endless[:300]}" … (1000000 characters)'
    assert len(str(Fault(Position("a", 1), "id-unknown", *[endless] * 4))) < 5 * LONGEST_PART
    assert len(nearest(endless, [endless, "b"])) < 20


LETTER_A = "U+0430 CYRILLIC SMALL LETTER A stands where U+0061 LATIN SMALL LETTER A belongs"


@pytest.mark.parametrize(
    ("name", "names", "hint"),
    [
        ("chin\u0430", ["china", "cctv"], f"did you mean china? {LETTER_A}"),
        ("\u0430", ["a", "b"], f"did you mean a? {LETTER_A}"),
        ("wang\u00a0", ["wang"], "did you mean wang? U+00A0 NO-BREAK SPACE stands where nothing belongs"),
        (
            "cafe\u0301",
            ["caf\u00e9"],
            "did you mean caf\u00e9? U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT stands where "
            "U+00E9 LATIN SMALL LETTER E WITH ACUTE belongs",
        ),
        ("chna", ["china", "chin"], "did you mean china or chin?"),
    ],
)
def test_a_hint_names_the_characters_that_only_look_right(name: str, names: list[str], hint: str) -> None:
    assert nearest(name, names) == hint


def kinds_in(source: str) -> set[str]:
    """Return the kinds that a module gives to faults and checks, as written in the calls that make one."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _makes_fault(node)]
    arguments = [argument for call in calls for argument in (*call.args, *(one.value for one in call.keywords))]
    return {text for argument in arguments for text in _texts(argument) if KIND.fullmatch(text)}


def _makes_fault(call: ast.Call) -> bool:
    """Return whether a call is ``Fault(…)``, ``fault_at(…)(…)``, ``pandera.Check(…)``, or of a helper of like name."""
    function = call.func.func if isinstance(call.func, ast.Call) else call.func
    name = ast.unparse(function)
    return "fault" in name.lower() or "pandera.Check" in name or name.endswith("_row_check")


def _texts(argument: ast.expr) -> Iterator[str]:
    """Yield the texts that an argument may be."""
    if isinstance(argument, ast.IfExp):
        yield from (*_texts(argument.body), *_texts(argument.orelse))
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def kinds_by_module() -> dict[str, set[str]]:
    """Return the kinds that each module uses."""
    modules = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    kinds = {path.relative_to(ROOT).as_posix(): kinds_in(path.read_text(encoding="utf-8")) for path in modules}
    # Pandera names its own checks, and a rule across tables or on rows is a kind of its own, by its name.
    kinds["pipeline/check/tables.py"] |= {kind for kind, _ in PANDERA_KINDS.values()}
    kinds["pipeline/check/rules.py"] |= set(map(kind_of_rule, RULES))
    kinds["pipeline/reread/coverage.py"] |= set(map(coverage.unaccounted, coverage.KINDS))
    kinds["pipeline/reread/rows/__init__.py"] |= set(map(rows.kind, rows.RULES))
    kinds["schemas/pandera_schemas.py"].add(TYPE_WRONG)
    return kinds


def test_the_kinds_of_a_module_are_found() -> None:
    source = """
fault_at(position, "a", "b")("a-kind", "seen-text of it", expected, fix)
fault("b-kind" if x else "c-kind", f"d-{kind}", "", "")
self.faults.append(Fault(position, subject="x", kind="e-kind"))
pandera.Check.ge(low, name="f-kind")
other("g-kind")
"""
    assert kinds_in(source) == {"a-kind", "b-kind", "c-kind", "e-kind", "f-kind"}


def test_every_kind_in_the_list_is_used() -> None:
    assert PLANTED.keys() - set().union(*kinds_by_module().values()) == set()


def test_every_kind_is_in_the_list() -> None:
    assert set().union(*kinds_by_module().values()) - PLANTED.keys() - ONLY_BUGS.keys() == set()


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_mistake_is_reported_as_its_kind_and_as_no_other(kind: str) -> None:
    kinds = {kind_of(line) for line in printed(kind)}
    assert kind in kinds
    assert kinds <= {kind, *BESIDE.get(kind, ())}


def test_what_only_a_bug_can_cause_has_a_test_that_plants_it() -> None:
    assert PLANTED.keys() & ONLY_BUGS.keys() == set()
    assert ONLY_BUGS.keys() <= set().union(*kinds_by_module().values())
    for kind, bug in ONLY_BUGS.items():
        assert f'"{kind}"' in (ROOT / bug.test).read_text(encoding="utf-8")


def test_the_documentation_shows_what_the_build_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
