"""School years, parts, values, plan and fact, measures.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Sequence

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.indicators import INDICATORS as CATALOGUE
from shnor_pipeline.indicators import part_columns
from shnor_pipeline.orchestration.steps import TABLES, table_step
from shnor_pipeline.orchestration.workspace import (
    with_all_before,
    with_year_before,
)
from shnor_pipeline.tables import (
    INDICATOR_DECLINE,
    INDICATOR_PROJECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    SCHOOL_YEAR,
    TARGET_ATTAINABILITY,
    TARGET_PROGRESS,
)


def indicator_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets from school years to plan and fact."""
    scanned = sorted({part.table for _, part in part_columns(CATALOGUE)})
    previous = dg.AssetDep(chain.PARTS.name, partition_mapping=with_year_before(years))
    return [
        table_step(
            SCHOOL_YEAR, chain.compute_schools, ["enrollment", "reference_lists"], years, group=TABLES
        ),
        table_step(chain.PARTS, chain.compute_parts, scanned, years),
        table_step(
            INDICATOR_VALUE,
            chain.compute_values,
            [SCHOOL_YEAR.name, previous, MEASURE_PROGRESS.name, "programme"],
            years,
        ),
        *_plan_assets(years),
        *_measure_assets(years),
    ]


def _plan_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of plan and fact, of what a plan asks of a school, of where it is heading."""
    value, trend = INDICATOR_VALUE.name, _with_earlier(INDICATOR_VALUE.name, years)
    return [
        table_step(TARGET_PROGRESS, chain.compute_progress, [value, "programme"], years),
        table_step(TARGET_ATTAINABILITY, chain.compute_attainability, [value, "programme"], years),
        table_step(INDICATOR_PROJECTION, chain.compute_projections, [trend, "programme"], years),
    ]


def _measure_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of the measures and of the indicators they should have moved."""
    trend = _with_earlier(INDICATOR_VALUE.name, years)
    behind: list[str | dg.AssetDep] = [trend, MEASURE_PROGRESS.name, "programme"]
    return [
        table_step(MEASURE_PROGRESS, chain.compute_measures, ["measure_fact", "programme"], years),
        table_step(INDICATOR_DECLINE, chain.compute_declines, behind, years),
    ]


def _with_earlier(table: str, years: Sequence[int]) -> dg.AssetDep:
    return dg.AssetDep(table, partition_mapping=with_all_before(years))
