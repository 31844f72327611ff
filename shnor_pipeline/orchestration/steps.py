"""What all asset modules share: groups, row counts, the asset of a computed table.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Sequence

import dagster as dg
import pandas as pd

from shnor_pipeline.chain import Workspace
from shnor_pipeline.orchestration.describe import table_spec
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
    year_partitions,
)
from shnor_pipeline.tables import (
    TableSpec,
)

REFERENCE, SOURCES, TABLES, QUALITY = "reference", "sources", "tables", "quality"
IDENTIFICATION, INDICATORS, REPORTS, RELEASE = "identification", "indicators", "reports", "release"
SINGLE_RUN = dg.BackfillPolicy.single_run()


def years_of(context: dg.AssetExecutionContext) -> list[int]:
    """Return the reporting years of a run, in order."""
    return sorted(int(key) for key in context.partition_keys)


def row_count(frames: Sequence[pd.DataFrame]) -> dict[str, int]:
    """Return the rows of frames as metadata Dagster draws over time."""
    return {"dagster/row_count": sum(map(len, frames))}


def table_step(
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
        backfill_policy=SINGLE_RUN,
    )
    def step(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> dg.MaterializeResult[None]:
        workspace = home_folder.open()
        return dg.MaterializeResult(
            metadata=row_count([compute(workspace, year) for year in years_of(context)])
        )

    return step
