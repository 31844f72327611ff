"""What is said of each file before its findings.

Belongs here: bringing a file's forms, rows, findings and indicators together. Does not belong here: the
wording (``quality.file_summary``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.quality.file_summary import FileSummary, FormRead, summarise
from shnor_pipeline.tables import FINDING, SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from shnor_pipeline.chain.workspace import Workspace


def summaries_of_year(workspace: Workspace, year: int) -> list[FileSummary]:
    """Sum up the files of a year that have findings, in the order of their first one."""
    files, findings = workspace.store.read(SOURCE_FILE, year), workspace.store.read(FINDING, year)
    summaries = summaries_of(workspace, files, findings)
    return [summaries[file] for file in dict.fromkeys(findings["file"]) if file in summaries]


def summaries_of(
    workspace: Workspace, source_files: pd.DataFrame, findings: pd.DataFrame
) -> dict[str, FileSummary]:
    """Sum up files.

    Args:
        workspace: The home folder, for forms and indicators.
        source_files: Table ``source_file``.
        findings: Table ``finding``.

    Returns:
        File -> summary, for every file of ``source_files``.
    """
    known = {(each.form, each.manifest.layout): each for each in workspace.catalogue.sources}
    forms: dict[str, list[FormRead]] = {}
    statuses: dict[str, str] = {}
    for row in plain_rows(source_files):
        of_file = forms.setdefault(row["file"], [])
        statuses[row["file"]] = row["status"]
        if row["form"] is not None:
            source = known[row["form"], row["layout"]]
            of_file.append(_form_read(row, source.manifest.title_ru, source.table.name))
    by_file = findings_by_file(findings)
    return {file: summarise(file, forms[file], by_file.get(file, ()), statuses[file]) for file in forms}


def _form_read(row: Mapping[str, Any], title_ru: str, table: str) -> FormRead:
    return FormRead(
        form=row["form"],
        layout=row["layout"],
        title_ru=title_ru,
        rows_read=row["rows_read"],
        rows_accepted=row["rows_accepted"],
        rows_quarantined=row["rows_quarantined"],
        indicators=tuple(each.title_ru for each in INDICATORS if table in each.tables),
    )


def findings_by_file(findings: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Group rows of the table ``finding`` by file, in their order."""
    by_file: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(findings):
        by_file.setdefault(row["file"], []).append(row)
    return by_file


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries, missing values as ``None``."""
    columns = {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
