"""The project's archives, and installations of them to work with as users do."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environments import locked
from tests.support import ROOT

HERE = Path(__file__).resolve().parent
# What a user's process gets from this one: nothing that names Python, pip, a locale or a terminal.
INHERITED = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}


@dataclass(frozen=True)
class Done:
    """What a process of a user did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Installation:
    """The package in an environment of one user, whose home is read-only and whose programs are guarded."""

    folder: Path

    @property
    def python(self) -> Path:
        return locked.python(self.folder / "environment")

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def work(self) -> Path:
        """The folder that the user works in."""
        return self.folder / "work"

    def run(self, *command: str | Path, folder: Path, **variables: str) -> Done:
        """Run a command in a folder, which it may write to; the folder for temporary files is the only other."""
        home, temporary = str(self.home), str(self.folder / "temporary")
        environment = {"HOME": home, "USERPROFILE": home, "GUARD_WRITABLE": f"{folder}{os.pathsep}{temporary}"}
        environment |= {name: temporary for name in ("TMPDIR", "TEMP", "TMP")}
        environment |= {**INHERITED, "PYTHONDONTWRITEBYTECODE": "1", **variables}
        streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True, "encoding": "utf-8"}
        done = subprocess.run(command, cwd=folder, env=environment, check=False, **streams)
        return Done(done.returncode, done.stdout, done.stderr)

    def code(self, text: str, folder: Path) -> Done:
        """Run some lines of Python."""
        return self.run(self.python, "-c", text, folder=folder)

    def counternarcotics(self, *arguments: str | Path, folder: Path) -> Done:
        """Run the command line, as a terminal would find it."""
        return self.run(locked.script(self.python, "counternarcotics"), *arguments, folder=folder)

    def files(self) -> dict[str, tuple[int, int]]:
        """Return size and time of each file that the user has, but for temporary ones.

        What Python compiles of the checkout is left out: tests that run beside this one have it compiled too.
        """
        kept = (self.folder / "environment", self.home, ROOT / "src", ROOT / "data")
        files = (file for folder in kept for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")
        return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def install(wheel: Path, libraries: Path, folder: Path) -> Installation:
    """Install a wheel into a new environment that sees the libraries of another one.

    Args:
        wheel: The wheel.
        libraries: The Python of the environment that has what the wheel needs.
        folder: A new folder for what one user has: environment, home, working folder and temporary files.
    """
    made = Installation(folder)
    for name in ("home", "temporary", "work"):
        (folder / name).mkdir(parents=True)
    made.home.chmod(0o555)
    locked.bare(folder / "environment")
    site, others = (site_packages(python) for python in (made.python, libraries))
    (site / "libraries.pth").write_text(f"{others}\n", encoding="utf-8")
    locked.pip(folder / "environment", "--no-deps", "--no-index", wheel)
    shutil.copy(HERE / "guard.py", site)
    (site / "guard.pth").write_text("import guard\n", encoding="utf-8")
    return made


def site_packages(python: Path) -> Path:
    """Return where the packages of an environment stand."""
    base = str(python.parents[1])
    return Path(sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base}))


def build(kind: str, project: Path, out: Path) -> Path:
    """Build a ``wheel``, an ``editable`` wheel or an ``sdist`` of a project with the backend of this environment."""
    if kind == "editable":
        out.mkdir(parents=True)
        command = ["-c", f"import hatchling.build; hatchling.build.build_editable({str(out)!r})"]
    else:
        command = ["-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run([sys.executable, *command], cwd=project, check=True, capture_output=True)
    (archive,) = out.iterdir()
    return archive


def source(out: Path) -> Path:
    """Build a source archive of this checkout, unpack it and return its folder."""
    with tarfile.open(build("sdist", ROOT, out / "sdist")) as archive:
        archive.extractall(out / "source", filter="data")
    (project,) = (out / "source").iterdir()
    return project
