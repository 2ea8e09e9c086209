"""The version that edits of the dataset call for, and the reasons that they need, alone and together.

The dataset is the one of the project, whatever it holds and whether it has been released: a copy of it is released.
"""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from counternarcotics._shared.version_rule import BUMPS, RULES, least_after
from pipeline.faults import Fault
from pipeline.read.changes import subject_of
from tests.support.trial import Trial
from tests.support.walk import EDITS, LAST, Next

Edit = Callable[[Next], None]
ORDER = (*BUMPS[1:],)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return Trial(tmp_path)


def kinds(faults: Iterable[Fault]) -> set[str]:
    return {fault.kind for fault in faults}


def check_walk(trial: Trial, edits: Iterable[Edit]) -> None:
    """Make edits, and assert that their version and their entries are asked for, and that nothing is then wrong."""
    needed = max((EDITS[edit] for edit in edits), key=BUMPS.index)
    for edit in edits:
        edit(trial.version)
    if needed == "none":
        assert trial.faults(LAST) == []
        return
    wanted = least_after(LAST, needed)
    (fault,) = trial.faults(LAST)
    assert fault.kind == "release-changed"
    assert fault.expected.startswith(f"at least {wanted}, a {needed} version, because of ")
    for smaller in ORDER[: ORDER.index(needed)]:
        (fault,) = trial.faults(least_after(LAST, smaller))
        assert (fault.kind, fault.expected.split(",")[0]) == ("version-too-small", f"at least {wanted}")
        assert any(f"{rule}: " in fault.expected for rule, kind in RULES.items() if kind == needed)
    faults = trial.faults(wanted)
    assert kinds(faults) <= {"change-unexplained"}
    assert sorted(fault.subject for fault in faults) == sorted(subject_of(*place) for place in trial.version.due)
    entries = trial.pasted(faults, wanted) if faults else ""
    assert trial.faults(wanted, entries) == []
    removed = {place for place in trial.version.due if not place[2]}
    unretired = trial.faults(wanted, entries, retired=False)
    assert {(fault.kind, fault.subject) for fault in unretired} == {
        ("id-not-retired", subject_of(*place)) for place in removed
    }
    larger = ORDER[ORDER.index(needed) + 1 :]
    assert all(
        trial.faults(least_after(LAST, kind), entries.replace(wanted, least_after(LAST, kind))) == [] for kind in larger
    )


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_one_edit_calls_for_its_version_and_its_entries(trial: Trial, edit: Edit) -> None:
    check_walk(trial, [edit])


TOGETHER = [random.Random(seed).sample(list(EDITS), 3) for seed in range(8)]


@pytest.mark.parametrize("edits", TOGETHER, ids=lambda edits: "+".join(edit.__name__ for edit in edits))
def test_the_greatest_of_several_edits_decides_and_each_needs_its_entries(trial: Trial, edits: list[Edit]) -> None:
    check_walk(trial, edits)


def test_nothing_changed_needs_nothing(trial: Trial) -> None:
    assert trial.faults(LAST) == []
    assert trial.faults(least_after(LAST, "patch")) == []
