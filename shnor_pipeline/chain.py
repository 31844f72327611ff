"""The chain as plain functions, one per box of the picture: the command line and Dagster call the same.

Belongs here: reading inputs from the home folder, calling one pure function, writing its result. Does
not belong here: logic of any box, Dagster, printing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.indicators import (
    INDICATORS,
    indicator_table,
    parts_table,
    progress_of_year,
    scan_year,
    schools_of_year,
    values_of_year,
)
from shnor_pipeline.ingest import (
    Catalogue,
    Context,
    Intake,
    Parsed,
    apply_corrections,
    cell_map,
    correction_facts,
    correction_frame,
    inbox_files,
    load_catalogue,
    load_secret,
    person_keys,
    read_sheets,
    reconcile,
    source_file_frame,
    take_in,
    take_in_files,
    version_of_code,
)
from shnor_pipeline.programme import Programme, load_programme
from shnor_pipeline.quality import RULES, Finding, Place, Sees, as_columns, findings_of
from shnor_pipeline.quality.facts import InboxFacts, YearFacts, YearsFacts
from shnor_pipeline.quality.rules.ledger import LEDGER
from shnor_pipeline.reference import Reference, load_reference
from shnor_pipeline.release import Release, dictionary_text, publish, rules_text
from shnor_pipeline.reporting import Facts, Report, build_report
from shnor_pipeline.store import Store, write_bytes
from shnor_pipeline.submissions import Form, Taken, one_per_name, submissions_of_year
from shnor_pipeline.tables import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR_VALUE,
    PARSED_SHEET,
    PUBLISHED_TABLES,
    PUBLISHED_VIEWS,
    QUARANTINED_ROW,
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shnor_pipeline.settings import Home, Settings

NO_YEAR = 0
"""Bucket of the store for findings that belong to no year."""

_DECIDING = ("ingest", "quality", "sources", "tables", "reference")
_DECIDING_FILES = {".py", ".csv", ".yaml"}
"""Folders and files of the package that decide what a workbook is read as."""

PARTS = parts_table(INDICATORS)


def _weights() -> Counter[str]:
    """Count the indicators that read each canonical table."""
    return Counter(table for indicator in INDICATORS for table in indicator.tables)


@dataclass(frozen=True)
class Workspace:
    """A home folder with everything that is read once for a run."""

    settings: Settings

    @property
    def home(self) -> Home:
        """Paths of the home folder."""
        return self.settings.paths

    @property
    def store(self) -> Store:
        """Working store."""
        return Store(self.home.store)

    @cached_property
    def programme(self) -> Programme:
        """The programme as data."""
        return load_programme(self.home.programme)

    @cached_property
    def reference(self) -> Reference:
        """Register, lists and the ids of the programme's measures."""
        measures = tuple(measure.id for measure in self.programme.measures)
        return replace(load_reference(self.home.reference), measures=measures)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Input forms and canonical tables."""
        return load_catalogue(self.settings.extra_sources)

    @cached_property
    def context(self) -> Context:
        """What reading a file needs."""
        secret = load_secret(self.settings.key_path, demo=self.programme.demo)
        return Context(
            self.catalogue, self.reference, person_keys(secret), self.programme.is_held, _weights()
        )

    @cached_property
    def version(self) -> str:
        """Hash of everything that decides what a file is read as: code, maps, lists, secret."""
        folders = [Path(__file__).parent / name for name in _DECIDING]
        if self.settings.extra_sources is not None:
            folders.append(self.settings.extra_sources)
        files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _DECIDING_FILES]
        files += self.home.reference.glob("*.csv")
        facts = (self.context.key_of("version of the secret"), *self.reference.measures)
        return version_of_code(files, *facts)

    def published_tables(self) -> tuple[TableSpec, ...]:
        """Tables of the published database, in order."""
        return (*PUBLISHED_TABLES, *self.catalogue.tables)

    def inbox_years(self) -> tuple[int, ...]:
        """Programme years that have a folder in the inbox."""
        return tuple(year for year in self.programme.years if (self.home.inbox / str(year)).is_dir())


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
    frame = FINDING.frame(as_columns([*findings, *_unread_corrections(workspace)]))
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
    workspace.store.write(CORRECTION, year, intake.corrections)
    workspace.store.write(SOURCE_FILE, year, intake.source_files)
    return intake


def compare_years(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compare a year with the one before and write all findings of the year: of its files and these."""
    store, specs = workspace.store, workspace.catalogue.tables
    cells = cell_map(store.read(SOURCE_COLUMN, year))
    now = YearFacts(year, {spec.name: store.read(spec, year) for spec in specs}, cells, workspace.reference)
    before = {spec.name: store.read(spec, year - 1) for spec in specs}
    said = findings_of(Sees.YEARS, YearsFacts(now, before), Place(f"{year}/"), year=year)
    findings = pd.concat([store.read(FILE_FINDING, year), FINDING.frame(as_columns(said))])
    store.write(FINDING, year, findings)
    return findings


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


def compute_schools(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``school_year`` of a year."""
    enrollment = workspace.store.read(workspace.catalogue.table("enrollment"), year)
    schools = schools_of_year(workspace.reference, year, enrollment)
    workspace.store.write(SCHOOL_YEAR, year, schools)
    return schools


def compute_parts(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write the parts of all indicators of a year: one scan per table."""
    parts = scan_year(lambda table: workspace.store.path(table, year), INDICATORS)
    workspace.store.write(PARTS, year, parts)
    return parts


def compute_values(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``indicator_value`` of a year from its parts and those of the year before."""
    store = workspace.store
    values = values_of_year(
        store.read(SCHOOL_YEAR, year),
        store.read(PARTS, year),
        store.read(PARTS, year - 1),
        INDICATORS,
        lambda procedure: workspace.programme.is_held(procedure, year),
    )
    store.write(INDICATOR_VALUE, year, values)
    return values


def compute_progress(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``target_progress`` of a year."""
    values = workspace.store.read(INDICATOR_VALUE, year)
    lines = workspace.programme.target_lines()
    progress = progress_of_year(lines, values, year, workspace.programme.municipality.id)
    workspace.store.write(TARGET_PROGRESS, year, progress)
    return progress


def report_of_year(workspace: Workspace, year: int) -> Report:
    """Fill the report model of a year from the store."""
    store = workspace.store
    years = [each for each in store.years(INDICATOR_VALUE.name) if each <= year]
    schools = workspace.reference.register.in_year(year)
    clusters = dict(workspace.reference.lists.cluster(year, school) for school in schools)
    facts = Facts(
        indicator=indicator_table(INDICATORS),
        values=pd.concat([store.read(INDICATOR_VALUE, each) for each in years]),
        progress=pd.concat([store.read(TARGET_PROGRESS, each) for each in years]),
        schools=store.read(SCHOOL_YEAR, year),
        cluster_titles=clusters,
        findings=store.read(FINDING, year),
        sources=store.read(SOURCE_FILE, year),
        corrections=store.read(CORRECTION, year),
        form_titles={each.form: each.manifest.title_ru for each in workspace.catalogue.sources},
        rule_titles={rule_id: rule.title_ru for rule_id, rule in RULES.items()},
        column_titles={
            (each.form, name): each.header_of(name, year)
            for each in workspace.catalogue.sources
            for name in each.names(year)
        },
    )
    return build_report(year, workspace.programme, facts)


def write_memo(workspace: Workspace, report: Report) -> Path:
    """Write ``memo.docx`` of a year."""
    from shnor_pipeline.reporting.memo import render_memo  # noqa: PLC0415 - heavy, only here

    return write_bytes(workspace.home.reports / str(report.year) / "memo.docx", render_memo(report))


def write_workbook(workspace: Workspace, report: Report) -> Path:
    """Write ``monitoring.xlsx`` of a year."""
    from shnor_pipeline.reporting.workbook import render_workbook  # noqa: PLC0415 - heavy, only here

    return write_bytes(workspace.home.reports / str(report.year) / "monitoring.xlsx", render_workbook(report))


def write_page(workspace: Workspace, report: Report) -> Path:
    """Write ``index.html`` of a year."""
    from shnor_pipeline.reporting.site import render_page  # noqa: PLC0415 - heavy, only here

    path = workspace.home.reports / str(report.year) / "index.html"
    return write_bytes(path, render_page(report).encode())


def publish_all(workspace: Workspace) -> Release:
    """Build the published database from the store and swap it in, with dictionary and rule catalogue."""
    years = (NO_YEAR, *workspace.store.years(INDICATOR_VALUE.name))
    indicators = indicator_table(INDICATORS)
    specs = workspace.published_tables()
    folder = workspace.home.published
    frames = {"indicator": indicators}
    release = publish(folder, workspace.store, specs, frames, years, PUBLISHED_VIEWS)
    write_bytes(folder / "dictionary.md", dictionary_text(specs, indicators, PUBLISHED_VIEWS).encode())
    write_bytes(folder / "rules.md", rules_text(RULES.values()).encode())
    return release


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


def forms_of_year(workspace: Workspace, year: int) -> tuple[Form, ...]:
    """Tell what the manifests say of each form in a year, for the question who owes it."""
    return one_per_name(
        Form(
            form=source.form,
            title_ru=source.manifest.title_ru,
            short_ru=source.manifest.short_ru,
            table=source.table.name,
            in_use=source.in_use(year),
            owed_by=source.manifest.owed_by,
            grades=source.manifest.grades,
            procedures=source.manifest.procedures,
            one_of=source.manifest.one_of,
            voluntary=source.manifest.voluntary,
        )
        for source in workspace.catalogue.sources
    )


def compute_submissions(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``submission`` of a year from what the intake left."""
    store, quarantine = workspace.store, Store(workspace.home.quarantine)
    tables = workspace.catalogue.tables
    held = [quarantine.read(QUARANTINED_ROW, year, name=spec.name) for spec in tables]
    taken = Taken(
        accepted={spec.name: store.read(spec, year) for spec in tables},
        quarantine=pd.concat(held),
        source_files=store.read(SOURCE_FILE, year),
        findings=store.read(FINDING, year),
    )
    register, forms = workspace.reference.register, forms_of_year(workspace, year)
    frame = submissions_of_year(year, forms, register, workspace.programme, taken).frame
    store.write(SUBMISSION, year, frame)
    return frame


def write_status_page(workspace: Workspace, year: int) -> Path:
    """Write ``status.html`` of a year."""
    from shnor_pipeline.reporting.status_page import StatusFacts, render_status  # noqa: PLC0415 - heavy

    facts = StatusFacts(
        year=year,
        demo=workspace.programme.demo,
        municipality=workspace.programme.municipality.title_ru,
        submissions=workspace.store.read(SUBMISSION, year),
        schools={each.school_id: each.name_short for each in workspace.reference.register.in_year(year)},
        owed_by={form.form: form.owed_by for form in forms_of_year(workspace, year)},
    )
    return write_bytes(workspace.home.reports / str(year) / "status.html", render_status(facts).encode())
