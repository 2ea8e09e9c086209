"""What the tests share: the project's folder, the example project, copies of the package, installed environments."""

from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""


def text_of(file: Path) -> str:
    """Return what a file says in words: of a zip what all its files say, of pictures and Parquet files nothing."""
    if file.suffix in (".parquet", ".png"):
        return ""
    if file.suffix == ".zip":
        with ZipFile(file) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    return file.read_bytes().decode("utf-8")
