"""Write ``docs/defects.md``: ``python -m tests.metadata``."""

from tests.metadata.page import PAGE, made, page
from tests.support import ROOT

if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(made()), encoding="utf-8")
