"""Memo, workbook, pages, who has submitted what.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    """A report of a year: its asset and what it shows beside the values."""

    name: str
    description: str
    kind: str
    more: tuple[str, ...] = ()


_SITE = "Pages of indicators, measures, quality, identification and method, offline."
_SHEETS = "schools/<school_id>.html: the sheet of each school, offline."
_DIFFERENCE = "changes.html: what differs from the release before, and why."
_DOCUMENTS = (
    _Document("memo", "memo.docx: the analytical note officials sign.", "word"),
    _Document("overview_page", "index.html: the year at a glance, offline.", "html"),
    _Document("site", _SITE, "html", SITE_TABLES),
    _Document("school_pages", _SHEETS, "html", SITE_TABLES),
    _Document("monitoring", "monitoring.xlsx: all values.", "excel", _CHANGES),
    _Document("changes_page", _DIFFERENCE, "html", _CHANGES),
)


def reports_asset(years: Sequence[int]) -> dg.AssetsDefinition:
    """Make the assets of memo, workbook, overview page, page of changes, site and sheets of schools.

    They are one step, because they show the same facts of a year and so share the work. Two of them tell of
    changes, so a run that makes all of them writes them when the gate has let the release pass.
    """
    specs = [_document_spec(each, years).replace_attributes(skippable=True) for each in _DOCUMENTS]

    @chain_step("reports", specs, years, can_subset=True)
    def reports(_workspace: Workspace, _wanted: list[int]) -> Iterator[Made]:
        yield ToWrite([each.name for each in _DOCUMENTS], chain.write_documents)

    return reports


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
