"""Guarantee 10: one version and one date everywhere. `releases` compares them with the released versions."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.check.made import Count
from pipeline.faults import Fault, Position
from pipeline.write.paths import CITATION, CITATIONS, CROISSANT, DATACITE, DESCRIPTOR

README = "README.md"
CHANGELOG = "CHANGELOG.md"


def one_version(root: Path, staging: Path, project: Mapping[str, Any]) -> tuple[Count, list[Fault]]:
    """Guarantee 10: staged files, README and changelog carry one version and one date.

    Born from: a package in which two files named two versions.

    Args:
        root: the project's folder.
        staging: the folder in which all derived files are staged.
        project: version and date, as `read_project` gives them.
    """
    version, date = project["version"], project["date"]
    places = list(_named_versions(root, staging, version, date))
    faults = [
        Fault(Position(place), "version-differs", "version", seen, expected, f"write {expected} there, or run build.py")
        for place, seen, expected in places
        if seen != expected
    ]
    return Count(len(places), len(places), len(faults)), faults


def _named_versions(root: Path, staging: Path, version: str, date: str) -> Iterator[tuple[str, str, str]]:
    """Yield each place that names the version, what it says and what it should say."""
    descriptor = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    yield DESCRIPTOR, f"{descriptor.get('version')}, {descriptor.get('created')}", f"{version}, {date}T00:00:00Z"
    croissant = json.loads((staging / CROISSANT).read_text(encoding="utf-8"))
    yield CROISSANT, f"{croissant.get('version')}, {croissant.get('datePublished')}", f"{version}, {date}"
    deposit = json.loads((staging / DATACITE).read_text(encoding="utf-8"))
    issued = ", ".join(entry["date"] for entry in deposit.get("dates", []))
    yield DATACITE, f"{deposit.get('version')}, {issued}", f"{version}, {date}"
    citation = yaml.load((staging / CITATION).read_text(encoding="utf-8"), yaml.BaseLoader)
    yield CITATION, f"{citation.get('version')}, {citation.get('date-released')}", f"{version}, {date}"
    cited = json.loads((staging / CITATIONS).read_text(encoding="utf-8"))["dataset"]["csl"]
    parts = [int(part) for part in date.split("-")]
    cited_version = str(cited.get("version")).split()[0]  # before the fingerprint
    yield CITATIONS, f"{cited_version}, {cited.get('issued')}", f"{version}, {{'date-parts': [{parts}]}}"
    changes = (root / CHANGELOG).read_text(encoding="utf-8")
    yield CHANGELOG, next(iter(re.findall(r"^## (.*)$", changes, re.M)), "no heading"), f"{version}, {date}"
    readme = (root / README).read_text(encoding="utf-8")
    named = sorted(set(re.findall(r"\bVersion (\d+(?:\.\d+)*)", readme)))
    # It need not name a version, but no other.
    yield README, " and ".join(named) or version, version
