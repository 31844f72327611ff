"""From the inbox to canonical tables, findings and marked workbooks.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Sequence

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.ingest import Catalogue, Intake
from shnor_pipeline.orchestration.describe import OWNERS, check_name, findings_check, table_spec
from shnor_pipeline.orchestration.steps import QUALITY, SINGLE_RUN, TABLES, row_count, table_step, years_of
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
    with_year_before,
    year_partitions,
)
from shnor_pipeline.tables import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    SOURCE_CELL,
    SOURCE_COLUMN,
    SOURCE_FILE,
)


def intake_asset(catalogue: Catalogue, years: Sequence[int]) -> dg.AssetsDefinition:
    """One step reads a year's folder once and gives all canonical tables, findings, reconciliation."""
    forms = {
        spec.name: {each.form for each in catalogue.sources if each.table.name == spec.name}
        for spec in catalogue.tables
    }
    deps = ["inbox", "reference_lists", "programme"]
    specs = [table_spec(spec, TABLES, deps) for spec in catalogue.tables]
    specs += [
        table_spec(spec, QUALITY, deps)
        for spec in (FILE_FINDING, SOURCE_FILE, SOURCE_COLUMN, SOURCE_CELL, CORRECTION)
    ]

    @dg.multi_asset(
        name="intake",
        specs=specs,
        check_specs=[
            dg.AssetCheckSpec(check_name(name), asset=name, description="No row or file was kept out.")
            for name in forms
        ],
        partitions_def=year_partitions(years),
        backfill_policy=SINGLE_RUN,
    )
    def intake(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        workspace = home_folder.open()
        workspace.clear_left_overs()
        chain.survey_inbox(workspace)
        taken = [chain.take_in_year(workspace, year) for year in years_of(context)]
        yield from _intake_results(taken, forms)

    return intake


def _intake_results(
    taken: Sequence[Intake], forms: dict[str, set[str]]
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    findings = pd.concat([each.findings for each in taken])
    for table, of_forms in forms.items():
        quarantined = sum(len(each.quarantine[table]) for each in taken)
        rows = row_count([each.tables[table] for each in taken])
        yield dg.MaterializeResult(asset_key=table, metadata={**rows, "rows_quarantined": quarantined})
        yield findings_check(table, findings, of_forms)
    errors = int((findings["severity"] == "error").sum())
    yield dg.MaterializeResult(
        asset_key=FILE_FINDING.name, metadata={"dagster/row_count": len(findings), "errors": errors}
    )
    columns = row_count([each.columns for each in taken])
    yield dg.MaterializeResult(asset_key=SOURCE_COLUMN.name, metadata=columns)
    cells = row_count([each.cells for each in taken])
    yield dg.MaterializeResult(asset_key=SOURCE_CELL.name, metadata=cells)
    yield dg.MaterializeResult(
        asset_key=CORRECTION.name, metadata=row_count([each.corrections for each in taken])
    )
    files = pd.concat([each.source_files for each in taken])
    statuses = {str(status): int(count) for status, count in files["status"].value_counts().items()}
    metadata = {"dagster/row_count": len(files), **statuses}
    yield dg.MaterializeResult(asset_key=SOURCE_FILE.name, metadata=metadata)


def quality_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """All findings of a year, which need the year before, and the marked workbooks made from them."""
    before = [dg.AssetDep(spec.name, partition_mapping=with_year_before(years)) for spec in catalogue.tables]
    deps: list[str | dg.AssetDep] = [*before, FILE_FINDING.name, SOURCE_COLUMN.name, "reference_lists"]
    returned = dg.AssetSpec(
        "returned_workbooks",
        description="returned/<year>/**: the senders' files with what was found in them, bad cells marked.",
        group_name=QUALITY,
        owners=OWNERS,
        kinds={"excel"},
        deps=[FINDING.name, SOURCE_FILE.name, *(spec.name for spec in catalogue.tables), "inbox"],
    )

    @dg.multi_asset(
        name="returned_workbooks",
        specs=[returned],
        partitions_def=year_partitions(years),
        backfill_policy=SINGLE_RUN,
    )
    def returned_workbooks(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        written = [len(chain.return_marked(workspace, year)) for year in years_of(context)]
        return dg.MaterializeResult(metadata={"workbooks": sum(written)})

    return [table_step(FINDING, chain.compare_years, deps, years, group=QUALITY), returned_workbooks]
