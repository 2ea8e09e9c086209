"""Copies of a page with what it needs, in which a fault can be planted."""

from pathlib import Path
from typing import Protocol

Edit = tuple[str, str, str]
"""A file of the site, and what is to stand in it in place of what."""


class Plant(Protocol):
    """What copies a page with faults planted in it, and returns the address of the copy."""

    def __call__(self, href: str, *edits: Edit) -> str: ...


def planted_page(site: Path, folder: Path, href: str, *edits: Edit) -> str:
    """Copy a page with the style, the scripts and its data; replace in them; return the address of the copy.

    What an edit replaces must be there, so that no fault is planted in vain.
    """
    for file in [site / href, *(site / "assets").rglob("*.*")]:
        copy = folder / file.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.symlink_to(file)
    for name, old, new in edits:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old}"
        (folder / name).unlink()
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return (folder / href).as_uri()
