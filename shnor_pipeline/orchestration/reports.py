"""Memo, workbook, pages.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Sequence
from pathlib import Path

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.orchestration.describe import OWNERS
from shnor_pipeline.orchestration.steps import REPORTS, SINGLE_RUN, years_of
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
    with_all_before,
    year_partitions,
)
from shnor_pipeline.reporting import Report
from shnor_pipeline.reporting.pages.facts import TABLES
from shnor_pipeline.tables import (
    CORRECTION,
    FINDING,
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
)

_CHANGES = ("published_database",)
"""What tells of changes comes after the release whose changes they are."""
SITE_TABLES = (*(spec.name for spec in TABLES), "returned_workbooks", "programme")
"""What the pages show beside the report model."""


def report_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of memo, workbook, overview page, page of changes, site and sheets of schools."""
    return [
        _report("memo", "memo.docx: the analytical note officials sign.", "word", chain.write_memo, years),
        _report("monitoring", "monitoring.xlsx: all values.", "excel", chain.write_workbook, years, _CHANGES),
        _report(
            "overview_page", "index.html: the year at a glance, offline.", "html", chain.write_page, years
        ),
        _report(
            "changes_page",
            "changes.html: what differs from the release before, and why.",
            "html",
            chain.write_changes_page,
            years,
            _CHANGES,
        ),
        _report(
            "site",
            "Pages of indicators, measures, quality, identification and method, offline.",
            "html",
            _write_site,
            years,
            SITE_TABLES,
        ),
        _report(
            "school_pages",
            "schools/<school_id>.html: the sheet of each school, offline.",
            "html",
            _write_school_pages,
            years,
            SITE_TABLES,
        ),
    ]


def _write_site(workspace: Workspace, report: Report) -> Path:
    return chain.write_site(workspace, chain.site_of_year(workspace, report))


def _write_school_pages(workspace: Workspace, report: Report) -> Path:
    return chain.write_school_pages(workspace, chain.site_of_year(workspace, report))


def _report(
    name: str,
    description: str,
    kind: str,
    write: Callable[[Workspace, Report], Path],
    years: Sequence[int],
    more: Sequence[str] = (),
) -> dg.AssetsDefinition:
    """Make the asset of a report: it shows the trend up to its year, so it depends on all years before."""
    trend = [
        dg.AssetDep(spec.name, partition_mapping=with_all_before(years))
        for spec in (INDICATOR_VALUE, TARGET_PROGRESS)
    ]

    evidence = [each.name for each in chain.REPORT_EVIDENCE]
    plain = [SCHOOL_YEAR.name, FINDING.name, SOURCE_FILE.name, CORRECTION.name]
    of_year = dict.fromkeys([*plain, *evidence, *more])
    spec = dg.AssetSpec(
        name,
        description=description,
        group_name=REPORTS,
        owners=OWNERS,
        kinds={kind},
        deps=[*trend, *of_year],
    )

    @dg.multi_asset(
        name=name, specs=[spec], partitions_def=year_partitions(years), backfill_policy=SINGLE_RUN
    )
    def report(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        paths = [write(workspace, chain.report_of_year(workspace, year)) for year in years_of(context)]
        return dg.MaterializeResult(
            metadata={
                str(year): dg.MetadataValue.path(path)
                for year, path in zip(years_of(context), paths, strict=True)
            }
        )

    return report


def status_page(years: Sequence[int]) -> dg.AssetsDefinition:
    """Make the asset of the page that shows who has submitted what."""
    spec = dg.AssetSpec(
        "status_page",
        description="status.html: who has submitted what, offline.",
        group_name=REPORTS,
        owners=OWNERS,
        kinds={"html"},
        deps=[SUBMISSION.name, "reference_lists", "programme"],
    )

    @dg.multi_asset(
        name="status_page", specs=[spec], partitions_def=year_partitions(years), backfill_policy=SINGLE_RUN
    )
    def status_page(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        paths = [chain.write_status_page(workspace, year) for year in years_of(context)]
        return dg.MaterializeResult(
            metadata={path.parent.name: dg.MetadataValue.path(path) for path in paths}
        )

    return status_page
