"""The published database.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.describe import OWNERS
from shnor_pipeline.orchestration.steps import RELEASE
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
)
from shnor_pipeline.release.gate import GateReport, ReleaseRefusedError
from shnor_pipeline.tables import (
    CORRECTION,
    FINDING,
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
)

GATE = "release_gate"
"""Name of the check that stands between the built database and the published one."""


def release_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the asset of the published database, which needs every year."""
    computed = [SCHOOL_YEAR, INDICATOR_VALUE, TARGET_PROGRESS, FINDING, SOURCE_FILE, SOURCE_COLUMN]
    computed += [SUBMISSION, CORRECTION]
    every_year = dg.AllPartitionMapping()

    @dg.asset(
        name="published_database",
        description="published/shnor.duckdb: what analysts query, replaced in one rename.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"duckdb"},
        check_specs=[
            dg.AssetCheckSpec(
                GATE,
                asset="published_database",
                blocking=True,
                description="Great Expectations over the built database, before it is swapped in.",
            )
        ],
        deps=[
            "programme",
            *(
                dg.AssetDep(spec.name, partition_mapping=every_year)
                for spec in (*computed, *catalogue.tables)
            ),
        ],
    )
    def published_database(
        home_folder: HomeFolder,
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        workspace = home_folder.open()
        page = workspace.home.gate_page
        try:
            release = chain.publish_all(workspace)
        except ReleaseRefusedError as refused:
            yield _gate_check(refused.report, page)
            raise dg.Failure(str(refused), allow_retries=False) from refused
        yield dg.MaterializeResult(
            metadata={
                "release_id": release.release_id,
                "path": dg.MetadataValue.path(release.path),
                "quality_page": dg.MetadataValue.path(page),
                "dagster/row_count": sum(release.rows.values()),
                "replaced": release.replaced,
            }
        )
        yield _gate_check(release.gate, page)

    return published_database


def _gate_check(report: GateReport, page: Path) -> dg.AssetCheckResult:
    """Turn the outcomes of the gate into the blocking check, with what is broken and the page of results."""
    lines = [
        f"- {each.expectation.title_ru} ({each.expectation.expectation_id}): {'; '.join(each.places)}"
        for each in (*report.refusals, *report.warnings)
    ]
    return dg.AssetCheckResult(
        check_name=GATE,
        passed=not report.refusals,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "quality_page": dg.MetadataValue.path(page),
            "expectations": len(report.outcomes),
            "broken": dg.MetadataValue.md("\n".join(lines) or "nothing is broken"),
        },
    )
