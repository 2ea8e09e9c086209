"""``python -m explorer``: write the site into ``_site/``, or into the folder that ``--to`` names."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from counternarcotics._errors import UsageError

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """Write the site; return 2 and say why where that cannot be done, else 0."""
    parser = argparse.ArgumentParser(prog="python -m explorer", description="Write the site of the explorer.")
    parser.add_argument("--to", type=Path, default=ROOT / "_site", metavar="FOLDER", help="_site if it is left out")
    folder: Path = parser.parse_args(arguments).to
    try:
        # Imported here, so that a library that is missing is told as plainly as anything else.
        from explorer.site import CannotBuild, build  # noqa: PLC0415
    except ModuleNotFoundError as error:
        print(f"explorer: the package {error.name} is missing; run make site, which installs it", file=sys.stderr)
        return 2
    try:
        pages = build(ROOT, folder)
    except (CannotBuild, UsageError, OSError) as error:
        print(f"explorer: {error}", file=sys.stderr)
        return 2
    print(f"{pages} pages in {folder}; open {folder / 'index.html'} in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
