"""How old an asset may be: one dictionary, applied in one place.

Belongs here: policies by group, with exceptions by asset. Does not belong here: whether a form of a school is
late (``deadlines``): a policy looks at the last materialization of any year.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.orchestration.deadlines import TIMEZONE
from shnor_pipeline.orchestration.steps import (
    COMPARISON,
    IDENTIFICATION,
    INDICATORS,
    QUALITY,
    RELEASE,
    REPORTS,
    TABLES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_NIGHTLY = dg.FreshnessPolicy.cron(
    deadline_cron="0 7 * * *", lower_bound_delta=timedelta(hours=8), timezone=TIMEZONE
)
"""Made in the night before seven in the morning, when people come to work."""

POLICIES: Mapping[str, dg.FreshnessPolicy] = {
    TABLES: _NIGHTLY,
    QUALITY: _NIGHTLY,
    IDENTIFICATION: _NIGHTLY,
    INDICATORS: _NIGHTLY,
    COMPARISON: _NIGHTLY,
    RELEASE: _NIGHTLY,
    REPORTS: _NIGHTLY,
    # analysts are told before it is too late
    "published_database": dg.FreshnessPolicy.time_window(
        fail_window=timedelta(hours=36), warn_window=timedelta(hours=26)
    ),
}
"""Name of an asset, else of its group -> policy. What people keep has none: an observation is no update."""


def policy_of(spec: dg.AssetSpec) -> dg.FreshnessPolicy | None:
    """Return the policy of an asset, else of its group."""
    return POLICIES.get(spec.key.to_user_string()) or POLICIES.get(spec.group_name or "")
