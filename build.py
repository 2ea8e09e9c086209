"""Build the data: articles and records in, checked tables, their codebook and their descriptor out.

Exit codes: 0 built, 1 the data are wrong (every fault on standard error), 2 the build could not run.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# The frames that are checked must be those of this tree's loader, whatever else is installed.
sys.path.insert(0, str(ROOT / "src"))

from pipeline import file_guarantees, guarantees, package, swap, version_guarantee  # noqa: E402
from pipeline.agreement import read_second_codings  # noqa: E402
from pipeline.batches import locate_all, workers  # noqa: E402
from pipeline.descriptor import read_project  # noqa: E402
from pipeline.model import CannotBuild, Fault  # noqa: E402
from pipeline.passages import keep_ledger  # noqa: E402
from pipeline.record_reader import read_records  # noqa: E402
from pipeline.report import Run  # noqa: E402
from pipeline.schema_reader import read_schemas  # noqa: E402
from pipeline.seeds import read_seeds  # noqa: E402
from pipeline.tables import build_tables  # noqa: E402
from schemas.checks import check_tables  # noqa: E402


def build(root: Path, jobs: int, check: bool, run: Run) -> None:
    """Run every stage on the project in `root`; what is found is left in `run`."""
    project, beside = read_project(root), package.companions(root)
    schemas = run.took(read_schemas(root / "schemas"))
    if run.faults:
        return run.stopped("schemas", "no other stage runs before they are mended")
    records = run.took(read_records(root / "records", schemas))
    articles = run.took(read_seeds(root / "seeds", records))
    with workers(jobs) as pool:
        located = run.took(locate_all(records.all, articles, pool))
    second = run.took(read_second_codings(root, schemas, articles, records.forms))
    ledger = run.took(keep_ledger(records, located, articles, schemas))
    tables = run.made(build_tables(records.all, located, articles, schemas, ledger))
    run.checked(check_tables(tables, schemas), records.by_id)
    run.guaranteed(guarantees.of_tables(root / "seeds", tables, schemas, articles, records.forms), records.by_id)
    run.counted(tables, schemas)
    if not run.sound:
        return run.guaranteed(file_guarantees.of_no_files(tables), records.by_id)
    mirrored = build_tables(records.all[::-1], located[::-1], articles, schemas, ledger[::-1])[0]
    agreed = second.agreement(tables)
    files, again = (package.package_files(made, schemas, project, beside, agreed) for made in (tables, mirrored))
    with package.staged(root, files, apart=check) as staging:
        run.guaranteed(file_guarantees.of_files(staging, tables, schemas, again), records.by_id)
        run.guaranteed([version_guarantee.one_version(root, staging, project)], records.by_id)
        conclude(root, package.differences(root, files), check, run)


def conclude(root: Path, changed: Sequence[Fault], check: bool, run: Run) -> None:
    """Report what is not what the build makes, or put the staged files in its place."""
    if check:
        run.faults += changed
    elif changed and run.sound:
        swap.commit(root)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Build, report and return the exit code."""
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="validate and compare with what is there, write nothing")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="number of processes (default 1)")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error("--jobs takes a number from 1")
    run = Run()
    try:
        with swap.alone(root):
            if not options.check:
                swap.finish(root)
            build(root, options.jobs, options.check, run)
    except (CannotBuild, OSError) as error:
        print(f"build.py: could not run: {error}", file=sys.stderr)
        return 2
    return run.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
