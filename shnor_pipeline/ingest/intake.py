"""A year's folder turned into canonical tables, quarantine, findings and a reconciliation by file.

Belongs here: what needs all files of a year together. Does not belong here: writing (``store``) and
rules on single rows (``files``, ``draft``, the forms).
"""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest import corrections
from shnor_pipeline.ingest.ahead import reader_of
from shnor_pipeline.ingest.derive import DERIVATIONS
from shnor_pipeline.ingest.files import (
    Context,
    ReadFile,
    complete,
    content_hash,
    inbox_files,
    read_file,
)
from shnor_pipeline.ingest.grid import letters
from shnor_pipeline.ingest.verdicts import Judged, judge
from shnor_pipeline.quality import RULES, Finding, Place, Sees, as_columns, findings_of
from shnor_pipeline.quality.facts import CellMap, FileFacts, InboxFacts, YearFacts
from shnor_pipeline.quality.rules.ledger import LEDGER
from shnor_pipeline.tables import FINDING, QUARANTINED_ROW, SOURCE_CELL, SOURCE_COLUMN, SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.ingest.parsed import Parsed
    from shnor_pipeline.reference import Correction


@dataclass(frozen=True)
class Intake:
    """All that a year's folder gave.

    Attributes:
        tables: Accepted rows by canonical table, every table present, sorted by key and address.
        quarantine: Rejected rows by canonical table.
        findings: Table ``finding``.
        source_files: Table ``source_file``: ``rows_read = rows_accepted + rows_quarantined`` in each row.
        columns: Table ``source_column``.
        cells: Table ``source_cell``.
        corrections: Table ``correction``: the ledger's entries of the year and what came of them.
    """

    tables: dict[str, pd.DataFrame]
    quarantine: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    source_files: pd.DataFrame
    columns: pd.DataFrame
    cells: pd.DataFrame
    corrections: pd.DataFrame


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the cyclic collector: reading makes no cycles, and it would re-scan every cell many times."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_collector()
def take_in(
    inbox: Path,
    year: int,
    context: Context,
    advance: Callable[[], None] | None = None,
    parsed: Parsed | None = None,
) -> Intake:
    """Read, type and judge every file of a year.

    Args:
        inbox: The inbox; its sub-folder ``<year>`` is read.
        year: Reporting year.
        context: Forms, reference lists, pseudonyms.
        advance: Called after each file, for a progress bar.
        parsed: Files that were read before; those are not parsed again.

    Returns:
        Tables, quarantine, findings, reconciliation. A missing folder gives empty tables and a finding.
    """
    folder = inbox / str(year)
    if folder.is_dir():
        reads = _read_all(inbox_files(folder), inbox, year, context, advance, parsed)
        _note_repeated(reads, _earlier(inbox, year))
        return _together(year, reads, [], context, whole_year=True, parsed=parsed)
    missing = findings_of(Sees.INBOX, InboxFacts(f"inbox/{year}"), Place(f"{year}/"), year=year)
    # entries of the ledger for a year without a folder are named with what else belongs to no year
    bare = replace(context, reference=replace(context.reference, corrections=()))
    return _together(year, [], list(missing), bare, whole_year=True)


@_without_collector()
def take_in_files(paths: Iterable[Path], root: Path, year: int, context: Context) -> Intake:
    """Read, type and judge the given files as files of a year, without what only the whole year shows.

    Args:
        paths: The files, in order; of two equal ones the first counts.
        root: Folder that their names in findings are relative to.
        year: Reporting year.
        context: Forms, reference lists, pseudonyms.

    Returns:
        Tables, quarantine, findings, reconciliation.
    """
    reads = _read_all(paths, root, year, context)
    _note_repeated(reads, {})
    return _together(year, reads, [], context, whole_year=False)


def _read_all(
    paths: Iterable[Path],
    root: Path,
    year: int,
    context: Context,
    advance: Callable[[], None] | None = None,
    parsed: Parsed | None = None,
) -> list[ReadFile]:
    reads: list[ReadFile] = []
    kept = [(path, parsed and parsed.restore(path, root, year)) for path in paths]
    ledger = _ledger(year, context)
    # large files one after the other: the sheets of two would not fit into the memory they may take
    with reader_of([path for path, read in kept if not read]) as sheets_of:
        for path, read in kept:
            reads.append(read or read_file(path, root, year, context, sheets_of))
            if not corrections.may_mean(ledger, reads[-1].path, {draft.form for draft in reads[-1].drafts}):
                _complete(reads[-1].drafts, context)  # while others are being read
            if advance is not None:
                advance()
    return reads


def _earlier(inbox: Path, year: int) -> dict[str, str]:
    """Files of earlier years by the hash of their content."""
    folders = (each for each in inbox.iterdir() if each.name.isdigit() and int(each.name) < year)
    return {
        content_hash(path): path.relative_to(inbox).as_posix()
        for folder in sorted(folders)
        for path in inbox_files(folder)
    }


def _note_repeated(reads: list[ReadFile], earlier: dict[str, str]) -> None:
    """Say which files were sent twice or under another year; the rows of a second copy are not read."""
    seen: dict[str, str] = {}
    for read in reads:
        if read.sha256 in seen:
            read.facts = FileFacts(read.path, same_as=seen[read.sha256])
            read.drafts, read.findings = [], []
        else:
            seen[read.sha256] = read.path
            read.facts.same_elsewhere = earlier.get(read.sha256)


def _together(
    year: int,
    reads: list[ReadFile],
    findings: list[Finding],
    context: Context,
    *,
    whole_year: bool,
    parsed: Parsed | None = None,
) -> Intake:
    drafts = [draft for read in reads for draft in read.drafts]
    outcomes = _correct_and_complete(year, drafts, context)
    for read in reads:
        _judge_file(read)
    by_table: dict[str, list[Draft]] = {spec.name: [] for spec in context.catalogue.tables}
    for draft in drafts:
        by_table[draft.table.name].append(draft)
    judged: dict[str, Judged] = {}
    tables: dict[str, pd.DataFrame] = {}
    quarantine: dict[str, pd.DataFrame] = {}
    for spec in context.catalogue.tables:
        of_table = by_table[spec.name]
        judged[spec.name] = judge(spec, of_table)
        tables[spec.name] = judged[spec.name].accepted
        quarantine[spec.name] = _quarantined(of_table)
    if parsed is not None:
        parsed.keep(reads, judged)
    for derive in DERIVATIONS:
        derive(tables)
    columns = _source_columns(year, drafts)
    facts = YearFacts(
        year, tables, _cell_map(columns), context.reference, lambda each: context.held(each, year)
    )
    findings += findings_of(Sees.YEAR, facts, Place(f"{year}/"), year=year, whole_year=whole_year)
    ledger = corrections.facts_of(outcomes)
    findings += findings_of(Sees.LEDGER, ledger, Place(LEDGER), year=year, whole_year=whole_year)
    findings += [each for read in reads for each in read.findings]
    findings += [each for draft in drafts for each in draft.findings]
    return Intake(
        tables,
        quarantine,
        FINDING.frame(as_columns(findings)),
        _tally(reads),
        _source_column_frame(columns),
        SOURCE_CELL.of_rows(_source_cells(year, drafts)),
        corrections.frame_of(outcomes),
    )


def _correct_and_complete(year: int, drafts: list[Draft], context: Context) -> list[corrections.Outcome]:
    """Apply the ledger while the cells are as they were sent, then make values of them."""
    outcomes = corrections.apply(drafts, _ledger(year, context), context.catalogue)
    _complete(drafts, context)
    return outcomes


def _complete(drafts: list[Draft], context: Context) -> None:
    for draft in drafts:
        complete(draft, context.reference)


def _ledger(year: int, context: Context) -> list[Correction]:
    return [each for each in context.reference.corrections if each.year == year]


def _judge_file(read: ReadFile) -> None:
    """Let the rules look at a file as a whole; what it is as a whole may keep all of its rows out."""
    for each in findings_of(Sees.FILE, read.facts, Place(read.path), year=read.year):
        read.findings.append(each)
        if RULES[each.rule_id].holds_all:
            for draft in read.drafts:
                draft.hold_all(RULES[each.rule_id])


def _tally(reads: list[ReadFile]) -> pd.DataFrame:
    """Count the rows of every form in every file."""
    rows: list[dict[str, Any]] = []
    for read in reads:
        if not read.drafts:
            rows.append(_file_row(read, "duplicate" if read.facts.same_as else "unrecognised"))
        layouts: dict[tuple[str, str], list[Draft]] = {}
        for draft in read.drafts:
            layouts.setdefault((draft.form, draft.located.source.manifest.layout), []).append(draft)
        for (form, layout), drafts in layouts.items():
            total = sum(draft.size for draft in drafts)
            held = sum(len(draft.held) for draft in drafts)
            status = "rejected" if held == total else "partial" if held else "accepted"
            counts = {"rows_read": total, "rows_accepted": total - held, "rows_quarantined": held}
            rows.append(_file_row(read, status, form, layout) | counts)
    return source_file_frame(rows)


def _source_columns(year: int, drafts: list[Draft]) -> list[tuple[Any, ...]]:
    """List the rows of the table ``source_column``: where the columns of every sheet stand."""
    found: set[tuple[Any, ...]] = set()
    for draft in drafts:
        sheet, origin = (year, draft.form, draft.file, draft.sheet), draft.grid.origin
        found.update(
            (*sheet, name, letters(column))
            for name, column in draft.located.columns.items()
            if not origin or not any((row, column) in origin for row in draft.grid_rows)
        )
    return sorted(found)


def _source_column_frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    names = [spec.name for spec in SOURCE_COLUMN.columns]
    columns: list[list[Any]] = [list(each) for each in zip(*rows, strict=True)] or [[] for _ in names]
    return SOURCE_COLUMN.frame(dict(zip(names, columns, strict=True)))


def _source_cells(year: int, drafts: list[Draft]) -> list[dict[str, Any]]:
    """List the rows of the table ``source_cell``: cells of columns that no column of the sheet stands for.

    A cell that all rows of a sheet share is a title line and tells nothing about any of them.
    """
    rows = [
        {"year": year, "form": draft.form, "file": draft.file, "sheet": draft.sheet, **cell}
        for draft in drafts
        if draft.grid.origin
        for name in sorted(draft.located.columns)
        for cell in _cells_of(draft, name)
    ]
    return sorted(rows, key=lambda row: (row["file"], row["sheet"], row["source_row"], row["row_key"]))


def _cells_of(draft: Draft, name: str) -> Iterator[dict[str, Any]]:
    places = list(draft.grid_cells(name))
    moved = any((row, draft.located.columns[name]) in draft.grid.origin for row in draft.grid_rows)
    if not moved or len(set(places)) < min(2, len(places)):
        return
    for index, (row, column) in enumerate(places):
        if index not in draft.held:
            key = {each: draft.values[each][index] for each in draft.table.key if each in draft.values}
            yield {
                "source_row": draft.row_numbers[index],
                "row_key": draft.table.row_key(key),
                "column_name": name,
                "cell": f"{letters(column)}{row + 1}",
            }


def cell_map(columns: pd.DataFrame) -> CellMap:
    """Turn the table ``source_column`` into a look-up of cells."""
    return _cell_map(list(zip(*(columns[name].tolist() for name in columns), strict=True)))


def _cell_map(rows: list[tuple[Any, ...]]) -> CellMap:
    found: dict[tuple[str, str], dict[str, str]] = {}
    forms: dict[tuple[str, str], str] = {}
    for _, form, file, sheet, name, at in rows:
        found.setdefault((file, sheet), {})[name] = at
        forms[file, sheet] = form
    return CellMap(found, forms)


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
        counts = frame["source_file"].value_counts()
        in_tables.update({str(file): int(count) for file, count in counts.items()})
    accepted = source_files.groupby("file")["rows_accepted"].sum()
    lost = {file: count for file, count in accepted.items() if in_tables[str(file)] != count}
    if len(off) or lost:
        raise AssertionError(f"rows do not reconcile: {off['file'].tolist()} {lost}")
