"""What goes back to the senders: findings of one file, marked copies of their workbooks.

Belongs here: choosing files and folders. Does not belong
here: the marking itself (``quality.marked``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.ingest import (
    read_sheets,
    take_in_files,
)
from shnor_pipeline.store import write_bytes
from shnor_pipeline.tables import (
    FINDING,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shnor_pipeline.chain.workspace import Workspace


def check_file(
    workspace: Workspace, path: Path, year: int, marked: Path | None = None
) -> list[dict[str, Any]]:
    """Judge one file as a file of a year, without touching the store.

    Args:
        workspace: The home folder, for register and lists.
        path: The file.
        year: Reporting year.
        marked: Folder for the marked copy, which is written when a finding stands in a cell.

    Returns:
        Rows of the table ``finding``.
    """
    intake = take_in_files([path], path.parent, year, workspace.context)
    for name, rows in findings_by_file(intake.findings).items():
        if marked is not None:
            write_bytes((marked / name).with_suffix(".xlsx"), marked_copy(path, rows))
    return _plain_rows(intake.findings)


def return_marked(workspace: Workspace, year: int) -> list[Path]:
    """Write a marked copy of every workbook of a year that has findings in its cells.

    Returns:
        The copies, below ``returned/<year>/`` under the senders' names; what an earlier run returned and
        this one finds nothing in is removed.
    """
    inbox, folder = workspace.home.inbox, workspace.home.returned
    by_file = findings_by_file(workspace.store.read(FINDING, year))
    written = []
    for name, rows in by_file.items():
        target = (folder / name).with_suffix(".xlsx")
        written.append(write_bytes(target, marked_copy(inbox / name, rows)))
    for stale in set((folder / str(year)).rglob("*.xlsx")) - set(written):
        stale.unlink()
    return written


def findings_by_file(findings: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Group the findings that stand in a cell by file."""
    by_file: dict[str, list[dict[str, Any]]] = {}
    for row in _plain_rows(findings[findings["cell"].notna()]):
        by_file.setdefault(row["file"], []).append(row)
    return by_file


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(key): None if pd.isna(value) else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def marked_copy(path: Path, findings: Sequence[dict[str, Any]]) -> bytes:
    """Mark a copy of a workbook; formats that can't be written back become an .xlsx."""
    from shnor_pipeline.quality.marked import mark_workbook  # noqa: PLC0415 - heavy, only here

    if path.suffix.lower() == ".xlsx":
        try:
            return mark_workbook(path.read_bytes(), findings)
        except Exception:  # noqa: BLE001, S110 - its name lies or openpyxl is stricter than the reader
            pass  # the cells as they were read make a copy in any case
    return mark_workbook({sheet.name: sheet.rows for sheet in read_sheets(path)}, findings)
