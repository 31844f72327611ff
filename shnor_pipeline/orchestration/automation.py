"""Downstream follows upstream: when the content of what an asset is made from changed, it is made again.

Belongs here: the condition and the sensor that looks at it. Does not belong here: the watch over the inbox
(``inbox``), which waits until files are whole.
"""

from __future__ import annotations

import dagster as dg

from shnor_pipeline.orchestration.steps import SOURCES
from shnor_pipeline.orchestration.workspace import beta_accepted

_Condition = dg.AutomationCondition


def follows_upstream() -> dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey]:
    """Say when an asset is made again, year by year.

    When the data version of something it is made from changed since it was last made or asked for, unless the
    run that changed it makes the asset too. A year never made waits until all it needs is there. Files in the
    inbox don't count: a file may still be growing.

    A change counts when two looks in a row saw it and nothing under way: a look lasts seconds, and what a run
    makes meanwhile would be asked for once more. What is made of something asked for is asked for with it.
    """
    changed = _Condition.data_version_changed() & ~_Condition.executed_with_root_target()
    with beta_accepted():
        sources = dg.AssetSelection.groups(SOURCES, include_sources=True)
        seen = _Condition.any_deps_match(changed).ignore(sources).since_last_handled()
    ready = ~_Condition.any_deps_missing() | ~_Condition.missing()
    quiet = ~_Condition.any_deps_in_progress() & ~_Condition.in_progress()
    settled = seen & ready & quiet
    asked_for = _Condition.any_deps_match(_Condition.will_be_requested()) & ready & quiet
    return (settled & ~settled.newly_true() | asked_for).with_label("follows_upstream")


_LOOKS_S = 60
"""How often it is looked: a look takes two seconds of a processor, also while a run needs them."""

FOLLOW = dg.AutomationConditionSensorDefinition(
    "follow_upstream",
    target=dg.AssetSelection.all(),
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=_LOOKS_S,
    description="Makes again what a changed result upstream has made stale.",
)
