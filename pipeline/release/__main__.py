"""Release the built version: ``python -m pipeline.release`` keeps it, and appends it to ``releases.json``.

The entry is what every later `verify` holds a copy of this version against. The kept version, ``releases/VERSION.zip``,
is what every later build and `diff` compare with. The build itself says whether the number is large enough for what
changed (``docs/versions.md``), so it is asked first. Afterwards it has to run again, for the checksums of the list.

Exit codes: 0 released, 1 the version cannot be released, 2 the command could not run.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from counternarcotics._shared.kept import FOLDER, MOST_KEPT, kept_path, packed
from counternarcotics._shared.versions import RELEASES, Version, described, released
from pipeline.faults import CannotBuild
from pipeline.release import swap
from pipeline.run import Asked, run
from pipeline.write.files import listed
from pipeline.write.paths import CHECKSUMS, DESCRIPTOR

ROOT = Path(__file__).resolve().parents[2]
# Written here because `python -OO` drops docstrings.
DESCRIPTION = "Release the built version: keep it in releases/, and append it to releases.json."


class CannotRelease(Exception):
    """The version is not one that can be released; the message says why."""


def release(root: Path) -> Version:
    """Keep the version that is built in `root`, append it to the list of releases, and return it.

    Args:
        root: the project's folder.

    Raises:
        CannotRelease: the version stands in the list already, the build has a fault or would make other files, or the
            kept versions would take too much room.
        CannotBuild: the build could not run.
        OSError: a file cannot be read or written.
        ValueError: the list of releases cannot be read.
    """
    releases = released(root)
    report = run(root, asked=Asked(compare=True))
    if not report.sound:
        first = f", the first is: {min(report.faults)}" if report.faults else ""
        raise CannotRelease(f"build.py --check finds {len(report.faults)} faults{first}")
    files = {path: file.path.read_bytes() for path, file in report.made.files.items()}
    version = described(json.loads(files[DESCRIPTOR]), listed(files[CHECKSUMS]))
    if version.version in [release.version for release in releases]:
        raise CannotRelease(f"version {version.version} is released already; {RELEASES} has it")
    kept = packed(files)
    size = len(kept) + sum(path.stat().st_size for path in (root / FOLDER).glob("*.zip"))
    if size > MOST_KEPT:
        raise CannotRelease(f"{FOLDER}/ would have {size:,} bytes, more than {MOST_KEPT:,}; see docs/versions.md")
    entries = [entry.as_entry() for entry in (*releases, version)]
    text = json.dumps({"releases": entries}, ensure_ascii=False, indent=1)
    (root / FOLDER).mkdir(exist_ok=True)
    _replace(root / kept_path(version.version), kept)
    _replace(root / RELEASES, f"{text}\n".encode())
    return version


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all; raises `OSError` if it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Release, say what was released and return the exit code."""
    argparse.ArgumentParser(prog="python -m pipeline.release", description=DESCRIPTION).parse_args(arguments)
    try:
        with swap.alone(root):
            version = release(root)
    except CannotRelease as error:
        print(f"not released: {error}", file=sys.stderr)
        return 1
    except (CannotBuild, OSError, ValueError) as error:
        why = swap.reason(error) if isinstance(error, OSError) else error
        print(f"pipeline.release: could not run: {why}", file=sys.stderr)
        return 2
    print(f"released {version.version}, {version.date}, {version.fingerprint}; run build.py, then commit")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
