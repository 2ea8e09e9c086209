"""An installed package that is damaged: every function and command says what is wrong, and what to do."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import counternarcotics as cn
from counternarcotics import _package
from counternarcotics._cli import commands
from counternarcotics._errors import UsageError
from counternarcotics._export import export
from tests.support.answers import loaded
from tests.support.built import BUILT

SEIZURES = loaded("seizures")


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a copy of the dataset be the installed one, and return its folder."""
    shutil.copytree(BUILT / "data", tmp_path / "data")
    shutil.copy(BUILT / "datapackage.json", tmp_path)
    monkeypatch.setattr(_package, "data_root", lambda: tmp_path)
    return tmp_path


FUNCTIONS: dict[str, Callable[[], object]] = {
    "tables": cn.tables,
    "load": lambda: cn.load("seizures"),
    "attribute of load": lambda: cn.load.seizures,
    "attributes of load": lambda: dir(cn.load),
    "path": lambda: cn.path("seizures"),
    "schema": lambda: cn.schema("seizures"),
    "metadata": cn.metadata,
    "codebook": lambda: cn.codebook("seizures"),
    "cite the dataset": cn.cite,
    "why": lambda: cn.why("seizures", "yantian-cocaine"),
    "why of a row": lambda: cn.why(SEIZURES.iloc[0]),
    "evidence": lambda: cn.evidence(SEIZURES),
    "support": lambda: cn.support("seizures"),
    "cite": lambda: cn.cite("apa", "seizures"),
    "fingerprint": lambda: cn.fingerprint(SEIZURES),
    "version": lambda: cn.__version__,
}
COMMANDS = [
    "tables",
    "show seizures",
    "show seizures yantian-cocaine",
    "why seizures yantian-cocaine",
    "cite apa seizures",
    "codebook",
    "codebook seizures unit",
    "--version",
]


def ways() -> list[Any]:
    """Return each way to ask for the data, with its name."""
    asked = [pytest.param(function, id=name) for name, function in FUNCTIONS.items()]
    for command in COMMANDS:
        arguments = command.replace("cite apa", "cite --format apa").split()
        asked.append(pytest.param(lambda given=arguments: commands.main(given, standalone_mode=False), id=command))
    return asked


@pytest.mark.parametrize("ask", ways())
def test_whoever_asks_is_told_to_install_again(damaged: Path, ask: Callable[[], object]) -> None:
    (damaged / "datapackage.json").write_bytes((BUILT / "datapackage.json").read_bytes()[:1000])
    with pytest.raises(UsageError, match=r"datapackage\.json: not as the build left it; install the package again$"):
        ask()


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda content: content[:-3],
    "no text": lambda _: b"\xff",
    "too deep": lambda _: b"[" * 100_000,
    "another form": lambda _: b"{}",
    "another name of a property": lambda content: content.replace(b'"origin"', b'"origins"', 1),
    "another version": lambda content: content.replace(b'"version"', b'"version":"9.9.9","versions"', 1),
    "another code": lambda content: content.replace(b'"value": "kilogram"', b'"value": "kilograms"', 1),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_descriptor_that_is_not_as_the_build_left_it(damaged: Path, fault: str) -> None:
    content = (damaged / "datapackage.json").read_bytes()
    spoilt = SPOILT[fault](content)
    assert spoilt != content
    (damaged / "datapackage.json").write_bytes(spoilt)
    for ask in FUNCTIONS.values():
        with pytest.raises(
            UsageError, match=r"datapackage\.json: not as the build left it; install the package again$"
        ):
            ask()


def test_checksums_that_are_lost_or_damaged(damaged: Path) -> None:
    (damaged / "data" / "SHA256SUMS").write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"datapackage\.json: not as the build left it; install the package again$"):
        cn.load("seizures")
    (damaged / "data" / "SHA256SUMS").unlink()
    # A table that is read while the file is the same is not checked again.
    (damaged / "datapackage.json").touch()
    with pytest.raises(
        UsageError, match=r"datapackage\.json: it cannot be checked \(.*SHA256SUMS.*; install the package"
    ):
        cn.load("seizures")


CITING: dict[str, Callable[[Path], object]] = {
    "load": lambda _: cn.load("seizures"),
    "cite": lambda _: cn.cite(),
    "cite a row": lambda _: cn.cite("ris", "seizures", "yantian-cocaine"),
    "export": lambda folder: export(_package.installed(), "sqlite", folder / "x"),
}


@pytest.mark.parametrize("ask", CITING.values(), ids=CITING)
@pytest.mark.parametrize("content", [b"", b"{}", b'{"dataset": {}}', b"[" * 100_000])
def test_citations_that_are_not_as_the_build_left_them(
    damaged: Path, content: bytes, ask: Callable[[Path], object]
) -> None:
    (damaged / "data" / "citations.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"citations\.json: not as the build left it; install the package again$"):
        ask(damaged)


def test_the_citations_are_read_once(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cn.cite() == cn.load("seizures").attrs["citation"]
    monkeypatch.setattr(json, "loads", None)
    assert cn.load("events").attrs["citation"] == cn.cite()
    assert damaged == _package.installed().root


@pytest.mark.parametrize("name", ["seizures.parquet", "citations.json"])
def test_a_file_that_is_missing(damaged: Path, name: str) -> None:
    (damaged / "data" / name).unlink()
    with pytest.raises(UsageError, match=rf"{re.escape(name)}: it (is missing|cannot be checked \(.*\)); install the"):
        cn.load("seizures")


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_table_whose_file_is_damaged(damaged: Path, format: str) -> None:
    file = damaged / "data" / f"seizures.{format}"
    file.write_bytes(b"x" * 100)
    with pytest.raises(UsageError, match=rf"seizures\.{format}: it cannot be read \(.*; install the package again$"):
        _package.installed().read("seizures", format)


def test_a_column_that_the_file_lacks(damaged: Path) -> None:
    shutil.copy(damaged / "data" / "events.parquet", damaged / "data" / "seizures.parquet")
    with pytest.raises(UsageError, match=r"seizures\.parquet: it cannot be read \(it lacks seizure_id; .*install"):
        cn.load("seizures")
