"""What people keep: the inbox, the programme, the reference lists.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Sequence

import dagster as dg

from shnor_pipeline.orchestration.describe import OWNERS
from shnor_pipeline.orchestration.steps import REFERENCE, SOURCES
from shnor_pipeline.orchestration.workspace import (
    year_partitions,
)


def external_assets(years: Sequence[int]) -> list[dg.AssetSpec]:
    """Declare what people keep and the pipeline only reads."""
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
