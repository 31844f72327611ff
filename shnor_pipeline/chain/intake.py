"""From the inbox to canonical tables, quarantine and findings.

Belongs here: reading the folders of the inbox and writing what came of them. Does not belong
here: how a file is read (``ingest``) or judged (``quality``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from shnor_pipeline.chain.identification import decisions_of_year, override_findings, unread_overrides
from shnor_pipeline.ingest import (
    Intake,
    Parsed,
    apply_corrections,
    cell_map,
    correction_facts,
    correction_frame,
    inbox_files,
    reconcile,
    source_file_frame,
    take_in,
)
from shnor_pipeline.quality import Finding, Place, Sees, as_columns, findings_of
from shnor_pipeline.quality.facts import InboxFacts, YearFacts, YearsFacts
from shnor_pipeline.quality.rules.ledger import LEDGER
from shnor_pipeline.store import Store
from shnor_pipeline.tables import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR_VALUE,
    PARSED_SHEET,
    QUARANTINED_ROW,
    SOURCE_CELL,
    SOURCE_COLUMN,
    SOURCE_FILE,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


from shnor_pipeline.chain.workspace import NO_YEAR, Workspace


def survey_inbox(workspace: Workspace) -> pd.DataFrame:
    """Find what lies in the inbox outside the folders of the programme's years, and say so.

    Returns:
        Table ``finding`` of what belongs to no year.
    """
    home, years = workspace.home, workspace.programme.years
    strays: list[str] = []
    facts = InboxFacts(missing="inbox")
    if home.inbox.is_dir():
        known = set(map(str, years))
        entries = [each for each in sorted(home.inbox.iterdir()) if not each.name.startswith(".")]
        stray = [each for each in entries if each.name not in known]
        for entry in stray:
            named = inbox_files(entry) if entry.is_dir() else [entry]
            strays += [path.relative_to(home.inbox).as_posix() for path in named]
        facts = InboxFacts(strays=tuple(each.name for each in stray), years=f"{min(years)}-{max(years)}")
    findings = findings_of(Sees.INBOX, facts, Place("inbox/"), year=None)
    zero = {"rows_read": 0, "rows_accepted": 0, "rows_quarantined": 0, "status": "unrecognised"}
    stray_rows = [{"file": name, "form": None, "layout": None} | zero for name in strays]
    workspace.store.write(SOURCE_FILE, NO_YEAR, source_file_frame(stray_rows))
    unread = (*_unread_corrections(workspace), *unread_overrides(workspace, workspace.inbox_years(), NO_YEAR))
    frame = FINDING.frame(as_columns([*findings, *unread]))
    workspace.store.write(FINDING, NO_YEAR, frame)
    return frame


@dataclass(frozen=True)
class _Shelf:
    """Rows of files that were read before, kept beside the tables of a year."""

    store: Store
    year: int

    def read(self, spec: TableSpec) -> pd.DataFrame:
        """Return what is kept of a table."""
        return self.store.read(spec, self.year, name=f"parsed_{spec.name}")

    def replace(self, tables: Sequence[tuple[TableSpec, pd.DataFrame]], index: pd.DataFrame) -> None:
        """Keep tables and their index; the index goes first and comes last, so that it never lies."""
        self.store.path(f"parsed_{PARSED_SHEET.name}", self.year).unlink(missing_ok=True)
        for spec, frame in tables:
            self.store.write(spec, self.year, frame, name=f"parsed_{spec.name}")
        self.store.write(PARSED_SHEET, self.year, index, name=f"parsed_{PARSED_SHEET.name}")


def _unread_corrections(workspace: Workspace) -> Iterator[Finding]:
    """Write and say which entries of the ledger speak of years that have no folder."""
    present = workspace.inbox_years()
    unread = [each for each in workspace.reference.corrections if each.year not in present]
    outcomes = apply_corrections([], unread, workspace.catalogue) if unread else []
    workspace.store.write(CORRECTION, NO_YEAR, correction_frame(outcomes))
    return findings_of(Sees.LEDGER, correction_facts(outcomes), Place(LEDGER), year=None)


def take_in_year(workspace: Workspace, year: int, advance: Callable[[], None] | None = None) -> Intake:
    """Read a year's folder and write tables, quarantine, findings and reconciliation.

    A fault of the program (rows that do not reconcile) raises before anything is written.
    """
    shelf = _Shelf(workspace.store, year)
    parsed = Parsed(shelf, workspace.version, workspace.context)
    intake = take_in(workspace.home.inbox, year, workspace.context, advance, parsed)
    reconcile(intake.source_files, intake.tables)
    quarantine = Store(workspace.home.quarantine)
    for spec in workspace.catalogue.tables:
        workspace.store.write(spec, year, intake.tables[spec.name])
        quarantine.write(QUARANTINED_ROW, year, intake.quarantine[spec.name], name=spec.name)
    workspace.store.write(FILE_FINDING, year, intake.findings)
    workspace.store.write(SOURCE_COLUMN, year, intake.columns)
    workspace.store.write(SOURCE_CELL, year, intake.cells)
    workspace.store.write(CORRECTION, year, intake.corrections)
    workspace.store.write(SOURCE_FILE, year, intake.source_files)
    return intake


def compare_years(workspace: Workspace, year: int) -> pd.DataFrame:
    """Write all findings of a year: of its files, of the year before, of decisions that do not hold."""
    store, specs = workspace.store, workspace.catalogue.tables
    cells = cell_map(store.read(SOURCE_COLUMN, year))
    now = YearFacts(year, {spec.name: store.read(spec, year) for spec in specs}, cells, workspace.reference)
    before = {spec.name: store.read(spec, year - 1) for spec in specs}
    said = findings_of(Sees.YEARS, YearsFacts(now, before), Place(f"{year}/"), year=year)
    decided = override_findings(decisions_of_year(workspace, year), year)
    findings = pd.concat([store.read(FILE_FINDING, year), FINDING.frame(as_columns([*said, *decided]))])
    store.write(FINDING, year, findings)
    return findings


def forget_absent_years(workspace: Workspace, present: Sequence[int]) -> tuple[int, ...]:
    """Drop from the store the years whose inbox folder is gone, so that a release follows its inputs.

    Nothing is dropped when the inbox itself is missing: that is a lost disk, not a decision.
    """
    if not workspace.home.inbox.is_dir():
        return ()
    stale = [y for y in workspace.store.years(INDICATOR_VALUE.name) if y not in present]
    for year in stale:
        workspace.store.forget(year)
        Store(workspace.home.quarantine).forget(year)
    return tuple(stale)
