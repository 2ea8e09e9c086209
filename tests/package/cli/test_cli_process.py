"""The command line as a process: exit codes, pipes, encodings, terminals, interrupts."""

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counternarcotics import _package
from counternarcotics._text import plainest
from tests.support.built import BUILT
from tests.support.changed_versions import Version, change_value

pty = pytest.importorskip("pty")  # Windows has none, and no SIGPIPE

COMMAND = [sys.executable, "-m", "counternarcotics"]
ROW = ["seizures", "yantian-cocaine"]
READING = [
    ["--help"],
    ["tables"],
    ["show", "sources"],
    ["show", *ROW],
    ["why", *ROW],
    ["cite"],
    ["codebook", "sources"],
    ["verify"],
]
AS_JSON = [
    ["tables", "--json"],
    ["show", "sources", "--json"],
    ["show", *ROW, "--json"],
    ["why", *ROW, "--json"],
    ["codebook", "sources", "--json"],
    ["verify", "--json"],
    ["diff", ".", "--json"],
    ["cite", "--format", "csl-json"],
]
REFERENCES = [
    ["cite", "--format", form, "sources", "sample-affairs-release"] for form in ("biblatex", "ris", "csl-json")
]


def environment(**variables: str) -> dict[str, str]:
    # Unbuffered, a process would fail at its first line of output and not again as it ends.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**inherited, "PYTHONPATH": str(BUILT / "src"), **variables}


def run(arguments: Sequence[str | os.PathLike[str] | bytes], **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    return subprocess.run([*COMMAND, *arguments], cwd=BUILT, env=environment(**more), capture_output=True, check=False)


# Runs commands, each in a fork of one process that has imported what they need: that takes longest.
FORKS = """
import json, os, sys
import pandas, pyarrow.parquet
from counternarcotics import _cli
_, commands, folder = sys.argv
codes = []
for number, arguments in enumerate(json.loads(commands)):
    child = os.fork()
    if not child:
        for stream in (1, 2):
            os.dup2(os.open(f"{folder}/{number}.{stream}", os.O_CREAT | os.O_WRONLY), stream)
        sys.argv[1:] = arguments
        _cli.main()
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(codes))
"""


@functools.cache
def in_encoding(encoding: str) -> dict[tuple[str, ...], subprocess.CompletedProcess[bytes]]:
    """Run each command that reads in an encoding of standard output."""
    commands = [*READING, *AS_JSON, *REFERENCES]
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-c", FORKS, json.dumps(commands), folder]
        settings = environment(PYTHONIOENCODING=encoding)
        codes = json.loads(subprocess.run(line, cwd=BUILT, env=settings, check=True, stdout=subprocess.PIPE).stdout)
        return {
            tuple(command): subprocess.CompletedProcess(
                command, code, *(Path(folder, f"{number}.{stream}").read_bytes() for stream in (1, 2))
            )
            for number, (command, code) in enumerate(zip(commands, codes, strict=True))
        }


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash, where `cn` is the command."""
    script = f'cn() {{ "{sys.executable}" -m counternarcotics "$@"; }}\n{line}'
    return subprocess.run(["bash", "-c", script], env=environment(), capture_output=True, text=True, check=False)


def on_terminal(arguments: Sequence[str], columns: int, **more: str) -> str:
    """Return what the command writes to a terminal of a width."""
    leader, follower = pty.openpty()
    settings = environment(COLUMNS=str(columns), **more)
    process = subprocess.Popen([*COMMAND, *arguments], env=settings, stdout=follower, stderr=follower, cwd=BUILT)
    os.close(follower)
    text = b"".join(_chunks(leader)).decode("utf-8").replace("\r\n", "\n")
    os.close(leader)
    process.wait()
    return text


def _chunks(leader: int) -> Iterator[bytes]:
    """Yield what comes from a terminal until its other end is closed, which Linux tells by an error."""
    with contextlib.suppress(OSError):
        while chunk := os.read(leader, 65536):
            yield chunk


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version in which one value is another."""
    version = Version(tmp_path_factory.mktemp("versions") / "new")
    change_value(version)
    version.descriptor["version"] = "0.1.1"
    return version.write()


def test_exit_codes_of_diff(changed: Path) -> None:
    same, other = run(["diff", "."]), run(["diff", BUILT, changed])
    assert (same.returncode, other.returncode) == (0, 1)
    assert b"yantian-cocaine.quantity: 430.0 -> 340.0" in other.stdout
    assert b"0.1.0 -> 0.1.1 is a patch version: large enough." in b" ".join(other.stdout.split())
    assert json.loads(run(["diff", BUILT, changed, "--json"]).stdout)["calls_for"] == "patch"
    assert run(["diff", changed]).stdout.splitlines()[1].startswith(b"new  0.1.0")


def test_diff_reads_zips_and_the_data_folder(changed: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "old"), "zip", changed)
    assert zipfile.is_zipfile(archive)
    assert run(["diff", archive, changed]).returncode == 0
    assert run(["diff", BUILT / "data", archive]).returncode == 1


def test_exit_codes_of_verify(changed: Path) -> None:
    other = run(["verify", changed])
    assert (run(["verify"]).returncode, other.returncode, other.stderr) == (0, 1, b"")
    assert b"seizures" in other.stdout
    report = run(["verify", changed, "--json"])
    assert (report.returncode, json.loads(report.stdout)["sound"]) == (1, False)


@pytest.mark.parametrize("arguments", AS_JSON, ids=" ".join)
def test_json_is_one_utf8_document_whatever_the_encoding(arguments: list[str]) -> None:
    ran = in_encoding("ascii")[tuple(arguments)]
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout.decode("utf-8"))


@pytest.mark.parametrize("arguments", REFERENCES, ids=lambda arguments: arguments[2])
def test_references_for_programs_are_utf8_whatever_the_encoding(arguments: list[str]) -> None:
    ran = in_encoding("ascii")[tuple(arguments)]
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "O’Sample" in ran.stdout.decode("utf-8")


def in_utf8(*arguments: str) -> str:
    """Return what a command prints where every character can be."""
    return in_encoding("utf-8")[arguments].stdout.decode("utf-8")


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1:strict"])
def test_an_encoding_without_some_character_gets_the_nearest(arguments: list[str], encoding: str) -> None:
    ran, codec = in_encoding(encoding)[tuple(arguments)], encoding.partition(":")[0]
    assert (ran.returncode, ran.stderr) == (0, b"")
    characters = {character: character for character in in_utf8(*arguments)}
    lacking = [character for character in characters if not character.encode(codec, "ignore")]
    characters |= {character: plainest(character) for character in lacking}
    assert ran.stdout.decode(codec) == "".join(characters[character] for character in in_utf8(*arguments))


def test_a_citation_in_ascii_is_the_citation() -> None:
    ran = in_encoding("ascii")[("cite",)]
    assert "US-China counternarcotics cooperation" in ran.stdout.decode("ascii")
    assert b"?" not in ran.stdout


def test_an_error_in_ascii_keeps_its_words() -> None:
    ran = run(["show", "caf\u00e9 \u2013 \u5317"], PYTHONIOENCODING="ascii")
    assert ran.stderr.startswith(b"counternarcotics: There is no table 'cafe - \\u5317'.")


def test_the_plainest_locale_is_enough() -> None:
    ran = run(["why", *ROW], LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "«" in in_utf8("why", *ROW)


def test_a_reader_that_goes_away_is_no_fault() -> None:
    ran = shell("cn show evidence | head -1; echo ${PIPESTATUS[0]}")
    assert ran.stdout.splitlines()[0].startswith("evidence_id\t")
    assert (ran.stdout.splitlines()[1:], ran.stderr) == (["141"], "")
    assert shell("cn --help | true").stderr == ""


def test_a_closed_output_is_no_fault() -> None:
    for command in ("tables", "show seizures", "tables --json", "--help", "--version"):
        ran = shell(f"cn {command} >&-; echo $? >&2")
        assert (ran.stdout, ran.stderr) == ("", "0\n")
    assert shell("cn nonsense 2>&-; echo $?").stdout == "2\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    for command in ("tables", "show evidence", "show seizures --json"):
        ran = shell(f"cn {command} > /dev/full; echo $?")
        assert (ran.stdout, ran.stderr) == ("2\n", "counternarcotics: [Errno 28] No space left on device\n")


def test_an_interrupt_ends_with_130_and_no_more_than_a_line_end() -> None:
    patched = (
        "import os, signal, sys; from counternarcotics import _cli; from counternarcotics._cli import read\n"
        "read.installed = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['counternarcotics', 'tables']; _cli.main()"
    )
    ran = subprocess.run([sys.executable, "-c", patched], env=environment(), capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr.strip()) == (130, b"", b"")


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("arguments", [["tables"], ["show", "events"], ["show", "places"], ["verify"]], ids=" ".join)
def test_text_fits_a_terminal(arguments: list[str], columns: int) -> None:
    lines = on_terminal(arguments, columns).splitlines()
    assert len(lines) > 5
    assert all(len(line) <= columns or " " not in line.strip() for line in lines if "sha256:" not in line)


def test_words_are_bold_on_a_terminal_that_allows_it() -> None:
    assert "\x1b[1m«430kg»\x1b[0m" in on_terminal(["why", *ROW, "quantity"], 80, NO_COLOR="", TERM="xterm")
    plain = on_terminal(["why", *ROW, "quantity"], 80, NO_COLOR="1")
    assert "«430kg»" in plain
    assert "\x1b" not in plain
    assert b"\x1b" not in run(["why", *ROW, "quantity"]).stdout


def test_errors_wrap_on_a_terminal() -> None:
    lines = on_terminal(["show", "nonsense"], 60).splitlines()
    assert lines[0].startswith("counternarcotics: There is no table 'nonsense'.")
    assert max(map(len, lines)) <= 60


def test_without_a_command_the_help_goes_to_standard_error() -> None:
    ran = run([])
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"Examples:" in ran.stderr


def test_tables_imports_neither_pandas_nor_pyarrow() -> None:
    code = "import sys; from counternarcotics import _cli; sys.argv[1:] = ['tables']\ntry: _cli.main()\n"
    code += "finally: assert not {'pandas', 'pyarrow', 'numpy', 'difflib'} & {*sys.modules}"
    ran = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_the_shell_completes_tables() -> None:
    words = {"COMP_WORDS": "counternarcotics show sei", "COMP_CWORD": "2"}
    ran = run([], _COUNTERNARCOTICS_COMPLETE="bash_complete", **words)
    assert ran.stdout.split() == [b"plain,seizures"]


def test_a_file_name_that_is_no_utf8_can_be_reported(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/na\xefve"
    os.mkdir(name)
    root, copy = _package.installed().root, Path(os.fsdecode(name))
    shutil.copy(root / "datapackage.json", copy)
    shutil.copytree(root / "data", copy / "data")
    ran = run(["verify", name, "--json"])
    assert ran.returncode in (0, 1)
    assert r"na\udcefve" in json.loads(ran.stdout)["subject"]


FORGED = "x\nSound: every check looked at everything and found nothing wrong.\x1b[2K\u202e"
ESCAPED = r"x\nSound: every check looked at everything and found nothing wrong.\x1b[2K\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        ["diff", FORGED],
        ["diff", f"missing-{FORGED}"],
        ["verify", f"missing-{FORGED}"],
        ["verify", FORGED],
        ["show", FORGED],
        ["show", "seizures", FORGED],
        ["show", "seizures", "yantian-cocaine", FORGED],
        ["cite", "--format", FORGED],
        [f"--{FORGED}"],
        [FORGED],
    ],
    ids=lambda arguments: arguments[0][:8],
)
def test_no_argument_forges_a_line_or_moves_the_cursor(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / FORGED).mkdir()
    paths = [str(tmp_path / argument) if arguments[0] in ("diff", "verify") else argument for argument in arguments[1:]]
    said = on_terminal([arguments[0], *paths], 5000)
    assert len(said.splitlines()) == 1
    assert said.removesuffix("\n").isprintable()
    assert ESCAPED in said or r"x Sound: every" in said


def test_a_line_that_is_wrapped_forges_none() -> None:
    name = "x" * 50 + " Sound: every check looked at everything"
    lines = on_terminal(["show", name], 90).splitlines()
    assert len(lines) > 1
    assert any("Sound" in line for line in lines)
    assert all(line.startswith("  ") for line in lines[1:])


def test_nothing_in_a_copy_forges_a_line_or_moves_the_cursor(tmp_path: Path) -> None:
    version = Version(tmp_path / FORGED)
    version.descriptor["title"] = FORGED
    version.change_rows("events", lambda rows: rows[0].update(title="red \x1b[31m\u202e"))
    said = on_terminal(["diff", str(version.write())], 5000)
    assert r"red \x1b[31m\u202e" in said
    assert all(line.isprintable() for line in said.split("\n"))
    assert not [line for line in said.splitlines() if line.startswith("Sound")]


def test_json_escapes_what_cannot_be_seen_and_nothing_else(tmp_path: Path) -> None:
    version = Version(tmp_path / "new")
    version.descriptor["title"] = f"\u5317 {FORGED}\x85\u200b\U000e0041"
    ran = run(["diff", version.write(), "--json"])
    text = ran.stdout.decode("utf-8")
    assert all(line.isprintable() for line in text.split("\n"))
    assert "\u5317 x" in text
    assert r"\u202e\u0085\u200b\udb40\udc41" in text
    assert json.loads(text)["changes"][0]["old"] == version.descriptor["title"]
