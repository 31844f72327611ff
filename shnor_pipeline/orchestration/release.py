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
from shnor_pipeline.orchestration.describe import OWNERS, table_spec
from shnor_pipeline.orchestration.steps import RELEASE
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
)
from shnor_pipeline.release.gate import GateReport, ReleaseRefusedError
from shnor_pipeline.tables import (
    COMPARISON_TABLES,
    CORRECTION,
    FINDING,
    IDENTIFICATION_TABLES,
    INDICATOR_DECLINE,
    INDICATOR_PROJECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    SCHOOL_YEAR,
    SOURCE_CELL,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    SUPPRESSION,
    TARGET_ATTAINABILITY,
    TARGET_PROGRESS,
)

GATE = "release_gate"
"""Name of the check that stands between the built database and the published one."""


def _everything_published(catalogue: Catalogue) -> list[str | dg.AssetDep]:
    """Return what a release is made of: the tables of all years, and what is kept with them."""
    computed = [
        SCHOOL_YEAR,
        INDICATOR_VALUE,
        TARGET_PROGRESS,
        FINDING,
        SOURCE_FILE,
        SOURCE_COLUMN,
        SOURCE_CELL,
    ]
    computed += [SUBMISSION, CORRECTION, MEASURE_PROGRESS, INDICATOR_DECLINE]
    computed += [TARGET_ATTAINABILITY, INDICATOR_PROJECTION]
    computed += [*IDENTIFICATION_TABLES, *COMPARISON_TABLES]
    every_year = dg.AllPartitionMapping()
    tables = [dg.AssetDep(spec.name, partition_mapping=every_year) for spec in (*computed, *catalogue.tables)]
    returned = dg.AssetDep("returned_workbooks", partition_mapping=every_year)
    return ["programme", "reference_lists", SUPPRESSION.name, returned, *tables]


def release_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the asset of the published database, which needs every year."""

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
        deps=_everything_published(catalogue),
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


def public_site_asset() -> dg.AssetsDefinition:
    """Make the asset of the public site, which its gate may refuse, and of the log of what it leaves out."""
    every_year = dg.AllPartitionMapping()
    read = (SCHOOL_YEAR, INDICATOR_VALUE, TARGET_PROGRESS)
    of_years = [dg.AssetDep(spec.name, partition_mapping=every_year) for spec in read]
    deps: list[str | dg.AssetDep] = ["programme", "reference_lists", *of_years]
    site = dg.AssetSpec(
        _PUBLIC_SITE,
        description="public/: the static site that may be published, replaced only when the gate lets it.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"html"},
        deps=deps,
        skippable=True,
    )
    gate = dg.AssetCheckSpec(
        _GATE,
        asset=_PUBLIC_SITE,
        blocking=True,
        description="No hidden value can be computed from what the written files hold.",
    )

    @dg.multi_asset(
        name=_PUBLIC_SITE, specs=[table_spec(SUPPRESSION, RELEASE, deps), site], check_specs=[gate]
    )
    def public_site(
        home_folder: HomeFolder,
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            public = chain.publish_public(home_folder.open())
        except chain.PublicRefusedError as refused:
            yield dg.MaterializeResult(asset_key=SUPPRESSION.name)
            yield _gate_result(passed=False, metadata={"refused": str(refused)})
            return
        hidden = dict(public.hidden) if public else {}
        rows = {"dagster/row_count": sum(hidden.values()), **hidden}
        yield dg.MaterializeResult(asset_key=SUPPRESSION.name, metadata=rows)
        printed = {"printed": public.printed if public else 0}
        yield dg.MaterializeResult(asset_key=_PUBLIC_SITE, metadata=printed)
        yield _gate_result(passed=True, metadata=printed)

    return public_site


_PUBLIC_SITE, _GATE = "public_site", "hidden_values_withstand_the_attack"


def _gate_result(*, passed: bool, metadata: dict[str, str] | dict[str, int]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=_PUBLIC_SITE,
        check_name=_GATE,
        passed=passed,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata=dict(metadata),
    )


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
