"""Setting the codebook as a PDF with Typst; the same project gives the same bytes."""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

TEMPLATE = Path(__file__).with_name("codebook.typ")


def pdf(content: Mapping[str, Any]) -> bytes:
    """Return the printed codebook: its text by `content`, its looks by the template, its fonts those of Typst.

    The PDF is dated by the version, since it would hold the time of its making otherwise.
    """
    # Imported here, because only a release needs it, and the tests of the rest do without.
    import typst  # noqa: PLC0415

    day = datetime.fromisoformat(content["date"]).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "codebook.json"
        written.write_text(json.dumps(content), encoding="utf-8")
        copyfile(TEMPLATE, Path(folder) / TEMPLATE.name)
        return bytes(
            typst.compile(
                str(Path(folder) / TEMPLATE.name),
                root=folder,
                format="pdf",
                ignore_system_fonts=True,
                timestamp=int(day.timestamp()),
            )
        )
