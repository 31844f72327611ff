"""The chain as assets: read inputs, call one function of the chain, return its result with metadata.

Belongs here: the graph. Does not belong here: logic of any box (``chain`` and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.indicators import INDICATORS as CATALOGUE
from shnor_pipeline.ingest import Catalogue, Intake
from shnor_pipeline.orchestration.describe import OWNERS, check_name, findings_check, table_spec
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
    with_all_before,
    with_year_before,
    year_partitions,
)
from shnor_pipeline.reporting import Report
from shnor_pipeline.tables import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
    TableSpec,
)

REFERENCE, SOURCES, TABLES, QUALITY = "reference", "sources", "tables", "quality"
INDICATORS, REPORTS, RELEASE = "indicators", "reports", "release"
_SINGLE_RUN = dg.BackfillPolicy.single_run()


def build_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """Build all assets.

    Args:
        catalogue: Forms and canonical tables.
        years: Reporting years, which are the partitions.

    Returns:
        External assets (what people keep), the intake, indicators, reports, the release.
    """
    return [
        *_external(years),
        _intake(catalogue, years),
        *_quality(catalogue, years),
        *_indicators(years),
        *_submissions(catalogue, years),
        *_reports(years),
        _release(catalogue),
    ]


def _external(years: Sequence[int]) -> list[dg.AssetSpec]:
    return [
        dg.AssetSpec(
            "inbox",
            description="Workbooks as they came: inbox/<year>/**.",
            group_name=SOURCES,
            owners=OWNERS,
            kinds={"excel"},
            partitions_def=year_partitions(years),
        ),
        dg.AssetSpec(
            "programme",
            description="programme.yaml: the approved document as data.",
            group_name=REFERENCE,
            owners=OWNERS,
            kinds={"yaml"},
        ),
        dg.AssetSpec(
            "reference_lists",
            description="reference/*.csv: register of schools, groups, clusters, scales, minimums.",
            group_name=REFERENCE,
            owners=OWNERS,
            kinds={"csv"},
        ),
    ]


def _years(context: dg.AssetExecutionContext) -> list[int]:
    return sorted(int(key) for key in context.partition_keys)


def _rows(frames: Sequence[pd.DataFrame]) -> dict[str, int]:
    return {"dagster/row_count": sum(map(len, frames))}


def _intake(catalogue: Catalogue, years: Sequence[int]) -> dg.AssetsDefinition:
    """One step reads a year's folder once and gives all canonical tables, findings, reconciliation."""
    forms = {
        spec.name: {each.form for each in catalogue.sources if each.table.name == spec.name}
        for spec in catalogue.tables
    }
    deps = ["inbox", "reference_lists", "programme"]
    specs = [table_spec(spec, TABLES, deps) for spec in catalogue.tables]
    specs += [
        table_spec(spec, QUALITY, deps) for spec in (FILE_FINDING, SOURCE_FILE, SOURCE_COLUMN, CORRECTION)
    ]

    @dg.multi_asset(
        name="intake",
        specs=specs,
        check_specs=[
            dg.AssetCheckSpec(check_name(name), asset=name, description="No row or file was kept out.")
            for name in forms
        ],
        partitions_def=year_partitions(years),
        backfill_policy=_SINGLE_RUN,
    )
    def intake(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        workspace = home_folder.open()
        chain.survey_inbox(workspace)
        taken = [chain.take_in_year(workspace, year) for year in _years(context)]
        yield from _intake_results(taken, forms)

    return intake


def _intake_results(
    taken: Sequence[Intake], forms: dict[str, set[str]]
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    findings = pd.concat([each.findings for each in taken])
    for table, of_forms in forms.items():
        quarantined = sum(len(each.quarantine[table]) for each in taken)
        rows = _rows([each.tables[table] for each in taken])
        yield dg.MaterializeResult(asset_key=table, metadata={**rows, "rows_quarantined": quarantined})
        yield findings_check(table, findings, of_forms)
    errors = int((findings["severity"] == "error").sum())
    yield dg.MaterializeResult(
        asset_key=FILE_FINDING.name, metadata={"dagster/row_count": len(findings), "errors": errors}
    )
    columns = _rows([each.columns for each in taken])
    yield dg.MaterializeResult(asset_key=SOURCE_COLUMN.name, metadata=columns)
    yield dg.MaterializeResult(
        asset_key=CORRECTION.name, metadata=_rows([each.corrections for each in taken])
    )
    files = pd.concat([each.source_files for each in taken])
    statuses = {str(status): int(count) for status, count in files["status"].value_counts().items()}
    metadata = {"dagster/row_count": len(files), **statuses}
    yield dg.MaterializeResult(asset_key=SOURCE_FILE.name, metadata=metadata)


def _quality(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """All findings of a year, which need the year before, and the marked workbooks made from them."""
    before = [dg.AssetDep(spec.name, partition_mapping=with_year_before(years)) for spec in catalogue.tables]
    deps: list[str | dg.AssetDep] = [*before, FILE_FINDING.name, SOURCE_COLUMN.name, "reference_lists"]
    returned = dg.AssetSpec(
        "returned_workbooks",
        description="returned/<year>/**: the senders' workbooks with their bad cells marked.",
        group_name=QUALITY,
        owners=OWNERS,
        kinds={"excel"},
        deps=[FINDING.name, "inbox"],
    )

    @dg.multi_asset(
        name="returned_workbooks",
        specs=[returned],
        partitions_def=year_partitions(years),
        backfill_policy=_SINGLE_RUN,
    )
    def returned_workbooks(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        written = [len(chain.return_marked(workspace, year)) for year in _years(context)]
        return dg.MaterializeResult(metadata={"workbooks": sum(written)})

    return [_step(FINDING, chain.compare_years, deps, years, group=QUALITY), returned_workbooks]


def _indicators(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    scanned = sorted({table for each in CATALOGUE for table in each.tables})
    previous = dg.AssetDep(chain.PARTS.name, partition_mapping=with_year_before(years))
    return [
        _step(SCHOOL_YEAR, chain.compute_schools, ["enrollment", "reference_lists"], years),
        _step(chain.PARTS, chain.compute_parts, scanned, years),
        _step(INDICATOR_VALUE, chain.compute_values, [SCHOOL_YEAR.name, previous, "programme"], years),
        _step(TARGET_PROGRESS, chain.compute_progress, [INDICATOR_VALUE.name, "programme"], years),
    ]


def _step(
    spec: TableSpec,
    compute: Callable[[Workspace, int], pd.DataFrame],
    deps: Sequence[str | dg.AssetDep],
    years: Sequence[int],
    *,
    group: str = INDICATORS,
) -> dg.AssetsDefinition:
    """Make the asset of a computed table: one function of the chain, called for each year of the run."""

    @dg.multi_asset(
        name=spec.name,
        specs=[table_spec(spec, group, deps, kind="duckdb")],
        partitions_def=year_partitions(years),
        backfill_policy=_SINGLE_RUN,
    )
    def step(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        return dg.MaterializeResult(metadata=_rows([compute(workspace, year) for year in _years(context)]))

    return step


def _reports(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    return [
        _report("memo", "memo.docx: the analytical note officials sign.", "word", chain.write_memo, years),
        _report("monitoring", "monitoring.xlsx: all values.", "excel", chain.write_workbook, years),
        _report(
            "overview_page", "index.html: the year at a glance, offline.", "html", chain.write_page, years
        ),
    ]


def _report(
    name: str, description: str, kind: str, write: Callable[[Workspace, Report], Path], years: Sequence[int]
) -> dg.AssetsDefinition:
    """Make the asset of a report: it shows the trend up to its year, so it depends on all years before."""
    trend = [
        dg.AssetDep(spec.name, partition_mapping=with_all_before(years))
        for spec in (INDICATOR_VALUE, TARGET_PROGRESS)
    ]

    spec = dg.AssetSpec(
        name,
        description=description,
        group_name=REPORTS,
        owners=OWNERS,
        kinds={kind},
        deps=[*trend, SCHOOL_YEAR.name, FINDING.name, SOURCE_FILE.name, CORRECTION.name],
    )

    @dg.multi_asset(
        name=name, specs=[spec], partitions_def=year_partitions(years), backfill_policy=_SINGLE_RUN
    )
    def report(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        paths = [write(workspace, chain.report_of_year(workspace, year)) for year in _years(context)]
        return dg.MaterializeResult(
            metadata={path.parent.name: dg.MetadataValue.path(path) for path in paths}
        )

    return report


def _release(catalogue: Catalogue) -> dg.AssetsDefinition:
    computed = [SCHOOL_YEAR, INDICATOR_VALUE, TARGET_PROGRESS, FINDING, SOURCE_FILE, SOURCE_COLUMN]
    computed += [SUBMISSION, CORRECTION]
    every_year = dg.AllPartitionMapping()

    @dg.asset(
        name="published_database",
        description="published/shnor.duckdb: what analysts query, replaced in one rename.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"duckdb"},
        deps=[
            dg.AssetDep(spec.name, partition_mapping=every_year) for spec in (*computed, *catalogue.tables)
        ],
    )
    def published_database(home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        release = chain.publish_all(home_folder.open())
        return dg.MaterializeResult(
            metadata={
                "release_id": release.release_id,
                "path": dg.MetadataValue.path(release.path),
                "dagster/row_count": sum(release.rows.values()),
                "replaced": release.replaced,
            }
        )

    return published_database


def _submissions(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make who has submitted what, as a table and as a page."""
    taken = [spec.name for spec in (*catalogue.tables, FINDING, SOURCE_FILE)]
    deps = [*taken, "reference_lists", "programme"]
    return [_step(SUBMISSION, chain.compute_submissions, deps, years), _status_page(years)]


def _status_page(years: Sequence[int]) -> dg.AssetsDefinition:
    spec = dg.AssetSpec(
        "status_page",
        description="status.html: who has submitted what, offline.",
        group_name=REPORTS,
        owners=OWNERS,
        kinds={"html"},
        deps=[SUBMISSION.name, "reference_lists", "programme"],
    )

    @dg.multi_asset(
        name="status_page", specs=[spec], partitions_def=year_partitions(years), backfill_policy=_SINGLE_RUN
    )
    def status_page(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        paths = [chain.write_status_page(workspace, year) for year in _years(context)]
        return dg.MaterializeResult(
            metadata={path.parent.name: dg.MetadataValue.path(path) for path in paths}
        )

    return status_page
