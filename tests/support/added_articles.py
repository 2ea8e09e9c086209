"""Two invented articles, each with all that a curator adds with it, to be added to any project.

One is a press release and one a ministry's readout. Their actors, places, substances and publishers are new to every
project, so what holds of a project must hold with them too.
"""

import shutil
from pathlib import Path

ADDED = Path(__file__).with_name("added")


def add_articles(root: Path) -> None:
    """Add the articles to the project in `root`: their texts, records, left-out sentences and decisions."""
    for text in ADDED.glob("*.txt"):
        shutil.copy(text, root / "seeds")
        shutil.copy(text.with_suffix(".yaml"), root / "records")
    _append("passages", root / "records")
    if (root / "referees").is_dir():
        _append("decisions", root / "referees")


def _append(name: str, folder: Path) -> None:
    """Add the entries of a file to the list in the file of that name in `folder`, which need not exist yet."""
    file = folder / f"{name}.yaml"
    text = file.read_text(encoding="utf-8") if file.exists() else f"{name}:\n"
    file.write_text(text + (ADDED / file.name).read_text(encoding="utf-8"), encoding="utf-8")
