"""The archives: what is in them, what is not, and that what is installed from them loads."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = {
    "__init__.py",
    "_arrow.py",
    "_errors.py",
    "_fingerprint.py",
    "_frames.py",
    "_package.py",
    "_paths.py",
    "py.typed",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
    "RIGHTS.md",
    "releases.json",
    "datapackage.json",
    "data/README.md",
    "data/SHA256SUMS",
}
LICENCES = {"LICENSE", "LICENSE-DATA", "RIGHTS.md"}
LOAD_ALL = """
import json
import counternarcotics as cn
print(json.dumps([cn.__file__, {table: len(cn.load(table)) for table in cn.tables()}]))
"""


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without a network for pip, and return what it printed."""
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(kind: str, project: Path, out: Path) -> Path:
    """Build a ``wheel`` or an ``sdist`` of a project with the backend of this environment."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", out, folder=project)
    (archive,) = out.iterdir()
    return archive


def install(wheel: Path, target: Path) -> Path:
    """Install a wheel into a folder."""
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel, folder=wheel.parent)
    return target


def load_all(site_folder: Path, empty: Path) -> tuple[Path, dict[str, int]]:
    """Load every table with the package in `site_folder`, from an empty folder; return its place and the rows.

    Without ``-S``, this environment's own installation of the project could be the one that is loaded.
    """
    libraries = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    paths = f"import site, sys; site.addsitedir({str(site_folder)!r}); sys.path += {libraries!r}"
    place, rows = json.loads(run(sys.executable, "-I", "-S", "-c", paths + LOAD_ALL, folder=empty))
    return Path(place), rows


def members(wheel: Path) -> dict[str, bytes]:
    """Return the files in a wheel by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table_names() -> list[str]:
    """Return the tables that have a schema."""
    return [path.stem for path in (ROOT / "schemas" / "tables").glob("*.json")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_what_users_need_and_nothing_else(wheel: Path) -> None:
    data = {f"data/{table}.{kind}" for table in table_names() for kind in ("csv", "parquet")}
    schemas = {
        path.relative_to(ROOT).as_posix()
        for folder, kind in (("tables", "*.json"), ("vocabularies", "*.yaml"))
        for path in (ROOT / "schemas" / folder).glob(kind)
    }
    package = {f"counternarcotics/{name}" for name in PACKAGE | data | schemas}
    info = wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"
    metadata = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD")}
    assert set(members(wheel)) == package | metadata | {f"{info}/licenses/{name}" for name in LICENCES}


def test_the_wheel_has_the_files_of_the_checkout_byte_for_byte(wheel: Path) -> None:
    for name, content in members(wheel).items():
        path = name.removeprefix("counternarcotics/")
        if path.startswith(("data", "schemas/")):
            assert content == (ROOT / path).read_bytes(), name


def test_an_installed_wheel_loads_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    place, rows = load_all(install(wheel, tmp_path / "site"), tmp_path / "empty")
    assert place.is_relative_to(tmp_path / "site")
    assert sorted(rows) == sorted(table_names())
    assert rows["events"] > 0


def test_an_editable_checkout_loads_from_an_empty_folder(tmp_path: Path) -> None:
    for name in ("out", "empty"):
        (tmp_path / name).mkdir()
    code = f"import hatchling.build; hatchling.build.build_editable({str(tmp_path / 'out')!r})"
    run(sys.executable, "-c", code, folder=ROOT)
    (editable,) = (tmp_path / "out").iterdir()
    place, rows = load_all(install(editable, tmp_path / "site"), tmp_path / "empty")
    assert place.is_relative_to(ROOT / "src")
    assert sorted(rows) == sorted(table_names())


def test_a_source_archive_gives_the_same_wheel_and_holds_no_article(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        top_level = {name.split("/")[1] for name in archive.getnames() if "/" in name}
        archive.extractall(tmp_path / "source", filter="data")
    assert not top_level & {"seeds", "records", "pipeline", "build.py", "tests"}
    (project,) = (tmp_path / "source").iterdir()
    assert members(build("wheel", project, tmp_path / "wheel")) == members(wheel)
