"""The descriptor against the official profile of Data Package 2.0, a JSON Schema.

``datapackage-2.0.json`` is the file that is published at https://datapackage.org/profiles/2.0/datapackage.json, as
dplib-py 1.1.0 carries it; it is kept here because tests fetch nothing.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.support import ROOT

PROFILE = json.loads((ROOT / "tests/support/profiles/datapackage-2.0.json").read_text(encoding="utf-8"))
Descriptor = dict[str, Any]


@pytest.fixture
def descriptor() -> Descriptor:
    content: Descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    return content


def faults(descriptor: Descriptor) -> list[str]:
    return [error.json_path for error in Draft7Validator(PROFILE).iter_errors(descriptor)]


def test_the_descriptor_follows_the_profile(descriptor: Descriptor) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert faults(descriptor) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda descriptor: descriptor.pop("resources"), "$"),
        (lambda descriptor: descriptor["resources"][0].pop("path"), "$.resources[0]"),
        (lambda descriptor: descriptor["resources"][0].update(bytes="9"), "$.resources[0].bytes"),
        (lambda descriptor: descriptor["resources"][0]["schema"]["fields"][0].pop("name"), "$.resources[0].schema"),
    ],
)
def test_a_descriptor_that_does_not_follow_the_profile(
    descriptor: Descriptor, change: Callable[[Descriptor], object], place: str
) -> None:
    change(descriptor)
    assert any(path.startswith(place) for path in faults(descriptor))
