"""The verdict of frictionless, a validator that other people wrote, on the descriptor and the CSV files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from frictionless import Package
from frictionless.exception import FrictionlessException

from pipeline.faults import Fault, Position
from pipeline.write.paths import DESCRIPTOR


def frictionless_faults(folder: Path, content: Mapping[str, Any]) -> tuple[dict[str, list[Fault]], list[Fault]]:
    """Return the errors that frictionless reports: those of each table that it checked, and those of the descriptor.

    Args:
        folder: where the descriptor's paths begin.
        content: the descriptor.
    """
    try:
        report = Package.from_descriptor(dict(content), basepath=str(folder)).validate()
    except FrictionlessException as error:
        return {}, [_descriptor_fault(reason.note) for reason in error.reasons or [error.error]]
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
