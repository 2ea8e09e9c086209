"""A drafted article: what is written, that the build accepts it up to what is to code, and that nothing is lost."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from pipeline.draft.drafting import next_number
from pipeline.draft.place import Files, put
from pipeline.draft.receive import Refused
from pipeline.draft.yaml_text import nested
from pipeline.run import run
from tests.support import ROOT
from tests.support.drafted import OTHER, RELEASE, content_of, drafted
from tests.support.example import HARBOUR, SEED_FILES
from tests.support.project import Project

DIGEST = hashlib.sha256(RELEASE.encode()).hexdigest()
SEED, SOURCE_ID = f"002_{DIGEST[:16]}", "the-example-times-2026-01-05"


def entry(root: Path) -> str:
    """Return the last entry of `sources`."""
    return (root / "records/sources.yaml").read_text(encoding="utf-8").rpartition("\n- id: ")[2]


def page(root: Path) -> str:
    return (root / f"records/{SEED}.yaml").read_text(encoding="utf-8")


def test_a_draft_is_a_seed_an_entry_and_a_page(example: Project) -> None:
    before = content_of(example.root)
    code, printed, _ = drafted(example.root, "release.txt", RELEASE)
    after = content_of(example.root)
    assert code == 0
    assert after[f"seeds/{SEED}.txt"] == RELEASE.encode()
    grown = {"records/sources.yaml", "records/passages.yaml"}
    assert {path for path in after if after[path] != before.get(path)} == grown | {
        f"seeds/{SEED}.txt",
        f"records/{SEED}.yaml",
    }
    assert all(after[path].startswith(content) for path, content in before.items())
    assert all(path in printed for path in after if after[path] != before.get(path))


def test_the_entry_says_what_the_file_says_of_itself(example: Project) -> None:
    drafted(example.root, "release.txt", RELEASE)
    lines = entry(example.root).splitlines()
    assert lines[:9] == [
        SOURCE_ID,
        f"  seed_file: seeds/{SEED}.txt",
        "  title: Coast guard seizes two tonnes of cocaine off Example Bay",
        "  publisher_text: The Example Times",
        "  via: Xinhua",
        "  published: 2026-01-05",
        "  published_basis: dateline",
        "  language: en",
        f"  sha256: {DIGEST}",
    ]


def test_the_article_of_the_guide_is_drafted_as_the_guide_shows(example: Project) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    article, shown = re.findall(r"^```(?:text|yaml)\n(.*?)^```$", guide, re.M | re.S)[:2]
    assert drafted(example.root, "article.txt", article)[0] == 0
    assert entry(example.root) == shown.partition("\n- id: ")[2].replace("seeds/005_", "seeds/002_")


def test_the_build_reports_only_what_is_to_be_coded(example: Project) -> None:
    known = run(example.root).faults
    assert not known
    drafted(example.root, "release.txt", RELEASE)
    drafted(example.root, "other.txt", OTHER)
    faults = run(example.root).faults
    # The number of the headline is to be coded too: that it stands in the title says nothing of it.
    assert {fault.kind for fault in faults} == {"sentence-unaccounted", "number-unaccounted"}
    articles = {fault.subject.partition("--")[0] for fault in faults}
    assert len(articles) == 2
    assert SOURCE_ID in articles


def test_the_page_shows_each_sentence_with_what_the_readers_find(example: Project) -> None:
    drafted(example.root, "release.txt", RELEASE)
    text = page(example.root)
    for finding in (
        "amount: “2.1 tonnes” is 2.1 tonne",
        "amount: “$30 million” is not understood: whose money “$” is, is not said: name the country",
        "date: “Sunday” is 2026-01-04, counted from published",
        "date: “since 2019” is 2019/..",
        "“cocaine” is substances/cocaine",
        "event_types: seizure “seized”",
    ):
        assert finding in text, finding
    assert all(len(line) <= 120 for line in text.splitlines() if line.startswith("##"))
    assert f"\nsource: {SOURCE_ID}\n" in text
    assert [line for line in text.splitlines() if line and not line.startswith("#")] == [f"source: {SOURCE_ID}"]


def test_a_likely_row_is_ready_to_be_completed(example: Project) -> None:
    drafted(example.root, "release.txt", RELEASE)
    text = page(example.root)
    for row in (
        "#   event_type: seizure\n#   date: 2026-01-04\n",
        "seized 2.1 tonnes of cocaine and arrested five suspects off Example Bay on Sunday\n#     supports:",
        "#   evidence:\n#   - supports: {substance_id: cocaine, quantity: 2.1 tonnes}\n",
        "#   substance_id: cocaine\n#   quantity: 2.1\n#   unit: tonne\n",
        "#   stage: arrest\n#   defendants: 5\n",
    ):
        assert row in text, row
    office = "positions: [{id: captain, title: Captain}]\n#   evidence: [{quote: Captain Mara Ensign}]\n"
    assert f"# - id: mara-ensign\n#   name: Mara Ensign\n#   kind: person\n#   {office}" in text
    assert re.search(r"^# places:(?s:.*)\n#   name: Port Example\n#   kind:$", text, re.M)


def test_only_a_quote_makes_a_line_long(example: Project) -> None:
    office = "Assistant Attorney General for the Harbours of the Example Bay"
    text = RELEASE.replace("Captain Mara", office).replace(
        "on Sunday,", "in the port of Example Harbour on Sunday, without the help of any other joint operation,"
    )
    drafted(example.root, "release.txt", text)
    (new,) = (file for file in (example.root / "records").glob("002_*"))
    lines = new.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120 and not line.startswith("#   - quote: ")] == []
    assert nested("supports", {"date": "a" * 60, "scope": {"words": "b" * 60}}, "  ") == [
        "  supports:",
        f"    date: {'a' * 60}",
        f"    scope: {{words: {'b' * 60}}}",
    ]


def test_an_uncommented_row_is_read_with_its_empty_values_as_faults(example: Project) -> None:
    drafted(example.root, "release.txt", RELEASE)
    text = page(example.root)
    rows = re.sub(r"^# (?=[a-z_]+:$|- id|  )", "", text, flags=re.M)
    example.write(f"records/{SEED}.yaml", rows)
    records, faults = example.records()
    assert any(
        record.values.get("event_type") == "seizure" and SOURCE_ID in str(record.evidence) for record in records.all
    )
    assert {fault.subject.rpartition(".")[2] for fault in faults if fault.kind == "value-empty"} == {
        *("title", "summary"),
        *("kind", "country_code"),
    }
    assert not {"yaml-syntax", "key-unknown", "form-wrong", "code-unknown"} & {fault.kind for fault in faults}


def test_a_sentence_that_ends_with_a_short_name_ends_there(example: Project) -> None:
    drafted(
        example.root, "release.txt", RELEASE.replace("after a tip-off from China.", "in Washington, DC. China helped.")
    )
    assert "- {starts: China helped.}" in (example.root / "records/passages.yaml").read_text(encoding="utf-8")


def test_a_second_draft_of_an_article_is_refused(example: Project) -> None:
    drafted(example.root, "release.txt", RELEASE)
    before = content_of(example.root)
    code, _, complaint = drafted(example.root, "again.txt", RELEASE)
    assert code == 1
    assert f"seeds/{SEED}.txt has this very article already" in complaint
    assert content_of(example.root) == before


def test_numbers_go_on_behind_the_highest_one_and_beyond_three_digits(example: Project) -> None:
    assert next_number(example.root, example.records()[0]) == 2
    example.write("seeds/007_0123456789abcdef.txt", "Not registered.\n")
    assert next_number(example.root, example.records()[0]) == 8
    example.replace("records/sources.yaml", SEED_FILES[HARBOUR], "seeds/1233_0123456789abcdef.txt")
    assert next_number(example.root, example.records()[0]) == 1234


def test_windows_text_is_converted_and_both_hashes_are_registered(example: Project) -> None:
    text = RELEASE.replace("the coast guard.", "the “coast guard” – again.")
    received = text.replace("\n", "\r\n").encode("cp1252")
    assert drafted(example.root, "release.txt", received)[0] == 0
    (seed,) = (file for file in (example.root / "seeds").glob("002_*"))
    assert seed.read_bytes() == text.encode()
    assert hashlib.sha256(text.encode()).hexdigest() in entry(example.root)
    assert f"had the SHA-256 {hashlib.sha256(received).hexdigest()}" in entry(example.root)
    for again in (received, text.encode()):
        assert "already" in drafted(example.root, "again.txt", again)[2]


@pytest.mark.parametrize("step", ["link", "replace", "open"])
def test_a_step_that_fails_takes_back_those_before_it(
    example: Project, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    example.write("records/passages.yaml", "passages: []\n")
    before, calls = content_of(example.root), 0

    def fails_the_second_time(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(28, "No space left on device", str(arguments[0]))
        return original(*arguments, **options)

    owner, name = (Path, "open") if step == "open" else (os, step)
    files = Files(
        {"seeds/a.txt": b"a", "records/a.yaml": b"a"},
        {
            path: (before[path], before[path] + b"# more\n")
            for path in ("records/sources.yaml", "records/passages.yaml")
        },
    )
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, fails_the_second_time)
    with pytest.raises(Refused, match="nothing was written"):
        put(example.root, files)
    monkeypatch.undo()
    assert content_of(example.root) == before


def test_nothing_is_overwritten(example: Project) -> None:
    example.write("records/new.yaml", "# a curator's\n")
    before = content_of(example.root)
    left = (
        "delete seeds/new.txt, records/new.yaml and the article's entries in records/sources.yaml and in records/pass"
    )
    with pytest.raises(Refused, match=rf"^records/new.yaml exists already, .* {left}"):
        put(example.root, Files({"seeds/new.txt": b"x", "records/new.yaml": b"y"}))
    with pytest.raises(Refused, match="changed meanwhile"):
        put(example.root, Files({"seeds/new.txt": b"x"}, {"records/sources.yaml": (b"as it was", b"grown")}))
    assert content_of(example.root) == before


@pytest.mark.parametrize("last", ["sources: []\n", "# none\n", "sources:\n- id: x\nactors: []\n"])
def test_a_file_that_no_entry_can_follow_is_refused(example: Project, last: str) -> None:
    example.write("records/passages.yaml", last.replace("sources", "passages"))
    before = content_of(example.root)
    code, _, complaint = drafted(example.root, "release.txt", RELEASE)
    assert code == 1
    assert "passages.yaml" in complaint
    assert content_of(example.root) == before


def test_records_that_cannot_be_read_are_named(example: Project) -> None:
    example.write("records/broken.yaml", "a: [\n")
    code, _, complaint = drafted(example.root, "release.txt", RELEASE)
    assert code == 1
    assert "records/broken.yaml:" in complaint
