"""Jobs over the assets.

Belongs here: which assets run together. Does not belong here: the assets.
"""

from __future__ import annotations

import dagster as dg

WHOLE_CHAIN = dg.define_asset_job(
    "whole_chain",
    selection=dg.AssetSelection.all(),
    description="Ingest to release, for one year or a range of years in one run.",
)
