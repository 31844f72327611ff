"""What people keep by hand beside the workbooks: register, groups, clusters, scales, minimums."""

from dataclasses import dataclass
from pathlib import Path

from shnor_pipeline.reference.corrections import Correction, load_corrections
from shnor_pipeline.reference.csv_rows import ReferenceFileError
from shnor_pipeline.reference.lists import Lists, MarkScale, load_lists
from shnor_pipeline.reference.overrides import Override, load_overrides
from shnor_pipeline.reference.register import Register, Resolution, School, load_register


@dataclass(frozen=True)
class Reference:
    """The reference folder as one object.

    Attributes:
        corrections: Ledger of corrected cells, in the order of its lines.
        overrides: Ledger of decided statuses, in the order of its lines.
        measures: Ids of the programme's measures; who opens the home folder fills them in.
    """

    register: Register
    lists: Lists
    measures: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    overrides: tuple[Override, ...] = ()


def load_reference(folder: Path) -> Reference:
    """Read ``reference/`` of a home folder.

    Raises:
        ReferenceFileError: A file can't be used; the message names file, line and column.
    """
    corrections = load_corrections(folder / "corrections.csv")
    overrides = load_overrides(folder / "overrides.csv")
    return Reference(
        load_register(folder / "schools.csv"),
        load_lists(folder),
        corrections=corrections,
        overrides=overrides,
    )


__all__ = [
    "Correction",
    "Lists",
    "MarkScale",
    "Override",
    "Reference",
    "ReferenceFileError",
    "Register",
    "Resolution",
    "School",
    "load_reference",
]
