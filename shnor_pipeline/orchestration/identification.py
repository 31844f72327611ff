"""Social index, status of schools with its evidence, decisions.

Belongs here: assets and their checks. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Sequence

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.identification import Identified
from shnor_pipeline.orchestration.describe import table_spec
from shnor_pipeline.orchestration.steps import IDENTIFICATION as GROUP
from shnor_pipeline.orchestration.steps import SINGLE_RUN, row_count, years_of
from shnor_pipeline.orchestration.workspace import HomeFolder, with_year_before, year_partitions
from shnor_pipeline.tables import (
    IDENTIFICATION,
    OVERRIDE,
    PROCEDURE_RESULT,
    SCHOOL_YEAR,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
)

EVERY_SCHOOL, NOBODY_BY_FEW = "every_school_has_a_status", "nobody_is_named_by_few_pupils"


def identification_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of the social index and of the identification."""
    return [_social_index(years), _identification(years)]


def _social_index(years: Sequence[int]) -> dg.AssetsDefinition:
    specs = (SOCIAL_INDEX, SOCIAL_INDEX_COMPONENT)
    deps: list[str | dg.AssetDep] = [SCHOOL_YEAR.name, "social_passport", "programme"]

    @dg.multi_asset(
        name=SOCIAL_INDEX.name,
        specs=[table_spec(spec, GROUP, deps) for spec in specs],
        partitions_def=year_partitions(years),
        backfill_policy=SINGLE_RUN,
    )
    def social_index(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> Iterator[dg.MaterializeResult[None]]:
        workspace = home_folder.open()
        computed = [chain.compute_social_index(workspace, year) for year in years_of(context)]
        for spec, frames in zip(specs, zip(*computed, strict=True), strict=True):
            yield dg.MaterializeResult(asset_key=spec.name, metadata=row_count(frames))

    return social_index


def _identification(years: Sequence[int]) -> dg.AssetsDefinition:
    counted = ("exam_result", "vpr_result", "vpr_marks")
    before = [dg.AssetDep(name, partition_mapping=with_year_before(years)) for name in counted]
    deps: list[str | dg.AssetDep] = [
        *before,
        SCHOOL_YEAR.name,
        SOCIAL_INDEX.name,
        "enrollment",
        "programme",
        "reference_lists",
    ]

    @dg.multi_asset(
        name=IDENTIFICATION.name,
        specs=[table_spec(spec, GROUP, deps) for spec in (IDENTIFICATION, PROCEDURE_RESULT, OVERRIDE)],
        check_specs=[
            dg.AssetCheckSpec(
                EVERY_SCHOOL, asset=IDENTIFICATION.name, description="Every school of the year has one row."
            ),
            dg.AssetCheckSpec(
                NOBODY_BY_FEW,
                asset=IDENTIFICATION.name,
                description="No school is named by a procedure with fewer than ten participants.",
            ),
        ],
        partitions_def=year_partitions(years),
        backfill_policy=SINGLE_RUN,
    )
    def identification(
        context: dg.AssetExecutionContext, home_folder: HomeFolder
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        workspace = home_folder.open()
        computed = [chain.compute_identification(workspace, year) for year in years_of(context)]
        schools = pd.concat([workspace.store.read(SCHOOL_YEAR, year) for year in years_of(context)])
        yield from _results(computed, schools)

    return identification


def _results(
    computed: Sequence[Identified], schools: pd.DataFrame
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    statuses = pd.concat([each.identification for each in computed])
    named = int(statuses["low_results"].sum())
    yield dg.MaterializeResult(
        asset_key=IDENTIFICATION.name, metadata={"dagster/row_count": len(statuses), "named": named}
    )
    procedures = row_count([each.procedures for each in computed])
    yield dg.MaterializeResult(asset_key=PROCEDURE_RESULT.name, metadata=procedures)
    decisions = row_count([each.overrides for each in computed])
    yield dg.MaterializeResult(asset_key=OVERRIDE.name, metadata=decisions)
    yield every_school_has_a_status(statuses, schools)
    yield nobody_is_named_by_few_pupils(statuses)


def every_school_has_a_status(statuses: pd.DataFrame, schools: pd.DataFrame) -> dg.AssetCheckResult:
    """Check that the schools of the statuses are those of the register, each once a year."""
    key = ["year", "school_id"]
    expected, given = (sorted(frame[key].itertuples(index=False, name=None)) for frame in (schools, statuses))
    return dg.AssetCheckResult(
        asset_key=IDENTIFICATION.name,
        check_name=EVERY_SCHOOL,
        passed=expected == given,
        metadata={"schools": len(expected), "rows": len(given)},
    )


def nobody_is_named_by_few_pupils(statuses: pd.DataFrame) -> dg.AssetCheckResult:
    """Warn of schools whose low results rest on few pupils: the status is to be looked at by a person."""
    by_few = statuses[statuses["low_results"].fillna(value=False) & (statuses["status"] == "few")]
    shown = [f"{row['year']} {row['school_id']}" for row in by_few.to_dict("records")]
    return dg.AssetCheckResult(
        asset_key=IDENTIFICATION.name,
        check_name=NOBODY_BY_FEW,
        passed=not shown,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"schools": len(shown), "which": ", ".join(shown) or "none"},
    )
