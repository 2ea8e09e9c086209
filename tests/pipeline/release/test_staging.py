"""The folder in which a build writes its files before they are put in place."""

from pathlib import Path

import pytest

from pipeline.release.staging import staged
from pipeline.write.files import write


@pytest.mark.parametrize("apart", [True, False])
def test_staging_is_gone_afterwards(tmp_path: Path, apart: bool) -> None:
    write(tmp_path, {"data/README.md": b"Derived.\n"})
    with staged(tmp_path, {"data/events.csv": b"event_id\n"}, apart) as staging:
        assert (staging / "data/README.md").read_bytes() == b"Derived.\n"
        assert (staging / "data/events.csv").read_bytes() == b"event_id\n"
        assert (staging.parent == tmp_path) is not apart
    assert not staging.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
