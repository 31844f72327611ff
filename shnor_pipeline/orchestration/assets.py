"""The chain as assets: read inputs, call one function of the chain, return its result with metadata.

Belongs here: the whole graph. Does not belong here: the assets of a box (their modules).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Sequence

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.comparison import comparison_assets
from shnor_pipeline.orchestration.external import external_assets
from shnor_pipeline.orchestration.identification import identification_assets
from shnor_pipeline.orchestration.indicators import indicator_assets
from shnor_pipeline.orchestration.intake import intake_asset, quality_assets
from shnor_pipeline.orchestration.release import public_site_asset, release_asset
from shnor_pipeline.orchestration.reports import report_assets, status_page
from shnor_pipeline.orchestration.steps import table_step
from shnor_pipeline.tables import (
    FINDING,
    SOURCE_FILE,
    SUBMISSION,
)


def build_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """Build all assets.

    Args:
        catalogue: Forms and canonical tables.
        years: Reporting years, which are the partitions.

    Returns:
        External assets (what people keep), the intake, identification, indicators, comparisons, reports, the
        release.
    """
    return [
        *external_assets(years),
        intake_asset(catalogue, years),
        *quality_assets(catalogue, years),
        *identification_assets(years),
        *indicator_assets(years),
        *comparison_assets(years),
        *submission_assets(catalogue, years),
        *report_assets(years),
        public_site_asset(),
        release_asset(catalogue),
    ]


def submission_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make who has submitted what, as a table and as a page."""
    taken = [spec.name for spec in (*catalogue.tables, FINDING, SOURCE_FILE)]
    deps = [*taken, "reference_lists", "programme"]
    return [table_step(SUBMISSION, chain.compute_submissions, deps, years), status_page(years)]
