"""The folder in which a build writes its files before they are put in place."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.release.swap import drop_staging, new_staging
from pipeline.write.files import write
from pipeline.write.paths import README


@contextmanager
def staged(root: Path, files: Mapping[str, bytes], apart: bool) -> Iterator[Path]:
    """Write the files to the staging folder of `root`, with what people wrote about them; it is gone afterwards.

    Args:
        root: the project's folder.
        files: the content of each file by path.
        apart: write to a temporary folder instead, so that nothing in `root` is touched.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    with TemporaryDirectory() if apart else nullcontext() as folder:
        try:
            staging = Path(folder) if folder else new_staging(root)
            write(staging, files)
            if (root / README).exists():
                shutil.copyfile(root / README, staging / README)
            yield staging
        finally:
            if not apart:
                drop_staging(root)
