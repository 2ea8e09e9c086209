"""The referees: what reads the files, which kinds of files, and whether it finds something wrong in a folder."""

import functools
import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from counternarcotics import _package, _verify
from counternarcotics._shared.arrow import read_csv, read_parquet
from counternarcotics._verify import verify
from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.check.made import Made
from pipeline.check.tables import check_table
from pipeline.read.schema import Schemas
from pipeline.read.schemas import read_schemas
from pipeline.release.compare import differences
from pipeline.run import run
from tests.environments import locked
from tests.metadata.asked import LOCKS, asked
from tests.metadata.defects import ANNOTATIONS, DEFECTS
from tests.support.built import BUILT
from tests.support.example import without_frictionless


@dataclass(frozen=True)
class Referee:
    """What reads some of the files.

    Attributes:
        name: As the page calls it.
        reads: The kinds of files that it reads, as `Defect.kind` names them.
        sees: Whether it finds something wrong in each of some folders.
        own: Whether it is a check of the project's own, of which one must see each defect.
    """

    name: str
    reads: frozenset[str]
    sees: Callable[[Sequence[Path]], list[bool]]
    own: bool = False


def _each(sees: Callable[[Path], bool]) -> Callable[[Sequence[Path]], list[bool]]:
    return lambda folders: [sees(folder) for folder in folders]


def _asked(tool: str) -> Callable[[Sequence[Path]], list[bool]]:
    return lambda folders: [bool(faults) for faults in asked(tool, *folders)]


def _frictionless(folder: Path) -> bool:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    by_table, faults = frictionless_faults(folder, descriptor)
    return bool(faults or any(by_table.values()))


def _pandera(folder: Path) -> bool:
    """Say whether Pandera finds something in the tables, read from the files of both kinds."""
    names = [schema.name for schema in _schemas().tables]
    files = [folder / "data" / f"{name}.{form}" for name in names for form in ("csv", "parquet")]
    return any(not file.is_file() or _pandera_sees(file.name, file.read_bytes()) for file in files)


@functools.cache
def _pandera_sees(name: str, content: bytes) -> bool:
    """Say whether Pandera finds something in a file by this name; each content is looked at once."""
    schema = _schemas().table(name.partition(".")[0])
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        try:
            table = (read_csv if file.suffix == ".csv" else read_parquet)(file, schema.raw)
        except (OSError, ValueError):
            return True
    return bool(check_table(table, schema, _schemas()))


@functools.cache
def _schemas() -> Schemas:
    return read_schemas(BUILT / "schemas")[0]


def _cffconvert(folder: Path) -> bool:
    locks = (LOCKS / f"{name}.lock" for name in ("builders", "referees"))
    tool = locked.script(locked.environment("referees", *locks, built="docopt,reuse"), "cffconvert")
    done = subprocess.run([tool, "--validate"], cwd=folder, capture_output=True, check=False)
    return done.returncode != 0


def _verify_sees(folder: Path) -> bool:
    """Say whether `counternarcotics verify` finds something, where the tests' dataset is the installed one."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (_package, _verify):
            patch.setattr(module, "data_root", lambda: BUILT)
        return not all(verify(path).passed for path in (folder, folder / "export"))


def _build_sees(folder: Path) -> bool:
    """Say whether ``build.py --check`` finds something.

    Only its last step reads what a build has written, so the steps before it are run once for all folders.
    """
    return bool(differences(folder, _made().files))


@functools.cache
def _made() -> Made:
    """Return what the build makes; its files lie in a folder as long as this is held."""
    with without_frictionless():
        return run(BUILT, "check").made


_FILES = frozenset(defect.kind for defect in DEFECTS)
REFEREES = (
    Referee("frictionless", frozenset({"datapackage.json", "CSV"}), _each(_frictionless)),
    Referee("datapackage", frozenset({"datapackage.json", "CSV"}), _asked("datapackage")),
    Referee("dplib, Polars", frozenset({"datapackage.json", "CSV"}), _asked("dplib")),
    Referee("Data Package profile", frozenset({"datapackage.json"}), _asked("profile")),
    Referee("Pandera", frozenset({"CSV", "Parquet"}), _each(_pandera)),
    Referee("mlcroissant validate", frozenset({"croissant.json"}), _asked("mlcroissant validate")),
    Referee("mlcroissant load", frozenset({"croissant.json", "Parquet"}), _asked("mlcroissant load")),
    Referee("cffconvert", frozenset({"CITATION.cff"}), _each(_cffconvert)),
    Referee("DataCite schema", frozenset({"datacite.json"}), _asked("datacite")),
    Referee(
        "pyld, Web Annotation",
        frozenset({ANNOTATIONS}),
        lambda folders: _asked("pyld")([folder / "export" for folder in folders]),
    ),
    Referee("verify", _FILES, _each(_verify_sees), own=True),
    Referee("build --check", _FILES - {ANNOTATIONS}, _each(_build_sees), own=True),
)
