"""The chain as assets: read inputs, call one function of the chain, return its result with metadata.

Belongs here: the whole graph, and what holds for every asset of it. Does not belong here: the assets of a box
(their modules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.orchestration.automation import follows_upstream
from shnor_pipeline.orchestration.comparison import comparison_assets
from shnor_pipeline.orchestration.freshness import policy_of
from shnor_pipeline.orchestration.identification import identification_assets
from shnor_pipeline.orchestration.indicators import indicator_assets
from shnor_pipeline.orchestration.intake import intake_asset, quality_assets
from shnor_pipeline.orchestration.lineage import Lineage
from shnor_pipeline.orchestration.public import public_site_asset
from shnor_pipeline.orchestration.release import changes_asset, release_asset
from shnor_pipeline.orchestration.reports import reports_asset, submission_assets
from shnor_pipeline.orchestration.sources import source_assets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.ingest import Catalogue
    from shnor_pipeline.settings import Settings


def build_assets(catalogue: Catalogue, years: Sequence[int], settings: Settings) -> list[dg.AssetsDefinition]:
    """Build all assets.

    Args:
        catalogue: Forms and canonical tables.
        years: Reporting years, which are the partitions.
        settings: Home folder, for what people keep.

    Returns:
        What people keep, the intake, identification, indicators, comparisons, reports, the public site, the
        release; every asset that is made has its column lineage, its freshness policy and follows what it is
        made from.
    """
    made = [
        intake_asset(catalogue, years),
        *quality_assets(catalogue, years),
        *identification_assets(years),
        *indicator_assets(years),
        *comparison_assets(years),
        *submission_assets(catalogue, years),
        reports_asset(years),
        public_site_asset(),
        release_asset(catalogue),
        changes_asset(years),
    ]
    lineage, follows = Lineage(catalogue), follows_upstream()

    def completed(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.merge_attributes(metadata=lineage.shown(spec)).replace_attributes(
            automation_condition=follows, freshness_policy=policy_of(spec)
        )

    return [*source_assets(catalogue, years, settings), *dg.map_asset_specs(completed, made)]
