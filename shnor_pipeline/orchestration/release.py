"""The published database.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.describe import OWNERS
from shnor_pipeline.orchestration.steps import RELEASE
from shnor_pipeline.orchestration.workspace import (
    HomeFolder,
)
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
    TARGET_ATTAINABILITY,
    TARGET_PROGRESS,
)


def release_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the asset of the published database, which needs every year."""
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

    @dg.asset(
        name="published_database",
        description="published/shnor.duckdb: what analysts query, replaced in one rename.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"duckdb"},
        deps=[
            "programme",
            *(
                dg.AssetDep(spec.name, partition_mapping=every_year)
                for spec in (*computed, *catalogue.tables)
            ),
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
