"""The verdict of frictionless, a validator that other people wrote, on the descriptor and the CSV files."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

from frictionless import Package, Report
from frictionless.exception import FrictionlessException

from pipeline.faults import Fault, Position
from pipeline.write.paths import DESCRIPTOR


def frictionless_faults(
    folder: Path, content: Mapping[str, Any], executor: Executor | None = None
) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Return the errors that frictionless reports: those of each table that it checked, and those of the descriptor.

    Args:
        folder: where the descriptor's paths begin.
        content: the descriptor.
        executor: anything with the interface of `concurrent.futures` whose processes can read the folder. Each table is
            then a task of its own: frictionless's own processes take no table with foreign keys. None runs here.
    """
    try:
        package = Package.from_descriptor(dict(content), basepath=str(folder))
    except FrictionlessException as error:
        return {}, [_descriptor_fault(reason.note) for reason in error.reasons or [error.error]]
    if executor is None:
        return _faults(package.validate())
    # The table that takes longest is begun first.
    largest_first = sorted(package.resources, key=lambda resource: -(resource.bytes or 0))
    parts = [_part(content, resource.name) for resource in largest_first]
    by_table: dict[str, list[Fault]] = {}
    others: list[Fault] = []
    for of_table, of_descriptor in executor.map(partial(_faults_of_part, folder), parts):
        by_table |= of_table
        others += of_descriptor
    return {name: by_table[name] for name in package.resource_names if name in by_table}, others


def _part(content: Mapping[str, Any], table: str) -> dict[str, Any]:
    """Return the part of a descriptor that one table needs, which comes first: the other tables are read for ids."""
    (own,) = (resource for resource in content["resources"] if resource["name"] == table)
    named = {key["reference"]["resource"] for key in own["schema"].get("foreignKeys", ())} - {table}
    others = [resource for resource in content["resources"] if resource["name"] in named]
    without_keys = [{**other, "schema": {**other["schema"], "foreignKeys": []}} for other in others]
    return {**content, "resources": [own, *without_keys]}


def _faults_of_part(folder: Path, part: Mapping[str, Any]) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Return the errors of the first table of a part of a descriptor, and those of the part."""
    package = Package.from_descriptor(dict(part), basepath=str(folder))
    return _faults(package.validate(name=package.resource_names[0]))


def _faults(report: Report) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Return the errors in a report: those of each table that was checked, and those of the descriptor."""
    by_table = {task.name: list(_table_faults(task)) for task in report.tasks}
    return by_table, [_descriptor_fault(error.message) for error in report.errors]


def _descriptor_fault(message: str) -> Fault:
    """Return the fault of a descriptor that frictionless refuses."""
    return Fault(
        Position(DESCRIPTOR), "descriptor-invalid", "file", message, "a valid descriptor", "correct the schema"
    )


def _table_faults(task: Any) -> Iterator[Fault]:
    """Yield frictionless's errors of one CSV file; it counts the header as row 1."""
    for error in task.errors:
        row = getattr(error, "row_number", None) or 1
        subject = f"{task.name}.{getattr(error, 'field_name', None) or error.type}"
        yield Fault(
            Position(task.place, row),
            "table-invalid",
            subject,
            error.message,
            "what the schema says",
            "correct the value",
        )
