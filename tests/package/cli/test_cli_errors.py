"""Whatever a user mistypes or hands over: one message that says what to do, exit code 2, and never a traceback."""

import enum
import errno
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from counternarcotics import _cli, _diff, _package
from counternarcotics._cli import output, process, read
from counternarcotics._errors import UsageError, is_one_of, unknown, unknown_row
from tests.support.built import BUILT


def run(*arguments: str) -> int:
    """Run the command as `main` does, without ending the process."""
    return process.run(lambda: _cli.commands.main(list(arguments), "counternarcotics", standalone_mode=False))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the message of a command that could not run, without the name in front."""
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("counternarcotics: ")
    assert "Traceback" not in printed.err
    return printed.err.removeprefix("counternarcotics: ").removesuffix("\n")


FORMATS = "'apa', 'chicago', 'bibtex', 'biblatex', 'ris', 'csl-json', 'r'"
BAD: list[tuple[list[str], str]] = [
    (["shwo"], "There is no command 'shwo'. Did you mean 'show'? There are: tables, show,"),
    (["qqq"], "There is no command 'qqq'. There are: tables, show, why, cite, codebook, export, verify, diff."),
    ([""], "There is no command ''."),
    (["--jsn"], "No such option"),
    (["tables", "--jsn"], "Try 'counternarcotics tables --help'."),
    (["tables", "seizures"], "unexpected extra argument (seizures). Try 'counternarcotics tables --help'."),
    (["show"], "Missing argument 'TABLE'. Try 'counternarcotics show --help'."),
    (["show", "seizure"], "There is no table 'seizure'. Did you mean 'seizures'? There are: timeline, seizures,"),
    (["show", ""], "There is no table ''."),
    (["show", "Seizures"], "Did you mean 'seizures'?"),
    (["show", "seizures-parquet"], "There is no table 'seizures-parquet'. Did you mean 'seizures'?"),
    (["show", "../datapackage"], "There is no table '../datapackage'."),
    (["show", "seizures", "yantian"], "There is no row 'yantian' in seizures. The nearest ids are: yantian-cocaine,"),
    (["show", "seizures", ""], "There is no row '' in seizures."),
    (["show", "seizures", "a\nb\x1b[31m"], r"There is no row 'a\nb\x1b[31m' in seizures."),
    (["show", "seizures", "yantian-cocaine", "quantity"], "unexpected extra argument (quantity)"),
    (["show", "seizures", "yantian", "--json"], "There is no row 'yantian' in seizures."),
    (["why"], "Missing argument 'TABLE'."),
    (["why", "seizures"], "Missing argument 'ROW'."),
    (["why", "seizure", "yantian-cocaine"], "There is no table 'seizure'."),
    (["why", "seizures", "yantian"], "There is no row 'yantian' in seizures."),
    (["why", "seizures", "yantian-cocaine", "quantit"], "Did you mean 'quantity'?"),
    (["why", "passages", "sample-affairs-release--001"], "The rows of passages hold no values"),
    (["cite", "seizure"], "There is no table 'seizure'."),
    (["cite", "seizures", "yantian"], "'yantian'"),
    (["cite", "--format", "bib"], f"'bib' is not one of {FORMATS}. Try 'counternarcotics cite --help'."),
    (["cite", "--format"], "requires an argument"),
    (["codebook", "seizure"], "There is no table 'seizure'."),
    (["codebook", ""], "There is no table ''."),
    (["export", "out"], "Missing option '--format'."),
    (["export", "--format", "csv"], "Missing argument 'DIR'."),
    (["export", "--format", "doc", "out"], "'doc' is not one of"),
    (["export", "--format", "csv", "a-file"], "a-file"),
    (["export", "--format", "xlsx", "--for-excel", "out"], "--for-excel changes cells of CSV files"),
    (["verify", "missing"], "missing: "),
    (["verify", "a-folder"], "a-folder"),
    (["verify", "--seeds", "missing"], "missing"),
    (["verify", "--seeds", "a-file"], "a-file"),
    (["verify", "a-folder", "a-file"], "unexpected extra argument (a-file)"),
    (["diff"], "Missing argument 'OLD'."),
    (["diff", "missing"], "missing: there is no such file or folder"),
    (["diff", "a-folder"], "a-folder: there is no datapackage.json in it; name the folder or zip of a version"),
    (["diff", "a-file"], "a-file: there is no datapackage.json in it"),
    (["diff", BUILT.as_posix(), "missing"], "missing: there is no such file or folder"),
    (["diff", "empty.zip"], "empty.zip: no file can be found in the zip"),
    (["diff", "list"], "datapackage.json: it cannot be read (it is a list, expected an object)"),
    (["diff", "no-json"], "datapackage.json: it cannot be read"),
    (["diff", "x" * 5000], "File name too long"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a few things that are no data packages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("a text")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    for name, text in (("a-folder", None), ("list", "[]"), ("no-json", "{")):
        (tmp_path / name).mkdir()
        if text is not None:
            (tmp_path / name / "datapackage.json").write_text(text)
    return tmp_path


IDS = [" ".join(arguments).replace(str(BUILT), "dataset")[:40] or "empty" for arguments, _ in BAD]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=IDS)
def test_bad_input_is_told_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    assert message in told(capsys)


def test_the_bad_inputs_try_every_command() -> None:
    assert {arguments[0] for arguments, _ in BAD} >= {*_cli.commands.commands}


def test_a_bad_input_to_the_process(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(BUILT / "src")}
    for arguments in ([b"show", b"\xff\xfe"], ["diff", "a-file"], ["shwo"], ["why", "seizures", "yantian"]):
        command = [sys.executable, "-m", "counternarcotics", *arguments]
        ran = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.startswith(b"counternarcotics: ")
        assert b"Traceback" not in ran.stderr


def planted(error: BaseException) -> Callable[[], _package.DataPackage]:
    def installed() -> _package.DataPackage:
        raise error

    return installed


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RuntimeError("one\ntwo"), "unexpected RuntimeError: one two. Run 'counternarcotics verify'; if it finds"),
        (KeyError(), "unexpected KeyError: no message."),
        (ValueError("no number"), "unexpected ValueError: no number."),
        (AssertionError("never"), "report this line with the command to the maintainers."),
        (MemoryError(), "this machine has too little memory for it; close other programs, or name a smaller copy"),
        (pa.ArrowMemoryError("malloc of size 8 failed"), "this machine has too little memory for it"),
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
        (PermissionError(13, "Permission denied", "a\nSound: \u202e"), r"a\nSound: \u202e: Permission denied"),
        (UsageError("a\nSound: \x1b[2K\u202e; fix it"), r"a\nSound: \x1b[2K\u202e; fix it"),
        (FileNotFoundError("no datapackage.json in it; run build.py"), "no datapackage.json in it; run build.py"),
        (PermissionError(13, "Permission denied", "events.csv"), "events.csv: Permission denied"),
    ],
)
def test_an_exception_in_a_command_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, message: str
) -> None:
    monkeypatch.setattr(read, "installed", planted(error))
    assert run("tables") == 2
    line = told(capsys)
    assert message in line
    assert "\n" not in line


def test_a_pipe_without_a_reader_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Click ends the process with 1, which is the code of `diff` and `verify` for what they say."""
    monkeypatch.setattr(read, "installed", planted(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    with monkeypatch.context() as streams:
        streams.setattr(sys, "stdout", sys.stdout)  # click replaces them
        streams.setattr(sys, "stderr", sys.stderr)
        assert run("tables") == 2


def test_an_exception_in_an_option_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_cli, "installed", planted(RuntimeError("broken")))
    assert run("--version") == 2
    assert told(capsys).startswith("unexpected RuntimeError: broken.")


def test_an_interrupt_is_no_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(read, "installed", planted(KeyboardInterrupt()))
    assert run("tables") == 130
    assert capsys.readouterr().err.strip() == ""


class Table(str, enum.Enum):  # noqa: UP042 (the newer StrEnum prints as its value anyway)
    """Names as a user's own program may hold them."""

    SEIZURE = "seizure"


def test_a_member_of_an_enum_is_the_name_that_it_stands_for() -> None:
    assert is_one_of(Table.SEIZURE, ["seizure"])
    assert str(unknown("table", Table.SEIZURE, ["seizures"])).startswith("There is no table 'seizure'. Did you mean")
    assert "no row 'seizure' in events" in str(unknown_row("events", "event_id", Table.SEIZURE, ["talks"]))


def test_a_long_name_is_cut() -> None:
    assert len(str(unknown("table", "x" * 1_000_000, ["events"]))) < 200
    assert len(str(unknown_row("events", "event_id", "x" * 1_000_000, ["talks"]))) < 300


@pytest.mark.parametrize("write", [output.write, output.write_wrapped])
def test_the_output_holds_nothing_that_moves_or_turns(
    capsys: pytest.CaptureFixture[str], write: Callable[[str], None]
) -> None:
    write("id\tname\nred \x1b[31m, \x9b1m, back\u202e, bell\x07, return\r, soft\u00adhyphen")
    assert capsys.readouterr().out.splitlines() == [
        "id\tname",
        r"red \x1b[31m, \x9b1m, back\u202e, bell\x07, return\r, soft\xadhyphen",
    ]


def test_a_line_too_long_for_the_terminal_goes_on_further_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "width", lambda stream: 20)
    output.write_wrapped("short\n  - a line that is too long")
    assert capsys.readouterr().out.splitlines() == ["short", "  - a line that is", "    too long"]


def test_a_broken_table_says_to_install_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "seizures.parquet").write_bytes(b"PAR1")
    package = _package.DataPackage(tmp_path, _package.installed().descriptor)
    monkeypatch.setattr(read, "installed", lambda: package)
    assert run("show", "seizures") == 2
    assert "seizures.parquet: it cannot be read" in (message := told(capsys))
    assert "install the package again" in message
    assert run("show", "events") == 2
    assert "events.parquet" in told(capsys)


def test_the_codes_of_commands_are_those_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[object] = [None, 0, 1, "text"]
    assert [process.run(iter([code]).__next__) for code in codes] == [0, 0, 1, 0]
    monkeypatch.setattr(_diff.Difference, "same", property(lambda self: False))
    assert run("diff", str(BUILT)) == 1
