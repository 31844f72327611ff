"""Clusters, comparison with them, effect, gap, risk profile, objectivity.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Sequence

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.orchestration.describe import Upstream
from shnor_pipeline.orchestration.steps import COMPARISON, IDENTIFICATION, table_step
from shnor_pipeline.orchestration.workspace import with_all_before, with_year_before
from shnor_pipeline.tables import (
    CLUSTER,
    CLUSTER_COMPARISON,
    INDICATOR_VALUE,
    OBJECTIVITY_FLAG,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
    SCHOOL_YEAR,
    TableSpec,
)


def comparison_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets from clusters to markers of objectivity."""
    school, value = SCHOOL_YEAR.name, INDICATOR_VALUE.name
    earlier = dg.AssetDep(value, partition_mapping=with_all_before(years))
    last = [_last_year(name, years) for name in (school, value)]
    results = [_last_year(name, years) for name in ("vpr_result", "vpr_marks")]

    def step(
        spec: TableSpec,
        compute: Callable[[chain.Workspace, int], pd.DataFrame],
        *deps: Upstream,
        group: str = COMPARISON,
    ) -> dg.AssetsDefinition:
        return table_step(spec, compute, deps, years, group=group)

    return [
        step(CLUSTER, chain.compute_clusters, school, "reference_lists"),
        step(CLUSTER_COMPARISON, chain.compute_cluster_comparison, school, value),
        step(PROGRAMME_EFFECT, chain.compute_effects, school, earlier, "reference_lists"),
        step(QUALITY_GAP_YEAR, chain.compute_gap, *last),
        step(RISK_PROFILE, chain.compute_risk_profile, school, value),
        step(OBJECTIVITY_FLAG, chain.compute_objectivity, *results, "exam_result", group=IDENTIFICATION),
    ]


def _last_year(table: str, years: Sequence[int]) -> dg.AssetDep:
    return dg.AssetDep(table, partition_mapping=with_year_before(years))
