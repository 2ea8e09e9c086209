"""``python -m explorer.screenshot``: the picture of the first page and of a row that the README shows."""

from pathlib import Path

from explorer.tests.watched import chromium, watched

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "explorer.png"
SIZE = {"width": 1200, "height": 760}


def main() -> None:
    """Write ``docs/explorer.png`` from the site in ``_site/``."""
    with chromium() as browser, watched(browser, viewport=SIZE) as page:
        page.goto((ROOT / "_site" / "index.html").as_uri())
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
