"""A year's folder turned into canonical tables, quarantine, findings and a reconciliation by file.

Belongs here: what needs all files of a year together. Does not belong here: writing (``store``) and
rules on single rows (``files``, ``draft``, the forms).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest.derive import DERIVATIONS
from shnor_pipeline.ingest.files import Context, ReadFile, inbox_files, read_file
from shnor_pipeline.ingest.verdicts import judge
from shnor_pipeline.quality import Finding, Place, as_columns, finding, rules
from shnor_pipeline.tables import FINDING, QUARANTINED_ROW, SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.ingest.draft import Draft


@dataclass(frozen=True)
class Intake:
    """All that a year's folder gave.

    Attributes:
        tables: Accepted rows by canonical table, every table present, sorted by key and address.
        quarantine: Rejected rows by canonical table.
        findings: Table ``finding``.
        source_files: Table ``source_file``: ``rows_read = rows_accepted + rows_quarantined`` in each row.
    """

    tables: dict[str, pd.DataFrame]
    quarantine: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    source_files: pd.DataFrame


@dataclass
class _Tally:
    """Rows of the table ``source_file`` in the making."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, read: ReadFile, draft_rows: Sequence[Draft]) -> None:
        """Count one form of a file."""
        total = sum(draft.size for draft in draft_rows)
        held = sum(len(draft.held) for draft in draft_rows)
        manifest = draft_rows[0].located.source.manifest
        status = "rejected" if held == total else "partial" if held else "accepted"
        self.rows.append(
            _file_row(read, status, manifest.form, manifest.layout)
            | {"rows_read": total, "rows_accepted": total - held, "rows_quarantined": held}
        )


def take_in(inbox: Path, year: int, context: Context, advance: Callable[[], None] | None = None) -> Intake:
    """Read, type and judge every file of a year.

    Args:
        inbox: The inbox; its sub-folder ``<year>`` is read.
        year: Reporting year.
        context: Forms, reference lists, pseudonyms.
        advance: Called after each file, for a progress bar.

    Returns:
        Tables, quarantine, findings, reconciliation. A missing folder gives empty tables and a finding.
    """
    folder = inbox / str(year)
    if folder.is_dir():
        return take_in_files(inbox_files(folder), inbox, year, context, advance)
    missing = finding(rules.NO_INBOX, Place(f"{year}/"), year=year, expected=f"inbox/{year}")
    return _together([], [missing], _Tally(), context)


def take_in_files(
    paths: Iterable[Path], root: Path, year: int, context: Context, advance: Callable[[], None] | None = None
) -> Intake:
    """Read, type and judge the given files as files of a year.

    Args:
        paths: The files, in order; of two equal ones the first counts.
        root: Folder that their names in findings are relative to.
        year: Reporting year.
        context: Forms, reference lists, pseudonyms.
        advance: Called after each file, for a progress bar.

    Returns:
        Tables, quarantine, findings, reconciliation.
    """
    findings: list[Finding] = []
    reads: list[ReadFile] = []
    tally = _Tally()
    seen: dict[str, str] = {}
    for path in paths:
        read = read_file(path, root, year, context)
        if read.sha256 in seen:
            _skip_duplicate(read, seen[read.sha256], findings, tally)
        else:
            seen[read.sha256] = read.path
            reads.append(read)
        if advance is not None:
            advance()
    return _together(reads, findings, tally, context)


def _skip_duplicate(read: ReadFile, first: str, findings: list[Finding], tally: _Tally) -> None:
    findings.append(finding(rules.SAME_FILE, Place(read.path), year=read.year, other=first))
    tally.rows.append(_file_row(read, "duplicate"))


def _together(reads: list[ReadFile], findings: list[Finding], tally: _Tally, context: Context) -> Intake:
    drafts = [draft for read in reads for draft in read.drafts]
    tables: dict[str, pd.DataFrame] = {}
    quarantine: dict[str, pd.DataFrame] = {}
    for spec in context.catalogue.tables:
        of_table = [draft for draft in drafts if draft.located.source.table.name == spec.name]
        tables[spec.name] = judge(spec, of_table)
        quarantine[spec.name] = _quarantined(of_table)
    for derive in DERIVATIONS:
        findings.extend(derive(tables))
    for read in reads:
        findings.extend(read.findings)
        if read.unrecognised:
            tally.rows.append(_file_row(read, "unrecognised"))
        layouts = {(each.form, each.located.source.manifest.layout): None for each in read.drafts}
        for form, layout in layouts:
            tally.add(
                read,
                [
                    each
                    for each in read.drafts
                    if (each.form, each.located.source.manifest.layout) == (form, layout)
                ],
            )
    findings.extend(each for draft in drafts for each in draft.findings)
    return Intake(
        tables=tables,
        quarantine=quarantine,
        findings=FINDING.frame(as_columns(findings)),
        source_files=source_file_frame(tally.rows),
    )


def source_file_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Build the table ``source_file`` from its rows, sorted by file and form."""
    ordered = sorted(rows, key=lambda row: (row["file"], row["form"] or "", row["layout"] or ""))
    return SOURCE_FILE.frame(
        {spec.name: [row.get(spec.name) for row in ordered] for spec in SOURCE_FILE.columns}
    )


def _file_row(
    read: ReadFile, status: str, form: str | None = None, layout: str | None = None
) -> dict[str, Any]:
    counts = {"rows_read": 0, "rows_accepted": 0, "rows_quarantined": 0}
    facts = {"year": read.year, "form": form, "layout": layout, "file": read.path}
    return facts | {"sha256": read.sha256, "status": status} | counts


def _quarantined(drafts: list[Draft]) -> pd.DataFrame:
    rows = [
        {
            "year": draft.year,
            "form": draft.form,
            "source_file": draft.file,
            "source_sheet": draft.sheet,
            "source_row": draft.row_numbers[index],
            "rule_ids": " ".join(sorted(draft.held[index])),
            "cells": draft.cells_as_json(index),
        }
        for draft in drafts
        for index in sorted(draft.held)
    ]
    return QUARANTINED_ROW.frame(
        {spec.name: [row[spec.name] for row in rows] for spec in QUARANTINED_ROW.columns}
    )


def reconcile(source_files: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> None:
    """Check that no row was lost between the files and the tables.

    Raises:
        AssertionError: Rows read are not rows accepted plus rows quarantined, or the accepted ones are
            not those in the tables. This is a fault of the program, not of the data.
    """
    off = source_files[
        source_files["rows_read"] != source_files["rows_accepted"] + source_files["rows_quarantined"]
    ]
    in_tables = Counter[str]()
    for frame in tables.values():
        in_tables.update(frame["source_file"])
    accepted = source_files.groupby("file")["rows_accepted"].sum()
    lost = {file: count for file, count in accepted.items() if in_tables[str(file)] != count}
    if len(off) or lost:
        raise AssertionError(f"rows do not reconcile: {off['file'].tolist()} {lost}")
