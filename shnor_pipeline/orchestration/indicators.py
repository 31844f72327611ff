"""School years, parts, values, plan and fact, submissions.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Sequence

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.indicators import INDICATORS as CATALOGUE
from shnor_pipeline.orchestration.steps import table_step
from shnor_pipeline.orchestration.workspace import (
    with_year_before,
)
from shnor_pipeline.tables import (
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    TARGET_PROGRESS,
)


def indicator_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets from school years to plan and fact."""
    scanned = sorted({table for each in CATALOGUE for table in each.tables})
    previous = dg.AssetDep(chain.PARTS.name, partition_mapping=with_year_before(years))
    return [
        table_step(SCHOOL_YEAR, chain.compute_schools, ["enrollment", "reference_lists"], years),
        table_step(chain.PARTS, chain.compute_parts, scanned, years),
        table_step(INDICATOR_VALUE, chain.compute_values, [SCHOOL_YEAR.name, previous, "programme"], years),
        table_step(TARGET_PROGRESS, chain.compute_progress, [INDICATOR_VALUE.name, "programme"], years),
    ]
