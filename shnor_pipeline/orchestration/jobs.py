"""Jobs over the assets.

Belongs here: which assets run together, and how a run of several years is asked for. Does not belong here:
the assets, and when jobs run (``schedules``, ``inbox``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.orchestration.steps import REFERENCE, SOURCES
from shnor_pipeline.orchestration.workspace import beta_accepted

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGE = "dagster/asset_partition_range_{}"

with beta_accepted():
    WHOLE_CHAIN = dg.define_asset_job(
        "whole_chain",
        selection=dg.AssetSelection.all(include_sources=True),
        description="Look at the inbox, ingest to release, for one year or a range of years in one run.",
    )
    LOOK = dg.define_asset_job(
        "look_at_sources",
        selection=dg.AssetSelection.groups(SOURCES, REFERENCE, include_sources=True),
        description="Look at what people keep, and show as stale what changed; nothing is made.",
    )


def deadline_job(checks: dg.AssetChecksDefinition) -> dg.UnresolvedAssetJobDefinition:
    """Make the job that judges who is late, for all years, and makes nothing."""
    return dg.define_asset_job(
        "deadlines_only",
        selection=dg.AssetSelection.checks(*checks.check_keys),
        description="Judge every form against its day; nothing is read or made.",
    )


def years_as_one_run(years: Sequence[int], run_key: str | None = None) -> dg.RunRequest:
    """Ask for one run over a range of years."""
    tags = {_RANGE.format("start"): str(min(years)), _RANGE.format("end"): str(max(years))}
    return dg.RunRequest(run_key=run_key, tags=tags)
