"""Environments with exactly the packages of a lock file, made once and kept in ``.environments/``."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".environments"


def environment(name: str, *locks: Path, built: str = ":none:") -> Path:
    """Return the Python of the environment that lock files describe; make it if it is not there as described.

    Args:
        name: The folder's name in ``.environments/``; what stands there from other lock files is replaced.
        locks: Lock files with hashes, installed one after the other.
        built: The packages, with commas between, that have no wheel and are built with what is installed before them.

    Raises:
        CalledProcessError: The environment could not be made; pip says why.
    """
    folder = KEPT / name
    marker = folder / "installed"
    content = b"".join(lock.read_bytes() for lock in locks)
    described = hashlib.sha256(content + f"{sys.version} {sys.base_prefix}".encode()).hexdigest()
    if not marker.is_file() or marker.read_text(encoding="utf-8") != described:
        bare(folder)
        allowed = ("--only-binary", ":all:", "--no-binary", built, "--no-build-isolation", "--require-hashes")
        for lock in locks:
            pip(folder, *allowed, "-r", lock)
        # Written last, so that an interrupted installation starts again.
        marker.write_text(described, encoding="utf-8")
    return python(folder)


def bare(folder: Path) -> Path:
    """Make an environment with nothing in it, not even pip, in place of what is there; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], check=True)
    return python(folder)


def python(folder: Path) -> Path:
    """Return the Python of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def script(python_there: Path, name: str) -> str:
    """Return a command that a package put into the environment of a Python."""
    return str(python_there.with_name(f"{name}.exe" if os.name == "nt" else name))


def pip(folder: Path, *arguments: str | Path) -> None:
    """Install into an environment with the pip of the running one.

    Raises:
        CalledProcessError: Nothing was installed; pip says why.
    """
    command = [sys.executable, "-m", "pip", "--python", python(folder), "install", "--quiet", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
