"""Memo, workbook, pages, who has submitted what.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.checks import check_by_year
from shnor_pipeline.orchestration.deadlines import YEAR_COMPLETE, year_complete
from shnor_pipeline.orchestration.describe import OWNERS, Upstream, table_spec
from shnor_pipeline.orchestration.steps import (
    QUALITY,
    REPORTS,
    Made,
    StoredTable,
    ToWrite,
    chain_step,
    written,
)
from shnor_pipeline.orchestration.workspace import with_all_before
from shnor_pipeline.reporting import Report
from shnor_pipeline.reporting.pages.facts import TABLES
from shnor_pipeline.tables import (
    CORRECTION,
    FINDING,
    INDICATOR_VALUE,
    RELEASE_CHANGE,
    SCHOOL_YEAR,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
)

_CHANGES = (RELEASE_CHANGE.name,)
"""What tells of changes comes after the release whose changes they are."""

SITE_TABLES = (*(spec.name for spec in TABLES), "returned_workbooks", "programme")
"""What the pages show beside the report model."""


@dataclass(frozen=True)
class _Document:
    """A report of a year: its asset, how it is written, what it shows beside the values."""

    name: str
    description: str
    kind: str
    write: Callable[[Workspace, Report], list[Path]]
    more: tuple[str, ...] = ()


def _write_memo(workspace: Workspace, report: Report) -> list[Path]:
    return [chain.write_memo(workspace, report)]


def _write_workbook(workspace: Workspace, report: Report) -> list[Path]:
    return [chain.write_workbook(workspace, report)]


def _write_page(workspace: Workspace, report: Report) -> list[Path]:
    return [chain.write_page(workspace, report)]


def _write_changes_page(workspace: Workspace, report: Report) -> list[Path]:
    return [chain.write_changes_page(workspace, report)]


def _write_site(workspace: Workspace, report: Report) -> list[Path]:
    return chain.write_site(workspace, chain.site_of_year(workspace, report))


def _write_school_pages(workspace: Workspace, report: Report) -> list[Path]:
    return chain.write_school_pages(workspace, chain.site_of_year(workspace, report))


_SITE = "Pages of indicators, measures, quality, identification and method, offline."
_SHEETS = "schools/<school_id>.html: the sheet of each school, offline."
_DIFFERENCE = "changes.html: what differs from the release before, and why."
# in this order: a run of one year writes the first half, which has the charts, apart from the second
_BEFORE_RELEASE = (
    _Document("memo", "memo.docx: the analytical note officials sign.", "word", _write_memo),
    _Document("overview_page", "index.html: the year at a glance, offline.", "html", _write_page),
    _Document("site", _SITE, "html", _write_site, SITE_TABLES),
    _Document("school_pages", _SHEETS, "html", _write_school_pages, SITE_TABLES),
)
_AFTER_RELEASE = (
    _Document("monitoring", "monitoring.xlsx: all values.", "excel", _write_workbook, _CHANGES),
    _Document("changes_page", _DIFFERENCE, "html", _write_changes_page, _CHANGES),
)


def report_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of memo, workbook, overview page, page of changes, site and sheets of schools.

    Those that show the same facts are one step, which gathers the facts of a year once.
    """
    return [
        _documents("reports", _BEFORE_RELEASE, years),
        _documents("reports_of_release", _AFTER_RELEASE, years),
    ]


def _documents(step: str, documents: Sequence[_Document], years: Sequence[int]) -> dg.AssetsDefinition:
    specs = [_document_spec(each, years).replace_attributes(skippable=True) for each in documents]

    @chain_step(step, specs, years, can_subset=True)
    def write(_workspace: Workspace, _wanted: list[int]) -> Iterator[Made]:
        yield ToWrite([each.name for each in documents], partial(_write, documents))

    return write


def _write(
    documents: Sequence[_Document], workspace: Workspace, year: int, asked: Sequence[str]
) -> dict[str, list[Path]]:
    report = chain.report_of_year(workspace, year)
    return {each.name: each.write(workspace, report) for each in documents if each.name in asked}


def _document_spec(document: _Document, years: Sequence[int]) -> dg.AssetSpec:
    """Declare a report: it shows the trend up to its year, so it depends on all years before."""
    trend = [
        dg.AssetDep(spec.name, partition_mapping=with_all_before(years))
        for spec in (INDICATOR_VALUE, TARGET_PROGRESS)
    ]
    evidence = [each.name for each in chain.REPORT_EVIDENCE]
    plain = [SCHOOL_YEAR.name, FINDING.name, SOURCE_FILE.name, CORRECTION.name]
    of_year = dict.fromkeys([*plain, *evidence, *document.more, "programme", "reference_lists"])
    return _spec(document.name, document.description, document.kind, [*trend, *of_year])


def submission_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make who has submitted what, as a table with a check of completeness and as a page."""
    taken = [spec.name for spec in (*catalogue.tables, FINDING, SOURCE_FILE)]
    spec = table_spec(SUBMISSION, QUALITY, [*taken, "reference_lists", "programme"], kind="duckdb")
    description = "Every form owed in the year came from every school that owes it."
    complete = check_by_year(YEAR_COMPLETE, SUBMISSION.name, description, years)

    @chain_step(SUBMISSION.name, [spec], years, tables=[SUBMISSION], checks=[complete])
    def submission(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        frames = chain.each_year(workspace, chain.compute_submissions, wanted)
        yield StoredTable(SUBMISSION)
        yield year_complete(workspace, frames)

    return [submission, _status_page(years)]


def _status_page(years: Sequence[int]) -> dg.AssetsDefinition:
    """Make the asset of the page that shows who has submitted what."""
    name, deps = "status_page", [SUBMISSION.name, "reference_lists", "programme"]
    described = "status.html: who has submitted what, offline."

    @chain_step(name, [_spec(name, described, "html", deps, group=QUALITY)], years)
    def status_page(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        yield written(name, {year: [chain.write_status_page(workspace, year)] for year in wanted})

    return status_page


def _spec(
    name: str, description: str, kind: str, deps: Sequence[Upstream], *, group: str = REPORTS
) -> dg.AssetSpec:
    return dg.AssetSpec(
        name, description=description, group_name=group, owners=OWNERS, kinds={kind}, deps=deps
    )
