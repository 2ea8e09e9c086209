"""A small project of which a release can be made: its commands find everything in order."""

import json
import os
import subprocess
from pathlib import Path

COMMAND = "import sys\nsys.exit(0)\n"
FILES = {
    ".gitignore": "__pycache__/\n.dist-*/\ndist/\n",
    "pyproject.toml": '[project]\nname = "example"\nversion = "1.0.0"\ndescription = "An example"\n',
    "CHANGELOG.md": "# Changes\n\n## 1.0.0, 2027-01-31\n\n- The first tables.\n",
    "build.py": COMMAND,
    "codings/__main__.py": COMMAND,
    "referees/__main__.py": COMMAND,
    "data/datacite.json": "{}\n",
    "data/timeline.csv": "event_id\nfirst\n",
    "CITATION.cff": "title: Example\n",
    "LICENSE-DATA": "A licence\n",
    "RIGHTS.md": "# Rights\n",
}
RELEASE = {"version": "1.0.0", "date": "2027-01-31", "fingerprint": "sha256:0", "tables": {}, "files": {}}


def write_publishable(root: Path) -> Path:
    """Write the project into a new folder, commit it, and return the folder."""
    for name, text in {**FILES, "releases.json": json.dumps({"releases": [RELEASE]})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    commit(root)
    return root


def git(root: Path, *arguments: str) -> str:
    """Run git in a project, whatever settings the user has."""
    who = {f"GIT_{part}_{what}": "x@example.org" for part in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **who}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=root, env=settings, capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def commit(root: Path) -> None:
    """Commit all that is in a project."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A commit")
