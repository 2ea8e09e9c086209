"""What users do, in environments of their own: with the oldest and the newest versions, installed in each way.

Every process of theirs is guarded (`tests.guard`): it may write to its working folder and to temporary files alone,
and may neither ask the network nor start a program. Homes and folders have spaces and accents.
"""

import functools
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import counternarcotics as cn
from tests.environments import locked
from tests.support import ROOT
from tests.support.guard import CAUGHT
from tests.support.installs import HERE, Done, Installation, build, install, source
from tests.support.user_session import CITED, plain

LOCKS = ("oldest", "newest")
KINDS = ("wheel", "sdist", "editable")
COMBINATIONS = [("oldest", "wheel"), *(("newest", kind) for kind in KINDS)]
User = Callable[[str, str], Installation]
Session = Callable[[str, str], dict[str, Any]]
Asked = Callable[[str], dict[str, Done]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("users") / "Dossier d’été à lire"


@pytest.fixture(scope="session")
def user(folder: Path) -> User:
    """Return what gives the user who has a lock file's versions and installed in one way."""

    @functools.cache
    def wheel(kind: str) -> Path:
        project = source(folder / "source") if kind == "sdist" else ROOT
        return build("editable" if kind == "editable" else "wheel", project, folder / kind)

    @functools.cache
    def made(lock: str, kind: str) -> Installation:
        libraries = locked.environment(lock, ROOT / "tests" / "environments" / f"{lock}.lock")
        return install(wheel(kind), libraries, folder / f"{lock} {kind}")

    return made


@pytest.fixture(scope="session")
def session(user: User) -> Session:
    """Return what gives all that a user's session (`tests.user_session`) was answered."""

    @functools.cache
    def answers(lock: str, kind: str) -> dict[str, Any]:
        one = user(lock, kind)
        before = one.files()
        done = one.run(one.python, HERE / "user_session.py", folder=one.work)
        assert done.err == ""
        assert done.code == 0
        assert one.files() == before
        found: dict[str, Any] = json.loads(done.out)
        return found

    return answers


@pytest.mark.parametrize(("lock", "kind"), COMBINATIONS)
def test_a_user_can_ask_everything_of_every_table(lock: str, kind: str, session: Session) -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    answers = session(lock, kind)
    assert answers["fingerprint"] == descriptor["fingerprint"]
    assert sorted(answers["tables"]) == sorted(path.stem for path in (ROOT / "schemas" / "tables").glob("*.json"))


@pytest.mark.parametrize(("lock", "kind"), COMBINATIONS[1:])
def test_every_user_is_answered_the_same(lock: str, kind: str, session: Session) -> None:
    first, other = session(*COMBINATIONS[0]), session(lock, kind)
    assert [question for question in first | other if first.get(question) != other.get(question)] == []


def test_the_session_asks_each_function() -> None:
    asked = set(re.findall(r"\bcn\.(\w+)\(", (HERE / "user_session.py").read_text(encoding="utf-8")))
    assert asked == set(cn.__all__)


DIFFERENT = {
    "a number and its text": (pd.Series([1], dtype=object), pd.Series(["1"], dtype=object)),
    "integers and numbers": (pd.Series([1]), pd.Series([1.0])),
    "a missing text and the text nan": (pd.Series(["a", None], dtype=object), pd.Series(["a", "nan"], dtype=object)),
    "days and times": (
        pd.Series(pd.to_datetime(["2025-01-01"])).dt.as_unit("s"),
        pd.Series(pd.to_datetime(["2025-01-01"])).dt.as_unit("ns"),
    ),
}


@pytest.mark.parametrize("difference", DIFFERENT)
def test_answers_that_differ_are_told_apart(difference: str) -> None:
    one, other = (plain(pd.DataFrame({"a": column})) for column in DIFFERENT[difference])
    assert one != other


@pytest.mark.parametrize(("lock", "kind"), COMBINATIONS)
def test_the_package_and_its_libraries_are_those_that_were_installed(lock: str, kind: str, user: User) -> None:
    one = user(lock, kind)
    asked = "import click, counternarcotics, pandas, pyarrow, xlsxwriter\n"
    asked += "print(counternarcotics.__file__)\n"
    asked += "for one in (click, pandas, pyarrow, xlsxwriter): print(one.__file__)"
    package, *libraries = one.code(asked, one.work).out.splitlines()
    kept = locked.KEPT / lock
    assert Path(package).is_relative_to(ROOT / "src" if kind == "editable" else one.folder / "environment")
    assert [path for path in libraries if not Path(path).is_relative_to(kept)] == []
    assert len(libraries) == 4


CAUGHT_ACTS = {
    "writes to the home": "open(os.path.expanduser('~/.cache'), 'w')",
    "appends to its own data": "open(cn.path('events'), 'ab')",
    "makes a folder elsewhere": "os.mkdir(os.path.dirname(os.getcwd()) + '/new')",
    "makes a database elsewhere": "import sqlite3; sqlite3.connect('../new.sqlite')",
    "removes an own file": "os.remove(cn.path('events'))",
    "asks for an address": "import socket; socket.getaddrinfo('localhost', 80)",
    "connects": "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "fetches": "import urllib.request; urllib.request.urlopen('http://localhost')",
    "starts a program": "import subprocess; subprocess.run(['true'])",
}


@pytest.mark.parametrize("act", CAUGHT_ACTS)
def test_a_process_of_a_user_that_does_what_it_may_not_is_caught(act: str, user: User) -> None:
    one = user("newest", "wheel")
    before = one.files()
    code = f"import os, counternarcotics as cn\ntry:\n    {CAUGHT_ACTS[act]}\nexcept BaseException:\n    pass"
    done = one.code(code, one.work)
    assert done.code == CAUGHT
    assert "guard: " in done.err
    assert one.files() == before


def test_what_compiled_code_writes_is_seen_in_the_folders(user: User) -> None:
    one = user("newest", "wheel")
    before = one.files()
    place = one.python.parent / "planted"
    done = one.code(f"import pyarrow.fs as fs\nfs.LocalFileSystem().open_output_stream({str(place)!r}).close()", HERE)
    assert done.code == 0
    assert set(one.files()) - set(before) == {str(place)}
    place.unlink()


def test_a_process_of_a_user_may_write_to_its_folder_and_to_temporary_files(user: User) -> None:
    one = user("newest", "wheel")
    code = (
        "import tempfile\nwith tempfile.TemporaryDirectory() as d: open(d + '/a', 'w').close()\nopen('b', 'w').close()"
    )
    assert one.code(code, one.work).code == 0
    (one.work / "b").unlink()


VERSION = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
FORMATS = ("csv", "parquet", "sqlite", "xlsx", "jsonl", "zip", "annotations")
_SEIZURES = cn.load("seizures")
SEIZURE = _SEIZURES[_SEIZURES["quantity"].notna()].iloc[0]
ROW = f"seizures {SEIZURE['seizure_id']}"
"""A row with a number, by which the command line is asked."""
WORDS = cn.why(SEIZURE, field="quantity")["words"].iloc[0]
COPY = f"zip/counternarcotics-{VERSION}.zip"
# Each command with something that it must print.
COMMANDS = {
    "--help": "Examples:",
    "--version": VERSION,
    "tables": "controlled_substances",
    "tables --json": '"seizures"',
    "show seizures": SEIZURE["seizure_id"],
    f"show {ROW}": "quantity: ",
    "show events --json": '"event_id"',
    f"why {ROW}": "«",
    f"why {ROW} quantity": "«",
    f"why {ROW} --json": f'"words": {json.dumps(WORDS, ensure_ascii=False)}',
    "codebook": "controlled_substances",
    "codebook seizures": "kilogram",
    **{f"cite --format {form}": "counternarcotics" for form in CITED},
    **{f"cite --format {form} {ROW}": f"Row {ROW.split()[1]} of" for form in CITED},
    **{f"export --format {form} {form}": f"{form}" for form in FORMATS},
    "verify": "Sound",
    f"verify {COPY}": "Sound",
    f"verify csv/counternarcotics-{VERSION}-csv/seizures.csv": "Sound",
    f"diff {COPY}": "No difference",
}
REFUSED = {
    "show seizure": "seizures",
    "why seizures nothing": "nearest ids",
    "verify nowhere": "nowhere",
    "diff nowhere": "nowhere",
    "export --format csv": "DIR",
    "sho": "show",
}


@pytest.fixture(scope="session")
def asked(user: User) -> Asked:
    """Return what gives all that the command line answered one user, in the order of the commands."""

    @functools.cache
    def answers(lock: str) -> dict[str, Done]:
        one = user(lock, "wheel")
        before = one.files()
        done = {command: one.counternarcotics(*command.split(), folder=one.work) for command in [*COMMANDS, *REFUSED]}
        assert one.files() == before
        return done

    return answers


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_command_answers(lock: str, command: str, asked: Asked) -> None:
    done = asked(lock)[command]
    assert done.err == ""
    assert done.code == 0
    assert COMMANDS[command] in done.out


@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_command_that_cannot_run_says_why(lock: str, command: str, asked: Asked) -> None:
    done = asked(lock)[command]
    assert (done.code, done.out) == (2, "")
    assert REFUSED[command] in done.err
    assert "Traceback" not in done.err


def test_the_answers_are_those_of_every_other_user(asked: Asked, user: User) -> None:
    said = {
        lock: {command: done.out.replace(str(user(lock, "wheel").folder), "") for command, done in asked(lock).items()}
        for lock in LOCKS
    }
    del said["oldest"]["--help"]  # versions of click indent it differently
    assert [command for command in said["oldest"] if said["oldest"][command] != said["newest"][command]] == []


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "zip", "annotations"])
def test_the_files_are_those_of_every_other_user(form: str, asked: Asked, user: User) -> None:
    oldest, newest = (contents(asked, user, lock, form) for lock in LOCKS)
    assert oldest.keys() == newest.keys()
    # A Parquet file that is written here names the version of pyarrow.
    own = {"support.parquet", "SHA256SUMS"} if form == "parquet" else set()
    assert [name for name in oldest.keys() - own if oldest[name].read_bytes() != newest[name].read_bytes()] == []


def test_the_database_says_what_that_of_every_other_user_says(asked: Asked, user: User) -> None:
    dumps = []
    for lock in LOCKS:
        database = contents(asked, user, lock, "sqlite")["counternarcotics.sqlite"]
        connection = sqlite3.connect(database)
        dumps.append(list(connection.iterdump()))
        connection.close()
    assert dumps[0] == dumps[1]
    assert any(SEIZURE["seizure_id"] in line for line in dumps[0])


def test_the_workbook_says_what_that_of_every_other_user_says(asked: Asked, user: User) -> None:
    books = []
    for lock in LOCKS:
        file = contents(asked, user, lock, "xlsx")["counternarcotics.xlsx"]
        book = openpyxl.load_workbook(file, read_only=True)
        books.append({sheet.title: list(sheet.values) for sheet in book.worksheets})
        book.close()
    assert books[0] == books[1]
    assert any(SEIZURE["seizure_id"] in row for row in books[0]["seizures"])


def contents(asked: Asked, user: User, lock: str, form: str) -> dict[str, Path]:
    """Return the files that a user exported in one format, by name."""
    asked(lock)
    files = [file for file in (user(lock, "wheel").work / form).rglob("*") if file.is_file()]
    assert files
    return {file.name: file for file in sorted(files)}
