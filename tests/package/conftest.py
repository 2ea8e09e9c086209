"""The tests of the package read the dataset of the tests, and not that of the project."""

from collections.abc import Iterator

import pytest

from counternarcotics import _package, _verify
from tests.support.built import BUILT


@pytest.fixture(autouse=True, scope="module")
def dataset() -> Iterator[None]:
    """Let the dataset of the tests be the one that came with the package."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (_package, _verify):
            patch.setattr(module, "data_root", lambda: BUILT)
        yield
