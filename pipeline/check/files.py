"""The checks of the written files: what users get satisfies its schemas, is equal in all forms, and has one version."""

import json
from concurrent.futures import Executor
from pathlib import Path

from pipeline.check.forms import forms_are_equal
from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.check.made import Count, Made
from pipeline.check.releases import releases_are_kept
from pipeline.check.versions import one_version
from pipeline.faults import Fault
from pipeline.write.descriptor import described
from pipeline.write.paths import DATA, DESCRIPTOR


def check_files(staging: Path, made: Made, executor: Executor | None = None) -> list[Fault]:
    """Return the faults of the files in a folder, and count in `made` what was looked at.

    Pandera has passed the tables that the files were written from; here frictionless, which shares no code with it,
    reads each CSV file by the descriptor alone.

    Args:
        staging: the folder in which all derived files are staged.
        made: what the stages have made.
        executor: runs frictionless on each table, as `frictionless_faults` says; None runs it here.
    """
    descriptor = json.loads((staging / DESCRIPTOR).read_text(encoding="utf-8"))
    by_table, faults = frictionless_faults(staging, descriptor, executor)
    refused = sum(1 for table_faults in by_table.values() if table_faults)
    passed_by_pandera = len(made.tables)
    made.gates = Count(len(by_table) + passed_by_pandera, 2 * len(made.tables), refused)
    for table_faults in by_table.values():
        faults += table_faults
    schemas = {schema.name: described(schema, made.schemas) for schema in made.schemas.tables}
    made.forms, forms_faults = forms_are_equal(staging / DATA, made.tables, schemas)
    named, named_faults = one_version(made.root, staging, made.project)
    kept, kept_faults = releases_are_kept(made, staging)
    made.versions = named.with_more(kept)
    return [*faults, *forms_faults, *named_faults, *kept_faults]
